import type { Request, RequestHandler, Response } from 'express';
import { SignInNeeded } from '../organisation/reader.routes.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import { readCookie } from '../platform/http/read-cookie.js';
import { isSharedDevice } from '../platform/http/shared-device.js';
import type { AttemptStore } from './attempt.store.js';
import { readPass, signPass, type AttemptPass } from './attempt-token.js';

export interface PassDeps {
  readonly attempts: AttemptStore;
  readonly secret: string;
  readonly https: boolean;
  readonly clock: Clock;
  /** Who is signed in, for a browser without a pass: another device of the same person. */
  readonly signedIn: (
    req: Request,
    res: Response,
  ) => Promise<{ readonly personId: string } | undefined>;
}

declare module 'express-serve-static-core' {
  interface Request {
    attemptPass?: AttemptPass;
  }
}

/** The result is read after the deadline, perhaps at the end of the shift. */
const AFTER_DEADLINE_MS = 12 * 3_600_000;
const AFTER_DEADLINE_SHARED_MS = 10 * 60_000;

const cookieName = (https: boolean): string => (https ? '__Secure-attempt' : 'attempt');

/** As a browser keeps it; it is sent to the attempt's own addresses only. */
export function passCookie(https: boolean, attemptId: string) {
  const options = { httpOnly: true, sameSite: 'lax', secure: https } as const;
  return { name: cookieName(https), options: { ...options, path: `/attempts/${attemptId}` } };
}

/** Gives this browser the pass to one attempt; where people share it, not for long after the deadline. */
export function givePass(
  { secret, https }: Pick<PassDeps, 'secret' | 'https'>,
  req: Request,
  res: Response,
  attempt: { readonly id: string; readonly personId: string; readonly closesAt: Date },
): void {
  const after = isSharedDevice(req) ? AFTER_DEADLINE_SHARED_MS : AFTER_DEADLINE_MS;
  const expires = attempt.closesAt.getTime() + after;
  const token = signPass({ attemptId: attempt.id, personId: attempt.personId, expires }, secret);
  const { name, options } = passCookie(https, attempt.id);
  res.cookie(name, token, { ...options, expires: new Date(expires) });
}

/** Attempts whose pass a browser may still hold. */
export function mayHoldPass({ closesAt }: { readonly closesAt: Date }, now: Date): boolean {
  return closesAt.getTime() + AFTER_DEADLINE_MS > now.getTime();
}

/**
 * Lets in whoever holds the attempt's pass, or is signed in as its candidate (and then gets a pass). Whoever is not signed in is led to the
 * login and back; anyone else finds nothing here.
 */
export function requirePass(deps: PassDeps): RequestHandler {
  return async (req, res, next) => {
    const attemptId = String(req.params['attemptId']);
    const pass = readPass(
      readCookie(req.headers.cookie, cookieName(deps.https)) ?? '',
      attemptId,
      deps.secret,
      deps.clock(),
    );
    const holds = pass && !(await isOvertaken(deps, req, res, pass));
    req.attemptPass = holds ? pass : await passBySession(deps, req, res, attemptId);
    next();
  };
}

/** Somebody else has logged in on the shared device meanwhile: what the last one left there opens nothing. */
async function isOvertaken(
  { signedIn }: PassDeps,
  req: Request,
  res: Response,
  { personId }: AttemptPass,
): Promise<boolean> {
  if (!isSharedDevice(req)) return false;
  const person = await signedIn(req, res);
  return person !== undefined && person.personId !== personId;
}

export function passOf(req: Request): AttemptPass {
  if (!req.attemptPass) throw new NotFound('attempt');
  return req.attemptPass;
}

async function passBySession(
  deps: PassDeps,
  req: Request,
  res: Response,
  attemptId: string,
): Promise<AttemptPass> {
  const person = await deps.signedIn(req, res);
  if (!person) throw new SignInNeeded();
  const attempt = await deps.attempts.findOwn(attemptId, person.personId);
  if (!attempt) throw new NotFound('attempt');
  givePass(deps, req, res, attempt);
  return { attemptId, personId: person.personId, expires: attempt.closesAt.getTime() };
}
