import { Schema, type Connection } from 'mongoose';
import type { TrailVerdict } from './verify-trail.js';

export type TrailCheckStore = ReturnType<typeof createTrailCheckStore>;

/** What following a municipality's chain came to, and when that was done. */
export interface TrailCheck extends TrailVerdict {
  readonly at: Date;
}

type TrailCheckDocument = TrailCheck & { readonly _id: string };

/** The latest check of each municipality's chain. */
export function createTrailCheckStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const number = { type: Number, required: true } as const;
  const schema = new Schema<TrailCheckDocument>(
    {
      _id: text,
      entries: number,
      fault: new Schema({ code: text, sequence: number }, { _id: false, strict: 'throw' }),
      at: { type: Date, required: true },
    },
    { strict: 'throw', versionKey: false, collection: 'auditChecks' },
  );
  const Checks = connection.model('AuditCheck', schema);

  return {
    ensureIndexes: () => Checks.createIndexes(),

    async put(municipalityId: string, check: TrailCheck): Promise<void> {
      await Checks.replaceOne({ _id: municipalityId }, check, { upsert: true }).exec();
    },

    async find(municipalityId: string): Promise<TrailCheck | undefined> {
      const found = await Checks.findById(municipalityId).lean<TrailCheckDocument>().exec();
      if (!found) return undefined;
      const { _id, ...check } = found;
      return check;
    },
  };
}
