import { Schema, type Connection } from 'mongoose';

export type ExpiryWarningStore = ReturnType<typeof createExpiryWarningStore>;

/** Who was told of the end of which certificate, and how long before: each once. */
export interface ExpiryWarning {
  readonly municipalityId: string;
  /** SHA-256 of the certificate. */
  readonly fingerprint: string;
  readonly state: string;
  readonly recipientId: string;
}

interface WarningDocument {
  _id: string;
  expiresAt: Date;
}

export function createExpiryWarningStore(connection: Connection) {
  const schema = new Schema<WarningDocument>(
    { _id: { type: String, required: true }, expiresAt: { type: Date, required: true } },
    { strict: 'throw', versionKey: false, collection: 'expiryWarnings' },
  );
  schema.index({ expiresAt: 1 });
  const Warnings = connection.model('ExpiryWarning', schema);
  const idOf = ({ municipalityId, fingerprint, state, recipientId }: ExpiryWarning): string =>
    [municipalityId, fingerprint, state, recipientId].join('/');

  return {
    ensureIndexes: () => Warnings.createIndexes(),

    /** True once: then the caller is the one to send it. */
    async take(warning: ExpiryWarning, expiresAt: Date): Promise<boolean> {
      const { upsertedCount } = await Warnings.updateOne(
        { _id: idOf(warning) },
        { $setOnInsert: { expiresAt } },
        { upsert: true },
      ).exec();
      return upsertedCount === 1;
    },

    /** It could not be sent: somebody may try again. */
    async giveBack(warning: ExpiryWarning): Promise<void> {
      await Warnings.deleteOne({ _id: idOf(warning) }).exec();
    },

    async removeExpired(now: Date): Promise<void> {
      await Warnings.deleteMany({ expiresAt: { $lte: now } }).exec();
    },
  };
}
