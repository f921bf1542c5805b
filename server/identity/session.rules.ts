const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long logins of a municipality last; its administrators choose, within `SAFE_BOUNDS`. */
export interface SessionLimits {
  /** Without a sign of life for so long a session is over: devices lie about in wards. */
  readonly idleMinutes: number;
  /** The same on a device that people share. */
  readonly sharedIdleMinutes: number;
  /** No session outlives this, however busy. */
  readonly hours: number;
  /** Every device counts as shared, whatever it says of itself. */
  readonly everyDeviceIsShared: boolean;
}

/** Half an hour, as OWASP has it for services of middling risk, and the longest shift but for nights on call. */
export const USUAL_LIMITS: SessionLimits = {
  idleMinutes: 30,
  sharedIdleMinutes: 5,
  hours: 10,
  everyDeviceIsShared: false,
};

/** Shorter than the least, nobody gets a form done; longer than the most, the next shift finds the last one's login. */
export const SAFE_BOUNDS = {
  idleMinutes: { least: 10, most: 60 },
  sharedIdleMinutes: { least: 3, most: 15 },
  hours: { least: 1, most: 12 },
} as const;

/** A sign of life is written down at most so often, to spare the database a write per request. */
const TOUCH_INTERVAL_MS = MINUTE_MS;

export interface SessionTimes {
  readonly signedInAt: Date;
  readonly lastSeenAt: Date;
  /** The absolute limit, or the end of the login service's own session if that is sooner. */
  readonly endsAt: Date;
  /** When it ends unless there is a sign of life. A session is over exactly at this instant. */
  readonly expiresAt: Date;
  /** How long it lasts without one. */
  readonly idleMs: number;
  /** People take turns at the device. */
  readonly isShared: boolean;
}

interface Circumstances {
  readonly limits: SessionLimits;
  readonly isShared: boolean;
  readonly identityProviderSessionEnds?: Date | undefined;
}

/** The limits of that day hold for the whole session. */
export function timesAtSignIn(
  now: Date,
  { limits, isShared, identityProviderSessionEnds }: Circumstances = {
    limits: USUAL_LIMITS,
    isShared: false,
  },
): SessionTimes {
  const limit = new Date(now.getTime() + limits.hours * HOUR_MS);
  const endsAt = identityProviderSessionEnds ? earlier(limit, identityProviderSessionEnds) : limit;
  const idleMs = (isShared ? limits.sharedIdleMinutes : limits.idleMinutes) * MINUTE_MS;
  const expiresAt = expiryOf(now, { endsAt, idleMs });
  return { signedInAt: now, lastSeenAt: now, endsAt, expiresAt, idleMs, isShared };
}

/** What a sign of life changes, or nothing if the last one was less than a minute ago. */
export function timesWhenSeen(
  session: Pick<SessionTimes, 'lastSeenAt' | 'endsAt' | 'idleMs'>,
  now: Date,
): Pick<SessionTimes, 'lastSeenAt' | 'expiresAt'> | undefined {
  if (now.getTime() - session.lastSeenAt.getTime() < TOUCH_INTERVAL_MS) return undefined;
  return { lastSeenAt: now, expiresAt: expiryOf(now, session) };
}

function expiryOf(lastSeenAt: Date, session: Pick<SessionTimes, 'endsAt' | 'idleMs'>): Date {
  return earlier(new Date(lastSeenAt.getTime() + session.idleMs), session.endsAt);
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
