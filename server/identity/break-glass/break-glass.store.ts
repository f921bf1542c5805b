import { Schema, type Connection } from 'mongoose';
import type { PlainDate } from '../../platform/plain-date.js';
import type { PassphraseDigest } from './break-glass-secrets.js';

export type BreakGlassStore = ReturnType<typeof createBreakGlassStore>;

/** Lets an administrator in when no login service works. */
export interface BreakGlassAccount {
  readonly id: string;
  readonly municipalityId: string;
  readonly userName: string;
  /** Who keeps it, for the others. */
  readonly name: string;
  readonly passphrase: PassphraseDigest;
  /** Of the authenticator app, under a key that is not in the database. */
  readonly codeSecret: string;
  /** The time step of the newest code that was taken; none of it or before is taken again. */
  readonly lastStep: number;
  readonly createdAt: Date;
  /** In the municipality's time zone. */
  readonly lastDay: PlainDate;
  readonly lastUsedAt?: Date;
  readonly endedAt?: Date;
}

type AccountDocument = Omit<BreakGlassAccount, 'id'> & { _id: string };

export function createBreakGlassStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<AccountDocument>(
    {
      _id: text,
      municipalityId: text,
      userName: text,
      name: text,
      passphrase: { type: Schema.Types.Mixed, required: true },
      codeSecret: text,
      lastStep: { type: Number, required: true },
      createdAt: { type: Date, required: true },
      lastDay: text,
      lastUsedAt: Date,
      endedAt: Date,
    },
    { strict: 'throw', versionKey: false, collection: 'breakGlassAccounts' },
  );
  schema.index({ municipalityId: 1, userName: 1 }, { unique: true });
  const Accounts = connection.model('BreakGlassAccount', schema);
  const open = (today: PlainDate) => ({ endedAt: { $exists: false }, lastDay: { $gte: today } });

  async function findOne(filter: object): Promise<BreakGlassAccount | undefined> {
    const found = await Accounts.findOne(filter).lean<AccountDocument>().exec();
    return found ? plain(found) : undefined;
  }

  return {
    ensureIndexes: () => Accounts.createIndexes(),

    async add({ id, ...rest }: BreakGlassAccount): Promise<void> {
      await Accounts.create({ _id: id, ...rest });
    },

    /** Nothing for one that has ended. */
    findOpen: (municipalityId: string, id: string, today: PlainDate) =>
      findOne({ _id: id, municipalityId, ...open(today) }),

    findByUserName: (municipalityId: string, userName: string) =>
      findOne({ municipalityId, userName }),

    /** Takes a code of that step once, if the account is open. False if it is not, or if that code or a newer one was taken. */
    async useStep(id: string, step: number, used: { at: Date; today: PlainDate }) {
      const { modifiedCount } = await Accounts.updateOne(
        { _id: id, lastStep: { $lt: step }, ...open(used.today) },
        { $set: { lastStep: step, lastUsedAt: used.at } },
      ).exec();
      return modifiedCount === 1;
    },

    /** Ended or not, the newest first. */
    async allOf(municipalityId: string): Promise<BreakGlassAccount[]> {
      const found = await Accounts.find({ municipalityId })
        .sort({ createdAt: -1 })
        .lean<AccountDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Whose it was; nothing if there is none that is not ended. */
    async end(id: string, at: Date): Promise<BreakGlassAccount | undefined> {
      const found = await Accounts.findOneAndUpdate(
        { _id: id, endedAt: { $exists: false } },
        { $set: { endedAt: at } },
      )
        .lean<AccountDocument>()
        .exec();
      return found ? plain(found) : undefined;
    },
  };
}

const plain = ({ _id, ...rest }: AccountDocument): BreakGlassAccount => ({ id: _id, ...rest });
