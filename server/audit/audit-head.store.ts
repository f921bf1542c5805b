import { Schema, type Connection } from 'mongoose';

export type AuditHeadStore = ReturnType<typeof createAuditHeadStore>;

export interface KeptHead {
  readonly sequence: number;
  readonly jws: string;
}

interface HeadDocument extends KeptHead {
  readonly _id: string;
  readonly municipalityId: string;
}

/** The signed heads of the chains, each once. */
export function createAuditHeadStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<HeadDocument>(
    { _id: text, municipalityId: text, sequence: { type: Number, required: true }, jws: text },
    { strict: 'throw', versionKey: false, collection: 'auditHeads' },
  );
  schema.index({ municipalityId: 1, sequence: -1 });
  const Heads = connection.model('AuditHead', schema);

  return {
    ensureIndexes: () => Heads.createIndexes(),

    /** Keeps the head of that place in the chain; one that stands there already is left as it is. */
    async add(municipalityId: string, sequence: number, jws: string): Promise<void> {
      await Heads.updateOne(
        { _id: `${municipalityId}/${sequence}` },
        { $setOnInsert: { municipalityId, sequence, jws } },
        { upsert: true },
      ).exec();
    },

    /** All signed heads of a municipality, as they were signed, the newest first. */
    async of(municipalityId: string): Promise<string[]> {
      const found = await Heads.find({ municipalityId })
        .sort({ sequence: -1 })
        .lean<HeadDocument[]>()
        .exec();
      return found.map(({ jws }) => jws);
    },

    /** The newest, as it was signed, with its place in the chain. */
    async newestOf(municipalityId: string): Promise<KeptHead | undefined> {
      const found = await Heads.findOne({ municipalityId })
        .sort({ sequence: -1 })
        .lean<HeadDocument>()
        .exec();
      return found ? { sequence: found.sequence, jws: found.jws } : undefined;
    },
  };
}
