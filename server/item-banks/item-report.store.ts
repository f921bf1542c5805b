import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';

/** What a candidate has said is wrong with an item. Who they are is not in it, only the attempt. */
export interface ItemReport {
  /** The attempt and the slot: one report of each item in each attempt. */
  readonly id: string;
  /** Of the candidate. */
  readonly municipalityId: string;
  readonly bankId: string;
  readonly itemId: string;
  readonly version: number;
  readonly text: string;
  readonly at: Date;
  readonly answer?: { readonly text: string; readonly by: string; readonly at: Date };
  /** When somebody took it on to tell the item's owner. */
  readonly toldAt?: Date;
}

type ReportDocument = Omit<ItemReport, 'id'> & { _id: string };

/** Reports that one may see: all of a bank that is one's own, otherwise those of one's own candidates. */
export interface ReportScope {
  readonly bankId: string;
  readonly municipalityId?: string;
}

export type ItemReportStore = ReturnType<typeof createItemReportStore>;

export function createItemReportStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<ReportDocument>(
    {
      _id: text,
      municipalityId: text,
      bankId: text,
      itemId: text,
      version: { type: Number, required: true },
      text,
      at: { type: Date, required: true },
      answer: new Schema({ text, by: text, at: Date }, { _id: false, strict: 'throw' }),
      toldAt: Date,
    },
    { strict: 'throw', versionKey: false, collection: 'itemReports' },
  );
  schema.index({ bankId: 1, itemId: 1 });
  schema.index({ toldAt: 1 });
  const Reports = connection.model('ItemReport', schema);
  const plain = ({ _id, ...rest }: ReportDocument): ItemReport => ({ id: _id, ...rest });

  return {
    ensureIndexes: () => Reports.createIndexes(),

    /** Keeps a report; one that was made before is kept with its new words until it is answered. */
    async put({ id, ...report }: Omit<ItemReport, 'answer' | 'toldAt'>): Promise<void> {
      const { text: words, ...rest } = report;
      try {
        await Reports.updateOne(
          { _id: id, answer: { $exists: false } },
          { $set: { text: words }, $setOnInsert: rest },
          { upsert: true },
        ).exec();
      } catch (error) {
        // It has been answered: what was answered stays as it is.
        if (!isDuplicate(error)) throw error;
      }
    },

    /** Newest first, those without an answer before the others. */
    async of(scope: ReportScope, itemId?: string): Promise<ItemReport[]> {
      const filter = { ...scope, ...(itemId === undefined ? {} : { itemId }) };
      const found = await Reports.find(filter).sort({ at: -1 }).lean<ReportDocument[]>().exec();
      const all = found.map(plain);
      return [...all.filter(({ answer }) => !answer), ...all.filter(({ answer }) => answer)];
    },

    /** What was reported about the items of an attempt, which has so many slots. */
    async ofAttempt(attemptId: string, slots: number): Promise<ItemReport[]> {
      const ids = Array.from({ length: slots }, (_none, slot) => `${attemptId}/${slot}`);
      const found = await Reports.find({ _id: { $in: ids } })
        .lean<ReportDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Answers an open report; false when there is none. */
    async answer(
      scope: ReportScope,
      id: string,
      answer: NonNullable<ItemReport['answer']>,
    ): Promise<boolean> {
      const { modifiedCount } = await Reports.updateOne(
        { _id: id, ...scope, answer: { $exists: false } },
        { $set: { answer } },
      ).exec();
      return modifiedCount === 1;
    },

    /** Takes a report that its item's owner has not been told of; nobody else gets it. */
    async takeUntold(now: Date): Promise<ItemReport | undefined> {
      const found = await Reports.findOneAndUpdate(
        { toldAt: { $exists: false } },
        { $set: { toldAt: now } },
        { returnDocument: 'after' },
      )
        .lean<ReportDocument>()
        .exec();
      return found ? plain(found) : undefined;
    },
  };
}
