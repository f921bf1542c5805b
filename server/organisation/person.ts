import type { PlainDate } from '../platform/plain-date.js';
import type { JobRole } from './municipality.js';

/** Keyed by (municipality, issuer, subject): the immutable id that the municipality's identity provider gives. Never by e-mail or name. */
export interface Person {
  readonly id: string;
  readonly municipalityId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
  readonly employments: readonly Employment[];
  readonly grants: readonly RoleGrant[];
}

/** A person works in a unit as something, from a day on; `to` is the last day. Several at a time are usual. */
export interface Employment {
  readonly unitId: string;
  readonly jobRole: JobRole;
  readonly from: PlainDate;
  readonly to?: PlainDate;
  readonly percent: number;
}

export const ROLES = [
  'unitHead',
  'practicalAssessor',
  'coordinator',
  'hr',
  'auditor',
  'examAuthor',
  'examReviewer',
  'administrator',
  'operator',
] as const;
/**
 * What a person may do beyond their own certification. A practical assessor watches people do it and signs; a coordinator runs exams;
 * an auditor reads; an operator looks after the service and sees nobody's results.
 */
export type Role = (typeof ROLES)[number];

export interface RoleGrant {
  readonly role: Role;
  /** This unit and everything below it. Absent: the whole municipality, for the roles that can hold there. */
  readonly unitId?: string;
  readonly from: PlainDate;
  readonly to?: PlainDate;
  /** The id of the person whose deputy this is, for a while: such a grant has a last day. */
  readonly deputyFor?: string;
}

export function fullName(person: Pick<Person, 'givenName' | 'familyName'>): string {
  return `${person.givenName} ${person.familyName}`.trim();
}

/** Holds on that day; first and last day count. */
export function isActiveOn(
  period: { readonly from: PlainDate; readonly to?: PlainDate },
  day: PlainDate,
): boolean {
  return period.from <= day && (period.to === undefined || day <= period.to);
}
