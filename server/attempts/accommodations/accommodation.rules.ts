import { isActiveOn } from '../../organisation/person.js';
import type { Locale } from '../../platform/locale.js';
import type { PlainDate } from '../../platform/plain-date.js';

export const TEXT_SIZES = ['usual', 'large', 'larger'] as const;

/** How a person's exam differs from others': frozen into each attempt. */
export interface Accommodation {
  /** Added to the time of the programme, in percent of it; and minutes on top of that. */
  readonly timePercent: number;
  readonly extraMinutes: number;
  readonly textSize: (typeof TEXT_SIZES)[number];
  /** No clock to be seen unless one asks for it, and few announcements. */
  readonly calm: boolean;
  /** The language the exam begins in; absent: the one that the pages are read in. */
  readonly locale?: Locale;
}

export const CATEGORIES = [
  'reading',
  'vision',
  'movement',
  'concentration',
  'language',
  'temporary',
] as const;

/** Given by a person for a time. It says what is needed and never why in a doctor's words. */
export interface AccommodationGrant extends Accommodation {
  readonly id: string;
  readonly category: (typeof CATEGORIES)[number];
  readonly from: PlainDate;
  /** The last day: it is looked at anew then. */
  readonly to: PlainDate;
  readonly grantedBy: string;
  readonly grantedAt: Date;
  readonly ended?: { readonly by: string; readonly at: Date; readonly day: PlainDate };
}

/** All that a person was ever granted, oldest first. */
export interface Accommodations {
  readonly municipalityId: string;
  readonly personId: string;
  readonly grants: readonly AccommodationGrant[];
}

/** The one that holds on the day: of several the latest. One that was ended no longer holds on that day. */
export function accommodationOn(
  { grants }: Pick<Accommodations, 'grants'>,
  day: PlainDate,
): AccommodationGrant | undefined {
  return grants.findLast(
    (grant) => isActiveOn(grant, day) && (grant.ended === undefined || day < grant.ended.day),
  );
}

/** What an attempt keeps of it: not whose it is, who gave it and what it is for. */
export function asFrozen(grant: Accommodation): Accommodation {
  const { timePercent, extraMinutes, textSize, calm, locale } = grant;
  return { timePercent, extraMinutes, textSize, calm, ...(locale ? { locale } : {}) };
}

/** The minutes of an exam: percent first, rounded up to whole minutes, and then the minutes on top. */
export function minutesWith(
  minutes: number,
  accommodation: Pick<Accommodation, 'timePercent' | 'extraMinutes'> | undefined,
): number {
  if (!accommodation) return minutes;
  const { timePercent, extraMinutes } = accommodation;
  return Math.ceil((minutes * (100 + timePercent)) / 100) + extraMinutes;
}
