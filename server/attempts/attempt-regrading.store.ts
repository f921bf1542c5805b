import type { Attempt, Regrade } from './attempt.js';
import { byId, found, metItem, type AttemptCollection } from './attempt-document.store.js';

/** What neutralising an item makes of results that are there already. */
export function regradingIn(raw: AttemptCollection) {
  return {
    /** Ids of attempts with a result that met this version of an item and closed in the period, `until` not itself. */
    async metIn(
      municipalityId: string,
      bankId: string,
      { itemId, version }: { readonly itemId: string; readonly version: number },
      period: { readonly from: Date; readonly until: Date },
    ): Promise<string[]> {
      const documents = await raw
        .find(
          {
            municipalityId,
            settledAt: { $exists: true },
            state: { $in: ['submitted', 'expired'] },
            closedAt: { $gte: period.from, $lt: period.until },
            ...metItem(bankId, { itemId, version }),
          },
          { projection: { _id: 1 }, sort: { closedAt: 1 } },
        )
        .toArray();
      return documents.map(({ _id }) => String(_id));
    },

    /** Attempts that a neutralisation has regraded, in the order they closed. */
    async regradedBy(municipalityId: string, neutralisationId: string): Promise<Attempt[]> {
      const documents = await raw
        .find({ municipalityId, 'regrades.neutralisationId': neutralisationId })
        .sort({ closedAt: 1 })
        .toArray();
      return documents.flatMap((document) => found(document) ?? []);
    },

    /** Adds it beside the result, if so many were there before: of two at once the later must look again, and is told false. */
    async addRegrade(attemptId: string, regrade: Regrade, before: number): Promise<boolean> {
      const seen =
        before === 0 ? { regrades: { $exists: false } } : { regrades: { $size: before } };
      const { modifiedCount } = await raw.updateOne(
        { _id: attemptId as never, ...seen },
        { $push: { regrades: regrade } } as never,
        byId,
      );
      return modifiedCount === 1;
    },

    /** Says once whether a regrade that waits for it stands. */
    async decideRegrade(
      attemptId: string,
      municipalityId: string,
      neutralisationId: string,
      stands: boolean,
      decision: NonNullable<Regrade['decision']>,
    ): Promise<boolean> {
      const waiting = { neutralisationId, stands: false, decision: { $exists: false } };
      const { modifiedCount } = await raw.updateOne(
        { _id: attemptId as never, municipalityId, regrades: { $elemMatch: waiting } },
        { $set: { 'regrades.$.stands': stands, 'regrades.$.decision': decision } },
      );
      return modifiedCount === 1;
    },
  };
}
