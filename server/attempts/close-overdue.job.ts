import type { Clock } from '../platform/clock.js';
import type { AttemptStore } from './attempt.store.js';

const AT_A_TIME = 200;
/** Closed this long ago and still not settled: whoever was at it has died. */
const GIVEN_UP_AFTER_MS = 15_000;

/** Ends attempts that ran out with nobody's browser open, and finishes those that a crash left half-way. Returns how many. */
export function closeOverdueAttempts({
  attempts,
  expire,
  settle,
  clock,
}: {
  readonly attempts: AttemptStore;
  readonly expire: (attemptId: string) => Promise<unknown>;
  readonly settle: (attemptId: string) => Promise<unknown>;
  readonly clock: Clock;
}) {
  return async (): Promise<number> => {
    let closed = 0;
    for (;;) {
      const overdue = await attempts.overdue(clock(), AT_A_TIME);
      for (const id of overdue) await expire(id);
      closed += overdue.length;
      if (overdue.length < AT_A_TIME) break;
    }
    const left = await attempts.unsettled(
      new Date(clock().getTime() - GIVEN_UP_AFTER_MS),
      AT_A_TIME,
    );
    for (const id of left) await settle(id);
    return closed + left.length;
  };
}
