import { Schema, type Connection } from 'mongoose';
import type { BankStanding, ItemStanding } from './item-standing.js';

type ItemDocument = Pick<ItemStanding, 'municipalityId' | 'bankId' | 'itemId' | 'version'> & {
  readonly _id: string;
  readonly computedAt: Date;
  readonly standing: ItemStanding;
};
type BankDocument = BankStanding & { readonly _id: string };

export type ItemStandingStore = ReturnType<typeof createItemStandingStore>;

/** What was last computed of items, banks and programmes. It holds no person, and can be computed again at any time. */
export function createItemStandingStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const instant = { type: Date, required: true } as const;
  const mixed = { type: Schema.Types.Mixed, required: true } as const;
  const options = { strict: 'throw', versionKey: false, minimize: false } as const;
  const items = new Schema<ItemDocument>(
    {
      _id: text,
      municipalityId: text,
      bankId: text,
      itemId: text,
      version: { type: Number, required: true },
      computedAt: instant,
      standing: mixed,
    },
    { ...options, collection: 'itemStatistics' },
  );
  items.index({ municipalityId: 1, bankId: 1, itemId: 1, version: -1 });
  const banks = new Schema<BankDocument>(
    {
      _id: text,
      municipalityId: text,
      bankId: text,
      computedAt: instant,
      sittings: { type: Number, required: true },
      programmes: mixed,
    },
    { ...options, collection: 'bankStatistics' },
  );
  banks.index({ municipalityId: 1 });
  const Items = connection.model('ItemStatistics', items);
  const Banks = connection.model('BankStatistics', banks);

  return {
    async ensureIndexes(): Promise<void> {
      await Items.createIndexes();
      await Banks.createIndexes();
    },

    /** Puts a bank's numbers in the place of the earlier ones; the bank last, so that what it says of when is true of all. */
    async put(bank: BankStanding, standings: readonly ItemStanding[]): Promise<void> {
      const { municipalityId, bankId, computedAt } = bank;
      const _id = `${municipalityId}/${bankId}`;
      if (standings.length > 0)
        await Items.bulkWrite(
          standings.map((standing) => {
            const { itemId, version } = standing;
            const own = `${_id}/${itemId}/${version}`;
            const key = { municipalityId, bankId, itemId, version };
            const replacement = { _id: own, ...key, computedAt, standing };
            return { replaceOne: { filter: { _id: own }, replacement, upsert: true } };
          }),
        );
      await Items.deleteMany({ municipalityId, bankId, computedAt: { $lt: computedAt } }).exec();
      await Banks.replaceOne({ _id }, bank, { upsert: true }).exec();
    },

    async bank(municipalityId: string, bankId: string): Promise<BankStanding | undefined> {
      const found = await Banks.findOne({ _id: `${municipalityId}/${bankId}`, municipalityId })
        .lean<BankDocument>()
        .exec();
      return found ?? undefined;
    },

    /** When the municipality's numbers were last computed; the oldest of its banks counts. */
    async computedAt(municipalityId: string): Promise<Date | undefined> {
      const found = await Banks.findOne({ municipalityId })
        .sort({ computedAt: 1 })
        .lean<BankDocument>()
        .exec();
      return found?.computedAt;
    },

    async ofBank(municipalityId: string, bankId: string): Promise<ItemStanding[]> {
      const found = await Items.find({ municipalityId, bankId })
        .sort({ itemId: 1, version: -1 })
        .lean<ItemDocument[]>()
        .exec();
      return found.map(({ standing }) => standing);
    },

    /** The versions of one item that were met, the newest first. */
    async ofItem(municipalityId: string, bankId: string, itemId: string): Promise<ItemStanding[]> {
      const found = await Items.find({ municipalityId, bankId, itemId })
        .sort({ version: -1 })
        .lean<ItemDocument[]>()
        .exec();
      return found.map(({ standing }) => standing);
    },
  };
}
