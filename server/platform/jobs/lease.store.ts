import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../database/connect.js';

export type LeaseStore = ReturnType<typeof createLeaseStore>;

interface LeaseDocument {
  _id: string;
  holder: string;
  until: Date;
}

/** Leases by name: one holder at a time over all instances, until released or run out. */
export function createLeaseStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<LeaseDocument>(
    { _id: text, holder: text, until: { type: Date, required: true } },
    { strict: 'throw', versionKey: false, collection: 'leases' },
  );
  const Leases = connection.model('Lease', schema);

  return {
    ensureIndexes: () => Leases.createIndexes(),

    /** False while another holds it. Of two who ask at once, one gets it. */
    async acquire(name: string, holder: string, now: Date, until: Date): Promise<boolean> {
      try {
        await Leases.updateOne(
          { _id: name, until: { $lte: now } },
          { $set: { holder, until } },
          { upsert: true },
        ).exec();
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },

    /** False when it is no longer the holder's. */
    async renew(name: string, holder: string, until: Date): Promise<boolean> {
      const { matchedCount } = await Leases.updateOne(
        { _id: name, holder },
        { $set: { until } },
      ).exec();
      return matchedCount === 1;
    },

    /** Changes nothing when it is another's by now. */
    async release(name: string, holder: string): Promise<void> {
      await Leases.deleteOne({ _id: name, holder }).exec();
    },
  };
}
