import { addDays, type PlainDate } from '../platform/plain-date.js';
import { isActiveOn, type Employment, type Person, type RoleGrant } from './person.js';

type Holder = Pick<Person, 'employments' | 'grants'>;

/**
 * The grants that hold on that day. A grant ends with the stretch of employment it belongs to, so leaving ends every role at once and without
 * a write (ADR 0010); a deputy's grant holds only while the grant it stands in for does.
 * @param principals those whom the person may be a deputy for; others may be among them
 */
export function grantsInForce(
  person: Holder,
  principals: readonly (Holder & Pick<Person, 'id'>)[],
  day: PlainDate,
): readonly RoleGrant[] {
  return person.grants.filter((grant) => {
    if (!holdsByItself(person, grant, day)) return false;
    if (grant.deputyFor === undefined) return true;
    const principal = principals.find(({ id }) => id === grant.deputyFor);
    return (
      grant.to !== undefined && principal !== undefined && principalHolds(principal, grant, day)
    );
  });
}

/** Whether somebody holds, in their own right, the role that a deputy's grant stands in for: the same one, of the same unit. */
export function principalHolds(
  principal: Holder,
  { role, unitId }: Pick<RoleGrant, 'role' | 'unitId'>,
  day: PlainDate,
): boolean {
  return principal.grants.some(
    (own) =>
      own.role === role &&
      own.unitId === unitId &&
      own.deputyFor === undefined &&
      holdsByItself(principal, own, day),
  );
}

/** The last day of a grant: its own, or that of the employment it ends with; undefined while neither is known. */
export function lastDayOf(
  person: Pick<Person, 'employments'>,
  grant: RoleGrant,
): PlainDate | undefined {
  return earlier(grant.to, endOfStretch(person.employments, grant.from));
}

function holdsByItself(person: Holder, grant: RoleGrant, day: PlainDate): boolean {
  if (!isActiveOn(grant, day)) return false;
  const end = endOfStretch(person.employments, grant.from);
  return end === undefined || day <= end;
}

/**
 * The last day of the employments that follow each other without a gap from that day on, or from the first that begins later. Undefined when
 * they have no end, and when there is none: such a person was never employed here, or has come back to help after having left.
 */
function endOfStretch(employments: readonly Employment[], from: PlainDate): PlainDate | undefined {
  const later = employments
    .filter((one) => one.to === undefined || (one.to >= from && one.to >= one.from))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  let end = later[0]?.to;
  for (const one of later.slice(1)) {
    if (end === undefined || one.from > addDays(end, 1)) break;
    end = one.to === undefined || one.to > end ? one.to : end;
  }
  return end;
}

function earlier(one: PlainDate | undefined, other: PlainDate | undefined): PlainDate | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}

/** The last day of work of somebody who has left; undefined for who works on that day, or has not begun. */
export function leftOn(
  { employments }: Pick<Person, 'employments'>,
  day: PlainDate,
): PlainDate | undefined {
  if (employments.some((one) => isActiveOn(one, day))) return undefined;
  return employments
    .flatMap(({ to }) => (to !== undefined && to < day ? [to] : []))
    .toSorted()
    .at(-1);
}
