import type { MunicipalityStore } from '../../organisation/municipality.store.js';
import type { Unit } from '../../organisation/municipality.js';
import { isActiveOn, type Person } from '../../organisation/person.js';
import type { PersonStore } from '../../organisation/person.store.js';
import type { Scope } from '../../organisation/policy.rules.js';
import type { Clock } from '../../platform/clock.js';
import type { PlainDate } from '../../platform/plain-date.js';
import type { Attempt } from '../attempt.js';
import type { AttemptStore } from '../attempt.store.js';

export interface SupervisedDeps {
  readonly municipalities: MunicipalityStore;
  readonly people: PersonStore;
  readonly attempts: AttemptStore;
  readonly clock: Clock;
}

export interface SupervisedRequest {
  readonly scope: Scope & { readonly allowed: true };
  readonly today: PlainDate;
  /** Nobody supervises their own exam. */
  readonly readerId: string;
  readonly unit?: string | undefined;
  readonly programme?: string | undefined;
}

export interface SupervisedRow {
  readonly attempt: Attempt;
  readonly person: Person;
  /** Names of the units where the person works. */
  readonly units: readonly string[];
}

export interface SupervisedFound {
  readonly rows: readonly SupervisedRow[];
  /** Those of the scope. */
  readonly units: readonly Unit[];
}

/** Longer than any attempt can last. */
const LOOK_BACK_MS = 36 * 3_600_000;
/** So long after its end an attempt is still shown. */
const SHOWN_AFTER_END_MS = 2 * 3_600_000;

/** The attempts under way, and those that ended a while ago, of people inside the scope. Nobody outside it is read. */
export function supervisedAttempts(deps: SupervisedDeps) {
  return async (request: SupervisedRequest): Promise<SupervisedFound> => {
    const { scope, today, readerId, unit, programme } = request;
    const { municipalityId } = scope;
    const now = deps.clock();
    const all = await deps.municipalities.unitsOf(municipalityId);
    const units =
      scope.units === 'all'
        ? all
        : all.filter(({ path }) => path.some((id) => scope.units.includes(id)));
    const chosen = units.filter(({ path }) => unit === undefined || path.includes(unit));
    const wide = scope.units === 'all' && unit === undefined;
    const inPlace = wide
      ? undefined
      : await deps.people.employedIn(
          scope,
          chosen.map(({ id }) => id),
          today,
        );
    const attempts = await deps.attempts.supervised({
      municipalityId,
      personIds: inPlace?.map(({ id }) => id),
      programmeId: programme,
      startedFrom: new Date(now.getTime() - LOOK_BACK_MS),
    });
    const shown = attempts.filter(
      ({ personId, closedAt }) =>
        personId !== readerId &&
        (!closedAt || closedAt.getTime() > now.getTime() - SHOWN_AFTER_END_MS),
    );
    const people =
      inPlace ??
      (await deps.people.findAll(
        municipalityId,
        shown.map(({ personId }) => personId),
      ));
    const personOf = new Map(people.map((person) => [person.id, person]));
    const nameOf = new Map(all.map(({ id, name }) => [id, name]));
    const rows = shown.flatMap((attempt) => {
      const person = personOf.get(attempt.personId);
      return person ? [{ attempt, person, units: unitNames(person, nameOf, today) }] : [];
    });
    return { rows, units };
  };
}

function unitNames(person: Person, names: ReadonlyMap<string, string>, day: PlainDate): string[] {
  return person.employments
    .filter((one) => isActiveOn(one, day))
    .map(({ unitId }) => names.get(unitId) ?? unitId);
}
