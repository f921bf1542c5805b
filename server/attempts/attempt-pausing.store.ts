import type { Slot } from '../exams/draw-form.rules.js';
import type { Attempt, AttemptEvent, Pause } from './attempt.js';
import {
  byId,
  plain,
  type AttemptCollection,
  type AttemptDocument,
} from './attempt-document.store.js';

/** Attempts that rest for a while. */
export function pausingIn(raw: AttemptCollection) {
  return {
    /** Lets an open attempt rest that is in time and does not rest already. */
    async pause(attemptId: string, paused: Pause, event: AttemptEvent): Promise<boolean> {
      const { modifiedCount } = await raw.updateOne(
        {
          ...{ _id: attemptId as never, state: 'inProgress', paused: { $exists: false } },
          closesAt: { $gte: event.at },
          'events.id': { $ne: event.id },
        },
        { $set: { paused }, $push: { events: event } } as never,
        byId,
      );
      return modifiedCount === 1;
    },

    /** A colleague says that the candidate was needed; the first who does is kept. */
    async confirmPause(attemptId: string, { since }: Pause, event: AttemptEvent): Promise<boolean> {
      const { modifiedCount } = await raw.updateOne(
        {
          ...{ _id: attemptId as never, state: 'inProgress', 'paused.since': since },
          'paused.confirmedBy': { $exists: false },
        },
        { $set: { 'paused.confirmedBy': event.by }, $push: { events: event } } as never,
        byId,
      );
      return modifiedCount === 1;
    },

    /**
     * Ends the pause that was read, with the deadline it gives and the items that take the places of others. False when something of this
     * has changed since: the pause is over, the deadline was moved, or one of these places has been responded to.
     */
    async endPause(
      { id, paused, closesAt, responses }: Attempt,
      change: {
        readonly closesAt: Date;
        readonly savesUntil: Date;
        readonly slots: ReadonlyMap<number, Slot>;
        readonly event: AttemptEvent;
      },
    ): Promise<boolean> {
      const filter: Record<string, unknown> = {
        ...{ _id: id, state: 'inProgress', 'paused.since': paused?.since, closesAt },
      };
      const set: Record<string, unknown> = {
        ...{ closesAt: change.closesAt, savesUntil: change.savesUntil },
      };
      for (const [slot, drawn] of change.slots) {
        const revision = responses.get(slot)?.revision;
        filter[`responses.${slot}.revision`] = revision ?? { $exists: false };
        set[`form.slots.${slot}`] = drawn;
        // A page that was open before still shows the item that was here: what it sends must not count for this one.
        set[`responses.${slot}`] = {
          ...{ response: { chosen: [] }, revision: (revision ?? 0) + 1 },
          ...{ saveId: change.event.id, savedAt: change.event.at },
        };
      }
      const { modifiedCount } = await raw.updateOne(
        filter,
        { $set: set, $unset: { paused: '' }, $push: { events: change.event } } as never,
        byId,
      );
      return modifiedCount === 1;
    },

    /** Open attempts that rest: of a municipality, or those whose pause has had its time by an instant. */
    async resting(of: { readonly municipalityId: string } | { readonly until: Date }) {
      const which =
        'until' in of
          ? { 'paused.until': { $lt: of.until } }
          : { ...of, 'paused.until': { $exists: true } };
      const documents = await raw.find({ ...which, state: 'inProgress' } as never).toArray();
      return documents.map((document) => plain(document as unknown as AttemptDocument));
    },
  };
}
