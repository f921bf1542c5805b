import { Schema, type Connection } from 'mongoose';
import type { Item } from './item.js';

export interface ItemVersion {
  readonly bankId: string;
  readonly itemId: string;
  readonly version: number;
  readonly contentHash: string;
  readonly content: Item;
}

interface ItemDocument {
  _id: string;
  bankId: string;
  itemId: string;
  latest: number;
  versions: { version: number; contentHash: string; content: string; addedAt: Date }[];
}

/** Items and their immutable versions: one document an item. */
export type ItemStore = ReturnType<typeof createItemStore>;

export function createItemStore(connection: Connection) {
  const schema = new Schema<ItemDocument>(
    {
      _id: { type: String, required: true },
      bankId: { type: String, required: true },
      itemId: { type: String, required: true },
      latest: { type: Number, required: true },
      // Content as JSON text: it is never queried, and keys such as "a" or "1" stay what they are.
      versions: [
        new Schema(
          { version: Number, contentHash: String, content: String, addedAt: Date },
          { _id: false, strict: 'throw' },
        ),
      ],
    },
    { strict: 'throw', versionKey: false, collection: 'items' },
  );
  schema.index({ bankId: 1 });
  const Items = connection.model('Item', schema);

  const plain = (document: ItemDocument): ItemVersion[] =>
    document.versions.map(({ version, contentHash, content }) => ({
      bankId: document.bankId,
      itemId: document.itemId,
      version,
      contentHash,
      content: JSON.parse(content) as Item,
    }));

  return {
    ensureIndexes: () => Items.createIndexes(),

    /** Every version of every item of a bank. */
    async versionsOf(bankId: string): Promise<ItemVersion[]> {
      const documents = await Items.find({ bankId }).lean<ItemDocument[]>().exec();
      return documents.flatMap(plain);
    },

    /** Adds a version if `after` is still the latest (0 for a new item). False when another writer was first: read again. */
    async addVersion(
      bankId: string,
      item: Item,
      contentHash: string,
      after: number,
      now: Date,
    ): Promise<boolean> {
      const entry = {
        version: after + 1,
        contentHash,
        content: JSON.stringify(item),
        addedAt: now,
      };
      const _id = `${bankId}/${item.id}`;
      if (after === 0) {
        const { upsertedCount } = await Items.updateOne(
          { _id },
          { $setOnInsert: { bankId, itemId: item.id, latest: 1, versions: [entry] } },
          { upsert: true },
        ).exec();
        return upsertedCount === 1;
      }
      const { modifiedCount } = await Items.updateOne(
        { _id, latest: after },
        { $set: { latest: after + 1 }, $push: { versions: entry } },
      ).exec();
      return modifiedCount === 1;
    },
  };
}
