import { Schema, type Connection, type Model } from 'mongoose';
import type { LoginAtProvider } from './logout-messages.js';
import { USUAL_LIMITS, type SessionTimes } from './session.rules.js';

export interface SessionRecord extends SessionTimes {
  /** The fingerprint of the secret in the person's cookie; the secret itself is stored nowhere. */
  readonly id: string;
  readonly personId: string;
  readonly municipalityId: string;
  /** For single logout. Absent where a session did not begin at a login service. */
  readonly login?: LoginAtProvider;
}

export interface SessionStore {
  start(session: SessionRecord): Promise<void>;
  /** Nothing for a session that is over, whether or not it has been removed. */
  findLive(id: string, now: Date): Promise<SessionRecord | undefined>;
  /** Prolongs a live session. A late, older sign of life changes nothing. */
  touch(
    id: string,
    seen: Pick<SessionTimes, 'lastSeenAt' | 'expiresAt'>,
    now: Date,
  ): Promise<boolean>;
  /** Ends it for good. False if it had ended before. */
  end(id: string): Promise<boolean>;
  /** Ends it for good and tells what it was, live or not. Nothing if it had ended before. */
  take(id: string): Promise<SessionRecord | undefined>;
  /** Those that the login service means, and no other's; without an index all under that name. How many were ended. */
  endOfLogin(
    provider: { readonly municipalityId: string; readonly providerId: string | undefined },
    nameId: string,
    sessionIndexes: readonly string[],
  ): Promise<number>;
  /** Live or not, until they are removed. */
  ofPerson(personId: string): Promise<SessionRecord[]>;
  /** For a person who is shut out, or who asks for it. How many were ended. */
  endAllOf(personId: string): Promise<number>;
  /** One of the person's own. How many were ended: none if it is another's, or was over. */
  endOneOf(personId: string, id: string): Promise<number>;
  /** Where the person is logged in, the latest sign of life first. */
  liveOf(personId: string, now: Date): Promise<readonly SessionRecord[]>;
  /** How many were removed. */
  removeExpired(now: Date): Promise<number>;
  ensureIndexes(): Promise<void>;
}

type SessionDocument = Omit<SessionRecord, 'id'> & { _id: string };

/** Of sessions that were under way when the service learnt to keep it with them. */
const BEFORE_THERE_WERE_LIMITS = { idleMs: USUAL_LIMITS.idleMinutes * 60_000, isShared: false };

const text = { type: String, required: true } as const;
const instant = { type: Date, required: true } as const;

const schema = new Schema<SessionDocument>(
  {
    _id: text,
    personId: text,
    municipalityId: text,
    login: Schema.Types.Mixed,
    signedInAt: instant,
    lastSeenAt: instant,
    endsAt: instant,
    expiresAt: instant,
    idleMs: { type: Number, required: true },
    isShared: { type: Boolean, required: true },
  },
  { strict: 'throw', versionKey: false },
);
schema.index({ expiresAt: 1 });
schema.index({ personId: 1 });
schema.index({ municipalityId: 1, 'login.nameId': 1, 'login.sessionIndex': 1 });

export function createSessionStore(connection: Connection): SessionStore {
  const sessions: Model<SessionDocument> = connection.model<SessionDocument>(
    'Session',
    schema,
    'sessions',
  );
  return {
    async start({ id, ...session }) {
      await sessions.create({ _id: id, ...session });
    },
    async findLive(id, now) {
      const found = await sessions
        .findOne({ _id: id, expiresAt: { $gt: now } })
        .lean<SessionDocument>()
        .exec();
      if (!found) return undefined;
      const { _id, ...session } = found;
      return { id: _id, ...BEFORE_THERE_WERE_LIMITS, ...session };
    },
    async touch(id, seen, now) {
      const { modifiedCount } = await sessions
        .updateOne(
          { _id: id, expiresAt: { $gt: now }, lastSeenAt: { $lt: seen.lastSeenAt } },
          { $set: { lastSeenAt: seen.lastSeenAt, expiresAt: seen.expiresAt } },
        )
        .exec();
      return modifiedCount === 1;
    },
    async end(id) {
      const { deletedCount } = await sessions.deleteOne({ _id: id }).exec();
      return deletedCount === 1;
    },
    async take(id) {
      const found = await sessions.findOneAndDelete({ _id: id }).lean<SessionDocument>().exec();
      if (!found) return undefined;
      const { _id, ...session } = found;
      return { id: _id, ...session };
    },
    async endOfLogin({ municipalityId, providerId }, nameId, sessionIndexes) {
      const { deletedCount } = await sessions
        .deleteMany({
          municipalityId,
          'login.nameId': nameId,
          // Absent for the first.
          'login.providerId': providerId ?? null,
          ...(sessionIndexes.length > 0 && { 'login.sessionIndex': { $in: sessionIndexes } }),
        })
        .exec();
      return deletedCount;
    },
    async ofPerson(personId) {
      const found = await sessions.find({ personId }).lean<SessionDocument[]>().exec();
      return found.map(({ _id, ...session }) => ({ id: _id, ...session }));
    },
    async endAllOf(personId) {
      const { deletedCount } = await sessions.deleteMany({ personId }).exec();
      return deletedCount;
    },
    async endOneOf(personId, id) {
      const { deletedCount } = await sessions.deleteOne({ _id: id, personId }).exec();
      return deletedCount;
    },
    async liveOf(personId, now) {
      const found = await sessions
        .find({ personId, expiresAt: { $gt: now } })
        .sort({ lastSeenAt: -1 })
        .lean<SessionDocument[]>()
        .exec();
      return found.map(({ _id, ...session }) => ({ id: _id, ...session }));
    },
    async removeExpired(now) {
      const { deletedCount } = await sessions.deleteMany({ expiresAt: { $lte: now } }).exec();
      return deletedCount;
    },
    async ensureIndexes() {
      await sessions.createIndexes();
    },
  };
}
