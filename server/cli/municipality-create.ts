import { importIdentityProvider, type ImportedIdentityProvider } from '../identity/idp-metadata.js';
import type { IdentityProviderSettings } from '../identity/identity-provider.js';
import { serviceProviderUrls } from '../identity/service-provider.js';
import type { Command, CommandInput } from './command.js';
import {
  municipalityInput,
  settingsBy,
  MUNICIPALITY_CREATE_USAGE,
  type MunicipalityInput,
} from './municipality-input.js';
import { metadataFrom, type ReadMetadata } from './metadata-from.js';
import { newMunicipality, type NewMunicipality } from './new-municipality.js';
import type { MunicipalityService } from './service.js';

/** `medsert municipality create`: a municipality with its identity provider, ready for its first login. */
export function municipalityCreateCommand(
  openService: () => Promise<MunicipalityService>,
): Command {
  return {
    name: 'municipality create',
    usage: MUNICIPALITY_CREATE_USAGE,
    summary: 'set up a municipality and its login from its identity provider’s metadata',
    async run(input) {
      const read = municipalityInput(input);
      if ('mistake' in read)
        return input.print.usage(`${read.mistake}\n  medsert ${MUNICIPALITY_CREATE_USAGE}`);
      const service = await openService();
      try {
        return await create(service, read, input);
      } finally {
        await service.close();
      }
    },
  };
}

/** Everything is read and judged before the first write. */
async function create(
  service: MunicipalityService,
  input: MunicipalityInput,
  { print }: CommandInput,
): Promise<number> {
  const { municipalities, templates, clock, publicUrl } = service;
  const { slug, preset } = input;
  if ((await municipalities.findBySlug(slug)) ?? (await municipalities.find(slug)))
    throw new Error(`There is a municipality ${slug} already. Nothing was changed.`);
  const [template] = templates;
  if (!template) throw new Error('No item bank proposes a programme.');
  const { file, source } = await metadataFrom(service, input.metadata);
  const imported = importIdentityProvider(file, {
    entityId: input.entityId,
    trustedSigner: source.pinnedSigner,
    now: clock(),
  });
  const records = newMunicipality(input, template);
  const settings = settingsBy(preset, imported);
  await write(service, records, settings, source);
  tell(print, input, imported, publicUrl);
  return 0;
}

/**
 * The municipality itself comes last: without it nothing of the rest is seen by anyone, so after a crash the same command runs again. The
 * audit trail would rather have an entry twice than not at all.
 */
async function write(
  service: MunicipalityService,
  { municipality, unit, programme }: NewMunicipality,
  settings: IdentityProviderSettings,
  { url, pinnedSigner }: ReadMetadata['source'],
): Promise<void> {
  const { municipalities, identityProviders, programmes, audit, clock } = service;
  const { id: municipalityId } = municipality;
  await identityProviders.put(
    municipalityId,
    settings,
    url === undefined ? undefined : { url, ...(pinnedSigner !== undefined && { pinnedSigner }) },
  );
  await municipalities.putUnit(unit);
  if (!(await programmes.version(municipalityId, programme.id, programme.version)))
    await programmes.add(programme);
  await audit.record({
    municipalityId,
    actor: 'system',
    action: 'municipality.created',
    subject: `municipality:${municipalityId}`,
    at: clock(),
    details: { identityProvider: settings.entityId, programme: programme.id },
  });
  await municipalities.put(municipality);
}

function tell(
  print: CommandInput['print'],
  { slug, name }: MunicipalityInput,
  imported: ImportedIdentityProvider,
  publicUrl: string,
): void {
  const { entityId, acsUrl, sloUrl } = serviceProviderUrls(publicUrl, slug);
  print.line(`${name} is set up: ${publicUrl}/m/${slug}`);
  print.line(`Its identity provider: ${imported.entityId}`);
  for (const { fingerprint, subject, expiresAt, keyBits } of imported.certificates) {
    const until = expiresAt.toISOString().slice(0, 10);
    print.line(`  trusted certificate SHA-256 ${fingerprint}`);
    print.line(`    ${subject}, RSA ${keyBits}, until ${until}`);
  }
  for (const warning of imported.warnings) print.line(`  Note: ${warning}`);
  print.line('To be given to the identity provider:');
  print.line(`  entityID and metadata   ${entityId}`);
  print.line(`  assertion consumer      ${acsUrl} (HTTP-POST)`);
  print.line(`  single logout           ${sloUrl} (HTTP-Redirect)`);
  print.json({
    slug,
    identityProvider: imported.entityId,
    certificates: imported.certificates.map(({ fingerprint, expiresAt }) => ({
      fingerprint,
      expiresAt: expiresAt.toISOString(),
    })),
    warnings: imported.warnings,
    entityId,
    metadataUrl: entityId,
    acsUrl,
    sloUrl,
  });
}
