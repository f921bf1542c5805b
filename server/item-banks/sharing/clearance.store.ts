import { Schema, type Connection } from 'mongoose';
import type { Clearance } from './release.js';

export type ClearanceStore = ReturnType<typeof createClearanceStore>;

/** Of which texts of items the rights are cleared: one document an item, the latest word. */
export function createClearanceStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<Clearance & { _id: string }>(
    {
      _id: text,
      bankId: text,
      itemId: text,
      contentHash: text,
      basis: text,
      note: String,
      by: text,
      at: { type: Date, required: true },
    },
    { strict: 'throw', versionKey: false, collection: 'itemClearances' },
  );
  schema.index({ bankId: 1 });
  const Clearances = connection.model('ItemClearance', schema);

  return {
    ensureIndexes: () => Clearances.createIndexes(),

    /** By item. */
    async of(bankId: string): Promise<Map<string, Clearance>> {
      const found = await Clearances.find({ bankId }).select({ _id: 0 }).lean<Clearance[]>().exec();
      return new Map(found.map((one) => [one.itemId, one]));
    },

    async put(clearances: readonly Clearance[]): Promise<void> {
      await Promise.all(
        clearances.map((one) =>
          Clearances.updateOne(
            { _id: `${one.bankId}/${one.itemId}` },
            { $set: one },
            { upsert: true },
          ).exec(),
        ),
      );
    },
  };
}
