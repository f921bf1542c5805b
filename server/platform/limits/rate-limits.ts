import { createHmac } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { RateLimitStore } from './rate-limit.store.js';

/** So much of one kind, for each subject and period; a period begins with the first time. */
export interface RateLimit {
  readonly name: string;
  readonly most: number;
  readonly periodMs: number;
}

export type RateLimits = ReturnType<typeof createRateLimits>;

/**
 * Limits that hold over all instances and through restarts. A subject is a person, an address or a code; stored is only a keyed digest of it,
 * so that the table tells nobody who was here.
 */
export function createRateLimits({
  store,
  secret,
  clock,
}: {
  readonly store: Pick<RateLimitStore, 'count' | 'uncount' | 'find'>;
  readonly secret: string;
  readonly clock: Clock;
}) {
  const keyOf = ({ name }: RateLimit, subject: string): string =>
    createHmac('sha256', secret).update(`rate limit ${name}\0${subject}`).digest('base64url');

  return {
    /** Counts one. Nothing when it is within the limit; when it is over, until when no further one is. */
    async take(limit: RateLimit, subject: string): Promise<Date | undefined> {
      const { count, until } = await store.count(keyOf(limit, subject), clock(), limit.periodMs);
      return count > limit.most ? until : undefined;
    },

    /** For a try that was counted before it was known to be a good one. */
    async giveBack(limit: RateLimit, subject: string): Promise<void> {
      await store.uncount(keyOf(limit, subject), clock());
    },

    /** As `take`, without counting: until when the limit has been used up. */
    async usedUpUntil(limit: RateLimit, subject: string): Promise<Date | undefined> {
      const found = await store.find(keyOf(limit, subject), clock());
      return found && found.count >= limit.most ? found.until : undefined;
    },
  };
}
