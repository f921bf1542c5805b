import { Schema, type Connection } from 'mongoose';
import type { ItemImage } from './image.rules.js';

interface ImageDocument {
  _id: string;
  /** A bank, or an import that waits for its person's word. */
  holder: string;
  name: string;
  bytes: Buffer;
  /** Of an import's, and of an upload that no saved draft shows yet. */
  expiresAt?: Date;
}

export type ItemImageStore = ReturnType<typeof createItemImageStore>;

/** The images of banks' items: each once a bank, under the name that its content gives it, and never changed. */
export function createItemImageStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<ImageDocument>(
    {
      _id: text,
      holder: text,
      name: text,
      bytes: { type: Buffer, required: true },
      expiresAt: Date,
    },
    { strict: 'throw', versionKey: false, collection: 'itemImages' },
  );
  schema.index({ holder: 1 });
  schema.index({ expiresAt: 1 });
  const Images = connection.model('ItemImage', schema);
  const idOf = (holder: string, name: string): string => `${holder}/${name}`;

  async function find(holder: string, name: string): Promise<ItemImage | undefined> {
    const found = await Images.findById(idOf(holder, name)).exec();
    return found ? { name, bytes: new Uint8Array(found.bytes) } : undefined;
  }

  async function put(holder: string, { name, bytes }: ItemImage, expiresAt?: Date) {
    const kept = { holder, name, bytes: Buffer.from(bytes) };
    await Images.updateOne(
      { _id: idOf(holder, name) },
      expiresAt
        ? { $setOnInsert: { ...kept, expiresAt } }
        : { $setOnInsert: kept, $unset: { expiresAt: 1 } },
      { upsert: true },
    ).exec();
  }

  return {
    ensureIndexes: () => Images.createIndexes(),
    find,
    put,

    /** Those of the names that the holder has. */
    async heldOf(holder: string, names: readonly string[]): Promise<readonly string[]> {
      if (names.length === 0) return [];
      const ids = names.map((name) => idOf(holder, name));
      const found = await Images.find({ _id: { $in: ids } }, { name: 1 }).exec();
      return found.map(({ name }) => name);
    },

    /** From now on for good, whatever day was set for their end. Says whether the holder has all of them. */
    async keep(holder: string, names: readonly string[]): Promise<boolean> {
      if (names.length === 0) return true;
      const those = { _id: { $in: names.map((name) => idOf(holder, name)) } };
      await Images.updateMany(those, { $unset: { expiresAt: 1 } }).exec();
      return (await Images.countDocuments(those).exec()) === names.length;
    },

    /** Gives a bank the images of another bank, or of an import. */
    async copy(from: string, to: string, names: readonly string[]): Promise<void> {
      for (const name of names) {
        const image = await find(from, name);
        if (image) await put(to, image);
      }
    },

    /** Those of an import that was confirmed. */
    async removeAll(holder: string): Promise<void> {
      await Images.deleteMany({ holder }).exec();
    },

    async removeExpired(now: Date): Promise<void> {
      await Images.deleteMany({ expiresAt: { $lte: now } }).exec();
    },
  };
}
