/** Without a sign of life for so long a session is over: devices are shared between shifts. */
export const IDLE_LIMIT_MS = 30 * 60 * 1000;
/** No session outlives the longest shift, however busy. */
export const ABSOLUTE_LIMIT_MS = 10 * 60 * 60 * 1000;
/** A sign of life is written down at most so often, to spare the database a write per request. */
const TOUCH_INTERVAL_MS = 60 * 1000;

export interface SessionTimes {
  readonly signedInAt: Date;
  readonly lastSeenAt: Date;
  /** The absolute limit, or the end of the login service's own session if that is sooner. */
  readonly endsAt: Date;
  /** When it ends unless there is a sign of life. A session is over exactly at this instant. */
  readonly expiresAt: Date;
}

export function timesAtSignIn(now: Date, identityProviderSessionEnds?: Date): SessionTimes {
  const limit = new Date(now.getTime() + ABSOLUTE_LIMIT_MS);
  const endsAt = identityProviderSessionEnds ? earlier(limit, identityProviderSessionEnds) : limit;
  return { signedInAt: now, lastSeenAt: now, endsAt, expiresAt: expiryOf(now, endsAt) };
}

/** What a sign of life changes, or nothing if the last one was less than a minute ago. */
export function timesWhenSeen(
  session: Pick<SessionTimes, 'lastSeenAt' | 'endsAt'>,
  now: Date,
): Pick<SessionTimes, 'lastSeenAt' | 'expiresAt'> | undefined {
  if (now.getTime() - session.lastSeenAt.getTime() < TOUCH_INTERVAL_MS) return undefined;
  return { lastSeenAt: now, expiresAt: expiryOf(now, session.endsAt) };
}

function expiryOf(lastSeenAt: Date, endsAt: Date): Date {
  return earlier(new Date(lastSeenAt.getTime() + IDLE_LIMIT_MS), endsAt);
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
