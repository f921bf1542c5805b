import { ROLES, fullName, type Role, type RoleGrant } from '../organisation/person.js';
import { isOfAUnit } from '../organisation/policy.rules.js';
import { dateIn, parsePlainDate, type PlainDate } from '../platform/plain-date.js';
import type { Command, CommandInput } from './command.js';
import type { OrganisationService } from './service.js';

const USAGE =
  'person grant-role --municipality SLUG --person ID --role ROLE [--unit ID] [--from DATE] [--to DATE]';

/** `medsert person grant-role`: gives a person a role, from today if no day is named, and records it in the audit trail. */
export function personGrantRoleCommand(openService: () => Promise<OrganisationService>): Command {
  return {
    name: 'person grant-role',
    usage: USAGE,
    summary: `give a person a role (${ROLES.join(', ')})`,
    async run(input) {
      const mistake = mistakeIn(input);
      if (mistake !== undefined) return input.print.usage(`${mistake}\n  medsert ${USAGE}`);
      const service = await openService();
      try {
        return await grantRole(service, input);
      } finally {
        await service.close();
      }
    },
  };
}

const OPTIONS = ['municipality', 'person', 'role', 'unit', 'from', 'to', 'json'];

/** What can be said without a database. */
function mistakeIn({ options, arguments: words }: CommandInput): string | undefined {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) return `There is no option --${unknown}.`;
  if (words.length > 0) return `"${words.join(' ')}" belongs to no option.`;
  for (const name of ['municipality', 'person', 'role'])
    if (!options[name]) return `--${name} is missing.`;
  const role = roleIn(options);
  if (role === undefined) return `The roles are ${ROLES.join(', ')}.`;
  if (isOfAUnit(role) && !options['unit']) return `The role ${role} needs the unit: --unit ID.`;
  const { from, to } = datesIn(options);
  for (const [name, date] of Object.entries({ from, to }))
    if (options[name] !== undefined && date === undefined)
      return `--${name} is not a date such as 2027-03-31.`;
  return from && to && to < from ? '--to is before --from.' : undefined;
}

async function grantRole(
  service: OrganisationService,
  { options, print }: CommandInput,
): Promise<number> {
  const { municipalities, people, work, clock } = service;
  const { municipality: slug = '', person: personId = '', unit: unitId } = options;
  const role = roleIn(options);
  const municipality = await municipalities.findBySlug(slug);
  if (!municipality) throw new Error(`There is no municipality ${slug}.`);
  const person = await people.find(municipality.id, personId);
  if (!person || !role) throw new Error(`There is no person ${personId} in ${municipality.name}.`);
  const now = clock();
  const { from = dateIn(municipality.timeZone, now), to } = datesIn(options);
  const grant: RoleGrant = {
    role,
    ...(unitId === undefined ? {} : { unitId }),
    from,
    ...(to === undefined ? {} : { to }),
    source: 'manual',
  };
  const whose = { municipalityId: municipality.id, personId, actor: 'system' };
  const outcome = await work.grantRole(whose, grant);
  const held = !outcome.changed && outcome.reason === 'already-there';
  if (!outcome.changed && !held)
    throw new Error(whyNot(outcome.reason, `unit ${unitId} in ${municipality.name}`));
  const period = `from ${from}${to === undefined ? '' : ` to ${to}`}`;
  const place = unitId === undefined ? '' : ` of ${unitId}`;
  print.line(`${fullName(person)} ${held ? 'already is' : 'is'} ${role}${place} ${period}.`);
  print.json({ granted: !held, personId, ...grant });
  return 0;
}

function whyNot(reason: string, unit: string): string {
  if (reason === 'unit-unknown') return `There is no ${unit}.`;
  if (reason === 'unit-closed') return `Closed by then: ${unit}.`;
  if (reason === 'end-before-start') return 'The last day is before the first.';
  return `The role cannot be given: ${reason}.`;
}

function roleIn(options: CommandInput['options']): Role | undefined {
  return ROLES.find((role) => role === options['role']);
}

function datesIn(options: CommandInput['options']): {
  from: PlainDate | undefined;
  to: PlainDate | undefined;
} {
  return {
    from: parsePlainDate(options['from'] ?? ''),
    to: parsePlainDate(options['to'] ?? ''),
  };
}
