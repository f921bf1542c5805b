import { Schema, type Connection, type Model } from 'mongoose';

/** A logout that was begun here: the login service was told, its answer has not come yet. */
export interface LogoutRequest {
  readonly id: string;
  readonly municipalityId: string;
  /** The id of the login service that was told, where it is not the municipality's first. */
  readonly providerId?: string;
  readonly expiresAt: Date;
}

export interface LogoutRequestStore {
  open(request: LogoutRequest): Promise<void>;
  /** Takes the answer of an open request to this login service. True once. */
  answer(
    provider: { readonly municipalityId: string; readonly providerId: string | undefined },
    id: string,
    now: Date,
  ): Promise<boolean>;
  /** How many were removed. */
  removeExpired(now: Date): Promise<number>;
  ensureIndexes(): Promise<void>;
}

type LogoutRequestDocument = Omit<LogoutRequest, 'id'> & { _id: string };

const schema = new Schema<LogoutRequestDocument>(
  {
    _id: { type: String, required: true },
    municipalityId: { type: String, required: true },
    providerId: String,
    expiresAt: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false },
);
schema.index({ expiresAt: 1 });

export function createLogoutRequestStore(connection: Connection): LogoutRequestStore {
  const requests: Model<LogoutRequestDocument> = connection.model<LogoutRequestDocument>(
    'LogoutRequest',
    schema,
    'logoutRequests',
  );
  return {
    async open({ id, ...request }) {
      await requests.create({ _id: id, ...request });
    },
    async answer({ municipalityId, providerId }, id, now) {
      const { deletedCount } = await requests
        .deleteOne({
          _id: id,
          municipalityId,
          providerId: providerId ?? null,
          expiresAt: { $gt: now },
        })
        .exec();
      return deletedCount === 1;
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
