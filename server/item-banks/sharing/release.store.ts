import { Schema, type Connection } from 'mongoose';
import type { Bank } from '../read-bank.js';
import type { Release, ReleasedItem } from './release.js';

type ReleaseDocument = Omit<Release, 'bank'> & { readonly _id: string; readonly bank: string };

export type ReleaseStore = ReturnType<typeof createReleaseStore>;

/** Releases of banks: written once. */
export function createReleaseStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const number = { type: Number, required: true } as const;
  const item = new Schema<ReleasedItem>(
    {
      itemId: text,
      version: number,
      contentHash: text,
      state: text,
      variantsHash: String,
      rights: new Schema({ basis: text, note: String }, { _id: false, strict: 'throw' }),
    },
    { _id: false, strict: 'throw' },
  );
  const schema = new Schema<ReleaseDocument>(
    {
      _id: text,
      bankId: text,
      number,
      regionId: text,
      publisherId: text,
      publishedAt: { type: Date, required: true },
      by: text,
      licence: text,
      rightsHolder: text,
      notes: text,
      // Content as JSON text, as in the banks themselves.
      bank: text,
      items: [item],
    },
    { strict: 'throw', versionKey: false, collection: 'bankReleases' },
  );
  schema.index({ regionId: 1, bankId: 1, number: -1 });
  const Releases = connection.model('BankRelease', schema);
  const plain = ({ _id, bank, ...rest }: ReleaseDocument): Release => ({
    ...rest,
    bank: JSON.parse(bank) as Bank,
  });

  return {
    ensureIndexes: () => Releases.createIndexes(),

    /** False when the bank has a release of that number. */
    async add({ bank, ...rest }: Release): Promise<boolean> {
      const { upsertedCount } = await Releases.updateOne(
        { _id: `${rest.bankId}/${rest.number}` },
        { $setOnInsert: { ...rest, bank: JSON.stringify(bank) } },
        { upsert: true },
      ).exec();
      return upsertedCount === 1;
    },

    async find(bankId: string, number: number): Promise<Release | undefined> {
      const found = await Releases.findById(`${bankId}/${number}`).lean<ReleaseDocument>().exec();
      return found ? plain(found) : undefined;
    },

    /** Of whatever region, the newest first. */
    async ofBank(bankId: string): Promise<Release[]> {
      const found = await Releases.find({ bankId })
        .sort({ number: -1 })
        .lean<ReleaseDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Of every bank (or of that one) that was published in one of the regions, its newest release there. */
    async latestIn(regionIds: readonly string[], bankId?: string): Promise<Release[]> {
      const bank = bankId === undefined ? {} : { bankId };
      const found = await Releases.find({ regionId: { $in: [...regionIds] }, ...bank })
        .sort({ regionId: 1, bankId: 1, number: -1 })
        .lean<ReleaseDocument[]>()
        .exec();
      return found
        .filter((one, index) => {
          const before = found[index - 1];
          return one.bankId !== before?.bankId || one.regionId !== before.regionId;
        })
        .map(plain);
    },
  };
}
