import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../database/connect.js';

export type RateLimitStore = ReturnType<typeof createRateLimitStore>;

/** How often something has been done in the period that began with the first time, and until when that counts. */
export interface Counted {
  readonly count: number;
  readonly until: Date;
}

interface CountDocument {
  _id: string;
  count: number;
  until: Date;
}

/** Counts by key, over all instances. A period that is over counts for nothing, whether or not it has been swept. */
export function createRateLimitStore(connection: Connection) {
  const schema = new Schema<CountDocument>(
    {
      _id: { type: String, required: true },
      count: { type: Number, required: true },
      until: { type: Date, required: true },
    },
    { strict: 'throw', versionKey: false, collection: 'rateLimits' },
  );
  schema.index({ until: 1 });
  const Counts = connection.model('RateLimit', schema);

  async function countOnce(key: string, now: Date, end: Date): Promise<Counted> {
    const running = { $gt: ['$until', now] };
    const { count, until } = await Counts.findOneAndUpdate(
      { _id: key },
      [
        {
          $set: {
            count: { $cond: [running, { $add: ['$count', 1] }, 1] },
            until: { $cond: [running, '$until', end] },
          },
        },
      ],
      { upsert: true, returnDocument: 'after', updatePipeline: true },
    )
      .lean<CountDocument>()
      .orFail()
      .exec();
    return { count, until };
  }

  return {
    ensureIndexes: () => Counts.createIndexes(),

    /** Counts one more. Of several at once each gets a number of its own. */
    async count(key: string, now: Date, periodMs: number): Promise<Counted> {
      const end = new Date(now.getTime() + periodMs);
      try {
        return await countOnce(key, now, end);
      } catch (error) {
        // Another made the record between our looking and our writing: now it is there.
        if (!isDuplicate(error)) throw error;
        return countOnce(key, now, end);
      }
    },

    /** Takes one back that turned out not to count. */
    async uncount(key: string, now: Date): Promise<void> {
      await Counts.updateOne(
        { _id: key, until: { $gt: now }, count: { $gt: 0 } },
        { $inc: { count: -1 } },
      ).exec();
    },

    async find(key: string, now: Date): Promise<Counted | undefined> {
      const found = await Counts.findOne({ _id: key, until: { $gt: now } })
        .lean<CountDocument>()
        .exec();
      return found ? { count: found.count, until: found.until } : undefined;
    },

    /** How many were removed. */
    async removeExpired(now: Date): Promise<number> {
      const { deletedCount } = await Counts.deleteMany({ until: { $lte: now } }).exec();
      return deletedCount;
    },
  };
}
