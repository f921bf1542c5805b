import { Schema, type Connection } from 'mongoose';
import type { ScimGroup } from './scim.js';

export type ScimGroupStore = ReturnType<typeof createScimGroupStore>;

type GroupDocument = Omit<ScimGroup, 'id'> & { _id: string };

/** Groups as identity providers keep them through SCIM. */
export function createScimGroupStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<GroupDocument>(
    {
      _id: text,
      municipalityId: text,
      displayName: text,
      externalId: String,
      members: [String],
      createdAt: { type: Date, required: true },
      changedAt: { type: Date, required: true },
    },
    { strict: 'throw', versionKey: false, collection: 'scimGroups' },
  );
  schema.index({ municipalityId: 1, displayName: 1 });
  const Groups = connection.model('ScimGroup', schema);
  const plain = ({ _id, ...rest }: GroupDocument): ScimGroup => ({ id: _id, ...rest });

  return {
    ensureIndexes: () => Groups.createIndexes(),

    async find(municipalityId: string, id: string): Promise<ScimGroup | undefined> {
      const found = await Groups.findOne({ _id: id, municipalityId }).lean<GroupDocument>().exec();
      return found ? plain(found) : undefined;
    },

    async allOf(municipalityId: string): Promise<ScimGroup[]> {
      const found = await Groups.find({ municipalityId })
        .sort({ displayName: 1 })
        .lean<GroupDocument[]>()
        .exec();
      return found.map(plain);
    },

    async put({ id, ...rest }: ScimGroup): Promise<void> {
      await Groups.replaceOne({ _id: id, municipalityId: rest.municipalityId }, rest, {
        upsert: true,
      }).exec();
    },

    async remove(municipalityId: string, id: string): Promise<void> {
      await Groups.deleteOne({ _id: id, municipalityId }).exec();
    },
  };
}
