import { formatter } from './date-formatter.js';
import { parsePlainDate } from './plain-date.js';

/** A time of day on a calendar date, as `YYYY-MM-DDTHH:MM`: what a `datetime-local` field of a browser sends. */
const PATTERN = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)$/;

export function isLocalTime(text: string): boolean {
  return parsePlainDate(PATTERN.exec(text)?.[1] ?? '') !== undefined;
}

/** What clocks in a time zone show at that instant, as `YYYY-MM-DDTHH:MM`. */
export function localTimeIn(timeZone: string, instant: Date): string {
  const text = formatter('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(instant);
  return text.replace(' ', 'T');
}

/**
 * The instants at which clocks in a time zone show that: one, none in the hour that is left out when summer time begins, two in the hour that comes
 * twice when it ends. Refuses (returns none for) what is no time.
 */
export function instantsOf(timeZone: string, local: string): readonly Date[] {
  if (!isLocalTime(local)) return [];
  const asUtc = Date.parse(`${local}:00Z`);
  const offsets = [-1, 1].map((days) => offsetAt(timeZone, asUtc + days * 86_400_000));
  const candidates = [...new Set(offsets.map((offset) => asUtc - offset))];
  return candidates
    .toSorted((one, other) => one - other)
    .map((at) => new Date(at))
    .filter((at) => localTimeIn(timeZone, at) === local);
}

/** How far the clocks are ahead of UTC, in milliseconds. */
function offsetAt(timeZone: string, at: number): number {
  return (
    Date.parse(`${localTimeIn(timeZone, new Date(at))}:00Z`) - Math.floor(at / 60_000) * 60_000
  );
}
