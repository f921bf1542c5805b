import type { PlainDate } from '../platform/plain-date.js';
import type { Unit } from './municipality.js';
import type { Employment, Person, RoleGrant } from './person.js';
import { isOfAUnit } from './policy.rules.js';
import { principalHolds } from './role-grant.rules.js';

/** What changes when somebody begins or ends something. Nothing in it is ever removed. */
export type Work = Pick<Person, 'employments' | 'grants'>;

export type WorkRefusal =
  | 'already-there'
  | 'not-there'
  | 'ended-before'
  | 'unit-unknown'
  | 'unit-closed'
  | 'unit-needed'
  | 'end-before-start'
  | 'deputy-needs-end'
  | 'deputy-of-oneself'
  | 'nobody-to-deputise';

export type Decided<T, R> =
  { readonly allowed: true; readonly after: T } | { readonly allowed: false; readonly reason: R };

type WorkDecided = Decided<Work, WorkRefusal>;
type KnownUnit = Pick<Unit, 'id' | 'to'>;

const refused = (reason: WorkRefusal): WorkDecided => ({ allowed: false, reason });

/** An employment is known by where, as what and since when. */
export type EmploymentKey = Pick<Employment, 'unitId' | 'jobRole' | 'from'>;

export function isSameEmployment(one: EmploymentKey, other: EmploymentKey): boolean {
  return one.unitId === other.unitId && one.jobRole === other.jobRole && one.from === other.from;
}

export function withEmployment(
  work: Work,
  added: Employment,
  units: readonly KnownUnit[],
): WorkDecided {
  const problem = problemAt(added.unitId, units, added) ?? problemOf(added);
  if (problem) return refused(problem);
  if (work.employments.some((one) => isSameEmployment(one, added))) return refused('already-there');
  return { allowed: true, after: { ...work, employments: [...work.employments, added] } };
}

/** A last day before today ends access at once; what has ended earlier stays as it was. */
export function withoutEmployment(work: Work, key: EmploymentKey, lastDay: PlainDate): WorkDecided {
  const found = work.employments.find((one) => isSameEmployment(one, key));
  if (!found) return refused('not-there');
  if (found.to !== undefined && found.to <= lastDay) return refused('ended-before');
  const employments = work.employments.map((one) =>
    one === found ? { ...one, to: lastDay } : one,
  );
  return { allowed: true, after: { ...work, employments } };
}

/** A grant is known by the role, where, since when and for whom. */
export type GrantKey = Pick<RoleGrant, 'role' | 'unitId' | 'from' | 'deputyFor'>;

export function isSameGrant(one: GrantKey, other: GrantKey): boolean {
  return (
    one.role === other.role &&
    one.unitId === other.unitId &&
    one.from === other.from &&
    one.deputyFor === other.deputyFor
  );
}

/** @param principal whom a deputy stands in for: somebody who holds that very role in their own right on the first day */
export function withGrant(
  person: Work & Pick<Person, 'id'>,
  added: RoleGrant,
  units: readonly KnownUnit[],
  principal: (Work & Pick<Person, 'id'>) | undefined,
): WorkDecided {
  const problem =
    placeProblem(added, units) ?? problemOf(added) ?? deputyProblem(person, added, principal);
  if (problem) return refused(problem);
  const { employments, grants } = person;
  if (grants.some((one) => isSameGrant(one, added))) return refused('already-there');
  return { allowed: true, after: { employments, grants: [...grants, added] } };
}

export function withoutGrant(work: Work, key: GrantKey, lastDay: PlainDate): WorkDecided {
  const found = work.grants.find((one) => isSameGrant(one, key));
  if (!found) return refused('not-there');
  if (found.to !== undefined && found.to <= lastDay) return refused('ended-before');
  const grants = work.grants.map((one) => (one === found ? { ...one, to: lastDay } : one));
  return { allowed: true, after: { ...work, grants } };
}

function deputyProblem(
  person: Pick<Person, 'id'>,
  { deputyFor, to, ...grant }: RoleGrant,
  principal: (Work & Pick<Person, 'id'>) | undefined,
): WorkRefusal | undefined {
  if (deputyFor === undefined) return undefined;
  if (to === undefined) return 'deputy-needs-end';
  if (deputyFor === person.id) return 'deputy-of-oneself';
  return principal?.id === deputyFor && principalHolds(principal, grant, grant.from)
    ? undefined
    : 'nobody-to-deputise';
}

function placeProblem(grant: RoleGrant, units: readonly KnownUnit[]): WorkRefusal | undefined {
  if (grant.unitId !== undefined) return problemAt(grant.unitId, units, grant);
  return isOfAUnit(grant.role) ? 'unit-needed' : undefined;
}

function problemAt(
  unitId: string,
  units: readonly KnownUnit[],
  { from }: { readonly from: PlainDate },
): WorkRefusal | undefined {
  const unit = units.find(({ id }) => id === unitId);
  if (!unit) return 'unit-unknown';
  return unit.to !== undefined && unit.to < from ? 'unit-closed' : undefined;
}

function problemOf({ from, to }: { from: PlainDate; to?: PlainDate }): WorkRefusal | undefined {
  return to !== undefined && to < from ? 'end-before-start' : undefined;
}
