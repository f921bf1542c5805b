import assert from 'node:assert/strict';
import request from 'supertest';
import { createApp } from '../../server/app.js';
import { sessionCookie } from '../../server/identity/cookies.js';
import { SCIM_MOUNT_PATH } from '../../server/identity/scim/scim.routes.js';
import { plainText } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import type { Visitor } from '../support/visitor.js';
import { CAST, setScene, type Scene, type Who } from './cast.js';
import { MATRIX } from './matrix.js';
import { OVERSEERS, type Expected, type Row } from './matrix-row.js';
import { routesOf } from './routes-of.js';

/** All that is open to a login by break-glass, in one place: the world's pages before its guard, its way out, the login service, people. */
const BREAK_GLASS: Readonly<Record<string, number>> = {
  'GET /healthz': 200,
  'GET /readyz': 200,
  'GET /theme/:colour': 200,
  'GET /arms/:id': 404,
  'GET /m/:slug/saml/login': 302,
  'GET /m/:slug/saml/metadata': 200,
  'GET /m/:slug/break-glass': 200,
  'POST /m/:slug/break-glass': 422,
  'GET /session': 200,
  'POST /session': 200,
  'POST /device': 303,
  'POST /logout': 303,
  'POST /switch-user': 200,
  'GET /logged-out': 303,
  // Led to what it is for.
  'GET /': 303,
  'GET /administration': 200,
  'GET /administration/sessions': 200,
  'POST /administration/sessions': 303,
  'GET /administration/identity': 200,
  'GET /administration/identity/test-login': 302,
  'POST /administration/identity/name': 303,
  'POST /administration/identity/proposal': 303,
  'POST /administration/identity/unit-code': 303,
  'GET /administration/people': 200,
  'GET /administration/people/:id': 200,
  'POST /administration/people/:id/employments': 422,
  'POST /administration/people/:id/employments/end': 422,
  'POST /administration/people/:id/roles': 422,
  'POST /administration/people/:id/roles/end': 422,
  'POST /administration/people/:id/sessions/end': 303,
};
/** What stands ahead of the guard looks for the holder's own attempt, as for everybody else. */
const attemptsOfNobody = ({ route, expected }: Row): number | undefined =>
  route.includes(' /attempts/:attemptId') ? expected.others : undefined;

/** Where routers are mounted, with an address there. */
const MOUNTS = {
  '/assets': '/assets/x',
  '/m/:slug/saml': '/m/x/saml',
  '/scim/v2': '/scim/v2',
  '/Users': '/Users',
  '/Groups': '/Groups',
};

describe('who may do what', () => {
  const service = useService();
  let scene: Scene;

  before(async () => {
    scene = await setScene(service);
  });

  const visitorFor = (who: Who): Promise<Visitor> | Visitor =>
    who === 'nobody' ? service.anyone() : service.signedInAs(scene.people[who]);

  async function statusFor(who: Who, { route, at, form, json }: Row): Promise<number> {
    const visitor = await visitorFor(who);
    const path = at(scene);
    if (json)
      return (await visitor[route.startsWith('PUT') ? 'put' : 'postJson'](path, json())).status;
    return (await (route.startsWith('GET') ? visitor.get(path) : visitor.post(path, form))).status;
  }

  it('is said of every route', () => {
    const { services } = service;
    const routes = routesOf(createApp(services), MOUNTS);
    const ours = routes.filter(
      (route) => !route.startsWith('GET /assets') && !route.includes(` ${SCIM_MOUNT_PATH}/`),
    );
    assert.deepEqual([...new Set(ours)].sort(), MATRIX.map(({ route }) => route).sort());
    const files = routes.filter((route) => route.startsWith('GET /assets'));
    assert.ok(
      files.every((route) => /\/(\*|styles\.css)$/.test(route)),
      files.join(),
    );
    assert.ok(files.length > 0);
  });

  it('is nothing that a login opens, where identity providers keep users: every route wants a token', async () => {
    const app = createApp(service.services);
    const { name } = sessionCookie(service.services.config.publicUrl);
    const administrator = await service.signedInAs(scene.people.administrator);
    const routes = routesOf(app, MOUNTS).filter((route) => route.includes(` ${SCIM_MOUNT_PATH}/`));
    assert.ok(routes.length > 15);
    for (const route of routes) {
      const [method = '', path = ''] = route.toLowerCase().split(' ');
      for (const cookie of ['', `${name}=${administrator.cookie(name) ?? ''}`]) {
        const sent = request(app)[method as 'get'](path.replace('/:id', '/x'));
        assert.equal((await sent.set('Cookie', cookie)).status, 401, route);
      }
    }
  });

  for (const row of MATRIX)
    it(`${row.route}: ${wordsFor(row.expected)}`, async () => {
      const found: Partial<Record<Who, number>> = {};
      // The holder last: what the others tried has changed nothing then.
      for (const who of [...CAST.filter((one) => one !== 'holder'), 'holder'] as const)
        found[who] = await statusFor(who, row);
      const { others, ...named } = withBreakGlass(row);
      assert.deepEqual(found, Object.fromEntries(CAST.map((who) => [who, named[who] ?? others])));
    });

  it('begins no attempt for anybody whom the gate does not let in', async () => {
    for (const [who, { id, municipalityId }] of Object.entries(scene.people)) {
      const attempts = await service.stores.attempts.historyOf(municipalityId, [id]);
      assert.equal(attempts.length, who === 'holder' ? 2 : 0, who);
    }
  });

  it('shows the holder in the overview to those who oversee where the holder works, and to no others', async () => {
    const seenBy: Who[] = [];
    for (const who of OVERSEERS) {
      const visitor = await visitorFor(who);
      for (const path of ['/oversight', '/oversight.csv', '/oversight?unit=fjordby-ground-floor'])
        if (plainText((await visitor.get(path)).text).includes('Family-holder')) seenBy.push(who);
    }
    assert.deepEqual(
      [...new Set(seenBy)],
      ['headOfUnit', 'coordinator', 'hr', 'auditor', 'administrator'],
    );
  });

  it('shows mails of one municipality only', async () => {
    for (const [who, shown] of [
      ['colleague', true],
      ['foreignHr', false],
    ] as const) {
      const { text } = await (await visitorFor(who)).get('/outbox');
      assert.equal(text.includes(encodeURIComponent(scene.mail)), shown, who);
    }
  });

  it('opens nothing to break-glass that the list does not name', () => {
    const routes = new Set(MATRIX.map(({ route }) => route));
    assert.deepEqual(
      Object.keys(BREAK_GLASS).filter((route) => !routes.has(route)),
      [],
    );
  });

  it('ends with a role: what has lapsed opens nothing', async () => {
    const lapsed = scene.people.hr.grants.map((grant) => ({ ...grant, to: grant.from }));
    const former = await service.person({ jobRole: 'office', changes: { grants: lapsed } });
    const visitor = await service.signedInAs(former);
    assert.equal((await visitor.get('/oversight')).status, 403);
    assert.equal((await visitor.get(`/certificates/${scene.certificateId}/pdf`)).status, 404);
  });
});

function withBreakGlass(row: Row): Expected {
  const breakGlass = BREAK_GLASS[row.route] ?? attemptsOfNobody(row) ?? 403;
  return { ...row.expected, breakGlass };
}

function wordsFor({ others, ...named }: Expected): string {
  const exceptions = Object.entries(named).map(([who, status]) => `${who} ${status}`);
  return [`${others}`, ...exceptions].join(', ');
}
