import { Router, urlencoded, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { AuditEvent, AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import { SignInNeeded } from '../organisation/reader.routes.js';
import type { Pages } from '../platform/http/page.js';
// Declares what the middleware below sets.
import type {} from '../platform/http/request.js';
import { readCookie } from '../platform/http/read-cookie.js';
import { sharedDeviceMark } from '../platform/http/shared-device.js';
import { sessionCookie } from './cookies.js';
import { leaveDevice, type PassesOf } from './leave-device.routes.js';
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
      const { personId, municipalityId, signedInAt, endsAt, isShared } = session;
      const seen = timesWhenSeen(session, now);
      if (seen) await sessions.touch(session.id, seen, now);
      const { expiresAt } = seen ?? session;
      req.session = {
        ...{ id: session.id, personId, municipalityId, signedInAt, isShared },
        leftMs: expiresAt.getTime() - now.getTime(),
        endsInMs: endsAt.getTime() - now.getTime(),
      };
    }
    next();
  };
}

/** How long the login lasts, for the page's warning; no sign of life. To be mounted before sessions are read, because that is one. */
export function sessionLeft({ publicUrl, sessions, clock }: SessionMiddlewareDeps): Router {
  const router = Router();
  router.get('/session', async (req, res) => {
    const id = presentSessionId(req, publicUrl);
    const now = clock();
    const session = id === undefined ? undefined : await sessions.findLive(id, now);
    if (!session) throw new SignInNeeded();
    const left = (end: Date): number => end.getTime() - now.getTime();
    res.json({ leftMs: left(session.expiresAt), endsInMs: left(session.endsAt) });
  });
  return router;
}

interface SessionRoutesDeps {
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly sessions: Pick<SessionStore, 'take'>;
  readonly beginLogout: BeginLogout;
  /** What opens exams without a login in the browser of this person. */
  readonly passesOf: PassesOf;
  /** Where the municipality's people log in. */
  readonly loginAt: (municipalityId: string) => Promise<string | undefined>;
  readonly pages: Pick<Pages, 'send' | 'texts'>;
}

const deviceForm = z.object({ shared: z.enum(['yes', 'no']) });
const readForm = urlencoded({ extended: false, limit: '1kb', parameterLimit: 5 });

export function sessionRoutes({
  audit,
  clock,
  publicUrl,
  sessions,
  beginLogout,
  passesOf,
  loginAt,
  pages,
}: SessionRoutesDeps): Router {
  const router = Router();

  /** First of all: whatever the login service does, nobody stays signed in here. */
  async function endHere(req: Request, res: Response): Promise<SessionRecord | undefined> {
    const id = presentSessionId(req, publicUrl);
    const ended = id === undefined ? undefined : await sessions.take(id);
    await leaveDevice(req, res, { publicUrl, passesOf, ended });
    if (ended) await audit.record(loggedOut(ended, clock()));
    return ended;
  }

  // A sign of life, as every request that reads the session is.
  router.post('/session', (req, res) => {
    if (!req.session) throw new SignInNeeded();
    const { leftMs, endsInMs } = req.session;
    res.json({ leftMs, endsInMs });
  });

  router.post('/device', readForm, (req, res) => {
    const { shared } = deviceForm.parse(req.body);
    const { name, options } = sharedDeviceMark(publicUrl.startsWith('https://'));
    if (shared === 'yes') res.cookie(name, shared, options);
    else res.clearCookie(name, options);
    res.redirect(303, '/');
  });

  // The next person takes over a shared PC: out here and straight to the login, which asks who it is.
  router.post('/switch-user', async (req, res) => {
    const ended = await endHere(req, res);
    const href = (ended && (await loginAt(ended.municipalityId))) ?? '/';
    res.set('Refresh', `0; url=${href}`);
    send(req, res, { text: 'signedOut.switching', link: 'signedOut.goOn', href });
  });

  router.post('/logout', async (req, res) => {
    const ended = await endHere(req, res);
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
