import { Schema, type Connection, type QueryFilter } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';
import type {
  Employment,
  MergeAct,
  MergedPerson,
  PeopleState,
  Person,
  RoleGrant,
} from './person.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { Scope } from './policy.rules.js';
import { byId } from '../platform/database/by-id.js';

export type PersonStore = ReturnType<typeof createPersonStore>;

export interface PeopleFilter {
  readonly q?: string | undefined;
  readonly state?: PeopleState | undefined;
  /** Who works in one of these on the day. */
  readonly unitIds?: readonly string[] | undefined;
  readonly day: PlainDate;
}

/** A person as an import would have them, and as they were read; without that, they are new. */
export interface ImportedPerson extends Person {
  readonly before?: Person;
}

type PersonDocument = Omit<Person, 'id'> & {
  _id: string;
  sortName: string;
  mergedInto?: string;
  merge?: MergeAct;
};

/** Not those who were merged into somebody. */
const THEMSELVES = { mergedInto: { $exists: false } } as const;

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
  const People = connection.model('Person', schema);

  const plain = ({
    _id,
    sortName: _sortName,
    mergedInto: _mergedInto,
    merge: _merge,
    ...rest
  }: PersonDocument): Person => ({ id: _id, ...rest });
  const merged = (document: PersonDocument): MergedPerson => ({
    person: plain(document),
    into: document.mergedInto ?? '',
    ...(document.merge ? { underWay: document.merge } : {}),
  });

  /** Someone, or whoever they were merged into. */
  async function behind(municipalityId: string, id: string): Promise<PersonDocument | undefined> {
    const found = await People.findOne({ _id: id, municipalityId }).lean<PersonDocument>().exec();
    return found?.mergedInto === undefined
      ? (found ?? undefined)
      : behind(municipalityId, found.mergedInto);
  }

  return {
    ensureIndexes: () => People.createIndexes(),

    /** Someone of that municipality, and of no other. */
    async find(municipalityId: string, id: string): Promise<Person | undefined> {
      const found = await People.findOne({ _id: id, municipalityId, ...THEMSELVES }, null, byId)
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

    /** People who work inside the scope on that day, by name. */
    async employedIn(scope: Scope, unitIds: readonly string[], day: PlainDate): Promise<Person[]> {
      if (!scope.allowed) return [];
      const employed: QueryFilter<PersonDocument> = {
        municipalityId: scope.municipalityId,
        employments: {
          $elemMatch: {
            unitId: { $in: [...unitIds] },
            ...activeOn(day),
          },
        },
      };
      const found = await People.find(employed)
        .sort({ sortName: 1, _id: 1 })
        .lean<PersonDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** How many employments run in each unit on that day. */
    async countsByUnit(municipalityId: string, day: PlainDate): Promise<Map<string, number>> {
      const running = { employments: { $elemMatch: activeOn(day) } };
      const employed = {
        'employments.from': { $lte: day },
        $or: endsOnOrAfter('employments.to', day),
      };
      const counted = await People.aggregate<{ _id: string; count: number }>([
        { $match: { municipalityId, ...running } },
        { $unwind: '$employments' },
        { $match: employed },
        { $group: { _id: '$employments.unitId', count: { $sum: 1 } } },
      ]).exec();
      return new Map(counted.map(({ _id, count }) => [_id, count]));
    },

    /** Whoever has an employment in that unit which runs on after that day, or begins then; by name. */
    async employedAfter(municipalityId: string, unitId: string, day: PlainDate): Promise<Person[]> {
      const found = await People.find({
        municipalityId,
        employments: {
          $elemMatch: { unitId, $or: [{ to: { $exists: false } }, { to: { $gt: day } }] },
        },
      })
        .sort({ sortName: 1, _id: 1 })
        .lean<PersonDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** A page of the municipality's people by name, and how many there are in all. */
    async search(
      municipalityId: string,
      { q, state, unitIds, day }: PeopleFilter,
      { page, size }: { readonly page: number; readonly size: number },
    ): Promise<{ readonly people: Person[]; readonly total: number }> {
      const filter: QueryFilter<PersonDocument> = {
        municipalityId,
        ...THEMSELVES,
        $and: [
          ...(q === undefined ? [] : wordsFilter(q)),
          ...(state === undefined ? [] : [stateFilter(state, day)]),
          ...(unitIds
            ? [{ employments: { $elemMatch: { unitId: { $in: [...unitIds] }, ...activeOn(day) } } }]
            : []),
          {},
        ],
      };
      const [found, total] = await Promise.all([
        People.find(filter)
          .sort({ sortName: 1, _id: 1 })
          .skip((page - 1) * size)
          .limit(size)
          .lean<PersonDocument[]>()
          .exec(),
        People.countDocuments(filter).exec(),
      ]);
      return { people: found.map(plain), total };
    },

    /** Whoever has ever been given a role. */
    async withRoles(municipalityId: string): Promise<Person[]> {
      const found = await People.find({ municipalityId, 'grants.0': { $exists: true } })
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

    /** Everybody whom the municipality's identity provider of that name knows, or HR by its numbers; without those who were merged. */
    async ofIssuer(municipalityId: string, issuer: string): Promise<Person[]> {
      const found = await People.find({ municipalityId, issuer, ...THEMSELVES })
        .lean<PersonDocument[]>()
        .exec();
      return found.map(plain);
    },

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

    /** A page of a municipality's people by id, from the one after `after`. */
    async inOrder(municipalityId: string, after: string, limit: number): Promise<Person[]> {
      const found = await People.find({ municipalityId, _id: { $gt: after }, ...THEMSELVES })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<PersonDocument[]>()
        .exec();
      return found.map(plain);
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

function activeOn(day: PlainDate) {
  return { from: { $lte: day }, $or: endsOnOrAfter('to', day) };
}

function endsOnOrAfter(field: string, day: PlainDate) {
  return [{ [field]: { $exists: false } }, { [field]: { $gte: day } }];
}

/** Every word is part of the name, or all of it is the number by which the municipality knows the person. */
function wordsFilter(q: string): QueryFilter<PersonDocument>[] {
  const words = q
    .toLocaleLowerCase('nb')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const inName = words.map((word) => ({
    sortName: { $regex: word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') },
  }));
  return [{ $or: [{ subject: q }, { $and: inName }] }];
}

function stateFilter(state: PeopleState, day: PlainDate): QueryFilter<PersonDocument> {
  const working = { employments: { $elemMatch: activeOn(day) } };
  if (state === 'working') return working;
  if (state === 'unplaced') return { 'employments.0': { $exists: false } };
  return { 'employments.from': { $lte: day }, $nor: [working] };
}

function sortNameOf(person: Pick<Person, 'givenName' | 'familyName'>): string {
  return `${person.familyName} ${person.givenName}`.toLocaleLowerCase('nb');
}
