import { addDays, type PlainDate } from '../../platform/plain-date.js';
import type { SessionTimes } from '../session.rules.js';

const SESSION_MS = 30 * 60_000;
const MOST_DAYS = 365;

/** Half an hour from the login on: no sign of life prolongs it. */
export function breakGlassTimes(now: Date, isShared: boolean): SessionTimes {
  const endsAt = new Date(now.getTime() + SESSION_MS);
  const seen = { signedInAt: now, lastSeenAt: now };
  return { ...seen, endsAt, expiresAt: endsAt, idleMs: SESSION_MS, isShared };
}

/** The last day on which an account lets anybody in, or why it may not be that one: an account is made anew once a year. */
export function lastDayOfAccount(
  today: PlainDate,
  wanted?: PlainDate,
): { readonly lastDay: PlainDate } | { readonly refused: 'past' | 'too-late' } {
  const latest = addDays(today, MOST_DAYS);
  if (wanted === undefined) return { lastDay: latest };
  if (wanted < today) return { refused: 'past' };
  return wanted > latest ? { refused: 'too-late' } : { lastDay: wanted };
}

/** As it is compared: what is read from paper comes in capitals, with gaps, and with letters that look like digits (Crockford's base 32). */
export function asTyped(secret: string): string {
  return secret.toLowerCase().replace(/[\s-]/g, '').replace(/[il]/g, '1').replace(/o/g, '0');
}
