import type { AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import type { Localised } from '../platform/locale.js';
import { dateIn, type PlainDate } from '../platform/plain-date.js';
import type { IdSource } from '../platform/rng.js';
import type { Municipality, Requirement } from './municipality.js';
import type { MunicipalityStore } from './municipality.store.js';
import { isActiveOn } from './person.js';
import type { PersonStore } from './person.store.js';
import {
  withoutRequirement,
  withRequirement,
  type RequirementRefusal,
} from './requirement-changes.rules.js';
import { concernedBy, requiredProgrammes } from './requirement.rules.js';
import type { Decided } from './work.rules.js';

/** What one can be certified in, as far as rules about people need to know. */
export interface KnownProgramme {
  readonly id: string;
  readonly titles: Localised;
}

export interface ChangeRequirementsDeps {
  readonly municipalities: Pick<MunicipalityStore, 'find' | 'unitsOf' | 'changeRequirements'>;
  readonly people: Pick<PersonStore, 'employedIn'>;
  readonly programmesOf: (municipalityId: string) => Promise<readonly KnownProgramme[]>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly ids: IdSource;
}

interface Whose {
  readonly municipalityId: string;
  readonly actor: string;
}

export type WantedRequirement = Omit<Requirement, 'id'> & { readonly from: PlainDate };

export type RequirementOutcome =
  { readonly changed: true } | { readonly changed: false; readonly reason: RequirementRefusal };

/** Whom a rule concerns on its first day, and for how many of them nothing else asks for that certificate. */
export interface Concerned {
  readonly people: number;
  readonly newly: number;
}

export type ChangeRequirements = ReturnType<typeof changeRequirements>;

/** Adds and ends the rules about who must be certified in what: one conditional update and an entry in the trail each. */
export function changeRequirements(deps: ChangeRequirementsDeps) {
  const { municipalities, people } = deps;

  async function municipalityOf(id: string): Promise<Municipality> {
    const found = await municipalities.find(id);
    if (!found) throw new NotFound('municipality');
    return found;
  }

  async function employedOn({ id }: Municipality, day: PlainDate) {
    const units = await municipalities.unitsOf(id);
    const scope = { allowed: true, municipalityId: id, units: 'all' } as const;
    const unitIds = units.map((unit) => unit.id);
    return { units, employed: await people.employedIn(scope, unitIds, day) };
  }

  async function change(
    { municipalityId, actor }: Whose,
    entry: { action: string; id: string; details: Readonly<Record<string, string>> },
    decide: (
      municipality: Municipality,
      today: PlainDate,
    ) => Promise<Decided<readonly Requirement[], RequirementRefusal>>,
  ): Promise<RequirementOutcome> {
    const municipality = await municipalityOf(municipalityId);
    const decided = await decide(municipality, dateIn(municipality.timeZone, deps.clock()));
    if (!decided.allowed) return { changed: false, reason: decided.reason };
    if (!(await municipalities.changeRequirements(municipality, decided.after)))
      return { changed: false, reason: 'changed-meanwhile' };
    const { action, id, details } = entry;
    const subject = `requirement:${id}`;
    await deps.audit.record({ municipalityId, actor, action, subject, at: deps.clock(), details });
    return { changed: true };
  }

  return {
    async concerned(municipalityId: string, wanted: WantedRequirement): Promise<Concerned> {
      const municipality = await municipalityOf(municipalityId);
      const { units, employed } = await employedOn(municipality, wanted.from);
      const others = employed.filter((person) =>
        requiredProgrammes(person, municipality, units, wanted.from).every(
          ({ programmeId }) => programmeId !== wanted.programmeId,
        ),
      );
      const day = wanted.from;
      return {
        people: concernedBy(wanted, employed, units, day),
        newly: concernedBy(wanted, others, units, day),
      };
    },

    /** How many people each rule concerns today, by its id; those that do not hold today are left out. */
    async concernedToday(
      municipality: Municipality,
      today: PlainDate,
    ): Promise<ReadonlyMap<string, number>> {
      const { units, employed } = await employedOn(municipality, today);
      return new Map(
        municipality.requirements
          .filter((one) => isActiveOn(one, today))
          .map((one) => [one.id, concernedBy(one, employed, units, today)]),
      );
    },

    async add(whose: Whose, wanted: WantedRequirement): Promise<RequirementOutcome> {
      const id = deps.ids();
      const { programmeId, unitId = '', jobRoles, tasks = [], from, to = '' } = wanted;
      const known = await deps.programmesOf(whose.municipalityId);
      if (!known.some((programme) => programme.id === programmeId))
        return { changed: false, reason: 'programme-unknown' };
      const details = {
        ...{ programmeId, unitId, jobRoles: jobRoles.join(' '), tasks: tasks.join(' ') },
        ...{ from, to: String(to) },
      };
      return change(whose, { action: 'requirement.added', id, details }, async (before, today) =>
        withRequirement(
          before.requirements,
          { ...wanted, id },
          await municipalities.unitsOf(before.id),
          today,
        ),
      );
    },

    end: (whose: Whose, id: string, lastDay: PlainDate): Promise<RequirementOutcome> =>
      change(
        whose,
        { action: 'requirement.ended', id, details: { to: lastDay } },
        ({ requirements }, today) =>
          Promise.resolve(withoutRequirement(requirements, id, lastDay, today)),
      ),
  };
}
