import type { AuditTrail } from '../../audit/audit-event.js';
import type { Municipality } from '../../organisation/municipality.js';
import type { Clock } from '../../platform/clock.js';
import type { IdSource, SeedSource } from '../../platform/rng.js';
import { hasBegun, type ExamWindow } from './exam-window.js';
import { newStartCode } from './start-code.rules.js';
import { newsOf, timesOf, type WantedWindow, type WindowProblem } from './exam-window.rules.js';
import type { ExamWindowStore } from './exam-window.store.js';

export interface ManageDeps {
  readonly examWindows: ExamWindowStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly seeds: SeedSource;
}

/** Why it was not made or changed, and at which field, if at one. */
export interface NotMade {
  readonly problem: WindowProblem | 'changed-meanwhile' | 'has-begun' | 'seats-taken';
  readonly field?: 'from' | 'to' | 'seats';
}

export type ManageOutcome = { readonly id: string } | NotMade;
export type ManageWindows = ReturnType<typeof manageWindows>;

/** Exam windows are made, changed and cancelled by whoever runs exams there; who may is asked before. */
export function manageWindows({ examWindows, audit, clock, ids, seeds }: ManageDeps) {
  async function record(
    { id, municipalityId, programmeId }: ExamWindow,
    action: string,
    by: string,
    at: Date,
  ): Promise<void> {
    const subject = `exam-window:${id}`;
    const details = { programmeId };
    await audit.record({ municipalityId, actor: by, action, subject, at, details });
  }

  return {
    async make(
      { id: municipalityId, timeZone }: Pick<Municipality, 'id' | 'timeZone'>,
      by: string,
      { from, to, ...wanted }: WantedWindow,
    ): Promise<ManageOutcome> {
      const now = clock();
      const times = timesOf({ from, to }, timeZone, now);
      if ('problem' in times) return times;
      const made = { id: ids(), municipalityId, revision: 1, madeBy: by, madeAt: now, places: [] };
      const window: ExamWindow = { ...made, ...wanted, ...times };
      await examWindows.make(window);
      await record(window, 'exam-window.made', by, now);
      return { id: window.id };
    },

    /** Nobody who waits or sits in it is moved: once somebody has begun, it stays as it is. */
    async change(
      before: ExamWindow,
      timeZone: string,
      by: string,
      { from, to, programmeId: _stays, ...wanted }: WantedWindow,
    ): Promise<ManageOutcome> {
      const now = clock();
      const times = timesOf({ from, to }, timeZone, now);
      if ('problem' in times) return times;
      if (wanted.seats !== undefined && wanted.seats < before.places.length)
        return { problem: 'seats-taken', field: 'seats' };
      const after = { ...wanted, ...times };
      if (!(await examWindows.change(before, after, newsOf(before, after)))) {
        const standing = await examWindows.find(before);
        return { problem: standing && hasBegun(standing) ? 'has-begun' : 'changed-meanwhile' };
      }
      await record(before, 'exam-window.changed', by, now);
      return { id: before.id };
    },

    /** Gives the window a new start code. False when it is over. */
    async giveCode(window: ExamWindow, by: string): Promise<boolean> {
      const at = clock();
      if (!(await examWindows.giveCode(window, newStartCode(seeds(), by, at)))) return false;
      await record(window, 'exam-window.code-given', by, at);
      return true;
    },

    /** Lets in all who wait, or one of them. False when nobody does. */
    async admit(window: ExamWindow, by: string, personId?: string): Promise<boolean> {
      const at = clock();
      if (!(await examWindows.admit(window, { by, at }, personId))) return false;
      await record(window, 'exam-window.admitted', by, at);
      return true;
    },

    /** Exams that are under way go on. False when it was cancelled before. */
    async cancel(window: ExamWindow, by: string): Promise<boolean> {
      const at = clock();
      if (!(await examWindows.cancel(window, { by, at }))) return false;
      await record(window, 'exam-window.cancelled', by, at);
      return true;
    },
  };
}
