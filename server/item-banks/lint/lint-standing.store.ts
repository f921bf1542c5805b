import { Schema, type Connection } from 'mongoose';
import type { LintStanding } from './lint-standing.rules.js';

export type LintStandingStore = ReturnType<typeof createLintStandingStore>;

interface StandingsDocument {
  _id: string;
  revision: number;
  standings: LintStanding[];
}

/** What each municipality has decided of the linter's rules. */
export function createLintStandingStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<StandingsDocument>(
    {
      _id: text,
      revision: { type: Number, required: true },
      standings: {
        type: [
          new Schema<LintStanding>(
            { code: text, severity: text, reason: text, at: { type: Date, required: true } },
            { _id: false, strict: 'throw' },
          ),
        ],
        required: true,
      },
    },
    { strict: 'throw', versionKey: false, collection: 'lintStandings' },
  );
  const Standings = connection.model('LintStandings', schema);

  return {
    ensureIndexes: () => Standings.createIndexes(),

    /** Revision 0: nothing has been decided yet. */
    async of(
      municipalityId: string,
    ): Promise<{ readonly revision: number; readonly standings: readonly LintStanding[] }> {
      const found = await Standings.findById(municipalityId).lean<StandingsDocument>().exec();
      return { revision: found?.revision ?? 0, standings: found?.standings ?? [] };
    },

    /** False when somebody has decided something since that revision was read. */
    async put(
      municipalityId: string,
      seen: number,
      standings: readonly LintStanding[],
    ): Promise<boolean> {
      const after = { revision: seen + 1, standings };
      if (seen === 0) {
        const { upsertedCount } = await Standings.updateOne(
          { _id: municipalityId },
          { $setOnInsert: after },
          { upsert: true },
        ).exec();
        return upsertedCount === 1;
      }
      const { modifiedCount } = await Standings.updateOne(
        { _id: municipalityId, revision: seen },
        { $set: after },
      ).exec();
      return modifiedCount === 1;
    },
  };
}
