import { gunzipSync, gzipSync } from 'node:zlib';
import { Schema, type Connection } from 'mongoose';
import { APPLYING_MS, type HrImport } from './hr-import.js';

export type HrImportStore = ReturnType<typeof createHrImportStore>;

type HrImportDocument = Omit<HrImport, 'id'> & { _id: string; file?: Buffer; claimedAt?: Date };
type Decision = Pick<HrImport, 'decidedAt' | 'decidedBy'>;

const MOST_KEPT = 15 * 1024 * 1024;

/** Files from HR systems that wait for a yes, and what became of the others. */
export function createHrImportStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const instant = { type: Date, required: true } as const;
  const schema = new Schema<HrImportDocument>(
    {
      _id: text,
      municipalityId: text,
      source: text,
      fileName: { type: String, default: '' },
      fingerprint: text,
      receivedAt: instant,
      receivedBy: text,
      expiresAt: instant,
      state: text,
      counts: { type: Schema.Types.Mixed, required: true },
      refused: { type: [Schema.Types.Mixed], required: true },
      decidedAt: Date,
      decidedBy: String,
      overtaken: Number,
      claimedAt: Date,
      file: Buffer,
    },
    { strict: 'throw', versionKey: false, collection: 'hrImports' },
  );
  schema.index({ municipalityId: 1, receivedAt: -1 });
  const Imports = connection.model('HrImport', schema);
  const plain = ({ _id, file: _file, claimedAt: _claimedAt, ...rest }: HrImportDocument) => ({
    id: _id,
    ...rest,
  });

  return {
    ensureIndexes: () => Imports.createIndexes(),

    /** False when the file is too large to be kept. */
    async keep({ id, ...rest }: HrImport, bytes: Uint8Array): Promise<boolean> {
      const file = gzipSync(bytes);
      if (file.length > MOST_KEPT) return false;
      await Imports.create({ _id: id, ...rest, file });
      return true;
    },

    /** What was done at once, without anybody's yes. */
    async note({ id, ...rest }: HrImport): Promise<void> {
      await Imports.create({ _id: id, ...rest });
    },

    async find(municipalityId: string, id: string): Promise<HrImport | undefined> {
      const found = await Imports.findOne({ _id: id, municipalityId })
        .select('-file')
        .lean<HrImportDocument>()
        .exec();
      return found ? plain(found) : undefined;
    },

    /** The bytes as they came, while the file waits. */
    async fileOf(municipalityId: string, id: string): Promise<Buffer | undefined> {
      const found = await Imports.findOne({ _id: id, municipalityId }).select('file').exec();
      return found?.file ? gunzipSync(found.file) : undefined;
    },

    /** The newest first. */
    async recent(municipalityId: string, limit: number): Promise<HrImport[]> {
      const found = await Imports.find({ municipalityId })
        .select('-file')
        .sort({ receivedAt: -1, _id: -1 })
        .limit(limit)
        .lean<HrImportDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** The latest of the municipality's imports of those very bytes. */
    async latestOf(municipalityId: string, fingerprint: string): Promise<HrImport | undefined> {
      const found = await Imports.findOne({ municipalityId, fingerprint })
        .select('-file')
        .sort({ receivedAt: -1, _id: -1 })
        .lean<HrImportDocument>()
        .exec();
      return found ? plain(found) : undefined;
    },

    /** One of those who say yes gets it; also one that began and stopped. */
    async claim(municipalityId: string, id: string, now: Date): Promise<boolean> {
      const stopped = {
        state: 'applying' as const,
        claimedAt: { $lte: new Date(now.getTime() - APPLYING_MS) },
      };
      const { modifiedCount } = await Imports.updateOne(
        {
          _id: id,
          municipalityId,
          $or: [{ state: 'waiting', expiresAt: { $gt: now } }, stopped],
        },
        { $set: { state: 'applying', claimedAt: now } },
      ).exec();
      return modifiedCount === 1;
    },

    /** Back to waiting: nothing was done. */
    async release(municipalityId: string, id: string): Promise<void> {
      await Imports.updateOne(
        { _id: id, municipalityId, state: 'applying' },
        { $set: { state: 'waiting' } },
      ).exec();
    },

    async markApplied(
      municipalityId: string,
      id: string,
      done: Decision & Pick<HrImport, 'counts' | 'overtaken'>,
    ): Promise<void> {
      await Imports.updateOne(
        { _id: id, municipalityId, state: 'applying' },
        { $set: { state: 'applied', ...done }, $unset: { file: 1 } },
      ).exec();
    },

    async discard(municipalityId: string, id: string, decision: Decision): Promise<boolean> {
      const { modifiedCount } = await Imports.updateOne(
        { _id: id, municipalityId, state: 'waiting' },
        { $set: { state: 'discarded', ...decision }, $unset: { file: 1 } },
      ).exec();
      return modifiedCount === 1;
    },

    /** A newer file is the whole truth: older ones no longer wait. */
    async discardOlder(municipalityId: string, receivedAt: Date, exceptId: string): Promise<void> {
      await Imports.updateMany(
        {
          municipalityId,
          state: 'waiting',
          receivedAt: { $lte: receivedAt },
          _id: { $ne: exceptId },
        },
        {
          $set: { state: 'discarded', decidedAt: receivedAt, decidedBy: 'system' },
          $unset: { file: 1 },
        },
      ).exec();
    },

    /** Removes the files that nobody has said yes to in time. */
    async removeExpired(now: Date): Promise<void> {
      await Imports.updateMany(
        { state: 'waiting', expiresAt: { $lte: now } },
        { $set: { state: 'discarded', decidedAt: now, decidedBy: 'system' }, $unset: { file: 1 } },
      ).exec();
    },
  };
}
