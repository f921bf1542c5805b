import { deepEqual, equal, match, ok } from 'node:assert/strict';
import request from 'supertest';
import { createApp } from '../../server/app.js';
import { demoIdentityProviderSettings } from '../../server/identity/demo-identity-provider.js';
import { fingerprintOf, newSecret } from '../../server/identity/secret.js';
import type { Person } from '../../server/organisation/person.js';
import { useService } from '../support/a-service.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const ISSUER = 'http://localhost:3001/fjordby/metadata';

interface Body {
  readonly id: string;
  readonly [name: string]: unknown;
}

describe('SCIM', () => {
  const service = useService();
  let token: string;
  let foreignToken: string;
  let serial = 0;

  before(async () => {
    const { config, stores } = service.services;
    const { municipality } = await service.place({});
    for (const slug of ['fjordby', municipality.id])
      await stores.identityProviders.put(
        slug,
        demoIdentityProviderSettings('http://localhost:3001', slug, config.samlKey, {
          subject: ['uid'],
          givenName: [],
          familyName: [],
          email: [],
        }),
      );
    const units = await stores.municipalities.unitsOf('fjordby');
    const solbakken = units.find(({ name }) => name.startsWith('Solbakken')) ?? units[0];
    if (!solbakken) throw new Error('There is no unit');
    await stores.municipalities.putUnit({ ...solbakken, codes: ['1201'] });
    [token, foreignToken] = [newSecret(), newSecret()];
    const createdAt = service.now();
    for (const [secret, municipalityId] of [
      [token, 'fjordby'],
      [foreignToken, municipality.id],
    ] as const)
      await stores.scimTokens.add({
        fingerprint: fingerprintOf(secret),
        municipalityId,
        createdAt,
      });
  });

  async function call(
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    path: string,
    body?: object,
    secret = token,
  ): Promise<{ readonly status: number; readonly body: Body }> {
    const agent = request(createApp(service.services));
    const sent = agent[method](`/scim/v2${path}`)
      .set('Authorization', `Bearer ${secret}`)
      .set('Content-Type', 'application/scim+json');
    const answer = await (body ? sent.send(JSON.stringify(body)) : sent);
    return { status: answer.status, body: (answer.text ? JSON.parse(answer.text) : {}) as Body };
  }
  const aUser = (changes: object = {}) => {
    serial += 1;
    return {
      schemas: [USER, ENTERPRISE],
      userName: `User${serial}@fjordby.example`,
      externalId: `object-${serial}`,
      name: { givenName: 'Hanna', familyName: `Berg${serial}` },
      emails: [{ value: `user${serial}@fjordby.example`, type: 'work', primary: true }],
      active: true,
      ...changes,
    };
  };
  async function created(changes: object = {}): Promise<Body> {
    const answer = await call('post', '/Users', aUser(changes));
    equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body;
  }
  async function person(id: string): Promise<Person> {
    const found = await service.stores.people.find('fjordby', id);
    if (!found) throw new Error('There is no such person');
    return found;
  }
  const patch = (path: string, ...Operations: object[]) =>
    call('patch', path, { schemas: [PATCH], Operations });
  const working = { [ENTERPRISE]: { department: '1201' }, userType: 'nurse' };

  it('is closed to whoever has no token, and says so in its own form', async () => {
    for (const secret of ['', 'x', newSecret()]) {
      const answer = await call('get', '/Users', undefined, secret);
      equal(answer.status, 401);
      deepEqual(answer.body['schemas'], ['urn:ietf:params:scim:api:messages:2.0:Error']);
    }
  });

  it('tells what it can', async () => {
    for (const path of ['/ServiceProviderConfig', '/Schemas', '/ResourceTypes'])
      equal((await call('get', path)).status, 200, path);
  });

  describe('a user', () => {
    it('becomes the person whom the first login finds', async () => {
      const user = await created({ externalId: 'employee-77' });
      const { id } = await service.services.stores.people.recordIdentity(
        {
          municipalityId: 'fjordby',
          issuer: ISSUER,
          subject: 'employee-77',
          givenName: 'Hanna',
          familyName: 'Berg',
        },
        'another-id',
      );
      equal(id, user.id);
    });

    it('is given back as it was sent, with its own place', async () => {
      const sent = aUser();
      const answer = await call('post', '/Users', sent);
      const { id, userName, externalId, name, emails, active, meta } = answer.body;
      deepEqual(
        { userName, externalId, active },
        { userName, externalId: sent.externalId, active: true },
      );
      deepEqual(name, sent.name);
      deepEqual(emails, sent.emails);
      match((meta as { location: string }).location, new RegExp(`/scim/v2/Users/${id}$`));
      deepEqual((await call('get', `/Users/${id}`)).body, answer.body);
    });

    it('works in the unit of the department, as the user type says, from today', async () => {
      const { id } = await created(working);
      const { employments } = await person(id);
      deepEqual(
        employments.map(({ jobRole, from, to, source }) => ({ jobRole, from, to, source })),
        [{ jobRole: 'nurse', from: '2026-11-02', to: undefined, source: 'scim' }],
      );
    });

    it('is not placed where department or user type say nothing we know', async () => {
      for (const changes of [{}, { userType: 'nurse' }, { ...working, userType: 'Chief' }])
        deepEqual((await person((await created(changes)).id)).employments, []);
    });

    it('loses access at once when it is no longer active, and keeps the record', async () => {
      const { id } = await created(working);
      service.at('2026-11-20T08:00:00Z');
      const visitor = await service.signedInAs(await person(id));
      equal((await visitor.get('/outbox')).status, 200);
      equal(
        (await patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' })).status,
        200,
      );
      const { employments } = await person(id);
      deepEqual(
        employments.map(({ to }) => to),
        ['2026-11-19'],
      );
      equal((await visitor.get('/outbox')).status, 302, 'signed out');
      const user = (await call('get', `/Users/${id}`)).body;
      equal(user['active'], false);
    });

    it('is gone when it is deleted, and the person is still there', async () => {
      const { id } = await created(working);
      equal((await call('delete', `/Users/${id}`)).status, 204);
      equal((await call('get', `/Users/${id}`)).status, 404);
      equal((await call('delete', `/Users/${id}`)).status, 404);
      ok(await person(id));
    });

    it('comes back as the same person when it is made again', async () => {
      const sent = aUser();
      const first = (await call('post', '/Users', sent)).body;
      await call('delete', `/Users/${first.id}`);
      equal((await call('post', '/Users', sent)).body.id, first.id);
    });

    it('is found by its user name in any case of letters, and by its externalId', async () => {
      const user = await created();
      const userName = String(user['userName']);
      for (const filter of [
        `userName eq "${userName.toUpperCase()}"`,
        `externalId eq "${String(user['externalId'])}"`,
      ]) {
        const { body } = await call('get', `/Users?filter=${encodeURIComponent(filter)}`);
        const { totalResults, Resources } = body as unknown as {
          totalResults: number;
          Resources: Body[];
        };
        deepEqual([totalResults, Resources[0]?.id], [1, user.id], filter);
      }
    });

    it('is nobody when the filter asks for nobody: the way Entra ID tests the connection', async () => {
      const { status, body } = await call('get', '/Users?filter=userName%20eq%20%22nobody%22');
      deepEqual([status, body['totalResults']], [200, 0]);
    });

    it('is listed page by page', async () => {
      for (let count = 0; count < 3; count += 1) await created();
      const { body } = await call('get', '/Users?startIndex=2&count=2');
      const { itemsPerPage, startIndex, Resources } = body as unknown as {
        itemsPerPage: number;
        startIndex: number;
        Resources: unknown[];
      };
      deepEqual([itemsPerPage, startIndex, Resources.length], [2, 2, 2]);
    });

    for (const [what, changes, status, detail] of [
      ['without externalId', { externalId: undefined }, 400, /externalId is missing/],
      ['by a number that only looks like a national one', { externalId: '01017012345' }, 201, /./],
      ['by a national identity number', { externalId: '01417010072' }, 400, /national identity/],
      ['without userName', { userName: undefined }, 400, /userName/],
    ] as const)
      it(`${status === 201 ? 'is taken' : 'is refused'} ${what}`, async () => {
        const answer = await call('post', '/Users', aUser(changes));
        equal(answer.status, status, JSON.stringify(answer.body));
        match(JSON.stringify(answer.body), detail);
      });

    it('is refused when the user name or the externalId is another’s', async () => {
      const user = await created();
      for (const changes of [{ userName: user['userName'] }, { externalId: user['externalId'] }])
        equal((await call('post', '/Users', aUser(changes))).status, 409);
    });

    it('cannot become somebody else', async () => {
      const { id } = await created();
      const answer = await patch(`/Users/${id}`, {
        op: 'replace',
        path: 'externalId',
        value: 'other',
      });
      equal(answer.status, 400);
    });

    it('does not change the name that a login has said', async () => {
      const sent = aUser();
      const { id } = (await call('post', '/Users', sent)).body;
      const { municipalityId, issuer, subject } = await person(id);
      const login = { municipalityId, issuer, subject, givenName: 'Johanna', familyName: 'Dahl' };
      await service.stores.people.recordIdentity(login, 'x');
      await call('put', `/Users/${id}`, { ...sent, name: { givenName: 'H', familyName: 'B' } });
      equal((await person(id)).familyName, 'Dahl');
    });
  });

  describe('as Entra ID speaks it', () => {
    it('changes attributes that are named in the value, with dots', async () => {
      const { id } = await created();
      const value = { 'name.familyName': 'Dahl', [`${ENTERPRISE}:department`]: '1201' };
      const answer = await patch(`/Users/${id}`, { op: 'Add', value });
      equal(answer.status, 200, JSON.stringify(answer.body));
      equal((await person(id)).familyName, 'Dahl');
    });

    it('changes the e-mail of a kind, whether or not there is one', async () => {
      const { id } = await created({ emails: undefined });
      const path = 'emails[type eq "work"].value';
      for (const value of ['a@fjordby.example', 'b@fjordby.example']) {
        equal((await patch(`/Users/${id}`, { op: 'Replace', path, value })).status, 200);
        equal((await person(id)).email, value);
      }
    });
  });

  describe('a group', () => {
    const aGroup = (displayName: string, ...members: string[]) => ({
      schemas: [GROUP],
      displayName,
      members: members.map((value) => ({ value })),
    });
    const madeGroup = async (displayName: string, ...members: string[]): Promise<Body> => {
      const answer = await call('post', '/Groups', aGroup(displayName, ...members));
      equal(answer.status, 201, JSON.stringify(answer.body));
      return answer.body;
    };
    const roles = async (id: string) =>
      (await person(id)).grants.map(({ role, unitId, to, source }) =>
        [role, unitId ? 'unit' : '', to ?? '', source].join(' '),
      );

    it('gives its members the role of its name, and takes it with the membership', async () => {
      const { id } = await created();
      const group = await madeGroup('medsert:hr', id);
      deepEqual(await roles(id), ['hr   scim']);
      service.at('2026-11-20T08:00:00Z');
      equal(
        (
          await patch(`/Groups/${group.id}`, {
            op: 'Remove',
            path: 'members',
            value: [{ value: id }],
          })
        ).status,
        200,
      );
      deepEqual(await roles(id), ['hr  2026-11-19 scim']);
    });

    it('gives a role in a unit by its code', async () => {
      const { id } = await created();
      await madeGroup('Medsert:unithead:1201', id);
      deepEqual(await roles(id), ['unitHead unit  scim']);
    });

    for (const name of [
      'Everybody',
      'medsert:king',
      'medsert:operator',
      'medsert:unitHead:9999',
      'medsert:unitHead',
    ])
      it(`gives nothing by the name ${name}`, async () => {
        const { id } = await created();
        await madeGroup(name, id);
        deepEqual(await roles(id), []);
      });

    it('takes what it gave when it gets another name, and when it goes', async () => {
      const { id } = await created();
      const group = await madeGroup('medsert:hr', id);
      await patch(`/Groups/${group.id}`, {
        op: 'replace',
        path: 'displayName',
        value: 'medsert:auditor',
      });
      deepEqual(await roles(id), ['hr  2026-11-01 scim', 'auditor   scim']);
      equal((await call('delete', `/Groups/${group.id}`)).status, 204);
      deepEqual(await roles(id), ['hr  2026-11-01 scim', 'auditor  2026-11-01 scim']);
    });

    it('leaves a role alone that somebody was given by hand', async () => {
      const { id } = await created();
      const group = await madeGroup('medsert:hr', id);
      const before = await person(id);
      const hand = { ...before.grants[0], source: 'manual' } as Person['grants'][number];
      await service.stores.people.changeWork(before, { ...before, grants: [hand] });
      await call('delete', `/Groups/${group.id}`);
      deepEqual(await roles(id), ['hr   manual']);
    });

    it('has no members of other municipalities', async () => {
      const { id } = await created();
      const answer = await call('post', '/Groups', aGroup('medsert:hr', id), foreignToken);
      deepEqual((answer.body as unknown as { members?: unknown[] }).members ?? [], []);
      deepEqual(await roles(id), []);
    });
  });

  it('shows a municipality its own users and groups only', async () => {
    const { id } = await created();
    for (const [method, path] of [
      ['get', `/Users/${id}`],
      ['delete', `/Users/${id}`],
    ] as const)
      equal((await call(method, path, undefined, foreignToken)).status, 404);
    const { body } = await call('get', '/Users', undefined, foreignToken);
    equal(body['totalResults'], 0);
  });

  it('tells the trail what was done, and no names', async () => {
    const { id } = await created({ name: { givenName: 'Unmistakable', familyName: 'Name' } });
    const entries = await service.stores.audit.entriesOf('fjordby');
    const own = entries.filter(({ subject }) => subject === `person:${id}`);
    deepEqual(
      own.map(({ action }) => action),
      ['person.provisioned'],
    );
    ok(!JSON.stringify(entries).includes('Unmistakable'));
  });
});
