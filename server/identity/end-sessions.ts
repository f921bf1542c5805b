import type { AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import type { SessionStore } from './session.store.js';

export interface EndSessionsDeps {
  readonly sessions: Pick<SessionStore, 'endAllOf' | 'endOneOf'>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

interface EndSessions {
  readonly municipalityId: string;
  readonly personId: string;
  /** The person, or an administrator. */
  readonly actor: string;
  /** Absent: all of them, on every device. */
  readonly sessionId?: string | undefined;
}

/** Logs a person out where they are logged in. How many sessions were ended; for none nothing is recorded. */
export function endSessions({ sessions, audit, clock }: EndSessionsDeps) {
  return async ({ municipalityId, personId, actor, sessionId }: EndSessions): Promise<number> => {
    const count =
      sessionId === undefined
        ? await sessions.endAllOf(personId)
        : await sessions.endOneOf(personId, sessionId);
    if (count > 0)
      await audit.record({
        municipalityId,
        actor,
        action: 'sessions.ended',
        subject: `person:${personId}`,
        at: clock(),
        details: { count },
      });
    return count;
  };
}
