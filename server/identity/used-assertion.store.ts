import { Schema, type Connection, type Model } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';

/** Longer than any assertion stays acceptable: ten minutes of age and the skew of clocks. */
const KEPT_FOR_MS = 24 * 60 * 60 * 1000;

export interface UsedAssertionStore {
  /** Marks an assertion as used. True for the first caller only, however many come at once. */
  use(municipalityId: string, assertionId: string, now: Date): Promise<boolean>;
  /** How many were removed. */
  removeExpired(now: Date): Promise<number>;
  ensureIndexes(): Promise<void>;
}

interface UsedAssertionDocument {
  municipalityId: string;
  assertionId: string;
  expiresAt: Date;
}

const schema = new Schema<UsedAssertionDocument>(
  {
    municipalityId: { type: String, required: true },
    assertionId: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false },
);
// An identifier is unique only among those of one login service.
schema.index({ municipalityId: 1, assertionId: 1 }, { unique: true });
schema.index({ expiresAt: 1 });

export function createUsedAssertionStore(connection: Connection): UsedAssertionStore {
  const assertions: Model<UsedAssertionDocument> = connection.model<UsedAssertionDocument>(
    'UsedAssertion',
    schema,
    'usedAssertions',
  );
  return {
    async use(municipalityId, assertionId, now) {
      const expiresAt = new Date(now.getTime() + KEPT_FOR_MS);
      try {
        await assertions.create({ municipalityId, assertionId, expiresAt });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    async removeExpired(now) {
      const { deletedCount } = await assertions.deleteMany({ expiresAt: { $lte: now } }).exec();
      return deletedCount;
    },
    async ensureIndexes() {
      await assertions.createIndexes();
    },
  };
}
