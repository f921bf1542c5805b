import type { Clock } from '../platform/clock.js';
import type { AttemptStore } from './attempt.store.js';

const AT_A_TIME = 200;
/** The end of a whole hall comes at one moment; each waits for the journal, and waits can be shared. */
const SIDE_BY_SIDE = 16;
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
    const troubles: unknown[] = [];
    // One that can't be brought to its end must not keep the others from theirs.
    const each = async (ids: readonly string[], end: (id: string) => Promise<unknown>) => {
      for (let at = 0; at < ids.length; at += SIDE_BY_SIDE) {
        const some = ids.slice(at, at + SIDE_BY_SIDE);
        await Promise.all(
          some.map((id) => end(id).catch((trouble: unknown) => troubles.push(trouble))),
        );
      }
    };
    let closed = 0;
    for (;;) {
      const overdue = await attempts.overdue(clock(), AT_A_TIME);
      await each(overdue, expire);
      closed += overdue.length;
      if (overdue.length < AT_A_TIME || troubles.length > 0) break;
    }
    const givenUp = new Date(clock().getTime() - GIVEN_UP_AFTER_MS);
    const left = await attempts.unsettled(givenUp, AT_A_TIME);
    await each(left, settle);
    if (troubles.length > 0) throw troubles[0];
    return closed + left.length;
  };
}
