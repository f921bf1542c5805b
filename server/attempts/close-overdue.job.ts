import type { Clock } from '../platform/clock.js';
import type { AttemptStore } from './attempt.store.js';

/**
 * Ends the attempts that ran out with nobody's browser open, all of them by one update: the end of a whole hall comes at one moment.
 * Scoring them can take its time (`settle-closed.job`). Returns how many.
 */
export function closeOverdueAttempts({
  attempts,
  clock,
}: {
  readonly attempts: AttemptStore;
  readonly clock: Clock;
}) {
  return (): Promise<number> => attempts.expireOverdue(clock());
}
