import { formatter } from './date-formatter.js';

/** A calendar date without a time of day, as `YYYY-MM-DD`. Sorts and compares as text. */
export type PlainDate = string & { readonly plainDate: true };

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The date if the text is one that exists (no 30 February). */
export function parsePlainDate(text: string): PlainDate | undefined {
  if (!PATTERN.test(text)) return undefined;
  const instant = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== text)
    return undefined;
  return text as PlainDate;
}

/** For dates written in the code. Throws on one that does not exist. */
export function plainDate(text: string): PlainDate {
  const date = parsePlainDate(text);
  if (date === undefined) throw new Error(`${text} is not a date`);
  return date;
}

/** The calendar date at that instant in a time zone such as `Europe/Oslo`. */
export function dateIn(timeZone: string, instant: Date): PlainDate {
  // The Swedish locale writes dates as ISO 8601 does.
  return formatter('sv-SE', { timeZone, dateStyle: 'short' }).format(instant) as PlainDate;
}

export function addDays(date: PlainDate, days: number): PlainDate {
  const instant = new Date(`${date}T00:00:00Z`);
  instant.setUTCDate(instant.getUTCDate() + days);
  return instant.toISOString().slice(0, 10) as PlainDate;
}

/** The same day of the month so many months on; the month's last day where that day does not exist (31 January + 1 = 28 February). */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, last));
  return first.toISOString().slice(0, 10) as PlainDate;
}

/** Whole days from one date to another; negative when `to` comes first. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The instant at which that calendar day begins in a time zone; right on days when the clocks change. */
export function startOfDay(timeZone: string, date: PlainDate): Date {
  const guess = Date.parse(`${date}T00:00:00Z`);
  for (const hours of [-14, -12, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
    const instant = new Date(guess + hours * 3_600_000);
    const before = new Date(instant.getTime() - 1);
    if (dateIn(timeZone, instant) === date && dateIn(timeZone, before) !== date) return instant;
  }
  throw new Error(`No midnight found for ${date} in ${timeZone}`);
}
