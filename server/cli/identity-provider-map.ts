import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { attributeMapping, type AttributeMapping } from '../identity/attribute-mapping.js';
import { unstableSubjectSources } from '../identity/signed-in-person.rules.js';
import { FIRST_KEY, providerIdOf } from '../identity/providers.rules.js';
import type { Command, CommandInput } from './command.js';
import type { MunicipalityService } from './service.js';

const USAGE = 'identity-provider map --slug S [--provider K] --mapping FILE';

const mappingFile = z.strictObject({
  attributes: attributeMapping,
  wantedLevels: z.array(z.string().min(1)).max(20).optional(),
});

/** `medsert identity-provider map`: what the attributes of a login mean, as a file (YAML or JSON). Everything is judged before anything is changed. */
export function identityProviderMapCommand(
  openService: () => Promise<MunicipalityService>,
): Command {
  return {
    name: 'identity-provider map',
    usage: USAGE,
    summary: 'say what the attributes of a login mean: names, roles, units, scope, level',
    async run(input) {
      const { slug, mapping: path } = input.options;
      if (!slug || !path)
        return input.print.usage(`--slug and --mapping are needed.\n  medsert ${USAGE}`);
      const read = mappingFile.safeParse(parse(await readFile(path, 'utf8')));
      if (!read.success) throw new Error(mistakesIn(read.error));
      const service = await openService();
      try {
        return await setMapping(service, slug, read.data, input);
      } finally {
        await service.close();
      }
    },
  };
}

function mistakesIn(error: z.ZodError): string {
  const lines = error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  return ['The mapping is not right. Nothing was changed.', ...lines].join('\n');
}

async function setMapping(
  service: MunicipalityService,
  slug: string,
  { attributes, wantedLevels }: z.infer<typeof mappingFile>,
  { options, print }: CommandInput,
): Promise<number> {
  const { municipalities, identityProviders, people, audit, clock } = service;
  const municipality = await municipalities.findBySlug(slug);
  const providerId =
    municipality && providerIdOf(municipality.id, options['provider'] ?? FIRST_KEY);
  const settings = providerId && (await identityProviders.find(providerId));
  if (!municipality || !providerId || !settings)
    throw new Error(`There is no municipality ${slug} with a login.`);
  const known = new Set((await municipalities.unitsOf(municipality.id)).map(({ id }) => id));
  const problem =
    unstable(attributes) ??
    unknownUnit(attributes, known) ??
    (isSameSubject(attributes, settings.attributes) ||
    !(await people.hasIdentities(municipality.id, settings.entityId))
      ? undefined
      : 'People have logged in already: with another subject, everybody would be a stranger at the next login.');
  if (problem !== undefined) throw new Error(`${problem} Nothing was changed.`);
  await identityProviders.setMapping(providerId, {
    attributes,
    ...(wantedLevels && { wantedLevels }),
  });
  await audit.record({
    municipalityId: municipality.id,
    actor: 'system',
    action: 'identity-provider.mapping-changed',
    subject: `identity-provider:${providerId}`,
    at: clock(),
    details: { rules: attributes.roles?.rules.length ?? 0 },
  });
  print.line(`The mapping of ${municipality.name} holds from the next login.`);
  print.json({ slug, rules: attributes.roles?.rules.length ?? 0 });
  return 0;
}

function unstable(mapping: AttributeMapping): string | undefined {
  const [first] = unstableSubjectSources(mapping);
  return first === undefined
    ? undefined
    : `${first} does not stay with a person for good, so it cannot be the subject.`;
}

function unknownUnit(
  { roles, unitCodes = [] }: AttributeMapping,
  known: ReadonlySet<string>,
): string | undefined {
  const named = [...unitCodes, ...(roles?.rules ?? [])].flatMap(({ unitId }) => unitId ?? []);
  const unknown = named.find((unitId) => !known.has(unitId));
  return unknown === undefined ? undefined : `There is no unit ${unknown}.`;
}

function isSameSubject(one: AttributeMapping, other: AttributeMapping): boolean {
  const said = ({ subject, transforms }: AttributeMapping) =>
    JSON.stringify([subject, transforms?.subject ?? []]);
  return said(one) === said(other);
}
