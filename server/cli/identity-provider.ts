import { X509Certificate } from 'node:crypto';
import { decideProposal } from '../identity/decide-proposal.js';
import { importIdentityProvider } from '../identity/idp-metadata.js';
import type { MetadataChange } from '../identity/metadata-changes.rules.js';
import {
  proposeMetadata,
  refreshMetadata,
  type RefreshOutcome,
} from '../identity/refresh-metadata.js';
import { FIRST_KEY, providerIdOf } from '../identity/providers.rules.js';
import type { Command, CommandInput, Print } from './command.js';
import { metadataFrom, namedMetadata } from './metadata-from.js';
import type { MunicipalityService } from './service.js';

type OpenService = () => Promise<MunicipalityService>;

const CHECK_USAGE =
  'identity-provider check --slug S [--provider K] [--idp-metadata FILE|URL] [--pin FILE]';
const DECIDE_USAGE =
  'identity-provider decide --slug S [--provider K] --proposal ID --answer accept|dismiss';

/** `medsert identity-provider check`: reads the metadata again and proposes what has changed. */
export function identityProviderCheckCommand(openService: OpenService): Command {
  return {
    name: 'identity-provider check',
    usage: CHECK_USAGE,
    summary: 'read an identity provider’s metadata again and propose what has changed',
    run: (input) =>
      withService(openService, input, { usage: CHECK_USAGE, needed: ['slug'] }, check),
  };
}

/** `medsert identity-provider decide`: for the day on which nobody can log in to do it on the page. */
export function identityProviderDecideCommand(openService: OpenService): Command {
  return {
    name: 'identity-provider decide',
    usage: DECIDE_USAGE,
    summary: 'accept or dismiss a proposed change',
    run: (input) =>
      withService(
        openService,
        input,
        { usage: DECIDE_USAGE, needed: ['slug', 'proposal', 'answer'] },
        decide,
      ),
  };
}

type Work = (
  service: MunicipalityService,
  of: { readonly municipalityId: string; readonly providerId: string },
  input: CommandInput,
) => Promise<number>;

async function withService(
  openService: OpenService,
  input: CommandInput,
  { usage, needed }: { readonly usage: string; readonly needed: readonly string[] },
  work: Work,
): Promise<number> {
  const missing = needed.find((name) => !input.options[name]);
  if (missing !== undefined)
    return input.print.usage(`--${missing} is missing.\n  medsert ${usage}`);
  const service = await openService();
  try {
    const slug = input.options['slug'] ?? '';
    const municipality = await service.municipalities.findBySlug(slug);
    if (!municipality) throw new Error(`There is no municipality ${slug}.`);
    const { id: municipalityId } = municipality;
    const providerId = providerIdOf(municipalityId, input.options['provider'] ?? FIRST_KEY);
    return await work(service, { municipalityId, providerId }, input);
  } finally {
    await service.close();
  }
}

/** Exit code 1 when there is something to decide. */
async function check(
  service: MunicipalityService,
  { providerId }: Parameters<Work>[1],
  { options, print }: CommandInput,
): Promise<number> {
  const result = await (options['idp-metadata']
    ? given(service, providerId, options)
    : refreshMetadata(service)(providerId));
  tell(result, print);
  return result.outcome === 'unchanged' ? 0 : 1;
}

async function given(
  service: MunicipalityService,
  providerId: string,
  options: CommandInput['options'],
): Promise<RefreshOutcome> {
  const settings = await service.identityProviders.find(providerId);
  if (!settings) return { outcome: 'unknown' };
  const { file, source } = await metadataFrom(service, namedMetadata({ options }));
  const imported = importIdentityProvider(file, {
    entityId: settings.entityId,
    trustedSigner: source.pinnedSigner,
    now: service.clock(),
  });
  return proposeMetadata(service)(providerId, imported);
}

function tell(result: RefreshOutcome, print: Print): void {
  print.json(result);
  for (const line of linesOf(result)) print.line(line);
}

function linesOf(result: RefreshOutcome): readonly string[] {
  switch (result.outcome) {
    case 'unknown':
      return ['The municipality has no identity provider.'];
    case 'no-source':
      return ['The metadata came as a file: give it again with --idp-metadata.'];
    case 'unchanged':
      return ['Nothing has changed.'];
    case 'failed':
      return [`The metadata could not be read (${result.problem}).`];
    case 'proposed': {
      const { id, changes } = result.proposal;
      return [
        'The metadata has changed. Nothing is changed here until you accept it.',
        ...changes.map((change) => `  ${inWords(change)}`),
        `Accept it with --proposal ${id}, after comparing new fingerprints by another way.`,
      ];
    }
  }
}

function inWords(change: MetadataChange): string {
  if (change.kind === 'address')
    return `${change.field}: ${change.from ?? 'none'} -> ${change.to ?? 'none'}`;
  const { fingerprint256, validTo } = new X509Certificate(change.certificate);
  const word = change.kind === 'certificate-added' ? 'new' : 'gone';
  return `certificate ${word}: SHA-256 ${fingerprint256}, until ${new Date(validTo).toISOString().slice(0, 10)}`;
}

async function decide(
  service: MunicipalityService,
  of: Parameters<Work>[1],
  { options, print }: CommandInput,
): Promise<number> {
  const { answer, proposal: proposalId = '' } = options;
  if (answer !== 'accept' && answer !== 'dismiss')
    return print.usage(`--answer is accept or dismiss.\n  medsert ${DECIDE_USAGE}`);
  const decision = { ...of, proposalId, answer, actor: 'system' } as const;
  const done = await decideProposal(service)(decision);
  if (!done) throw new Error('That proposal is not the present one. Check again.');
  print.line(answer === 'accept' ? 'Accepted: it holds from now on.' : 'Dismissed.');
  print.json({ answer, proposal: proposalId });
  return 0;
}
