import { addDays, type PlainDate } from '../../platform/plain-date.js';
import type { Unit } from '../../organisation/municipality.js';
import {
  isActiveOn,
  ROLES,
  type Employment,
  type Person,
  type RoleGrant,
} from '../../organisation/person.js';
import type { UserMessage } from './scim.js';

/** What a message changes in somebody's work: each act by itself, so that it can be told in the audit trail. */
export interface WorkChanges {
  readonly start?: Employment;
  readonly end: readonly Employment[];
  readonly endGrants: readonly RoleGrant[];
  /** The last day of what ends: yesterday, so that access is over at once. */
  readonly lastDay: PlainDate;
}

/**
 * An active user with a department and a job role works there from today; what SCIM placed elsewhere before is over. A user who is no longer
 * active has left: every employment but those that HR keeps, and every role.
 */
export function workChanges(
  person: Pick<Person, 'employments' | 'grants'>,
  message: Pick<UserMessage, 'active' | 'department' | 'jobRole'>,
  units: readonly Pick<Unit, 'id' | 'codes' | 'to'>[],
  today: PlainDate,
): WorkChanges {
  const lastDay = addDays(today, -1);
  const current = person.employments.filter((one) => isActiveOn(one, today));
  if (!message.active)
    return {
      end: current.filter(({ source }) => source !== 'hr'),
      endGrants: person.grants.filter((one) => isActiveOn(one, today)),
      lastDay,
    };
  const wanted = placeOf(message, units, today);
  if (!wanted) return { end: [], endGrants: [], lastDay };
  const isThere = ({ unitId, jobRole }: Employment) =>
    unitId === wanted.unitId && jobRole === wanted.jobRole;
  return {
    ...(current.some(isThere) ? {} : { start: wanted }),
    end: current.filter((one) => one.source === 'scim' && !isThere(one)),
    endGrants: [],
    lastDay,
  };
}

function placeOf(
  { department, jobRole }: Pick<UserMessage, 'department' | 'jobRole'>,
  units: readonly Pick<Unit, 'id' | 'codes' | 'to'>[],
  today: PlainDate,
): Employment | undefined {
  if (department === undefined || jobRole === undefined) return undefined;
  const unit = units.find(
    ({ codes = [], to }) => codes.includes(department) && (to === undefined || to >= today),
  );
  return unit && { unitId: unit.id, jobRole, from: today, percent: 100, source: 'scim' };
}

/** Never through a group: who looks after the service is decided by those who run it. */
const NOT_BY_GROUP: readonly string[] = ['operator'];

/**
 * The role that a group's name gives: `medsert:<role>` for the whole municipality, `medsert:<role>:<unit code>` for a unit and what is below
 * it, in any case of letters. Nothing for every other name, an unknown role or an unknown unit.
 */
export function grantOfGroup(
  displayName: string,
  units: readonly Pick<Unit, 'id' | 'codes'>[],
  from: PlainDate,
): RoleGrant | undefined {
  const [prefix, roleName, code, ...more] = displayName.trim().split(':');
  if (prefix?.toLowerCase() !== 'medsert' || more.length > 0) return undefined;
  const role = ROLES.find((one) => one.toLowerCase() === roleName?.toLowerCase());
  if (!role || NOT_BY_GROUP.includes(role)) return undefined;
  if (code === undefined) return { role, from, source: 'scim' };
  const unit = units.find(({ codes = [] }) => codes.includes(code));
  return unit && { role, unitId: unit.id, from, source: 'scim' };
}

/** The grant that a group has given to a member, as it stands. */
export function givenByGroup(
  { grants }: Pick<Person, 'grants'>,
  given: RoleGrant,
  today: PlainDate,
): RoleGrant | undefined {
  return grants.find(
    (one) =>
      one.source === 'scim' &&
      one.role === given.role &&
      one.unitId === given.unitId &&
      isActiveOn(one, today),
  );
}
