import { Router, type Request, type RequestHandler } from 'express';
import type { Clock } from '../platform/clock.js';
// Declares what the middleware below sets.
import type {} from '../platform/http/request.js';
import { readCookie, sessionCookie } from './cookies.js';
import { fingerprintOf, looksLikeSecret } from './secret.js';
import { timesWhenSeen } from './session.rules.js';
import type { SessionStore } from './session.store.js';

interface SessionMiddlewareDeps {
  readonly publicUrl: string;
  readonly sessions: Pick<SessionStore, 'findLive' | 'touch'>;
  readonly clock: Clock;
}

/** Sets `req.session` for whoever is signed in, and counts the request as a sign of life. */
export function sessionFromCookie({
  publicUrl,
  sessions,
  clock,
}: SessionMiddlewareDeps): RequestHandler {
  return async (req, _res, next) => {
    const id = presentSessionId(req, publicUrl);
    const now = clock();
    const session = id === undefined ? undefined : await sessions.findLive(id, now);
    if (session) {
      const { personId, municipalityId, signedInAt } = session;
      req.session = { id: session.id, personId, municipalityId, signedInAt };
      const seen = timesWhenSeen(session, now);
      if (seen) await sessions.touch(session.id, seen, now);
    }
    next();
  };
}

interface SessionRoutesDeps {
  readonly publicUrl: string;
  readonly sessions: Pick<SessionStore, 'end'>;
}

export function sessionRoutes({ publicUrl, sessions }: SessionRoutesDeps): Router {
  const router = Router();
  const cookie = sessionCookie(publicUrl);

  router.post('/logout', async (req, res) => {
    const id = presentSessionId(req, publicUrl);
    if (id !== undefined) await sessions.end(id);
    res.clearCookie(cookie.name, cookie.options);
    res.set('Cache-Control', 'no-store');
    res.redirect(303, '/');
  });

  return router;
}

/** Of the session that the browser's cookie names, live or not. */
export function presentSessionId(
  req: Pick<Request, 'headers'>,
  publicUrl: string,
): string | undefined {
  const secret = readCookie(req.headers.cookie, sessionCookie(publicUrl).name);
  return secret !== undefined && looksLikeSecret(secret) ? fingerprintOf(secret) : undefined;
}
