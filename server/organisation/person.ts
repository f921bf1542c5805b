import type { PlainDate } from '../platform/plain-date.js';
import type { JobRole, Task } from './municipality.js';

/** Keyed by (municipality, issuer, subject): the immutable id that the municipality's identity provider gives. Never by e-mail or name. */
export interface Person {
  readonly id: string;
  readonly municipalityId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
  /** Who said the names and the e-mail. Once the person has logged in, the identity provider does, and HR data no longer changes them. */
  readonly namedBy?: Source;
  readonly employments: readonly Employment[];
  readonly grants: readonly RoleGrant[];
  /** Ids that the same human had before they were found to be one: what they once did, stands under these. */
  readonly formerIds?: readonly string[];
}

/** Whether the id is the person's, now or before a merge. */
export function isIdOf(
  { id, formerIds = [] }: Pick<Person, 'id' | 'formerIds'>,
  other: string,
): boolean {
  return id === other || formerIds.includes(other);
}

/** A person who was found to be another one: a name, and the identity that leads to the other. Nothing else is theirs any more. */
export interface MergedPerson {
  readonly person: Person;
  readonly into: string;
  /** While records are still on their way to the other person. */
  readonly underWay?: MergeAct;
}

/** What an administrator decided, until the trail has it. */
export interface MergeAct {
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
}

export const SOURCES = ['manual', 'hr', 'identity', 'scim'] as const;
/** Where a record came from: by hand, from an HR file, at a login, through SCIM. Each source ends only what it gave itself. */
export type Source = (typeof SOURCES)[number];

/** A person works in a unit as something, from a day on; `to` is the last day. Several at a time are usual. */
export interface Employment {
  readonly unitId: string;
  readonly jobRole: JobRole;
  readonly from: PlainDate;
  readonly to?: PlainDate;
  /** Of a full post, 0 to 100; 0 for those who are called when needed. */
  readonly percent: number;
  /** What the person does with medicines here. Absent: what is usual for the job role. */
  readonly tasks?: readonly Task[];
  /** Absent: by hand. */
  readonly source?: Source;
}

export const PEOPLE_STATES = ['working', 'unplaced', 'left'] as const;
/** `unplaced`: known by a login, without any employment yet. */
export type PeopleState = (typeof PEOPLE_STATES)[number];

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
  /** `breakGlass` is nobody's to give: it is held while such a login lasts, and never kept with a person. */
  readonly role: Role | 'breakGlass';
  /** This unit and everything below it. Absent: the whole municipality, for the roles that can hold there. */
  readonly unitId?: string;
  readonly from: PlainDate;
  readonly to?: PlainDate;
  /** The id of the person whose deputy this is, for a while: such a grant has a last day, and holds only while theirs does. */
  readonly deputyFor?: string;
  /** Absent: by hand. */
  readonly source?: Source;
}

export function fullName(person: Pick<Person, 'givenName' | 'familyName'>): string {
  return `${person.givenName} ${person.familyName}`.trim();
}

/** From a first to a last day, both included; open where one is missing. */
export interface Period {
  readonly from?: PlainDate;
  readonly to?: PlainDate;
}

/** Holds on that day; first and last day count. */
export function isActiveOn({ from, to }: Period, day: PlainDate): boolean {
  return (from === undefined || from <= day) && (to === undefined || day <= to);
}
