import type { Programme } from '../exams/programme.js';
import type { JobRole, Municipality, Unit } from '../organisation/municipality.js';
import type { Person } from '../organisation/person.js';
import { requiredProgrammes } from '../organisation/requirement.rules.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { Filters } from './filters.js';

/** A person must be certified in a programme, by an employment in the units that are looked at. */
export interface Demand {
  readonly person: Person;
  readonly programme: Programme;
  readonly jobRole: JobRole;
  readonly unitName: string;
}

interface DemandsWithin {
  readonly municipality: Pick<Municipality, 'requirements'>;
  /** Of the whole municipality: a requirement may hold from far above. */
  readonly allUnits: readonly Unit[];
  /** The units that are looked at. */
  readonly chosen: readonly Unit[];
  readonly programmes: readonly Programme[];
  readonly filters: Pick<Filters, 'role' | 'programme'>;
  readonly today: PlainDate;
}

/** Only employments inside the chosen units count: another unit's name or requirement never shows through a person who works in both. */
export function demandsOn(person: Person, within: DemandsWithin): readonly Demand[] {
  const { municipality, allUnits, chosen, programmes, filters, today } = within;
  const unitNames = new Map(chosen.map(({ id, name }) => [id, name]));
  const employments = person.employments.filter(
    ({ unitId, jobRole }) =>
      unitNames.has(unitId) && (filters.role === undefined || jobRole === filters.role),
  );
  return requiredProgrammes({ employments }, municipality, allUnits, today)
    .filter(({ programmeId }) => (filters.programme ?? programmeId) === programmeId)
    .flatMap(({ programmeId, employment: { jobRole, unitId } }) => {
      const programme = programmes.find(({ id }) => id === programmeId);
      const unitName = unitNames.get(unitId);
      return programme && unitName !== undefined ? [{ person, programme, jobRole, unitName }] : [];
    });
}

/** In either order of the names, with or without a comma; capitals do not matter. */
export function nameContains(
  { givenName, familyName }: Pick<Person, 'givenName' | 'familyName'>,
  part: string | undefined,
): boolean {
  if (part === undefined) return true;
  return [`${givenName} ${familyName}`, `${familyName} ${givenName}`, `${familyName}, ${givenName}`]
    .map((name) => name.toLocaleLowerCase('nb'))
    .some((name) => name.includes(part.toLocaleLowerCase('nb')));
}
