import type { Accommodation } from './accommodations/accommodation.rules.js';
import type { Attempt, AttemptEvent, Noticed } from './attempt.js';
import {
  byId,
  plain,
  type AttemptCollection,
  type AttemptDocument,
} from './attempt-document.store.js';
import { seenAt } from './attempt-saving.store.js';

/** Which attempts somebody may look at: the municipality's, and among them those of these people if not all. */
export interface Supervised {
  readonly municipalityId: string;
  readonly personIds?: readonly string[] | undefined;
  readonly programmeId?: string | undefined;
  readonly startedFrom: Date;
  /** Begun in this exam window. */
  readonly windowId?: string;
}

const MOST_NOTICED = 300;

type Timed = AttemptEvent & { readonly minutes: number };

/** What others do to an open attempt, each by one conditional update that keeps the event with what it changed. */
export function supervisingIn(raw: AttemptCollection) {
  return {
    /** By when they began, the latest first. */
    async supervised(of: Supervised): Promise<Attempt[]> {
      const { municipalityId, personIds, programmeId, startedFrom, windowId } = of;
      const documents = await raw
        .find({
          municipalityId,
          startedAt: { $gte: startedFrom },
          ...(personIds ? { personId: { $in: [...personIds] } } : {}),
          ...(programmeId === undefined ? {} : { programmeId }),
          ...(windowId === undefined ? {} : { 'frozen.window.id': windowId }),
        })
        .sort({ startedAt: -1 })
        .toArray();
      return documents.map((document) => plain(document as unknown as AttemptDocument));
    },

    /**
     * Moves the deadline of an attempt that is open and in time by the minutes of the event. False when it is closed, out of time, or has
     * been given these minutes by the same act before.
     */
    extend: (attemptId: string, event: Timed): Promise<boolean> => moveDeadline(attemptId, event),

    /** The same, for an accommodation that is changed while the exam goes on. */
    accommodate: (
      attemptId: string,
      event: Timed,
      accommodation: Accommodation,
    ): Promise<boolean> =>
      moveDeadline(attemptId, event, { 'frozen.accommodation': { $literal: accommodation } }),

    /** Takes an attempt out of account for good, open or settled. Its result stays to be read, and counts for nothing. */
    async annul(attemptId: string, event: AttemptEvent): Promise<boolean> {
      const annulled = { $push: { events: event }, $unset: { paused: '' } };
      const open = await raw.updateOne(
        { _id: attemptId as never, state: 'inProgress' },
        { ...annulled, $set: { state: 'annulled', closedAt: event.at } } as never,
        byId,
      );
      if (open.modifiedCount === 1) return true;
      const { modifiedCount } = await raw.updateOne(
        {
          ...{ _id: attemptId as never, settledAt: { $exists: true } },
          state: { $in: ['submitted', 'expired'] },
        },
        { ...annulled, $set: { state: 'annulled' } } as never,
        byId,
      );
      return modifiedCount === 1;
    },

    /** Notes which items were shown for the first time. */
    async noteSeen(attemptId: string, slots: readonly number[], at: Date): Promise<void> {
      const seen = { $min: seenAt(slots, at) } as never;
      await raw.updateOne({ _id: attemptId as never, state: 'inProgress' }, seen, byId);
    },

    /** Notes that its browser has been heard of. */
    async noteHeard(attemptId: string, at: Date): Promise<void> {
      const heard = { $set: { heardAt: at } };
      await raw.updateOne({ _id: attemptId as never, state: 'inProgress' }, heard, byId);
    },

    /** Keeps what the browser of the person's open attempt noticed, where its programme wants it. The latest of very many. */
    async notice(attemptId: string, personId: string, noticed: readonly Noticed[]): Promise<void> {
      await raw.updateOne(
        {
          ...{ _id: attemptId as never, personId, state: 'inProgress' },
          'frozen.rules.supervision.notices': true,
        },
        { $push: { noticed: { $each: noticed, $slice: -MOST_NOTICED } } } as never,
        byId,
      );
    },
  };

  async function moveDeadline(attemptId: string, event: Timed, also: object = {}) {
    const later = (field: string) => ({ $add: [field, event.minutes * 60_000] });
    const { modifiedCount } = await raw.updateOne(
      {
        _id: attemptId as never,
        state: 'inProgress',
        $or: [{ closesAt: { $gte: event.at } }, { paused: { $exists: true } }],
        'events.id': { $ne: event.id },
      },
      [
        {
          $set: {
            closesAt: later('$closesAt'),
            savesUntil: later('$savesUntil'),
            ...also,
            // Literal: what somebody wrote must never be read as the name of a field.
            events: { $concatArrays: [{ $ifNull: ['$events', []] }, [{ $literal: event }]] },
          },
        },
      ],
      byId,
    );
    return modifiedCount === 1;
  }
}
