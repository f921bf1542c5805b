import { randomBytes } from 'node:crypto';
import type { AuditTrail } from '../../audit/audit-event.js';
import { breakGlassActor } from '../../organisation/break-glass.js';
import type { Municipality } from '../../organisation/municipality.js';
import type { Clock } from '../../platform/clock.js';
import type { RateLimit, RateLimits } from '../../platform/limits/rate-limits.js';
import type { Logger } from '../../platform/logger.js';
import { dateIn } from '../../platform/plain-date.js';
import { fingerprintOf, newSecret } from '../secret.js';
import type { SessionStore } from '../session.store.js';
import { breakGlassTimes } from './break-glass.rules.js';
import {
  codeSecretBox,
  digestOfNothing,
  isPassphrase,
  newCodeSecret,
  stepOfCode,
} from './break-glass-secrets.js';
import type { BreakGlassAccount, BreakGlassStore } from './break-glass.store.js';

/** Failures; a good login gives its try back. Unknown names are counted alike. */
export const TRIES_AT_ACCOUNT: RateLimit = {
  name: 'break-glass-account',
  most: 5,
  periodMs: 60 * 60_000,
};

export interface SignInByBreakGlassDeps {
  readonly accounts: Pick<BreakGlassStore, 'findByUserName' | 'useStep'>;
  readonly sessions: Pick<SessionStore, 'start' | 'end'>;
  readonly rateLimits: Pick<RateLimits, 'take' | 'giveBack'>;
  readonly audit: AuditTrail;
  /** Every use is told. Never throws. */
  readonly tell: (municipality: Municipality, account: BreakGlassAccount) => Promise<void>;
  readonly secret: string;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

export interface TypedIn {
  readonly userName: string;
  readonly passphrase: string;
  readonly code: string;
}

interface Arrival {
  readonly municipality: Municipality;
  readonly typed: TypedIn;
  readonly isShared: boolean;
  readonly presentSessionId?: string | undefined;
}

/**
 * From a passphrase and a code to a session: the secret of its cookie, or nothing whatever was wrong. For a name that nobody has the same work is
 * done, so that neither the answer nor its time says which names there are.
 */
export function signInByBreakGlass(deps: SignInByBreakGlassDeps) {
  const { accounts, sessions, rateLimits, audit, clock } = deps;
  const box = codeSecretBox(deps.secret);
  const nobody = aNobody(box);

  async function refuse(municipalityId: string, code: string): Promise<undefined> {
    await audit.record({
      municipalityId,
      actor: 'system',
      action: 'break-glass.refused',
      subject: `municipality:${municipalityId}`,
      at: clock(),
      details: { code },
    });
    return undefined;
  }

  /** Every part is checked, whatever the others came to. */
  async function isRight(
    account: BreakGlassAccount | undefined,
    { municipality, typed }: Arrival,
    now: Date,
  ): Promise<boolean> {
    const { id, passphrase, codeSecret } = account ?? nobody;
    const passphraseIsRight = await isPassphrase(typed.passphrase, passphrase);
    const opened = box.open(codeSecret, id);
    if (opened === undefined)
      deps.log.warn({ account: id }, 'SESSION_SECRET is not the one this account was made with');
    const step = opened === undefined ? undefined : stepOfCode(typed.code, opened, now);
    const today = dateIn(municipality.timeZone, now);
    return (
      account !== undefined &&
      passphraseIsRight &&
      step !== undefined &&
      (await accounts.useStep(id, step, { at: now, today }))
    );
  }

  return async (arrival: Arrival): Promise<string | undefined> => {
    const { municipality, isShared, presentSessionId } = arrival;
    const now = clock();
    const municipalityId = municipality.id;
    const userName = arrival.typed.userName.trim().toLowerCase();
    const tried = `${municipalityId} ${userName}`;
    if (await rateLimits.take(TRIES_AT_ACCOUNT, tried)) return refuse(municipalityId, 'too-many');
    const account = await accounts.findByUserName(municipalityId, userName);
    if (!(await isRight(account, arrival, now)) || !account) return refuse(municipalityId, 'wrong');
    await rateLimits.giveBack(TRIES_AT_ACCOUNT, tried);

    const actor = breakGlassActor(account.id);
    // Nobody is let in of whom the trail does not know.
    await audit.record({
      ...{ municipalityId, actor, action: 'break-glass.used', subject: actor, at: now },
    });
    const sessionSecret = newSecret();
    await sessions.start({
      ...{ id: fingerprintOf(sessionSecret), personId: actor, municipalityId },
      ...breakGlassTimes(now, isShared),
    });
    if (presentSessionId !== undefined) await sessions.end(presentSessionId);
    await deps.tell(municipality, account);
    return sessionSecret;
  };
}

/** What is compared with for names that nobody has. */
function aNobody(
  box: ReturnType<typeof codeSecretBox>,
): Pick<BreakGlassAccount, 'id' | 'passphrase' | 'codeSecret'> {
  const id = randomBytes(16).toString('hex');
  return { id, passphrase: digestOfNothing(), codeSecret: box.seal(newCodeSecret(), id) };
}
