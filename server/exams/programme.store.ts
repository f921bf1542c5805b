import { Schema, type Connection } from 'mongoose';
import { remembered } from '../platform/remembered.js';
import type { Programme } from './programme.js';

export type ProgrammeStore = ReturnType<typeof createProgrammeStore>;

interface ProgrammeDocument {
  _id: string;
  id: string;
  municipalityId: string;
  version: number;
  content: Programme;
}

/** Programmes, every version of each. */
export function createProgrammeStore(connection: Connection) {
  const schema = new Schema<ProgrammeDocument>(
    {
      _id: { type: String, required: true },
      id: { type: String, required: true },
      municipalityId: { type: String, required: true },
      version: { type: Number, required: true },
      content: { type: Schema.Types.Mixed, required: true },
    },
    { strict: 'throw', versionKey: false, collection: 'programmes', minimize: false },
  );
  schema.index({ municipalityId: 1, id: 1, version: -1 }, { unique: true });
  const Programmes = connection.model('Programme', schema);

  const latest = remembered(async (key: string): Promise<Programme | undefined> => {
    const [municipalityId = '', id = ''] = key.split('/');
    const found = await Programmes.findOne({ municipalityId, id })
      .sort({ version: -1 })
      .lean<ProgrammeDocument>()
      .exec();
    return found?.content;
  });
  const versions = new Map<string, Programme>();
  async function readVersion(key: string): Promise<Programme | undefined> {
    return (await Programmes.findById(key).lean<ProgrammeDocument>().exec())?.content;
  }

  return {
    ensureIndexes: () => Programmes.createIndexes(),
    /** The version in force. */
    latest: (municipalityId: string, id: string): Promise<Programme | undefined> =>
      latest(`${municipalityId}/${id}`),
    /** The version that an attempt or a certificate names. */
    async version(
      municipalityId: string,
      id: string,
      version: number,
    ): Promise<Programme | undefined> {
      const key = `${municipalityId}/${id}/${version}`;
      const found = versions.get(key) ?? (await readVersion(key));
      // A version never changes, so what was read once stays right.
      if (found) versions.set(key, found);
      return found;
    },
    /** Every version of a programme, the newest first: the one in force. */
    async versionsOf(municipalityId: string, id: string): Promise<Programme[]> {
      const found = await Programmes.find({ municipalityId, id })
        .sort({ version: -1 })
        .lean<ProgrammeDocument[]>()
        .exec();
      return found.map(({ content }) => content);
    },
    /** Every programme of the municipality in its version in force. */
    async allOf(municipalityId: string): Promise<Programme[]> {
      const found = await Programmes.find({ municipalityId })
        .sort({ id: 1, version: -1 })
        .lean<ProgrammeDocument[]>()
        .exec();
      return found
        .filter((document, index) => document.id !== found[index - 1]?.id)
        .map(({ content }) => content);
    },
    /** Adds a version; false when there is one of that number. */
    async add(programme: Programme): Promise<boolean> {
      const { municipalityId, id, version } = programme;
      const { upsertedCount } = await Programmes.updateOne(
        { _id: `${municipalityId}/${id}/${version}` },
        { $setOnInsert: { id, municipalityId, version, content: programme } },
        { upsert: true },
      ).exec();
      latest.forget();
      return upsertedCount === 1;
    },
  };
}
