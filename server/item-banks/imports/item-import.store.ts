import { gunzipSync, gzipSync } from 'node:zlib';
import { Schema, type Connection } from 'mongoose';
import type { PlanEntry } from '../formats/plan-import.js';

/** What a file would bring into a bank, as it was shown to the person who uploaded it. */
export interface ItemImport {
  readonly id: string;
  readonly municipalityId: string;
  readonly personId: string;
  readonly bankId: string;
  readonly fileName: string;
  readonly at: Date;
  readonly expiresAt: Date;
  readonly entries: readonly PlanEntry[];
}

type ImportDocument = Omit<ItemImport, 'id' | 'entries'> & { _id: string; entries: string };

export type ItemImportStore = ReturnType<typeof createItemImportStore>;

/** Imports that wait for their person's word. Each is that person's alone, and gone when its time is over. */
export function createItemImportStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const instant = { type: Date, required: true } as const;
  const schema = new Schema<ImportDocument>(
    {
      _id: text,
      municipalityId: text,
      personId: text,
      bankId: text,
      fileName: text,
      at: instant,
      expiresAt: instant,
      // Packed: a document holds 16 MB, and texts pack well.
      entries: text,
    },
    { strict: 'throw', versionKey: false, collection: 'itemImports' },
  );
  schema.index({ expiresAt: 1 });
  const Imports = connection.model('ItemImport', schema);

  return {
    ensureIndexes: () => Imports.createIndexes(),

    async add({ id, entries, ...rest }: ItemImport): Promise<void> {
      await Imports.create({ _id: id, ...rest, entries: packed(entries) });
    },

    /** The person's own import into that bank, if its time is not over. */
    async find(
      id: string,
      owner: Pick<ItemImport, 'municipalityId' | 'personId' | 'bankId'>,
      now: Date,
    ): Promise<ItemImport | undefined> {
      const { municipalityId, personId, bankId } = owner;
      const filter = { _id: id, municipalityId, personId, bankId, expiresAt: { $gt: now } };
      const found = await Imports.findOne(filter).lean<ImportDocument>().exec();
      if (!found) return undefined;
      const { _id, entries, ...rest } = found;
      return { ...rest, id: _id, entries: unpacked(entries) };
    },

    async remove(id: string): Promise<void> {
      await Imports.deleteOne({ _id: id }).exec();
    },

    async removeExpired(now: Date): Promise<void> {
      await Imports.deleteMany({ expiresAt: { $lte: now } }).exec();
    },
  };
}

function packed(entries: readonly PlanEntry[]): string {
  return gzipSync(JSON.stringify(entries)).toString('base64');
}

function unpacked(text: string): readonly PlanEntry[] {
  return JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString('utf8')) as PlanEntry[];
}
