import { createHash } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import type { Arms } from './arms.js';

interface ArmsDocument {
  _id: string;
  arms: Arms;
}

export type ArmsStore = ReturnType<typeof createArmsStore>;

/** Coats of arms, named by their content: certificates name the one that stood when they were issued, so none is ever changed or removed. */
export function createArmsStore(connection: Connection) {
  const schema = new Schema<ArmsDocument>(
    { _id: { type: String, required: true }, arms: { type: Schema.Types.Mixed, required: true } },
    { strict: 'throw', versionKey: false, collection: 'arms', minimize: false },
  );
  const All = connection.model('Arms', schema);

  return {
    ensureIndexes: () => All.createIndexes(),

    async find(id: string): Promise<Arms | undefined> {
      return (await All.findById(id).lean<ArmsDocument>().exec())?.arms;
    },

    /** Its id: the same for the same arms. */
    async keep(arms: Arms): Promise<string> {
      const digest = createHash('sha256').update(JSON.stringify(arms)).digest('hex');
      const id = digest.slice(0, 32);
      await All.updateOne({ _id: id }, { $setOnInsert: { arms } }, { upsert: true }).exec();
      return id;
    },
  };
}
