import type { PlainDate } from '../platform/plain-date.js';
import type { Employment, Period, Person, RoleGrant } from './person.js';
import { lastDayOf } from './role-grant.rules.js';
import { isSameEmployment, isSameGrant, type Work } from './work.rules.js';

/**
 * The work of two people who are one. What both have is kept once, as the one that lasts longer. A grant that has ended with an employment
 * stays ended, whatever the other one's employments are; one as deputy of the other is left out, because nobody stands in for themselves.
 */
export function mergedWork(kept: Person, gone: Person, today: PlainDate): Work {
  const both = [kept.id, gone.id];
  const [own, added] = [kept, gone].map((person) =>
    person.grants
      .filter(({ deputyFor }) => deputyFor === undefined || !both.includes(deputyFor))
      .map((grant) => endedFor(person, grant, today)),
  );
  return {
    employments: united<Employment>(kept.employments, gone.employments, isSameEmployment),
    grants: united<RoleGrant>(own ?? [], added ?? [], isSameGrant),
  };
}

function endedFor(person: Person, grant: RoleGrant, today: PlainDate): RoleGrant {
  const to = lastDayOf(person, grant);
  return to !== undefined && to < today ? { ...grant, to } : grant;
}

function united<T extends Period>(
  own: readonly T[],
  added: readonly T[],
  isSame: (one: T, other: T) => boolean,
): readonly T[] {
  const taken = own.map((one) => {
    const other = added.find((candidate) => isSame(one, candidate));
    return other && lastsLonger(other, one) ? other : one;
  });
  return [...taken, ...added.filter((one) => !own.some((other) => isSame(one, other)))];
}

function lastsLonger({ to: one }: Period, { to: other }: Period): boolean {
  return other !== undefined && (one === undefined || one > other);
}
