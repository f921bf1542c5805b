import type { Response } from '../item-banks/item.js';
import { PAUSE_GRACE_MS } from './deadline.rules.js';
import { byId, type AttemptCollection } from './attempt-document.store.js';

/** One save of one slot, as the candidate's browser asks for it. */
export interface SlotSave {
  readonly slot: number;
  readonly response: Response;
  /** The revision the browser last saw; 0 when it saw none. */
  readonly basedOn: number;
  readonly saveId: string;
  /** When it was typed, if the browser gave evidence; else it counts as typed when it is saved. */
  readonly typedAt?: Date;
}

export interface SaveFilter {
  readonly attemptId: string;
  readonly personId: string;
  readonly now: Date;
}

/** Saving: one conditional update and no read. */
export function savingIn(raw: AttemptCollection) {
  return {
    /**
     * Saves responses if the attempt is the person's, open, and has these slots, if they were typed by the deadline and arrive by the end of
     * its grace, and nobody has saved them since the browser last looked.
     * All of them or none, and with them what is shown next. Returns the deadline as it is now; nothing when a condition did not hold: read the attempt to learn which.
     */
    async save(
      { attemptId, personId, now }: SaveFilter,
      saves: readonly SlotSave[],
      flags: ReadonlyMap<number, boolean> = new Map(),
      shows: readonly number[] = [],
    ): Promise<Date | undefined> {
      const filter: Record<string, unknown> = {
        _id: attemptId,
        personId,
        state: 'inProgress',
        savesUntil: { $gte: now },
        // Missing, or so new that what was typed before it may still be on its way.
        'paused.since': { $not: { $lt: new Date(now.getTime() - PAUSE_GRACE_MS) } },
        closesAt: { $gte: latestTyped(saves, now) },
      };
      const set: Record<string, unknown> = {};
      for (const { slot, response, basedOn, saveId, typedAt } of saves) {
        filter[`responses.${slot}.revision`] = basedOn === 0 ? { $exists: false } : basedOn;
        set[`responses.${slot}`] = {
          response,
          revision: basedOn + 1,
          saveId,
          savedAt: now,
          ...(typedAt ? { typedAt } : {}),
        };
      }
      for (const [slot, on] of flags) set[`flagged.${slot}`] = on;
      // Slots are counted without a gap: where the last is, all are.
      const last = Math.max(...saves.map(({ slot }) => slot), ...flags.keys(), ...shows);
      if (last >= 0) filter[`form.slots.${last}`] = { $exists: true };
      // With nothing to save it still answers whether saving would be possible.
      if (Object.keys(set).length === 0) set['state'] = 'inProgress';
      const before = await raw.findOneAndUpdate(
        filter,
        { $set: set, ...(shows.length > 0 ? { $min: seenAt(shows, now) } : {}) },
        { ...byId, projection: { closesAt: 1 } },
      );
      return (before as { closesAt: Date } | null)?.closesAt;
    },
  };
}

/** The first time counts. */
export function seenAt(slots: readonly number[], at: Date): Record<string, Date> {
  return Object.fromEntries(slots.map((slot) => [`seen.${slot}`, at]));
}

/** What comes without evidence, flags among it, counts as typed now. */
function latestTyped(saves: readonly SlotSave[], now: Date): Date {
  const typed = saves.map(({ typedAt }) => (typedAt ?? now).getTime());
  return typed.length === 0 ? now : new Date(Math.max(...typed));
}
