import { Schema, type Connection } from 'mongoose';
import type { Sources } from './sources/source.js';
import type { Bank } from './read-bank.js';
import type { Upstream } from './upstream.js';

/** A bank as the service keeps it. */
export interface BankRecord extends Bank {
  /** The municipality that writes it. Absent: nobody does here, it comes with the service. */
  readonly ownerMunicipalityId?: string;
  /** Every municipality may read and use it. */
  readonly shipped: boolean;
  /** Sources that its authors have added in the browser. */
  readonly addedSources?: Sources;
  /** The one municipality that reads and uses it, of a bank that follows the releases of another: nobody writes it. */
  readonly heldBy?: string;
  readonly upstream?: Upstream;
}

interface BankDocument {
  _id: string;
  content: string;
  ownerMunicipalityId?: string;
  shipped: boolean;
  addedSources?: string;
  heldBy?: string;
  upstream?: Upstream;
}

export type BankStore = ReturnType<typeof createBankStore>;

/** Item banks: what they are called, and whose they are. */
export function createBankStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const number = { type: Number, required: true } as const;
  const schema = new Schema<BankDocument>(
    {
      _id: { type: String, required: true },
      content: { type: String, required: true },
      ownerMunicipalityId: String,
      shipped: { type: Boolean, required: true },
      addedSources: String,
      heldBy: String,
      upstream: new Schema<Upstream>(
        {
          kind: text,
          bankId: text,
          regionId: text,
          release: number,
          licence: text,
          rightsHolder: text,
          adopting: Number,
          held: new Schema(
            { release: number, reason: text, by: text, at: { type: Date, required: true } },
            { _id: false, strict: 'throw' },
          ),
          ended: Boolean,
          revision: number,
        },
        { _id: false, strict: 'throw' },
      ),
    },
    { strict: 'throw', versionKey: false, collection: 'itemBanks' },
  );
  schema.index({ ownerMunicipalityId: 1 });
  schema.index({ heldBy: 1 });
  const Banks = connection.model('ItemBank', schema);

  const plain = ({ _id, content, addedSources, ...rest }: BankDocument): BankRecord => ({
    ...(JSON.parse(content) as Bank),
    id: _id,
    ...rest,
    ...(addedSources === undefined ? {} : { addedSources: JSON.parse(addedSources) as Sources }),
  });
  const readableBy = (municipalityId: string) => ({
    $or: [{ shipped: true }, { ownerMunicipalityId: municipalityId }, { heldBy: municipalityId }],
  });

  return {
    ensureIndexes: () => Banks.createIndexes(),

    async find(id: string): Promise<BankRecord | undefined> {
      const found = await Banks.findById(id).lean<BankDocument>().exec();
      return found ? plain(found) : undefined;
    },

    /** A bank that the municipality may read: one of its own, or one that comes with the service. */
    async findReadable(id: string, municipalityId: string): Promise<BankRecord | undefined> {
      const found = await Banks.findOne({ _id: id, ...readableBy(municipalityId) })
        .lean<BankDocument>()
        .exec();
      return found ? plain(found) : undefined;
    },

    async readable(municipalityId: string): Promise<BankRecord[]> {
      const found = await Banks.find(readableBy(municipalityId))
        .sort({ _id: 1 })
        .lean<BankDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Takes over what a bank that comes with the service says of itself; whose it is stays. */
    async putShipped(bank: Bank): Promise<void> {
      await Banks.updateOne(
        { _id: bank.id },
        { $set: { content: JSON.stringify(bank), shipped: true } },
        { upsert: true },
      ).exec();
    },

    /** Takes over what a bank says of itself; whose it is and who may read it stays. */
    async describe(bank: Bank): Promise<void> {
      await Banks.updateOne({ _id: bank.id }, { $set: { content: JSON.stringify(bank) } }).exec();
    },

    /** Keeps the sources that authors have added to their bank. False when others were added meanwhile. */
    async setSources(
      { id, addedSources: before }: BankRecord,
      municipalityId: string,
      after: Sources,
    ): Promise<boolean> {
      const { modifiedCount } = await Banks.updateOne(
        {
          _id: id,
          ownerMunicipalityId: municipalityId,
          addedSources: before ? JSON.stringify(before) : { $exists: false },
        },
        { $set: { addedSources: JSON.stringify(after) } },
      ).exec();
      return modifiedCount === 1;
    },

    /** Adds a bank; false when there is one of that id. */
    async create(record: BankRecord): Promise<boolean> {
      const {
        shipped,
        ownerMunicipalityId,
        heldBy,
        upstream,
        addedSources: _added,
        ...bank
      } = record;
      const { upsertedCount } = await Banks.updateOne(
        { _id: bank.id },
        {
          $setOnInsert: {
            content: JSON.stringify(bank),
            shipped,
            ...(ownerMunicipalityId === undefined ? {} : { ownerMunicipalityId }),
            ...(heldBy === undefined ? {} : { heldBy }),
            ...(upstream === undefined ? {} : { upstream }),
          },
        },
        { upsert: true },
      ).exec();
      return upsertedCount === 1;
    },

    /** Keeps what has become of it upstream, and what it says of itself there. False when somebody else has changed that since it was read. */
    async setUpstream(id: string, seen: Upstream, bank?: Bank): Promise<boolean> {
      const { modifiedCount } = await Banks.updateOne(
        { _id: id, 'upstream.revision': seen.revision },
        {
          $set: {
            upstream: { ...seen, revision: seen.revision + 1 },
            ...(bank ? { content: JSON.stringify(bank) } : {}),
          },
        },
      ).exec();
      return modifiedCount === 1;
    },

    /** Gives the bank to a municipality's authors, unless it is another's: then false. */
    async assign(bank: Bank, municipalityId: string): Promise<boolean> {
      const { matchedCount } = await Banks.updateOne(
        {
          _id: bank.id,
          heldBy: { $exists: false },
          $or: [
            { ownerMunicipalityId: { $exists: false } },
            { ownerMunicipalityId: municipalityId },
          ],
        },
        { $set: { ownerMunicipalityId: municipalityId } },
      ).exec();
      if (matchedCount === 1) return true;
      const { upsertedCount } = await Banks.updateOne(
        { _id: bank.id },
        {
          $setOnInsert: {
            content: JSON.stringify(bank),
            shipped: false,
            ownerMunicipalityId: municipalityId,
          },
        },
        { upsert: true },
      ).exec();
      return upsertedCount === 1;
    },
  };
}
