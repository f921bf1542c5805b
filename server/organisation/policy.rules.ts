import type { PlainDate } from '../platform/plain-date.js';
import { isActiveOn, type Person, type Role } from './person.js';

/** What a role lets a person do. One's own certification needs no role. */
export type Action = 'see-certifications' | 'manage-people' | 'see-outbox';

const ALLOWED: Readonly<Record<Role, readonly Action[]>> = {
  unitHead: ['see-certifications'],
  hr: ['see-certifications'],
  examAuthor: [],
  administrator: ['see-certifications', 'manage-people', 'see-outbox'],
};

/** Roles that hold for the whole municipality; the others hold for a unit and what is below it. */
const WHOLE: readonly Role[] = ['hr', 'administrator'];

/** Which part of the municipality an action may touch. Queries carry it, so that nothing outside is even read. */
export type Scope =
  | { readonly allowed: false; readonly reason: 'no-role' }
  | {
      readonly allowed: true;
      readonly municipalityId: string;
      readonly units: 'all' | readonly string[];
    };

/** What the person may do on that day, and in which units (each with everything below it). */
export function scopeOf(
  actor: Pick<Person, 'municipalityId' | 'grants'>,
  action: Action,
  day: PlainDate,
): Scope {
  const grants = actor.grants.filter(
    (grant) => isActiveOn(grant, day) && ALLOWED[grant.role].includes(action),
  );
  if (grants.length === 0) return { allowed: false, reason: 'no-role' };
  const { municipalityId } = actor;
  if (grants.some(({ role }) => WHOLE.includes(role)))
    return { allowed: true, municipalityId, units: 'all' };
  const units = grants.flatMap(({ unitId }) => (unitId === undefined ? [] : [unitId]));
  return units.length === 0
    ? { allowed: false, reason: 'no-role' }
    : { allowed: true, municipalityId, units };
}
