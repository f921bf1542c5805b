import { LOCALES, type Locale, type Localised } from '../platform/locale.js';
import type { PlainDate } from '../platform/plain-date.js';

/** The tenant: every record of a person, a programme or an attempt belongs to exactly one. */
export interface Municipality {
  readonly id: string;
  /** In addresses: `/m/<slug>`. */
  readonly slug: string;
  readonly name: string;
  readonly country: 'NO' | 'SE';
  /** Calendar dates (validity, reminders) are dates here, such as `Europe/Oslo`. */
  readonly timeZone: string;
  readonly locale: Locale;
  /** Those that its people may choose on pages, with `locale` among them. Absent: all. */
  readonly languages?: readonly Locale[];
  /** The id of its coat of arms, as `ArmsStore` has it. Absent: the service's own emblem. */
  readonly arms?: string;
  /** Of its pages and certificates, as `#rrggbb`; dark enough for white text. */
  readonly colour: string;
  readonly requirements: readonly Requirement[];
  /** In months, where the municipality wants another time than the usual one; see `privacy/retention.rules`. */
  readonly retention?: { readonly responsesMonths?: number; readonly recordsMonths?: number };
}

/** The languages of a municipality's pages, in the order of the service. */
export function languagesOf({ languages }: Pick<Municipality, 'languages'>): readonly Locale[] {
  return LOCALES.filter((locale) => languages?.includes(locale) ?? true);
}

/** Whoever has this kind of job in this part of the municipality, and does one of these tasks, must be certified in the programme. */
export interface Requirement {
  readonly id: string;
  readonly programmeId: string;
  /** With everything below it; absent: the whole municipality. */
  readonly unitId?: string;
  readonly jobRoles: readonly JobRole[];
  /** Absent: whatever the person does. */
  readonly tasks?: readonly Task[];
  /** Why, in words for the person. */
  readonly reason: Localised;
  /** Absent: ever since. First and last day count; a requirement is ended and never removed, so that one can say what held on a day. */
  readonly from?: PlainDate;
  readonly to?: PlainDate;
}

export const JOB_ROLES = [
  'nurse',
  'healthWorker',
  'assistant',
  'socialEducator',
  'leader',
  'office',
] as const;
/** Nurse (sykepleier), health worker (helsefagarbeider, undersköterska), assistant, social educator (vernepleier), leader, office staff. */
export type JobRole = (typeof JOB_ROLES)[number];

export const TASKS = ['prepare', 'handOut', 'administer', 'inject', 'doubleControl'] as const;
/**
 * What somebody does with medicines, by the steps of the Norwegian circular on the handling of medicines: prepare (istandgjøring), hand out
 * (utdeling), administer, inject, and control what a colleague has prepared (dobbeltkontroll).
 */
export type Task = (typeof TASKS)[number];

export const UNIT_KINDS = ['municipality', 'area', 'company', 'unit'] as const;
/** `municipality` is the top of the tree; a company is a sub-organisation with a legal person of its own. */
export type UnitKind = (typeof UNIT_KINDS)[number];

export interface Unit {
  readonly id: string;
  readonly municipalityId: string;
  readonly name: string;
  /** Absent: `unit`. */
  readonly kind?: UnitKind;
  /** What the HR system and the login service call it: each code names one unit of the municipality. */
  readonly codes?: readonly string[];
  /** Its last day. A unit is closed and never removed. */
  readonly to?: PlainDate;
  readonly parentId?: string;
  /** From the top of the tree down to the unit itself: a unit is inside another when the other is in its path. */
  readonly path: readonly string[];
}
