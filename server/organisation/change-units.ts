import type { AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import { addDays, dateIn, type PlainDate } from '../platform/plain-date.js';
import type { IdSource } from '../platform/rng.js';
import type { ChangeWork } from './change-work.js';
import type { Unit } from './municipality.js';
import type { MunicipalityStore } from './municipality.store.js';
import type { Employment } from './person.js';
import type { PersonStore } from './person.store.js';
import {
  changedUnit,
  closedUnit,
  newUnit,
  type UnitRefusal,
  type WantedUnit,
} from './unit.rules.js';
import type { Decided } from './work.rules.js';

export interface ChangeUnitsDeps {
  readonly municipalities: Pick<MunicipalityStore, 'find' | 'unitsOf' | 'addUnit' | 'changeUnit'>;
  readonly people: Pick<PersonStore, 'employedAfter'>;
  readonly work: Pick<ChangeWork, 'startEmployment' | 'endEmployment'>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Whose tree it is, and who changes it: a person's id. */
interface Whose {
  readonly municipalityId: string;
  readonly actor: string;
}

export type UnitOutcome =
  | { readonly changed: true; readonly unitId: string }
  | { readonly changed: false; readonly reason: UnitRefusal };

/** What becomes of those who work there after its last day: they end with it, or go on in another unit. */
export interface Closing {
  readonly lastDay: PlainDate;
  readonly moveTo?: string;
}

export type ChangeUnits = ReturnType<typeof changeUnits>;

/** Makes, changes, closes and opens units; each act is one conditional update and an entry in the trail. Nothing is ever removed. */
export function changeUnits(deps: ChangeUnitsDeps) {
  const { municipalities } = deps;

  async function todayIn(municipalityId: string): Promise<PlainDate> {
    const municipality = await municipalities.find(municipalityId);
    if (!municipality) throw new NotFound('municipality');
    return dateIn(municipality.timeZone, deps.clock());
  }

  async function tell(
    { municipalityId, actor }: Whose,
    action: string,
    { id, name, parentId = '', kind = 'unit', codes = [], to }: Unit,
  ): Promise<void> {
    await deps.audit.record({
      municipalityId,
      actor,
      action,
      subject: `unit:${id}`,
      at: deps.clock(),
      details: { name, parentId, kind, codes: codes.join(' '), to: to ?? '' },
    });
  }

  async function change(
    whose: Whose,
    id: string,
    action: string,
    decide: (units: readonly Unit[]) => Decided<Unit, UnitRefusal>,
  ): Promise<UnitOutcome> {
    const units = await municipalities.unitsOf(whose.municipalityId);
    const before = units.find((unit) => unit.id === id);
    if (!before) throw new NotFound('unit');
    const decided = decide(units);
    if (!decided.allowed) return { changed: false, reason: decided.reason };
    if (!(await municipalities.changeUnit(before, decided.after)))
      return { changed: false, reason: 'changed-meanwhile' };
    await tell(whose, action, decided.after);
    return { changed: true, unitId: id };
  }

  return {
    async create(whose: Whose, wanted: WantedUnit): Promise<UnitOutcome> {
      const { municipalityId } = whose;
      const units = await municipalities.unitsOf(municipalityId);
      const today = await todayIn(municipalityId);
      const decided = newUnit(units, { id: deps.ids(), municipalityId }, wanted, today);
      if (!decided.allowed) return { changed: false, reason: decided.reason };
      if (!(await municipalities.addUnit(decided.after)))
        return { changed: false, reason: 'code-taken' };
      await tell(whose, 'unit.created', decided.after);
      return { changed: true, unitId: decided.after.id };
    },

    async change(whose: Whose, id: string, wanted: WantedUnit): Promise<UnitOutcome> {
      const today = await todayIn(whose.municipalityId);
      return change(whose, id, 'unit.changed', (units) => changedUnit(units, id, wanted, today));
    },

    reopen: (whose: Whose, id: string): Promise<UnitOutcome> =>
      change(whose, id, 'unit.reopened', (units) => closedUnit(units, id, undefined)),

    /**
     * Gives the unit its last day, so that nobody can begin there after it, and then settles one employment after the other. Broken off in between, the
     * unit's page shows who is left, and closing it again with the same day goes on.
     */
    async close(whose: Whose, id: string, closing: Closing): Promise<UnitOutcome> {
      const { lastDay, moveTo } = closing;
      const units = await municipalities.unitsOf(whose.municipalityId);
      const target = units.find((unit) => unit.id === moveTo);
      const reachable =
        target && target.id !== id && (target.to === undefined || target.to > lastDay);
      if (moveTo !== undefined && !reachable) return { changed: false, reason: 'move-to-unknown' };
      const outcome = await change(whose, id, 'unit.closed', (known) =>
        closedUnit(known, id, lastDay),
      );
      if (!outcome.changed) return outcome;
      const people = await deps.people.employedAfter(whose.municipalityId, id, lastDay);
      for (const { id: personId, employments } of people)
        for (const one of employments)
          if (one.unitId === id && (one.to === undefined || one.to > lastDay))
            await settle({ ...whose, personId }, one, closing);
      return outcome;
    },
  };

  /** Begins before it ends: nobody is without work in between, and so without their roles. */
  async function settle(
    whose: Whose & { readonly personId: string },
    employment: Employment,
    { lastDay, moveTo }: Closing,
  ): Promise<void> {
    const { unitId, jobRole, from } = employment;
    const next = addDays(lastDay, 1);
    if (moveTo !== undefined)
      await deps.work.startEmployment(whose, {
        ...employment,
        unitId: moveTo,
        from: from > next ? from : next,
      });
    await deps.work.endEmployment(whose, { unitId, jobRole, from }, lastDay);
  }
}
