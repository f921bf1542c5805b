import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../../platform/database/connect.js';
import type { JudgeRatings, StandardRound } from './standard-round.js';

type RoundDocument = Omit<StandardRound, 'id' | 'ratings'> & {
  _id: string;
  state: 'open' | 'closed';
  /** By judge and by item version; names are written so that none has a dot. */
  ratings?: Record<string, Record<string, number>>;
};

export type StandardStore = ReturnType<typeof createStandardStore>;

/** Rounds of standard setting: a document a round, in which each judge writes only their own ratings. A closed one never changes. */
export function createStandardStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<RoundDocument>(
    {
      _id: text,
      municipalityId: text,
      programmeId: text,
      state: text,
      openedBy: text,
      openedAt: { type: Date, required: true },
      ratings: Schema.Types.Mixed,
      closed: Schema.Types.Mixed,
    },
    { strict: 'throw', versionKey: false, collection: 'standardRounds' },
  );
  schema.index(
    { municipalityId: 1, programmeId: 1 },
    { unique: true, partialFilterExpression: { state: 'open' }, name: 'one-open-round' },
  );
  schema.index({ municipalityId: 1, programmeId: 1, openedAt: -1 });
  const Rounds = connection.model('StandardRound', schema);

  return {
    ensureIndexes: () => Rounds.createIndexes(),

    /** Opens a round, unless one of the programme is open: then false. */
    async open({ id, ratings: _none, ...rest }: StandardRound): Promise<boolean> {
      try {
        await Rounds.create({ _id: id, ...rest, state: 'open' });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },

    /** Every round of the programme, the newest first. */
    async of(municipalityId: string, programmeId: string): Promise<StandardRound[]> {
      const found = await Rounds.find({ municipalityId, programmeId })
        .sort({ openedAt: -1, _id: 1 })
        .lean<RoundDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Writes a judge's own ratings; undefined takes one back. False when the round is closed, or is none of the municipality's. */
    async rate(
      { id, municipalityId }: Pick<StandardRound, 'id' | 'municipalityId'>,
      judge: string,
      ratings: ReadonlyMap<string, number | undefined>,
    ): Promise<boolean> {
      const own = `ratings.${written(judge)}`;
      const set: Record<string, number> = {};
      const unset: Record<string, 1> = {};
      for (const [item, rating] of ratings)
        if (rating === undefined) unset[`${own}.${written(item)}`] = 1;
        else set[`${own}.${written(item)}`] = rating;
      const { matchedCount } = await Rounds.updateOne(
        { _id: id, municipalityId, state: 'open' },
        {
          ...(Object.keys(set).length > 0 ? { $set: set } : {}),
          ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
        },
      ).exec();
      return matchedCount === 1;
    },

    /** Closes it for good; false when it is closed already. */
    async close(
      { id, municipalityId }: Pick<StandardRound, 'id' | 'municipalityId'>,
      closed: NonNullable<StandardRound['closed']>,
    ): Promise<boolean> {
      const { modifiedCount } = await Rounds.updateOne(
        { _id: id, municipalityId, state: 'open' },
        { $set: { state: 'closed', closed } },
      ).exec();
      return modifiedCount === 1;
    },
  };
}

function plain({ _id, state: _state, ratings = {}, ...rest }: RoundDocument): StandardRound {
  return {
    ...rest,
    id: _id,
    ratings: new Map(
      Object.entries(ratings).map(([judge, own]): [string, JudgeRatings] => [
        read(judge),
        new Map(Object.entries(own).map(([item, rating]) => [read(item), rating])),
      ]),
    ),
  };
}

/** The database takes a dot in a name for a path. */
function written(name: string): string {
  return encodeURIComponent(name).replaceAll('.', '%2E');
}

function read(name: string): string {
  return decodeURIComponent(name);
}
