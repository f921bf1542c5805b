import type { PlainDate } from '../platform/plain-date.js';
import { isActiveOn, isIdOf, type Person, type RoleGrant } from './person.js';

/** What each role lets a person do. One's own certification needs no role. */
const ALLOWED = {
  unitHead: [
    'see-certifications',
    'authorise',
    'sign-practical',
    'supervise-exams',
    'grant-accommodations',
  ],
  practicalAssessor: ['sign-practical'],
  coordinator: [
    'see-certifications',
    'supervise-exams',
    'grant-accommodations',
    'annul-attempts',
    'see-records',
    'see-similarity',
    'see-item-statistics',
    'regrade',
    'see-programmes',
    'manage-specifications',
    'manage-requirements',
  ],
  hr: ['see-certifications', 'import-people'],
  auditor: ['see-programmes', 'see-certifications', 'see-records', 'see-audit'],
  examAuthor: [
    'see-items',
    'write-items',
    'adopt-banks',
    'see-programmes',
    'manage-specifications',
    'see-item-statistics',
  ],
  examReviewer: ['see-items', 'review-items', 'see-programmes', 'see-item-statistics'],
  administrator: [
    'see-certifications',
    'import-people',
    'manage-people',
    'manage-organisation',
    'manage-requirements',
    'manage-identity',
    'manage-privacy',
    'merge-people',
    'share-banks',
    'adopt-banks',
    'see-audit',
    'see-outbox',
  ],
  operator: ['manage-identity', 'see-outbox'],
  breakGlass: ['manage-identity', 'manage-people'],
} as const satisfies Readonly<Record<RoleGrant['role'], readonly string[]>>;

export type Action = (typeof ALLOWED)[RoleGrant['role']][number];

/** Whether the role holds for a unit only: without one it holds nowhere. */
export function isOfAUnit(role: RoleGrant['role']): boolean {
  return role === 'unitHead' || role === 'practicalAssessor';
}

/** Which part of the municipality an action may touch. Queries carry it, so that nothing outside is even read. */
export type Scope =
  | { readonly allowed: false; readonly reason: 'no-role' }
  | {
      readonly allowed: true;
      readonly municipalityId: string;
      readonly units: 'all' | readonly string[];
    };

type Actor = Pick<Person, 'id' | 'formerIds' | 'municipalityId' | 'grants'>;

/** What the person may do on that day, and in which units (each with everything below it). */
export function scopeOf(
  actor: Pick<Actor, 'municipalityId' | 'grants'>,
  action: Action,
  day: PlainDate,
): Scope {
  const grants = actor.grants.filter((grant) => holds(grant, action, day));
  if (grants.length === 0) return { allowed: false, reason: 'no-role' };
  const { municipalityId } = actor;
  return grants.some(({ unitId }) => unitId === undefined)
    ? { allowed: true, municipalityId, units: 'all' }
    : { allowed: true, municipalityId, units: grants.flatMap(({ unitId }) => unitId ?? []) };
}

function holds(grant: RoleGrant, action: Action, day: PlainDate): boolean {
  const actions: readonly Action[] = ALLOWED[grant.role];
  return (
    isActiveOn(grant, day) &&
    actions.includes(action) &&
    !(grant.unitId === undefined && isOfAUnit(grant.role))
  );
}

/** What an action is done to. */
export interface Subject {
  readonly municipalityId: string;
  /** For what belongs to units: the path of each, from the top of the tree. Any of them will do. Absent: it belongs to the whole municipality. */
  readonly unitPaths?: readonly (readonly string[])[];
  /** Whose it is: nobody decides on their own. */
  readonly personId?: string;
}

export type Refusal = 'other-municipality' | 'no-role' | 'outside-units' | 'own-case';

export interface Verdict {
  readonly allowed: boolean;
  /** Why not; empty when it is allowed. */
  readonly reasons: readonly Refusal[];
}

/** Acts that need a second person: one does not review what one wrote, nor authorise oneself. */
const NEVER_ONES_OWN: readonly Action[] = [
  'review-items',
  'authorise',
  'sign-practical',
  'supervise-exams',
  'grant-accommodations',
  'annul-attempts',
  'see-records',
  'merge-people',
  'see-similarity',
];

/** Whether the actor may do this to the subject on that day, and every reason why not. */
export function may(actor: Actor, action: Action, subject: Subject, day: PlainDate): Verdict {
  const scope = scopeOf(actor, action, day);
  const reasons: Refusal[] = [];
  if (subject.municipalityId !== actor.municipalityId) reasons.push('other-municipality');
  if (!scope.allowed) reasons.push('no-role');
  else if (!covers(scope.units, subject.unitPaths)) reasons.push('outside-units');
  const isOwn = subject.personId !== undefined && isIdOf(actor, subject.personId);
  if (isOwn && NEVER_ONES_OWN.includes(action)) reasons.push('own-case');
  return { allowed: reasons.length === 0, reasons };
}

/** A grant for a unit does not reach what belongs to the whole municipality. */
function covers(units: 'all' | readonly string[], paths: Subject['unitPaths']): boolean {
  return units === 'all' || (paths ?? []).some((path) => path.some((id) => units.includes(id)));
}
