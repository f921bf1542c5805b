import type { Clock } from '../platform/clock.js';
import type { Attempt } from './attempt.js';
import type { AttemptStore } from './attempt.store.js';

const AT_A_TIME = 10_000;
/** Each waits for the journal, and waits can be shared. */
const SIDE_BY_SIDE = 32;
/** Handed in this long ago and still not settled: whoever was at it has died. */
const GIVEN_UP_AFTER_MS = 15_000;

/** Scores closed attempts that nobody is at: those that ran out, and those that a crash left half-way. Returns how many. */
export function settleClosedAttempts({
  attempts,
  settle,
  clock,
}: {
  readonly attempts: AttemptStore;
  readonly settle: (attempt: Attempt) => Promise<unknown>;
  readonly clock: Clock;
}) {
  return async (stopping?: AbortSignal): Promise<number> => {
    const givenUp = new Date(clock().getTime() - GIVEN_UP_AFTER_MS);
    const left = await attempts.unsettled(givenUp, AT_A_TIME);
    const troubles: unknown[] = [];
    let settled = 0;
    // One that can't be brought to its end must not keep the others from theirs.
    const end = async (id: string): Promise<void> => {
      try {
        const attempt = await attempts.find(id);
        if (attempt) await settle(attempt);
        settled += 1;
      } catch (trouble) {
        troubles.push(trouble);
      }
    };
    for (let at = 0; at < left.length && !stopping?.aborted; at += SIDE_BY_SIDE)
      await Promise.all(left.slice(at, at + SIDE_BY_SIDE).map(end));
    if (troubles.length > 0) throw troubles[0];
    return settled;
  };
}
