import assert from 'node:assert/strict';
import type { Attempt } from '../../server/attempts/attempt.js';
import { signPass } from '../../server/attempts/attempt-token.js';
import type { Person } from '../../server/organisation/person.js';
import { headingOf } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';
import { aSave } from '../support/sitting.js';
import { headerOf, locationOf, type Visitor } from '../support/visitor.js';

interface Problem {
  readonly type: string;
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
}

describe('who may work on an attempt', () => {
  const service = useService();
  let person: Person;
  let attempt: Attempt;
  /** The browser in which the exam was started. */
  let visitor: Visitor;

  beforeEach(async () => {
    person = await service.candidate();
    visitor = await service.signedInAs(person);
    const started = await visitor.post(`/programmes/${PROGRAMME}/exam`);
    attempt = await service.attempt(locationOf(started).split('/')[2] ?? '');
  });

  const at = (place: string): string => `/attempts/${attempt.id}/${place}`;
  const PAGES = ['pages/1', 'review', 'result', 'clock'];
  async function untouched(): Promise<void> {
    assert.deepEqual(await service.attempt(attempt.id), attempt);
  }

  it('is the browser that started it, also after its login session has ended', async () => {
    service.pass(45);
    assert.equal(headingOf((await visitor.get('/')).text), 'Logg inn');
    assert.equal(headingOf((await visitor.get(at('pages/1'))).text), 'Oppgave 1 av 6');
    const saved = await visitor.put(at('responses'), { saves: [aSave(0)] });
    assert.equal(saved.status, 200);
  });

  it('is that browser until the evening, to read the result', async () => {
    await visitor.post(at('submit'));
    service.at(new Date(attempt.closesAt.getTime() + 12 * 3_600_000 - 1));
    assert.equal((await visitor.get(at('result'))).status, 200);
    service.pass(1);
    const later = await visitor.get(at('result'));
    assert.match(locationOf(later), /^\/\?returnTo=/, 'to the login, and back from there');
  });

  it('is its candidate on another device, by signing in there; that device then has a pass too', async () => {
    await visitor.put(at('responses'), { saves: [aSave(0)], flags: { '0': true } });
    const phone = await service.signedInAs(person);
    const page = await phone.get(at('pages/1'));
    assert.match(page.text, /name="r0\.flag"[^>]* checked/);
    assert.match(page.text, /name="r0\.revision" value="1"/);
    assert.ok(phone.cookie('attempt'));
    phone.forget('session');
    const saved = await phone.put(at('responses'), { saves: [aSave(0, { basedOn: 1 })] });
    assert.equal(saved.status, 200);
  });

  it('is nobody with neither pass nor session: they are led to the login and back', async () => {
    for (const page of PAGES) {
      const answer = await service.anyone().get(at(page));
      assert.equal(locationOf(answer), `/?returnTo=${encodeURIComponent(at(page))}`);
    }
    const answer = await service.anyone().put(at('responses'), { saves: [aSave(0)] });
    assert.deepEqual([answer.status, (answer.body as Problem).code], [401, 'sign-in-needed']);
    await untouched();
  });

  it('is nobody else: to them it does not exist, on pages and for scripts', async () => {
    const other = await service.signedInAs(await service.candidate());
    for (const page of PAGES) {
      const answer = await other.get(at(page));
      assert.equal(answer.status, 404);
      assert.equal(headingOf(answer.text), 'Vi fant ikke siden');
    }
    const saved = await other.put(at('responses'), { saves: [aSave(0)] });
    assert.equal(saved.status, 404);
    assert.match(saved.type, /problem\+json/);
    for (const place of ['submit', 'pages/1'])
      assert.equal((await other.post(at(place), { slots: '0', pages: '6' })).status, 404);
    await untouched();
  });

  it('is told by no difference between another’s attempt and none at all', async () => {
    const other = await service.signedInAs(await service.candidate());
    const problems = await Promise.all(
      [at('pages/1'), '/attempts/none/pages/1'].map(async (path) => {
        const answer = await other.get(path).set('Accept', 'application/json');
        return { ...(answer.body as Problem), requestId: '', answered: answer.status };
      }),
    );
    assert.deepEqual(problems[0], problems[1]);
  });

  it('is not the holder of a pass to another attempt', async () => {
    const otherPerson = await service.candidate();
    const other = await service.begin(otherPerson);
    const { secret } = service.services.config;
    const expires = attempt.closesAt.getTime();
    const passes = [
      signPass({ attemptId: other.id, personId: otherPerson.id, expires }, secret),
      signPass({ attemptId: attempt.id, personId: person.id, expires }, `${secret}x`),
      signPass({ attemptId: attempt.id, personId: person.id, expires: 0 }, secret),
      `${attempt.id}.${person.id}.${expires}.`,
    ];
    for (const pass of passes) {
      const forger = service.anyone();
      forger.setCookie('attempt', pass);
      assert.equal((await forger.get(at('pages/1'))).status, 302);
    }
    await untouched();
  });

  it('is not somebody whose pass is for the attempt but not of its candidate', async () => {
    const { secret } = service.services.config;
    const stolen = { attemptId: attempt.id, personId: 'somebody-else' };
    const forger = service.anyone();
    forger.setCookie('attempt', signPass({ ...stolen, expires: 9e15 }, secret));
    assert.equal((await forger.get(at('pages/1'))).status, 404);
  });

  it('is no other site: what it makes a browser send is refused', async () => {
    const foreign = [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'none', Origin: 'https://evil.example' },
    ];
    for (const headers of foreign) {
      const sent = [
        visitor.post(at('submit')),
        visitor.post(at('pages/1'), { slots: '0', pages: '6', 'r0.kind': 'chosen', r0: '0' }),
        visitor.put(at('responses'), { saves: [aSave(0)] }),
        visitor.post(`/programmes/${PROGRAMME}/exam`),
      ];
      for (const request of sent) assert.equal((await request.set(headers)).status, 403);
    }
    await untouched();
  });

  it('is kept to the attempt’s own addresses, out of reach of scripts', async () => {
    const phone = await service.signedInAs(person);
    const answer = await phone.get(at('clock'));
    const cookie = headerOf(answer, 'set-cookie') ?? '';
    assert.match(cookie, new RegExp(`^attempt=.*; Path=/attempts/${attempt.id}; Expires=`));
    assert.match(cookie, /; HttpOnly; SameSite=Lax$/);
  });

  it('gets problem details with a code and the reference that the log has', async () => {
    const answer = await service.anyone().get(at('pages/1')).set('Accept', 'application/json');
    const problem = answer.body as Problem;
    assert.match(answer.type, /^application\/problem\+json/);
    assert.deepEqual(problem, {
      type: 'sign-in-needed',
      status: 401,
      code: 'sign-in-needed',
      requestId: headerOf(answer, 'x-request-id'),
    });
  });

  it('is answered by a program with the reasons when the gate is locked', async () => {
    const locked = await service.signedInAs(await service.person());
    const answer = await locked
      .post(`/programmes/${PROGRAMME}/exam`)
      .set('Accept', 'application/json');
    assert.equal(answer.status, 409);
    assert.deepEqual(answer.body, {
      started: false,
      reasons: [{ code: 'course-not-completed', lessonsLeft: 11 }],
    });
  });
});
