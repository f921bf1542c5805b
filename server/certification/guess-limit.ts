import type { Clock } from '../platform/clock.js';

export interface GuessLimit {
  /** Until when no further guess is taken; undefined when one may be made now. */
  blockedUntil(key: string): Date | undefined;
  recordWrong(key: string): void;
}

interface Guesses {
  readonly wrong: number;
  readonly endsAt: number;
}

/** More keys than this are not kept: the ones over are forgotten first, then the oldest. */
const MOST_KEYS = 10_000;

/**
 * So many wrong guesses a key and period, which begins with the first of them. Kept in memory: each instance of the service counts for
 * itself, and a restart forgets, which is enough to keep anyone from going through a list of names.
 */
export function createGuessLimit({
  clock,
  guesses,
  periodMs,
}: {
  readonly clock: Clock;
  readonly guesses: number;
  readonly periodMs: number;
}): GuessLimit {
  const byKey = new Map<string, Guesses>();

  function current(key: string): Guesses | undefined {
    const found = byKey.get(key);
    return found && found.endsAt > clock().getTime() ? found : undefined;
  }

  function makeRoom(): void {
    if (byKey.size < MOST_KEYS) return;
    const now = clock().getTime();
    for (const [key, { endsAt }] of byKey) if (endsAt <= now) byKey.delete(key);
    for (const key of byKey.keys()) {
      if (byKey.size < MOST_KEYS) return;
      byKey.delete(key);
    }
  }

  return {
    blockedUntil(key) {
      const found = current(key);
      return found && found.wrong >= guesses ? new Date(found.endsAt) : undefined;
    },
    recordWrong(key) {
      const found = current(key);
      if (!byKey.has(key)) makeRoom();
      byKey.set(key, {
        wrong: (found?.wrong ?? 0) + 1,
        endsAt: found?.endsAt ?? clock().getTime() + periodMs,
      });
    },
  };
}
