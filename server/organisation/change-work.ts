import type { AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import { dateIn, type PlainDate } from '../platform/plain-date.js';
import type { Unit } from './municipality.js';
import type { MunicipalityStore } from './municipality.store.js';
import type { Employment, Person, RoleGrant } from './person.js';
import type { PersonStore } from './person.store.js';
import { leftOn } from './role-grant.rules.js';
import {
  withEmployment,
  withGrant,
  withoutEmployment,
  withoutGrant,
  type Decided,
  type EmploymentKey,
  type GrantKey,
  type Work,
  type WorkRefusal,
} from './work.rules.js';

export interface ChangeWorkDeps {
  readonly people: Pick<PersonStore, 'find' | 'changeWork'>;
  readonly municipalities: Pick<MunicipalityStore, 'find' | 'unitsOf'>;
  readonly audit: AuditTrail;
  /** Signs the person out everywhere. */
  readonly endSessions: (personId: string) => Promise<unknown>;
  readonly clock: Clock;
}

/** Whose work it is, and who changes it: a person's id, or `system`. */
interface Whose {
  readonly municipalityId: string;
  readonly personId: string;
  readonly actor: string;
}

export type WorkOutcome =
  | { readonly changed: true; readonly person: Person }
  | { readonly changed: false; readonly reason: WorkRefusal | 'changed-meanwhile' | 'own-case' };

export type ChangeWork = ReturnType<typeof changeWork>;

/**
 * Begins and ends employments and role grants. Each act is one conditional update and one entry in the trail, and is tried again when
 * somebody else has changed the person meanwhile. Who has left is signed out everywhere; the record, and the way to one's own certificates,
 * stay (ADR 0010). `NotFound` when there is no such person in the municipality.
 */
export function changeWork(deps: ChangeWorkDeps) {
  return {
    startEmployment: (whose: Whose, employment: Employment) =>
      change(
        deps,
        whose,
        { action: 'employment.started', details: { ...plainOf(employment) } },
        (person, units) => withEmployment(person, employment, units),
      ),
    endEmployment: (whose: Whose, key: EmploymentKey, lastDay: PlainDate) =>
      change(
        deps,
        whose,
        { action: 'employment.ended', details: { ...key, to: lastDay } },
        (person) => withoutEmployment(person, key, lastDay),
      ),
    grantRole: async (whose: Whose, grant: RoleGrant): Promise<WorkOutcome> => {
      if (isOwnCase(whose)) return { changed: false, reason: 'own-case' };
      const principal =
        grant.deputyFor === undefined
          ? undefined
          : await deps.people.find(whose.municipalityId, grant.deputyFor);
      return change(
        deps,
        whose,
        { action: 'role.granted', details: { ...grant } },
        (person, units) => withGrant(person, grant, units, principal),
      );
    },
    endRole: async (whose: Whose, key: GrantKey, lastDay: PlainDate): Promise<WorkOutcome> =>
      isOwnCase(whose)
        ? { changed: false, reason: 'own-case' }
        : change(
            deps,
            whose,
            { action: 'role.ended', details: { ...definedIn(key), to: lastDay } },
            (person) => withoutGrant(person, key, lastDay),
          ),
  };
}

/** Nobody gives or takes their own roles: it takes another administrator. */
function isOwnCase({ actor, personId }: Whose): boolean {
  return actor === personId;
}

const TRIES = 3;

async function change(
  deps: ChangeWorkDeps,
  { municipalityId, personId, actor }: Whose,
  entry: { action: string; details: Readonly<Record<string, string | number>> },
  decide: (person: Person, units: readonly Unit[]) => Decided<Work, WorkRefusal>,
): Promise<WorkOutcome> {
  const municipality = await deps.municipalities.find(municipalityId);
  if (!municipality) throw new NotFound('municipality');
  const units = await deps.municipalities.unitsOf(municipalityId);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = await deps.people.find(municipalityId, personId);
    if (!before) throw new NotFound('person');
    const decided = decide(before, units);
    if (!decided.allowed) return { changed: false, reason: decided.reason };
    if (!(await deps.people.changeWork(before, decided.after))) continue;
    const now = deps.clock();
    await deps.audit.record({
      municipalityId,
      actor,
      subject: `person:${personId}`,
      at: now,
      ...entry,
    });
    const person = { ...before, ...decided.after };
    const today = dateIn(municipality.timeZone, now);
    if (leftOn(person, today) !== undefined && leftOn(before, today) === undefined)
      await deps.endSessions(personId);
    return { changed: true, person };
  }
  return { changed: false, reason: 'changed-meanwhile' };
}

function plainOf({ tasks, ...employment }: Employment): Readonly<Record<string, string | number>> {
  return { ...employment, ...(tasks === undefined ? {} : { tasks: tasks.join(' ') }) };
}

function definedIn(key: GrantKey): Readonly<Record<string, string>> {
  const { role, unitId, from, deputyFor } = key;
  return {
    role,
    from,
    ...(unitId === undefined ? {} : { unitId }),
    ...(deputyFor === undefined ? {} : { deputyFor }),
  };
}
