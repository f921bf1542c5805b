import { importIdentityProvider } from '../identity/idp-metadata.js';
import { FIRST_KEY, MOST_PROVIDERS } from '../identity/providers.rules.js';
import type { Command, CommandInput } from './command.js';
import { metadataFrom, namedMetadata } from './metadata-from.js';
import { presetFrom, settingsBy, type Preset } from './municipality-input.js';
import type { MunicipalityService } from './service.js';

const USAGE =
  'identity-provider add --slug S --key K --name N --idp-metadata FILE|URL --preset P [--pin FILE] [--entity-id E] [--signed-response yes|no] [--level URI,…|none]';
const NEEDED = ['slug', 'key', 'name', 'idp-metadata', 'preset'];
const KEY = /^[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?$/;

/** `medsert identity-provider add`: one more login service for a municipality, beside those it has. */
export function identityProviderAddCommand(
  openService: () => Promise<MunicipalityService>,
): Command {
  return {
    name: 'identity-provider add',
    usage: USAGE,
    summary: 'give a municipality one more login service, that its people may choose',
    async run(input) {
      const { options, print } = input;
      const missing = NEEDED.find((name) => (options[name] ?? '').trim() === '');
      const preset = presetFrom(options);
      const mistake =
        missing !== undefined
          ? `--${missing} is missing.`
          : !KEY.test(options['key'] ?? '') || options['key'] === FIRST_KEY
            ? `--key takes a to z, 0 to 9 and hyphens, at most 30, and not ${FIRST_KEY}.`
            : 'mistake' in preset
              ? preset.mistake
              : undefined;
      if (mistake !== undefined || 'mistake' in preset)
        return print.usage(`${mistake ?? ''}\n  medsert ${USAGE}`);
      const service = await openService();
      try {
        return await add(service, preset, input);
      } finally {
        await service.close();
      }
    },
  };
}

async function add(
  service: MunicipalityService,
  preset: Preset,
  { options, print }: CommandInput,
): Promise<number> {
  const { municipalities, identityProviders, audit, clock, publicUrl } = service;
  const { slug = '', key = '', name = '' } = options;
  const municipality = await municipalities.findBySlug(slug);
  const before = municipality ? await identityProviders.all(municipality.id) : [];
  if (!municipality || before.length === 0)
    throw new Error(`There is no municipality ${slug} with a login. Nothing was changed.`);
  if (before.length >= MOST_PROVIDERS)
    throw new Error(`${MOST_PROVIDERS} login services are the most. Nothing was changed.`);
  const { file, source } = await metadataFrom(service, namedMetadata({ options }));
  const imported = importIdentityProvider(file, {
    entityId: options['entity-id'],
    trustedSigner: source.pinnedSigner,
    now: clock(),
  });
  const { entityId } = imported;
  // People are known by the issuer: two of one name could not be told apart.
  if (before.some(({ settings }) => settings.entityId === entityId))
    throw new Error(`${entityId} is a login service of ${slug} already. Nothing was changed.`);
  const { id: municipalityId } = municipality;
  const { url, pinnedSigner } = source;
  const whence =
    url === undefined ? undefined : { url, ...(pinnedSigner !== undefined && { pinnedSigner }) };
  const called = { municipalityId, key, name: name.trim().slice(0, 60) };
  if (!(await identityProviders.add(called, settingsBy(preset, imported), whence)))
    throw new Error(`There is a login service ${key} already. Nothing was changed.`);
  await audit.record({
    municipalityId,
    actor: 'system',
    action: 'identity-provider.added',
    subject: `identity-provider:${municipalityId}/${key}`,
    at: clock(),
    details: { identityProvider: entityId, key },
  });
  const loginUrl = `${publicUrl}/m/${slug}/saml/login?provider=${key}`;
  print.line(`${municipality.name} has one more login service: ${entityId}`);
  for (const { fingerprint } of imported.certificates)
    print.line(`  trusted certificate SHA-256 ${fingerprint}`);
  print.line(`Straight to it: ${loginUrl}`);
  print.line(`Our metadata, the same for all: ${publicUrl}/m/${slug}/saml/metadata`);
  print.json({ slug, key, identityProvider: entityId, loginUrl });
  return 0;
}
