import { Schema, type Connection, type QueryFilter } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';
import { noticeId, type NewNotice, type Notice, type SkipReason } from './notice.js';

export type NoticeStore = ReturnType<typeof createNoticeStore>;

type NoticeDocument = Omit<Notice, 'id'> & { _id: string };

/** How a try to send ended. `tries` is the number of that try: whoever was overtaken by another try changes nothing. */
export interface EndedTry {
  readonly id: string;
  readonly tries: number;
}

/** The ledger of notices. Its key is (certificate, rung, recipient): whatever runs twice writes and sends once. */
export function createNoticeStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const number = { type: Number, required: true } as const;
  const schema = new Schema<NoticeDocument>(
    {
      _id: text,
      certificateId: text,
      rung: number,
      recipientId: text,
      municipalityId: text,
      recipientKind: text,
      validTo: text,
      messageId: text,
      state: text,
      recordedAt: { type: Date, required: true },
      tries: number,
      nextTryAt: Date,
      leaseUntil: Date,
      sentAt: Date,
      skippedFor: String,
      failure: String,
    },
    { strict: 'throw', versionKey: false, collection: 'notices' },
  );
  schema.index({ certificateId: 1, rung: 1, recipientId: 1 }, { unique: true });
  schema.index({ municipalityId: 1, state: 1, recordedAt: -1 });
  const Notices = connection.model('Notice', schema);

  const plain = ({ _id, ...rest }: NoticeDocument): Notice => ({ id: _id, ...rest });

  /** Adds the notice, or changes the standing one if the filter lets it. False: it stands and stays as it is. */
  async function record(
    notice: NewNotice,
    mayChange: QueryFilter<NoticeDocument>,
    change: Pick<Notice, 'state'> & Partial<Notice>,
    now: Date,
  ): Promise<boolean> {
    const _id = noticeId(notice);
    try {
      await Notices.updateOne(
        { _id, ...mayChange },
        {
          $set: change,
          $unset: { leaseUntil: 1, ...('skippedFor' in change ? {} : { skippedFor: 1 }) },
          $setOnInsert: { ...notice, recordedAt: now, tries: 0 },
        },
        { upsert: true },
      ).exec();
      return true;
    } catch (error) {
      // The filter found none, and adding found that there is one: it is in a state that may not be changed.
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** Not sent, and nobody is at it at the moment. */
  const idle = (now: Date): QueryFilter<NoticeDocument>[] => [
    { state: 'planned' },
    { state: 'sending', leaseUntil: { $lte: now } },
  ];
  const reopenable: QueryFilter<NoticeDocument>[] = [
    { state: 'undeliverable' },
    { state: 'skipped', skippedFor: { $ne: 'overtaken' } },
  ];

  return {
    ensureIndexes: () => Notices.createIndexes(),

    async ofCertificates(certificateIds: readonly string[]): Promise<Notice[]> {
      const found = await Notices.find({ certificateId: { $in: [...certificateIds] } })
        .lean<NoticeDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Everything a person was sent or is to be sent. */
    async ofRecipient(municipalityId: string, recipientId: string): Promise<Notice[]> {
      const found = await Notices.find({ municipalityId, recipientId })
        .sort({ recordedAt: 1 })
        .lean<NoticeDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** What a person was told, another was told, who is the same human. Of two of one rung one stays. */
    async moveTo(municipalityId: string, from: string, into: string): Promise<void> {
      const found = await Notices.find({ municipalityId, recipientId: from })
        .lean<NoticeDocument[]>()
        .exec();
      for (const notice of found) {
        const moved = { ...notice, recipientId: into };
        await Notices.create([{ ...moved, _id: noticeId(moved) }]).catch((error: unknown) => {
          if (!isDuplicate(error)) throw error;
        });
        await Notices.deleteOne({ _id: notice._id }).exec();
      }
    },

    /** For a person who is erased. What others were told about them names nobody. */
    async removeOfRecipient(municipalityId: string, recipientId: string): Promise<void> {
      await Notices.deleteMany({ municipalityId, recipientId }).exec();
    },

    /** Those that are still to be sent. */
    async openOf(municipalityId: string): Promise<Notice[]> {
      const found = await Notices.find({ municipalityId, state: { $in: ['planned', 'sending'] } })
        .lean<NoticeDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Those that never reached anybody and need a person to look at them: no address, or given up. Newest first. */
    async undeliveredOf(municipalityId: string): Promise<Notice[]> {
      const found = await Notices.find({
        municipalityId,
        state: { $in: ['undeliverable', 'failed'] },
      })
        .sort({ recordedAt: -1, _id: 1 })
        .lean<NoticeDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Adds it as planned, or plans it again after it was undeliverable or skipped (unless overtaken). Of two who try, one is told true. */
    plan: (notice: NewNotice, now: Date): Promise<boolean> =>
      record(notice, { $or: reopenable }, { state: 'planned', nextTryAt: now }, now),

    /** True when it was not so recorded before. A notice that is being sent stays as it is. */
    recordUndeliverable: (notice: NewNotice, now: Date): Promise<boolean> =>
      record(
        notice,
        { $or: [...idle(now), { state: 'skipped', skippedFor: { $ne: 'overtaken' } }] },
        { state: 'undeliverable' },
        now,
      ),

    /** True when it was open, or not in the ledger at all. A notice that is being sent stays as it is. */
    skip: (notice: NewNotice, skippedFor: SkipReason, now: Date): Promise<boolean> =>
      record(notice, { $or: idle(now) }, { state: 'skipped', skippedFor }, now),

    /**
     * Takes the notice for sending until `leaseUntil`, if its time has come and nobody else has it. Of two who try, one gets it. Who dies
     * while sending loses it when the lease ends, and it is sent again with the same message id.
     */
    async claim(id: string, now: Date, leaseUntil: Date): Promise<Notice | undefined> {
      const free: QueryFilter<NoticeDocument>[] = [
        { state: 'planned', nextTryAt: { $lte: now } },
        { state: 'sending', leaseUntil: { $lte: now } },
      ];
      const claimed = await Notices.findOneAndUpdate(
        { _id: id, $or: free },
        { $set: { state: 'sending', leaseUntil }, $inc: { tries: 1 } },
        { returnDocument: 'after' },
      )
        .lean<NoticeDocument>()
        .exec();
      return claimed ? plain(claimed) : undefined;
    },

    /** False when another try has taken over. */
    async markSent({ id, tries }: EndedTry, sentAt: Date): Promise<boolean> {
      const { modifiedCount } = await Notices.updateOne(
        { _id: id, state: 'sending', tries },
        { $set: { state: 'sent', sentAt }, $unset: { leaseUntil: 1, nextTryAt: 1, failure: 1 } },
      ).exec();
      return modifiedCount === 1;
    },

    /** Back to planned until the next try, or failed when there is none. False when another try has taken over. */
    async markFailedTry(
      { id, tries }: EndedTry,
      failure: string,
      nextTryAt: Date | undefined,
    ): Promise<boolean> {
      const { modifiedCount } = await Notices.updateOne(
        { _id: id, state: 'sending', tries },
        nextTryAt === undefined
          ? { $set: { state: 'failed', failure }, $unset: { leaseUntil: 1, nextTryAt: 1 } }
          : { $set: { state: 'planned', failure, nextTryAt }, $unset: { leaseUntil: 1 } },
      ).exec();
      return modifiedCount === 1;
    },
  };
}
