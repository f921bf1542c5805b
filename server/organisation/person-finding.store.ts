import type { QueryFilter } from 'mongoose';
import type { PlainDate } from '../platform/plain-date.js';
import type { PeopleState, Person, RoleGrant } from './person.js';
import {
  plain,
  THEMSELVES,
  type PersonDocument,
  type PersonModel,
} from './person-document.store.js';
import type { Scope } from './policy.rules.js';

export interface PeopleFilter {
  readonly q?: string | undefined;
  readonly state?: PeopleState | undefined;
  /** Who works in one of these on the day. */
  readonly unitIds?: readonly string[] | undefined;
  readonly day: PlainDate;
}

/** People by where they work, by name, by role, by who knows them. */
export function findingIn(People: PersonModel) {
  return {
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

    /** A page of a municipality's people by id, from the one after `after`. */
    async inOrder(municipalityId: string, after: string, limit: number): Promise<Person[]> {
      const found = await People.find({ municipalityId, _id: { $gt: after }, ...THEMSELVES })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<PersonDocument[]>()
        .exec();
      return found.map(plain);
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
