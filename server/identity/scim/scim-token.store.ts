import { Schema, type Connection } from 'mongoose';

export type ScimTokenStore = ReturnType<typeof createScimTokenStore>;

export interface ScimToken {
  /** SHA-256 of the token, which is not kept. */
  readonly fingerprint: string;
  readonly municipalityId: string;
  readonly createdAt: Date;
}

/** What identity providers show to speak SCIM for a municipality. */
export function createScimTokenStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema(
    { _id: text, municipalityId: text, createdAt: { type: Date, required: true } },
    { strict: 'throw', versionKey: false, collection: 'scimTokens' },
  );
  schema.index({ municipalityId: 1 });
  const Tokens = connection.model('ScimToken', schema);

  return {
    ensureIndexes: () => Tokens.createIndexes(),

    async municipalityOf(fingerprint: string): Promise<string | undefined> {
      const found = await Tokens.findById(fingerprint).lean<{ municipalityId: string }>().exec();
      return found?.municipalityId;
    },

    async add({ fingerprint, ...rest }: ScimToken): Promise<void> {
      await Tokens.create({ _id: fingerprint, ...rest });
    },

    /** Ends all other tokens of the municipality. Returns how many there were. */
    async endOthers(municipalityId: string, fingerprint: string): Promise<number> {
      const { deletedCount } = await Tokens.deleteMany({
        municipalityId,
        _id: { $ne: fingerprint },
      }).exec();
      return deletedCount;
    },
  };
}
