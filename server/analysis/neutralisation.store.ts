import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';
import type { Neutralisation } from './neutralisation.js';

type NeutralisationDocument = Omit<Neutralisation, 'id'> & { readonly _id: string };

export type NeutralisationStore = ReturnType<typeof createNeutralisationStore>;

/** What was neutralised, by whom and why. The regraded results stand in the attempts. */
export function createNeutralisationStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<NeutralisationDocument>(
    {
      _id: text,
      municipalityId: text,
      bankId: text,
      itemId: text,
      version: { type: Number, required: true },
      treatment: text,
      from: text,
      to: text,
      reason: text,
      by: text,
      at: { type: Date, required: true },
      completedAt: Date,
    },
    { strict: 'throw', versionKey: false, collection: 'neutralisations' },
  );
  schema.index({ municipalityId: 1, at: -1 });
  const Neutralisations = connection.model('Neutralisation', schema);
  const plain = ({ _id, ...rest }: NeutralisationDocument): Neutralisation => ({
    id: _id,
    ...rest,
  });

  return {
    ensureIndexes: () => Neutralisations.createIndexes(),

    /** Adds it once; one of the same id stands as it was. */
    async begin({ id, ...rest }: Neutralisation): Promise<void> {
      try {
        await Neutralisations.create({ _id: id, ...rest });
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
    },

    async find(municipalityId: string, id: string): Promise<Neutralisation | undefined> {
      const found = await Neutralisations.findOne({ _id: id, municipalityId })
        .lean<NeutralisationDocument>()
        .exec();
      return found ? plain(found) : undefined;
    },

    /** Those of a municipality, the newest first. */
    async of(municipalityId: string): Promise<Neutralisation[]> {
      const found = await Neutralisations.find({ municipalityId })
        .sort({ at: -1 })
        .lean<NeutralisationDocument[]>()
        .exec();
      return found.map(plain);
    },

    async complete(id: string, now: Date): Promise<void> {
      await Neutralisations.updateOne(
        { _id: id, completedAt: { $exists: false } },
        { $set: { completedAt: now } },
      ).exec();
    },
  };
}
