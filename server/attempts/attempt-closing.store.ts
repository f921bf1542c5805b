import type { Result } from '../scoring/result.rules.js';
import type { Attempt } from './attempt.js';
import { byId, found, type AttemptCollection } from './attempt-document.store.js';
import type { SaveFilter } from './attempt-saving.store.js';

const notPaused = { paused: { $exists: false } };
const atDeadline = [{ $set: { state: 'expired', closedAt: '$closesAt' } }];

/** The end of an attempt: handed in or run out, and then scored. A paused one does not end. */
export function closingIn(raw: AttemptCollection) {
  return {
    /** Hands it in if it is the person's, open and in time. Returns it as it then is; of two who try, one is told. */
    async submit({ attemptId, personId, now }: SaveFilter): Promise<Attempt | undefined> {
      return found(
        await raw.findOneAndUpdate(
          {
            ...{ _id: attemptId as never, personId, state: 'inProgress', ...notPaused },
            closesAt: { $gte: now },
          },
          { $set: { state: 'submitted', closedAt: now } },
          { ...byId, returnDocument: 'after' },
        ),
      );
    },

    /** Ends an open attempt that is past its deadline, with the deadline as the recorded time. Returns it as it then is. */
    async expire(attemptId: string, now: Date): Promise<Attempt | undefined> {
      return found(
        await raw.findOneAndUpdate(
          { _id: attemptId as never, state: 'inProgress', ...notPaused, closesAt: { $lt: now } },
          atDeadline,
          { ...byId, returnDocument: 'after' },
        ),
      );
    },

    /** Ends all open attempts whose time, with its grace, is over, each with its deadline as the recorded time. Returns how many. */
    async expireOverdue(now: Date): Promise<number> {
      const { modifiedCount } = await raw.updateMany(
        { state: 'inProgress', savesUntil: { $lt: now }, ...notPaused },
        atDeadline,
      );
      return modifiedCount;
    },

    /** Ids of attempts without a result yet: all that ran out, and those that were handed in before that instant, by a process that has died since. */
    async unsettled(submittedBefore: Date, limit: number): Promise<string[]> {
      const documents = await raw
        .find(
          {
            settledAt: { $exists: false },
            $or: [{ state: 'expired' }, { state: 'submitted', closedAt: { $lt: submittedBefore } }],
          },
          { projection: { _id: 1 }, limit },
        )
        .toArray();
      return documents.map(({ _id }) => String(_id));
    },

    /** Writes the result once; later calls change nothing. */
    async settle(attemptId: string, result: Result, now: Date): Promise<boolean> {
      const { modifiedCount } = await raw.updateOne(
        { _id: attemptId as never, settledAt: { $exists: false }, state: { $ne: 'inProgress' } },
        { $set: { result, settledAt: now } },
        byId,
      );
      return modifiedCount === 1;
    },
  };
}
