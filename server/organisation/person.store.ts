import { Schema, type Connection, type QueryFilter } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';
import type { Employment, Person, RoleGrant } from './person.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { Scope } from './policy.rules.js';

export type PersonStore = ReturnType<typeof createPersonStore>;

/** A person as an import would have them, and as they were read; without that, they are new. */
export interface ImportedPerson extends Person {
  readonly before?: Person;
}

type PersonDocument = Omit<Person, 'id'> & { _id: string; sortName: string };

/** People with their employments and role grants: one document a person. */
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
    },
    { strict: 'throw', versionKey: false, collection: 'people' },
  );
  schema.index({ municipalityId: 1, issuer: 1, subject: 1 }, { unique: true });
  schema.index({ municipalityId: 1, 'employments.unitId': 1 });
  schema.index({ municipalityId: 1, sortName: 1 });
  const People = connection.model('Person', schema);

  const plain = ({ _id, sortName: _sortName, ...rest }: PersonDocument): Person => ({
    id: _id,
    ...rest,
  });

  return {
    ensureIndexes: () => People.createIndexes(),

    /** Someone of that municipality, and of no other. */
    async find(municipalityId: string, id: string): Promise<Person | undefined> {
      const found = await People.findOne({ _id: id, municipalityId }).lean<PersonDocument>().exec();
      return found ? plain(found) : undefined;
    },

    /** Those of them who are of that municipality, in no order. */
    async findAll(municipalityId: string, ids: readonly string[]): Promise<Person[]> {
      if (ids.length === 0) return [];
      const found = await People.find({ _id: { $in: [...ids] }, municipalityId })
        .lean<PersonDocument[]>()
        .exec();
      return found.map(plain);
    },

    /**
     * Finds the person behind an identity, or makes one without an employment ("not placed yet"). Name and e-mail follow the identity
     * provider at every login; the identity stays. Two logins at once make one person.
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
      return plain(found);
    },

    /** People who work inside the scope on that day, by name. */
    async employedIn(scope: Scope, unitIds: readonly string[], day: PlainDate): Promise<Person[]> {
      if (!scope.allowed) return [];
      const employed: QueryFilter<PersonDocument> = {
        municipalityId: scope.municipalityId,
        employments: {
          $elemMatch: {
            unitId: { $in: [...unitIds] },
            from: { $lte: day },
            $or: [{ to: { $exists: false } }, { to: { $gte: day } }],
          },
        },
      };
      const found = await People.find(employed)
        .sort({ sortName: 1, _id: 1 })
        .lean<PersonDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Those who hold a role of that name in the municipality, ended or not. */
    async withRole(municipalityId: string, role: RoleGrant['role']): Promise<Person[]> {
      const found = await People.find({ municipalityId, 'grants.role': role })
        .sort({ sortName: 1, _id: 1 })
        .lean<PersonDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Everybody whom the municipality's identity provider of that name knows, or HR by its numbers. */
    async ofIssuer(municipalityId: string, issuer: string): Promise<Person[]> {
      const found = await People.find({ municipalityId, issuer }).lean<PersonDocument[]>().exec();
      return found.map(plain);
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
          ? { _id: id, municipalityId, employments: before.employments }
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
        { _id: id, municipalityId, employments, grants } as object,
        { $set: { employments: after.employments, grants: after.grants } },
      );
      return matchedCount === 1;
    },
  };
}

function sortNameOf(person: Pick<Person, 'givenName' | 'familyName'>): string {
  return `${person.familyName} ${person.givenName}`.toLocaleLowerCase('nb');
}
