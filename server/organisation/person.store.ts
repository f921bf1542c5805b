import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';
import type { Employment, MergeAct, Person, RoleGrant } from './person.js';
import { plain, THEMSELVES, type PersonDocument } from './person-document.store.js';
import { findingIn } from './person-finding.store.js';
import { mergingIn } from './person-merging.store.js';

export type PersonStore = ReturnType<typeof createPersonStore>;

/** A person as an import would have them, and as they were read; without that, they are new. */
export interface ImportedPerson extends Person {
  readonly before?: Person;
}

/** People with their employments and role grants: one document a person. How they are found and merged is in the files beside this one. */
export function createPersonStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const employment = new Schema<Employment>(
    {
      unitId: text,
      jobRole: text,
      from: text,
      to: String,
      percent: { type: Number, required: true },
      tasks: { type: [String], default: undefined },
      source: String,
    },
    { _id: false, strict: 'throw' },
  );
  const grant = new Schema<RoleGrant>(
    { role: text, unitId: String, from: text, to: String, deputyFor: String, source: String },
    { _id: false, strict: 'throw' },
  );
  const schema = new Schema<PersonDocument>(
    {
      _id: text,
      municipalityId: text,
      issuer: text,
      subject: text,
      // An identity provider may leave a name out.
      givenName: { type: String, default: '' },
      familyName: { type: String, default: '' },
      sortName: { type: String, default: '' },
      email: String,
      namedBy: String,
      employments: [employment],
      grants: [grant],
      formerIds: { type: [String], default: undefined },
      mergedInto: String,
      merge: new Schema<MergeAct>(
        { by: text, at: { type: Date, required: true }, reason: text },
        { _id: false, strict: 'throw' },
      ),
    },
    { strict: 'throw', versionKey: false, collection: 'people' },
  );
  schema.index({ municipalityId: 1, issuer: 1, subject: 1 }, { unique: true });
  schema.index({ municipalityId: 1, 'employments.unitId': 1 });
  schema.index({ municipalityId: 1, sortName: 1 });
  schema.index({ mergedInto: 1 }, { partialFilterExpression: { mergedInto: { $exists: true } } });
  const People = connection.model<PersonDocument>('Person', schema);

  /** Someone, or whoever they were merged into. */
  async function behind(municipalityId: string, id: string): Promise<PersonDocument | undefined> {
    const found = await People.findOne({ _id: id, municipalityId }).lean<PersonDocument>().exec();
    return found?.mergedInto === undefined
      ? (found ?? undefined)
      : behind(municipalityId, found.mergedInto);
  }

  return {
    ensureIndexes: () => People.createIndexes(),
    ...findingIn(People),
    ...mergingIn(People),

    /** Someone of that municipality, and of no other. */
    async find(municipalityId: string, id: string): Promise<Person | undefined> {
      const found = await People.findOne({ _id: id, municipalityId, ...THEMSELVES })
        .lean<PersonDocument>()
        .exec();
      return found ? plain(found) : undefined;
    },

    /** The same, by any id that the person ever had. */
    async findBehind(municipalityId: string, id: string): Promise<Person | undefined> {
      const found = await behind(municipalityId, id);
      return found && plain(found);
    },

    /** Those of them who are of that municipality, in no order; who was merged into somebody is there by their own id and name. */
    async findAll(municipalityId: string, ids: readonly string[]): Promise<Person[]> {
      if (ids.length === 0) return [];
      const found = await People.find({ _id: { $in: [...ids] }, municipalityId })
        .lean<PersonDocument[]>()
        .exec();
      return found.map(plain);
    },

    /**
     * Finds the person behind an identity, or makes one without an employment ("not placed yet"). Name and e-mail follow the identity
     * provider at every login; the identity stays. Two logins at once make one person. An identity that was merged leads to its person.
     */
    async recordIdentity(
      identity: Pick<
        Person,
        'municipalityId' | 'issuer' | 'subject' | 'givenName' | 'familyName' | 'email'
      >,
      newId: string,
    ): Promise<Person> {
      const { municipalityId, issuer, subject, givenName, familyName, email } = identity;
      const update = {
        $set: {
          givenName,
          familyName,
          sortName: sortNameOf(identity),
          namedBy: 'identity' as const,
          ...(email === undefined ? {} : { email }),
        },
        $setOnInsert: { _id: newId, employments: [], grants: [] },
      };
      const filter = { municipalityId, issuer, subject };
      const options = { upsert: true, returnDocument: 'after' } as const;
      const found = await People.findOneAndUpdate(filter, update, options)
        .lean<PersonDocument>()
        .exec()
        // The other of two first logins was a moment earlier: this one finds its person.
        .catch(() =>
          People.findOneAndUpdate(filter, update, options).lean<PersonDocument>().exec(),
        );
      if (found.mergedInto === undefined) return plain(found);
      const person = await behind(municipalityId, found.mergedInto);
      const named = person && { _id: person._id, municipalityId };
      return plain(
        await People.findOneAndUpdate(named, { $set: update.$set }, { returnDocument: 'after' })
          .lean<PersonDocument>()
          .orFail()
          .exec(),
      );
    },

    /** Whether anybody is known by that login service. */
    async hasIdentities(municipalityId: string, issuer: string): Promise<boolean> {
      return (await People.exists({ municipalityId, issuer }).exec()) !== null;
    },

    /**
     * Finds or makes the person whom an identity provider announces before they have logged in. What a login has said of names and e-mail
     * is left as it is.
     */
    async recordProvisioned(
      identity: Pick<
        Person,
        'municipalityId' | 'issuer' | 'subject' | 'givenName' | 'familyName' | 'email'
      >,
      newId: string,
    ): Promise<Person> {
      const { municipalityId, issuer, subject, ...names } = identity;
      const filter = { municipalityId, issuer, subject };
      const said = { ...names, sortName: sortNameOf(names), namedBy: 'scim' as const };
      const upsert = () =>
        People.updateOne(
          filter,
          { $setOnInsert: { _id: newId, employments: [], grants: [], ...said } },
          { upsert: true },
        ).exec();
      await upsert().catch(upsert);
      await People.updateOne({ ...filter, namedBy: { $ne: 'identity' } }, { $set: said }).exec();
      const found = await People.findOne(filter).lean<PersonDocument>().orFail().exec();
      return plain(found);
    },

    /**
     * Writes what an import says of many people, each by one conditional update: who has changed since they were read, or has come
     * meanwhile, is left alone. How many were written.
     */
    async writeImported(imported: readonly ImportedPerson[]): Promise<number> {
      if (imported.length === 0) return 0;
      const updates = imported.map(({ before, ...person }) => {
        const { id, municipalityId, issuer, subject, grants, ...rest } = person;
        const $set = { ...rest, sortName: sortNameOf(rest) };
        const filter = before
          ? { _id: id, municipalityId, employments: before.employments, ...THEMSELVES }
          : { municipalityId, issuer, subject, 'employments.0': { $exists: false } };
        const update = before ? { $set } : { $set, $setOnInsert: { _id: id, grants } };
        return { updateOne: { filter, update, upsert: !before } };
      });
      const written = await People.collection
        .bulkWrite(updates as never, { ordered: false })
        .catch((error: unknown) => {
          if (isDuplicate(error))
            return (error as { result: { matchedCount: number; upsertedCount: number } }).result;
          throw error;
        });
      return written.matchedCount + written.upsertedCount;
    },

    /** For good, with those who were merged into the person: nothing is left here. Records elsewhere keep an id that leads nowhere. */
    async remove(municipalityId: string, id: string): Promise<void> {
      await People.deleteMany({ municipalityId, mergedInto: id }).exec();
      await People.deleteOne({ _id: id, municipalityId }).exec();
    },

    async put({ id, ...rest }: Person): Promise<void> {
      await People.replaceOne(
        { _id: id },
        { ...rest, sortName: sortNameOf(rest) },
        { upsert: true },
      ).exec();
    },

    /** Puts employments and grants in the place of those that were read; false when somebody has changed them since, or the person is gone. */
    async changeWork(
      before: Person,
      after: Pick<Person, 'employments' | 'grants'>,
    ): Promise<boolean> {
      const { id, municipalityId, employments, grants } = before;
      // The driver's own update compares what is stored as it is stored.
      const { matchedCount } = await People.collection.updateOne(
        { _id: id, municipalityId, employments, grants, ...THEMSELVES } as object,
        { $set: { employments: after.employments, grants: after.grants } },
      );
      return matchedCount === 1;
    },
  };
}

function sortNameOf(person: Pick<Person, 'givenName' | 'familyName'>): string {
  return `${person.familyName} ${person.givenName}`.toLocaleLowerCase('nb');
}
