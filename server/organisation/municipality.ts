import type { Locale, Localised } from '../platform/locale.js';

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
  /** Printed on certificates, as `#rrggbb`; dark enough for white text. */
  readonly colour: string;
  readonly requirements: readonly Requirement[];
}

/** Whoever has this kind of job in this part of the municipality must be certified in the programme. */
export interface Requirement {
  readonly programmeId: string;
  /** With everything below it; absent: the whole municipality. */
  readonly unitId?: string;
  readonly jobRoles: readonly JobRole[];
  /** Why, in words for the person. */
  readonly reason: Localised;
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

export interface Unit {
  readonly id: string;
  readonly municipalityId: string;
  readonly name: string;
  readonly parentId?: string;
  /** From the top of the tree down to the unit itself: a unit is inside another when the other is in its path. */
  readonly path: readonly string[];
}
