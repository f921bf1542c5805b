import type { AuditTrail } from '../../audit/audit-event.js';
import type { Clock } from '../../platform/clock.js';
import type { Attempt } from '../attempt.js';
import type { AttemptStore } from '../attempt.store.js';

/** By which the same form, sent twice, is one act. */
export interface Act {
  readonly id: string;
  /** The person who decides it. */
  readonly by: string;
  readonly reason: string;
}

export const MOST_MINUTES = 240;

/**
 * Gives attempts so many minutes more, each by one conditional update: what has closed meanwhile is left alone. Open pages show the new
 * deadline within half a minute, because they ask for it. Returns how many it took hold of.
 */
export function extendAttempts(deps: {
  readonly attempts: AttemptStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}) {
  return async (
    attempts: readonly Pick<Attempt, 'id' | 'personId' | 'municipalityId'>[],
    minutes: number,
    { id, by, reason }: Act,
  ): Promise<number> => {
    const at = deps.clock();
    let extended = 0;
    for (const { id: attemptId, personId, municipalityId } of attempts) {
      const event = { id, type: 'extended', at, by, reason, minutes } as const;
      if (!(await deps.attempts.extend(attemptId, event))) continue;
      extended += 1;
      await deps.audit.record({
        municipalityId,
        actor: by,
        action: 'attempt.extended',
        subject: `attempt:${attemptId}`,
        at,
        details: { minutes },
        aside: { personId, content: { reason } },
        once: `attempt.extended:${attemptId}:${id}`,
      });
    }
    return extended;
  };
}
