import type { RateLimit } from './platform/limits/rate-limits.js';

const MINUTE_MS = 60_000;

const limit = (name: string, most: number, minutes: number): RateLimit => ({
  name,
  most,
  periodMs: minutes * MINUTE_MS,
});

/**
 * How much is too much. Per address: a town hall, with everybody in it, shares one at the change of shifts, so only floods are stopped.
 * Per person: nobody does so much by hand. Saving a response has none, because that is the request that must never wait or fail.
 */
export const LIMITS = {
  logins: limit('logins', 600, 1),
  failedLogins: limit('failed-logins', 1_000, 60),
  breakGlass: limit('break-glass', 30, 60),
  verifications: limit('verifications', 120, 1),
  checkedFiles: limit('checked-files', 30, 1),
  examStarts: limit('exam-starts', 20, 60),
  confirmations: limit('confirmations', 20, 60),
  uploads: limit('uploads', 30, 10),
  downloads: limit('downloads', 60, 10),
} as const;
