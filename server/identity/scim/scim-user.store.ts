import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../../platform/database/connect.js';
import type { ScimUser } from './scim.js';

export type ScimUserStore = ReturnType<typeof createScimUserStore>;

type UserDocument = Omit<ScimUser, 'id'> & { _id: string; userNameKey: string };

/** Users as identity providers keep them through SCIM: one a person. */
export function createScimUserStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<UserDocument>(
    {
      _id: text,
      municipalityId: text,
      userName: text,
      userNameKey: text,
      externalId: text,
      active: { type: Boolean, required: true },
      createdAt: { type: Date, required: true },
      changedAt: { type: Date, required: true },
    },
    { strict: 'throw', versionKey: false, collection: 'scimUsers' },
  );
  schema.index({ municipalityId: 1, userNameKey: 1 }, { unique: true });
  schema.index({ municipalityId: 1, externalId: 1 }, { unique: true });
  const Users = connection.model('ScimUser', schema);
  const plain = ({ _id, userNameKey: _key, ...rest }: UserDocument): ScimUser => ({
    id: _id,
    ...rest,
  });

  return {
    ensureIndexes: () => Users.createIndexes(),

    async find(municipalityId: string, id: string): Promise<ScimUser | undefined> {
      const found = await Users.findOne({ _id: id, municipalityId }).lean<UserDocument>().exec();
      return found ? plain(found) : undefined;
    },

    /** User names differ in more than the case of their letters (RFC 7643, section 4.1.1). */
    async byUserName(municipalityId: string, userName: string): Promise<ScimUser[]> {
      const filter = { municipalityId, userNameKey: userName.toLowerCase() };
      return (await Users.find(filter).lean<UserDocument[]>().exec()).map(plain);
    },

    async byExternalId(municipalityId: string, externalId: string): Promise<ScimUser[]> {
      const filter = { municipalityId, externalId };
      return (await Users.find(filter).lean<UserDocument[]>().exec()).map(plain);
    },

    async allOf(municipalityId: string): Promise<ScimUser[]> {
      const found = await Users.find({ municipalityId })
        .sort({ userNameKey: 1 })
        .lean<UserDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** False when the person, or another with this userName or externalId, is a user already. */
    async add({ id, ...rest }: ScimUser): Promise<boolean> {
      try {
        await Users.create({ _id: id, userNameKey: rest.userName.toLowerCase(), ...rest });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },

    /** False when another user has this userName, or there is no such user. */
    async change(
      municipalityId: string,
      id: string,
      { userName, active, changedAt }: Pick<ScimUser, 'userName' | 'active' | 'changedAt'>,
    ): Promise<boolean> {
      try {
        const { matchedCount } = await Users.updateOne(
          { _id: id, municipalityId },
          { $set: { userName, userNameKey: userName.toLowerCase(), active, changedAt } },
        ).exec();
        return matchedCount === 1;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },

    /** The identity provider keeps the user no longer; the person stays. */
    async remove(municipalityId: string, id: string): Promise<void> {
      await Users.deleteOne({ _id: id, municipalityId }).exec();
    },
  };
}
