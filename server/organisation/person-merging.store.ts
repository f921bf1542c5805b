import type { MergeAct, MergedPerson, Person } from './person.js';
import {
  merged,
  THEMSELVES,
  type PersonDocument,
  type PersonModel,
} from './person-document.store.js';

/** Two records of one human: the merged one stays as a signpost (ADR 0020). */
export function mergingIn(People: PersonModel) {
  return {
    /** Whoever has been merged: of that login service, or into that person. */
    async mergedOf(
      municipalityId: string,
      which: { readonly issuer: string } | { readonly into: string },
    ): Promise<MergedPerson[]> {
      const filter =
        'into' in which
          ? { mergedInto: which.into }
          : { issuer: which.issuer, mergedInto: { $exists: true } };
      const found = await People.find({ municipalityId, ...filter })
        .lean<PersonDocument[]>()
        .exec();
      return found.map(merged);
    },

    /** Merges of any municipality whose records are still on their way. */
    async mergesUnderWay(): Promise<MergedPerson[]> {
      const found = await People.find({ mergedInto: { $exists: true }, merge: { $exists: true } })
        .lean<PersonDocument[]>()
        .exec();
      return found.map(merged);
    },

    /** From now on the identity leads to the other person. False when somebody has changed their work since, or has merged them. */
    async beginMerge(before: Person, into: string, act: MergeAct): Promise<boolean> {
      const { id, municipalityId, employments, grants } = before;
      const { matchedCount } = await People.collection.updateOne(
        { _id: id, municipalityId, employments, grants, ...THEMSELVES } as object,
        { $set: { mergedInto: into, merge: act } },
      );
      return matchedCount === 1;
    },

    /** As if it had not been begun; nothing may have been moved. */
    async cancelMerge(municipalityId: string, id: string): Promise<void> {
      await People.updateOne(
        { _id: id, municipalityId },
        { $unset: { mergedInto: 1, merge: 1 } },
      ).exec();
    },

    /**
     * Gives the person all the work of another, whose ids become theirs, in the place of what was read. False when somebody has changed the
     * person's since.
     */
    async takeOver(
      before: Person,
      from: Pick<Person, 'id' | 'formerIds'>,
      after: Pick<Person, 'employments' | 'grants'>,
    ): Promise<boolean> {
      const { id, municipalityId, employments, grants } = before;
      const { matchedCount } = await People.collection.updateOne(
        { _id: id, municipalityId, employments, grants, ...THEMSELVES } as object,
        {
          $set: { employments: after.employments, grants: after.grants },
          $addToSet: { formerIds: { $each: [from.id, ...(from.formerIds ?? [])] } },
        },
      );
      return matchedCount === 1;
    },

    /** What others have with the one who was merged, they have with the person: merges of before, and deputies' grants. */
    async repoint(municipalityId: string, from: string, into: string): Promise<void> {
      await People.updateOne(
        { _id: from, municipalityId },
        { $set: { employments: [], grants: [] }, $unset: { formerIds: 1 } },
      ).exec();
      await People.updateMany(
        { municipalityId, mergedInto: from },
        { $set: { mergedInto: into } },
      ).exec();
      await People.updateMany(
        { municipalityId, 'grants.deputyFor': from },
        { $set: { 'grants.$[one].deputyFor': into } },
        { arrayFilters: [{ 'one.deputyFor': from }] },
      ).exec();
    },

    async endMerge(municipalityId: string, id: string): Promise<void> {
      await People.updateOne({ _id: id, municipalityId }, { $unset: { merge: 1 } }).exec();
    },
  };
}
