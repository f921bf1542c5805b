import { Schema, type Connection, type Model } from 'mongoose';

/** A login that was begun here: a browser was sent to its municipality's login service and has not come back yet. */
export interface SignInRequest {
  /** The ID of the AuthnRequest, which the answer must repeat. */
  readonly id: string;
  readonly municipalityId: string;
  /** The id of the login service it was sent to, where that is not the municipality's first. */
  readonly providerId?: string;
  /** The key that travels along as RelayState. The way back stays here: an address in a message could be anybody's. */
  readonly relayState: string;
  readonly returnPath: string;
  /** Of the secret in the cookie of the browser that began the login. */
  readonly browserFingerprint: string;
  /** The session this browser had: it ends when the login succeeds. The answer, posted from another site, comes without its cookie. */
  readonly replacesSessionId?: string;
  /** An administrator tries the login: nobody is signed in by it, and what it brings is shown and forgotten. */
  readonly isTest?: true;
  /** People take turns at the device: the login service is to ask who it is, whoever it remembers. */
  readonly isShared?: true;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly answeredAt?: Date;
}

export interface SignInRequestStore {
  open(request: SignInRequest): Promise<void>;
  /** Also requests that are over: the log tells an expired login from an unknown one. */
  find(id: string): Promise<SignInRequest | undefined>;
  /** Takes the answer of an open, unexpired request. True for one caller only, however many come at once. */
  answer(id: string, now: Date): Promise<boolean>;
  /** How many were removed. */
  removeExpired(now: Date): Promise<number>;
  ensureIndexes(): Promise<void>;
}

type SignInRequestDocument = Omit<SignInRequest, 'id'> & { _id: string };

const text = { type: String, required: true } as const;
const instant = { type: Date, required: true } as const;

const schema = new Schema<SignInRequestDocument>(
  {
    _id: text,
    municipalityId: text,
    providerId: String,
    relayState: text,
    returnPath: text,
    browserFingerprint: text,
    replacesSessionId: String,
    isTest: Boolean,
    isShared: Boolean,
    issuedAt: instant,
    expiresAt: instant,
    answeredAt: Date,
  },
  { strict: 'throw', versionKey: false },
);
schema.index({ expiresAt: 1 });

export function createSignInRequestStore(connection: Connection): SignInRequestStore {
  const requests: Model<SignInRequestDocument> = connection.model<SignInRequestDocument>(
    'SignInRequest',
    schema,
    'signInRequests',
  );
  return {
    async open({ id, ...request }) {
      await requests.create({ _id: id, ...request });
    },
    async find(id) {
      const found = await requests.findById(id).lean<SignInRequestDocument>().exec();
      if (!found) return undefined;
      const { _id, ...request } = found;
      return { id: _id, ...request };
    },
    async answer(id, now) {
      const { modifiedCount } = await requests
        .updateOne(
          { _id: id, expiresAt: { $gt: now }, answeredAt: { $exists: false } },
          { $set: { answeredAt: now } },
        )
        .exec();
      return modifiedCount === 1;
    },
    async removeExpired(now) {
      const { deletedCount } = await requests.deleteMany({ expiresAt: { $lte: now } }).exec();
      return deletedCount;
    },
    async ensureIndexes() {
      await requests.createIndexes();
    },
  };
}
