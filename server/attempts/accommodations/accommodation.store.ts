import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../../platform/database/connect.js';
import type { AccommodationGrant, Accommodations } from './accommodation.rules.js';

export type AccommodationStore = ReturnType<typeof createAccommodationStore>;

interface AccommodationsDocument {
  _id: string;
  municipalityId: string;
  grants: AccommodationGrant[];
}

/** What people were granted: one document a person. It knows no programme and no cycle, and so outlives both. */
export function createAccommodationStore(connection: Connection) {
  const schema = new Schema<AccommodationsDocument>(
    {
      _id: { type: String, required: true },
      municipalityId: { type: String, required: true },
      grants: { type: Schema.Types.Mixed, required: true },
    },
    { strict: 'throw', versionKey: false, collection: 'accommodations', minimize: false },
  );
  schema.index({ municipalityId: 1 });
  const All = connection.model('Accommodations', schema);

  const plain = ({ _id, municipalityId, grants }: AccommodationsDocument): Accommodations => ({
    municipalityId,
    personId: _id,
    grants,
  });

  return {
    ensureIndexes: () => All.createIndexes(),

    /** The person's; nothing granted yet, when there is no record. */
    async of(municipalityId: string, personId: string): Promise<Accommodations> {
      const found = await All.findOne({ _id: personId, municipalityId })
        .lean<AccommodationsDocument>()
        .exec();
      return found ? plain(found) : { municipalityId, personId, grants: [] };
    },

    /** Those among these people who have a record; with no people named, all of the municipality. */
    async ofPeople(
      municipalityId: string,
      personIds?: readonly string[],
    ): Promise<Accommodations[]> {
      const found = await All.find({
        municipalityId,
        ...(personIds ? { _id: { $in: [...personIds] } } : {}),
      })
        .lean<AccommodationsDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Adds a grant to those that were seen; false when somebody has added one since. */
    async grant({ municipalityId, personId, grants }: Accommodations, grant: AccommodationGrant) {
      try {
        const { modifiedCount, upsertedCount } = await All.updateOne(
          { _id: personId, municipalityId, grants: { $size: grants.length } },
          { $push: { grants: grant } },
          { upsert: grants.length === 0 },
        ).exec();
        return modifiedCount + upsertedCount === 1;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },

    /** Ends one that has not been ended. */
    async end(
      { municipalityId, personId }: Pick<Accommodations, 'municipalityId' | 'personId'>,
      grantId: string,
      ended: NonNullable<AccommodationGrant['ended']>,
    ): Promise<boolean> {
      const open = { id: grantId, ended: { $exists: false } };
      const { modifiedCount } = await All.updateOne(
        { _id: personId, municipalityId, grants: { $elemMatch: open } },
        { $set: { 'grants.$.ended': ended } },
      ).exec();
      return modifiedCount === 1;
    },

    /** What a person was granted becomes another's, who is the same human. What has been moved is not moved again. */
    async moveTo(municipalityId: string, from: string, into: string): Promise<void> {
      const found = await All.findOne({ _id: from, municipalityId })
        .lean<AccommodationsDocument>()
        .exec();
      if (!found) return;
      await All.updateOne(
        { _id: into, municipalityId },
        { $setOnInsert: { grants: [] } },
        { upsert: true },
      ).exec();
      for (const grant of found.grants)
        await All.updateOne(
          { _id: into, municipalityId, 'grants.id': { $ne: grant.id } },
          { $push: { grants: grant } },
        ).exec();
      await All.deleteOne({ _id: from, municipalityId }).exec();
    },

    async removeOf(municipalityId: string, personId: string): Promise<void> {
      await All.deleteOne({ _id: personId, municipalityId }).exec();
    },
  };
}
