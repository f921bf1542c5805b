import type { ProgrammeRules } from '../exams/programme.js';
import type { AttributeMapping } from '../identity/attribute-mapping.js';
import type { JobRole, Municipality } from '../organisation/municipality.js';
import type { Role } from '../organisation/person.js';
import type { Locale, Localised } from '../platform/locale.js';

/** Days from the day on which the demo is filled: -1 is the day before, 30 is about a month ahead. */
export type Day = number;

/** A made-up municipality, before its days are turned into dates. */
export interface SeededMunicipality extends Pick<
  Municipality,
  'id' | 'slug' | 'name' | 'country' | 'timeZone' | 'locale' | 'colour'
> {
  /** What its login service sends. */
  readonly attributes: AttributeMapping;
  readonly mailDomain: string;
  /** Parents before their children. */
  readonly units: readonly SeededUnit[];
  /** Who needs the programme, and why. */
  readonly requirement: {
    readonly unit: string;
    readonly jobRoles: readonly JobRole[];
    readonly reason: Localised;
  };
  /** Whose authors may change the bank that comes with the service, and the one of them who answers for its items. */
  readonly bankWriter?: string;
  /** Where its programme differs from the bank's proposal. */
  readonly rules: Partial<ProgrammeRules>;
  readonly people: readonly SeededPerson[];
}

export interface SeededUnit {
  readonly id: string;
  readonly name: string;
  readonly parent?: string;
}

export interface SeededPerson {
  /** Their name at the login service; also what ids and seeds are made from. */
  readonly username: string;
  /** The identifier that never changes: an employee number, an HSA id. */
  readonly subject: string;
  readonly givenName: string;
  readonly familyName: string;
  /** On the login page, in the municipality's language; people without one are not offered there. */
  readonly login?: string;
  /** When it is not the municipality's. */
  readonly locale?: Locale;
  readonly employments: readonly SeededEmployment[];
  readonly grants?: readonly SeededGrant[];
  readonly past?: readonly Step[];
}

interface SeededEmployment {
  readonly unit: string;
  readonly jobRole: JobRole;
  readonly from: Day;
  readonly to?: Day;
  readonly percent: number;
}

interface SeededGrant {
  readonly role: Role;
  readonly unit?: string;
  readonly from: Day;
}

/** How an exam went: passed, or the rule that it failed by. `time`: it ran out with responses missing. */
export type Outcome = 'passed' | 'cutScore' | 'critical' | 'calculation' | 'time';

/** Something in a person's past. The course before an exam need not be told; it is added where one is missing. */
export type Step =
  | { readonly kind: 'course'; readonly day: Day; /** All, if absent. */ readonly lessons?: number }
  | { readonly kind: 'exam'; readonly outcome: Outcome; readonly day: Day }
  | { readonly kind: 'examJustNow'; readonly outcome: Outcome; readonly hoursAgo: number }
  /** Passed for the first time, on the day that makes this the last day of the certificate. */
  | { readonly kind: 'certifiedUntil'; readonly lastDay: Day }
  | {
      readonly kind: 'revoked';
      readonly day: Day;
      /** A username. */
      readonly by: string;
      readonly reason: string;
    };
