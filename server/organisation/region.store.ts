import { Schema, type Connection } from 'mongoose';
import type { Membership, Region } from './region.js';

type RegionDocument = Omit<Region, 'id'> & { readonly _id: string };

export type RegionStore = ReturnType<typeof createRegionStore>;

/** Regions with their members: one document a region. */
export function createRegionStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const instant = { type: Date, required: true } as const;
  const membership = new Schema<Membership>(
    { municipalityId: text, invitedAt: instant, from: String, to: String, declinedAt: Date },
    { _id: false, strict: 'throw' },
  );
  const schema = new Schema<RegionDocument>(
    {
      _id: text,
      name: text,
      hostMunicipalityId: text,
      revision: { type: Number, required: true },
      members: [membership],
    },
    { strict: 'throw', versionKey: false, collection: 'regions' },
  );
  schema.index({ 'members.municipalityId': 1 });
  const Regions = connection.model('Region', schema);
  const plain = ({ _id, ...rest }: RegionDocument): Region => ({ id: _id, ...rest });

  return {
    ensureIndexes: () => Regions.createIndexes(),

    /** Adds a region; false when there is one of that id. */
    async create({ id, ...rest }: Region): Promise<boolean> {
      const { upsertedCount } = await Regions.updateOne(
        { _id: id },
        { $setOnInsert: rest },
        { upsert: true },
      ).exec();
      return upsertedCount === 1;
    },

    async find(id: string): Promise<Region | undefined> {
      const found = await Regions.findById(id).lean<RegionDocument>().exec();
      return found ? plain(found) : undefined;
    },

    /** The region, for a municipality that is or was named in it. */
    async findFor(id: string, municipalityId: string): Promise<Region | undefined> {
      const found = await Regions.findOne({ _id: id, 'members.municipalityId': municipalityId })
        .lean<RegionDocument>()
        .exec();
      return found ? plain(found) : undefined;
    },

    /** Every region that names the municipality, also as one that is invited or has left, by name. */
    async ofMunicipality(municipalityId: string): Promise<Region[]> {
      const found = await Regions.find({ 'members.municipalityId': municipalityId })
        .sort({ name: 1 })
        .lean<RegionDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** False when somebody else has changed the region since it was read. */
    async setMembers(
      { id, revision }: Pick<Region, 'id' | 'revision'>,
      members: readonly Membership[],
    ): Promise<boolean> {
      const { modifiedCount } = await Regions.updateOne(
        { _id: id, revision },
        { $set: { members }, $inc: { revision: 1 } },
      ).exec();
      return modifiedCount === 1;
    },
  };
}
