import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { AuditEvent, AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import type { Pages } from '../platform/http/page.js';
// Declares what the middleware below sets.
import type {} from '../platform/http/request.js';
import { readCookie } from '../platform/http/read-cookie.js';
import { sessionCookie } from './cookies.js';
import { fingerprintOf, looksLikeSecret } from './secret.js';
import type { BeginLogout } from './single-logout.js';
import { timesWhenSeen } from './session.rules.js';
import type { SessionRecord, SessionStore } from './session.store.js';

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
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly sessions: Pick<SessionStore, 'take'>;
  readonly beginLogout: BeginLogout;
  readonly pages: Pick<Pages, 'send' | 'texts'>;
}

export function sessionRoutes({
  audit,
  clock,
  publicUrl,
  sessions,
  beginLogout,
  pages,
}: SessionRoutesDeps): Router {
  const router = Router();
  const cookie = sessionCookie(publicUrl);

  router.post('/logout', async (req, res) => {
    const id = presentSessionId(req, publicUrl);
    // First of all: whatever the login service does, nobody stays signed in here.
    const ended = id === undefined ? undefined : await sessions.take(id);
    res.clearCookie(cookie.name, cookie.options).set('Clear-Site-Data', '"cache"');
    if (ended) await audit.record(loggedOut(ended, clock()));
    res.set('Cache-Control', 'no-store');
    const onward = ended && (await beginLogout(ended));
    if (onward === undefined) {
      res.redirect(303, '/');
      return;
    }
    // Not by a redirect: browsers hold those that follow a form to the page's `form-action`, all the way through the login service.
    res.set('Refresh', `0; url=${onward}`);
    send(req, res, { text: 'signedOut.goingOn', link: 'signedOut.goOn', href: onward });
  });

  router.get('/logged-out', (req, res) => {
    if (req.session) {
      res.redirect(303, '/');
      return;
    }
    const text = req.query['at'] === 'here' ? 'signedOut.unconfirmed' : 'signedOut.text';
    send(req, res, { text, link: 'signedOut.again', href: '/' });
  });

  function send(
    req: Request,
    res: Response,
    { text, link, href }: { text: string; link: string; href: string },
  ): void {
    const t = pages.texts(req);
    const title = t('signedOut.title');
    const model = { heading: title, text: t(text), linkText: t(link), linkHref: href };
    pages.send(req, res, 'identity/signed-out', model, { title });
  }

  return router;
}

function loggedOut({ municipalityId, personId }: SessionRecord, at: Date): AuditEvent {
  const subject = `person:${personId}`;
  return { municipalityId, actor: personId, action: 'session.loggedOut', subject, at };
}

/** Of the session that the browser's cookie names, live or not. */
export function presentSessionId(
  req: Pick<Request, 'headers'>,
  publicUrl: string,
): string | undefined {
  const secret = readCookie(req.headers.cookie, sessionCookie(publicUrl).name);
  return secret !== undefined && looksLikeSecret(secret) ? fingerprintOf(secret) : undefined;
}
