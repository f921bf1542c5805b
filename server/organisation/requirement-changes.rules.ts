import { addDays, type PlainDate } from '../platform/plain-date.js';
import type { Requirement, Unit } from './municipality.js';
import type { Decided } from './work.rules.js';

export type RequirementRefusal =
  | 'not-there'
  | 'already-there'
  | 'unit-unknown'
  | 'unit-closed'
  | 'programme-unknown'
  | 'in-the-past'
  | 'end-before-start'
  | 'ended-before'
  | 'changed-meanwhile';

type RequirementsDecided = Decided<readonly Requirement[], RequirementRefusal>;

const refused = (reason: RequirementRefusal): RequirementsDecided => ({ allowed: false, reason });

/** With one more. It begins today at the earliest: who was certified on a day that is over, and by which rules, stays as it was. */
export function withRequirement(
  requirements: readonly Requirement[],
  added: Requirement & { readonly from: PlainDate },
  units: readonly Pick<Unit, 'id' | 'to'>[],
  today: PlainDate,
): RequirementsDecided {
  const { unitId, from, to } = added;
  const unit = units.find(({ id }) => id === unitId);
  if (unitId !== undefined && !unit) return refused('unit-unknown');
  if (unit?.to !== undefined && unit.to < from) return refused('unit-closed');
  if (from < today) return refused('in-the-past');
  if (to !== undefined && to < from) return refused('end-before-start');
  if (requirements.some((one) => saysTheSame(one, added, today))) return refused('already-there');
  return { allowed: true, after: [...requirements, added] };
}

/** With a last day for one: yesterday ends it at once. It is never removed. */
export function withoutRequirement(
  requirements: readonly Requirement[],
  id: string,
  lastDay: PlainDate,
  today: PlainDate,
): RequirementsDecided {
  const found = requirements.find((one) => one.id === id);
  if (!found) return refused('not-there');
  if (lastDay < addDays(today, -1)) return refused('in-the-past');
  if (found.to !== undefined && found.to <= lastDay) return refused('ended-before');
  const after = requirements.map((one) => (one === found ? { ...one, to: lastDay } : one));
  return { allowed: true, after };
}

/** Of the same people, in the same programme, with no end before the new one begins. */
function saysTheSame(
  one: Requirement,
  added: Requirement & { readonly from: PlainDate },
  today: PlainDate,
): boolean {
  const ends = one.to !== undefined && (one.to < added.from || one.to < today);
  const sameSet = (a: readonly string[] = [], b: readonly string[] = []): boolean =>
    a.length === b.length && a.every((value) => b.includes(value));
  return (
    !ends &&
    one.programmeId === added.programmeId &&
    one.unitId === added.unitId &&
    sameSet(one.jobRoles, added.jobRoles) &&
    sameSet(one.tasks, added.tasks)
  );
}
