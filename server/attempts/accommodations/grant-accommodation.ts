import type { AuditTrail } from '../../audit/audit-event.js';
import type { Clock } from '../../platform/clock.js';
import type { PlainDate } from '../../platform/plain-date.js';
import type { IdSource } from '../../platform/rng.js';
import type { Attempt } from '../attempt.js';
import type { AttemptStore } from '../attempt.store.js';
import {
  asFrozen,
  minutesWith,
  type Accommodation,
  type AccommodationGrant,
} from './accommodation.rules.js';
import type { AccommodationStore } from './accommodation.store.js';

export interface GrantDeps {
  readonly accommodations: AccommodationStore;
  readonly attempts: AttemptStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly ids: IdSource;
}

export interface Whose {
  readonly municipalityId: string;
  readonly personId: string;
  /** The person who decides it. */
  readonly by: string;
  readonly today: PlainDate;
}

export type NewGrant = Accommodation & Pick<AccommodationGrant, 'category' | 'to'>;

/**
 * Grants an accommodation from today on, in the place of the one before it. An exam that is under way follows: what is seen changes at the
 * next page, and time is added, never taken.
 */
export function grantAccommodation(deps: GrantDeps) {
  return async (whose: Whose, wanted: NewGrant): Promise<'granted' | 'changed-meanwhile'> => {
    const { municipalityId, personId, by, today } = whose;
    const at = deps.clock();
    const grant = { ...wanted, id: deps.ids(), from: today, grantedBy: by, grantedAt: at };
    const before = await deps.accommodations.of(municipalityId, personId);
    if (!(await deps.accommodations.grant(before, grant))) return 'changed-meanwhile';
    await record(deps, whose, 'accommodation.granted', {
      timePercent: wanted.timePercent,
      extraMinutes: wanted.extraMinutes,
      until: wanted.to,
    });
    for (const { id } of await openAttempts(deps.attempts, whose)) {
      const attempt = await deps.attempts.find(id);
      if (attempt) await follow(deps, attempt, grant);
    }
    return 'granted';
  };
}

/** Ends it from today on. An exam that is under way keeps what it began with. */
export function endAccommodation(deps: Pick<GrantDeps, 'accommodations' | 'audit' | 'clock'>) {
  return async (whose: Whose, grantId: string): Promise<boolean> => {
    const ended = { by: whose.by, at: deps.clock(), day: whose.today };
    if (!(await deps.accommodations.end(whose, grantId, ended))) return false;
    await record(deps, whose, 'accommodation.ended', {});
    return true;
  };
}

async function openAttempts(attempts: AttemptStore, { municipalityId, personId }: Whose) {
  const history = await attempts.historyOf(municipalityId, [personId]);
  return history.filter(({ state }) => state === 'inProgress');
}

const NO_MORE_TIME = { timePercent: 0, extraMinutes: 0 };

async function follow(deps: GrantDeps, attempt: Attempt, grant: AccommodationGrant): Promise<void> {
  const { frozen } = attempt;
  const { timePercent, extraMinutes } = frozen.accommodation ?? NO_MORE_TIME;
  const more =
    minutesWith(frozen.rules.minutes, grant) -
    minutesWith(frozen.rules.minutes, frozen.accommodation);
  const { id, grantedAt: at, grantedBy: by } = grant;
  const event = { id, type: 'accommodated', at, by, minutes: Math.max(0, more) } as const;
  const kept = more < 0 ? { timePercent, extraMinutes } : {};
  await deps.attempts.accommodate(attempt.id, event, { ...asFrozen(grant), ...kept });
}

async function record(
  { audit, clock }: Pick<GrantDeps, 'audit' | 'clock'>,
  { municipalityId, personId, by }: Whose,
  action: string,
  details: Readonly<Record<string, string | number>>,
): Promise<void> {
  const subject = `person:${personId}`;
  await audit.record({ municipalityId, actor: by, action, subject, at: clock(), details });
}
