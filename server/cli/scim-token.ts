import { fingerprintOf, newSecret } from '../identity/secret.js';
import type { ScimTokenStore } from '../identity/scim/scim-token.store.js';
import { SCIM_MOUNT_PATH } from '../identity/scim/scim.routes.js';
import type { AuditTrail } from '../audit/audit-event.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { Clock } from '../platform/clock.js';
import type { Command, CommandInput } from './command.js';

/** What it takes to hand out a token. */
export interface ScimTokenService {
  readonly publicUrl: string;
  readonly municipalities: Pick<MunicipalityStore, 'findBySlug'>;
  readonly tokens: Pick<ScimTokenStore, 'add' | 'endOthers'>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  close(): Promise<void>;
}

const USAGE = 'scim token --municipality SLUG [--replace true]';

/** `medsert scim token`: a new token for the municipality's identity provider, shown once. `--replace true` ends all earlier ones. */
export function scimTokenCommand(openService: () => Promise<ScimTokenService>): Command {
  return {
    name: 'scim token',
    usage: USAGE,
    summary: 'make a token by which an identity provider keeps users here (SCIM 2.0)',
    async run(input) {
      const { options, arguments: words, print } = input;
      const known = ['municipality', 'replace', 'json'];
      if (
        words.length > 0 ||
        !options['municipality'] ||
        Object.keys(options).some((name) => !known.includes(name))
      )
        return print.usage(`medsert ${USAGE}`);
      const service = await openService();
      try {
        return await make(service, input);
      } finally {
        await service.close();
      }
    },
  };
}

async function make(
  { municipalities, tokens, audit, clock, publicUrl }: ScimTokenService,
  { options, print }: CommandInput,
): Promise<number> {
  const slug = options['municipality'] ?? '';
  const municipality = await municipalities.findBySlug(slug);
  if (!municipality) throw new Error(`There is no municipality ${slug}.`);
  const token = newSecret();
  const fingerprint = fingerprintOf(token);
  const now = clock();
  await tokens.add({ fingerprint, municipalityId: municipality.id, createdAt: now });
  const ended =
    options['replace'] === 'true' ? await tokens.endOthers(municipality.id, fingerprint) : 0;
  await audit.record({
    municipalityId: municipality.id,
    actor: 'system',
    action: 'scim.token-made',
    subject: `municipality:${municipality.id}`,
    at: now,
    details: { ended },
  });
  const address = `${publicUrl}${SCIM_MOUNT_PATH}`;
  print.line(`Tenant URL    ${address}`);
  print.line(`Secret token  ${token}`);
  print.line(`The token is shown this once. Earlier tokens that were ended: ${ended}.`);
  print.json({ address, token, ended });
  return 0;
}
