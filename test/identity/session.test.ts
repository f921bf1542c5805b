import assert from 'node:assert/strict';
import express from 'express';
import { timesAtSignIn, timesWhenSeen, USUAL_LIMITS } from '../../server/identity/session.rules.js';
import { sessionFromCookie, sessionRoutes } from '../../server/identity/session.routes.js';
import { createSessionStore, type SessionStore } from '../../server/identity/session.store.js';
import { fingerprintOf, newSecret } from '../../server/identity/secret.js';
import { useDatabase } from '../support/database.js';
import { listen, plainPages, type Listening } from './identity-app.js';
import { aBrowser, setCookies, type TestBrowser } from './test-browser.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const IDLE_LIMIT_MS = 30 * MINUTE;
const START = new Date('2026-11-21T07:00:00Z');
const later = (ms: number): Date => new Date(START.getTime() + ms);

describe('session times', () => {
  it('end after half an hour without a sign of life', () => {
    assert.deepEqual(timesAtSignIn(START).expiresAt, later(IDLE_LIMIT_MS));
  });

  it('end after ten hours in any case', () => {
    const session = timesAtSignIn(START);
    assert.deepEqual(session.endsAt, later(10 * HOUR));
    const seen = timesWhenSeen(session, later(9 * HOUR + 50 * MINUTE));
    assert.deepEqual(seen?.expiresAt, later(10 * HOUR));
  });

  it('end with the login service’s session if that is sooner, but never later for it', () => {
    const ending = (ms: number) =>
      timesAtSignIn(START, {
        limits: USUAL_LIMITS,
        isShared: false,
        identityProviderSessionEnds: later(ms),
      });
    assert.deepEqual(ending(10 * MINUTE).expiresAt, later(10 * MINUTE));
    assert.deepEqual(ending(24 * HOUR).endsAt, later(10 * HOUR));
  });

  it('are what the municipality chose, shorter on a shared device', () => {
    const limits = { ...USUAL_LIMITS, idleMinutes: 20, sharedIdleMinutes: 4, hours: 8 };
    const own = timesAtSignIn(START, { limits, isShared: false });
    assert.deepEqual([own.expiresAt, own.endsAt], [later(20 * MINUTE), later(8 * HOUR)]);
    const shared = timesAtSignIn(START, { limits, isShared: true });
    assert.deepEqual([shared.expiresAt, shared.isShared], [later(4 * MINUTE), true]);
    assert.deepEqual(timesWhenSeen(shared, later(3 * MINUTE))?.expiresAt, later(7 * MINUTE));
  });

  it('are written down at most once a minute', () => {
    const session = timesAtSignIn(START);
    assert.equal(timesWhenSeen(session, later(MINUTE - 1)), undefined);
    assert.deepEqual(timesWhenSeen(session, later(MINUTE)), {
      lastSeenAt: later(MINUTE),
      expiresAt: later(MINUTE + IDLE_LIMIT_MS),
    });
  });
});

describe('sessions', () => {
  const database = useDatabase();
  let sessions: SessionStore;
  let now: Date;
  let server: Listening;
  let browser: TestBrowser;

  before(async () => {
    sessions = createSessionStore(database.connection());
    await sessions.ensureIndexes();
    const deps = {
      publicUrl: 'http://127.0.0.1:3000',
      sessions,
      pages: plainPages,
      beginLogout: () => Promise.resolve(undefined),
      passesOf: () => Promise.resolve([]),
      loginAt: () => Promise.resolve(undefined),
      audit: { record: () => Promise.resolve() },
      clock: () => now,
    };
    const app = express();
    app.use(sessionFromCookie(deps), sessionRoutes(deps));
    app.get('/me', (req, res) => {
      res.json(req.session ?? null);
    });
    server = await listen(app);
  });
  beforeEach(async () => {
    now = START;
    browser = aBrowser(server.origin);
    browser.cookies.set('session', await aSession('nurse-1'));
  });
  after(() => server.close());

  async function aSession(personId: string): Promise<string> {
    const secret = newSecret();
    const id = fingerprintOf(secret);
    await sessions.start({ id, personId, municipalityId: 'skien', ...timesAtSignIn(START) });
    return secret;
  }

  async function isSignedIn(): Promise<boolean> {
    return (await browser.get('/me')).body !== null;
  }

  it('tell who is signed in, and since when', async () => {
    const secret = browser.cookies.get('session') ?? '';
    assert.deepEqual((await browser.get('/me')).body, {
      id: fingerprintOf(secret),
      personId: 'nurse-1',
      municipalityId: 'skien',
      signedInAt: START.toISOString(),
      isShared: false,
      leftMs: IDLE_LIMIT_MS,
      endsInMs: 10 * HOUR,
    });
  });

  it('are stored without the secret', async () => {
    const secret = browser.cookies.get('session') ?? '';
    const stored = await database.connection().collection('sessions').find().toArray();
    assert.ok(!JSON.stringify(stored).includes(secret));
  });

  it('are over exactly at their end, not before', async () => {
    now = later(IDLE_LIMIT_MS);
    assert.equal(await isSignedIn(), false);
    now = later(IDLE_LIMIT_MS - 1);
    assert.equal(await isSignedIn(), true);
  });

  it('go on as long as the person is there, for ten hours', async () => {
    for (let at = 0; at < 10 * HOUR; at += 25 * MINUTE) {
      now = later(at);
      assert.equal(await isSignedIn(), true);
    }
    now = later(10 * HOUR);
    assert.equal(await isSignedIn(), false);
  });

  it('cannot be revived once they are over', async () => {
    const id = fingerprintOf(browser.cookies.get('session') ?? '');
    const end = later(IDLE_LIMIT_MS);
    assert.equal(await sessions.touch(id, { lastSeenAt: end, expiresAt: later(HOUR) }, end), false);
  });

  it('are not shortened by a late, older sign of life', async () => {
    const id = fingerprintOf(browser.cookies.get('session') ?? '');
    const seen = (ms: number) => ({ lastSeenAt: later(ms), expiresAt: later(ms + IDLE_LIMIT_MS) });
    assert.equal(await sessions.touch(id, seen(5 * MINUTE), later(5 * MINUTE)), true);
    assert.equal(await sessions.touch(id, seen(2 * MINUTE), later(5 * MINUTE)), false);
  });

  it('end on the server at logout', async () => {
    const secret = browser.cookies.get('session') ?? '';
    const response = await browser.post('/logout', '');
    assert.equal(response.status, 303);
    assert.equal(response.headers['location'], '/');
    assert.match(setCookies(response)[0] ?? '', /^session=; .*Expires=Thu, 01 Jan 1970/);
    browser.cookies.set('session', secret);
    assert.equal(await isSignedIn(), false);
  });

  it('do not end by following a link', async () => {
    assert.equal((await browser.get('/logout')).status, 404);
    assert.equal(await isSignedIn(), true);
  });

  it('all end for a person who is shut out, and for nobody else', async () => {
    const other = await aSession('nurse-2');
    await aSession('nurse-1');
    assert.ok((await sessions.endAllOf('nurse-1')) >= 2);
    assert.equal(await isSignedIn(), false);
    browser.cookies.set('session', other);
    assert.equal(await isSignedIn(), true);
  });

  it('are removed when they are over, and no earlier', async () => {
    const id = fingerprintOf(browser.cookies.get('session') ?? '');
    await sessions.removeExpired(later(IDLE_LIMIT_MS - 1));
    assert.ok(await sessions.findLive(id, START));
    assert.ok((await sessions.removeExpired(later(IDLE_LIMIT_MS))) > 0);
    assert.equal(await sessions.findLive(id, START), undefined);
  });

  it('are not looked for when the cookie cannot be ours', async () => {
    for (const junk of ['', 'x', '$ne', '[object Object]', 'A'.repeat(5000)]) {
      browser.cookies.set('session', junk);
      assert.equal(await isSignedIn(), false);
    }
  });
});
