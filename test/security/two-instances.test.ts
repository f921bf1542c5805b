import assert from 'node:assert/strict';
import type { AuditEntry } from '../../server/audit/audit-event.js';
import type { IdentityProviderSettings } from '../../server/identity/identity-provider.js';
import { attributePresets } from '../../server/identity/attribute-presets.js';
import { aKey } from '../identity/identity-app.js';
import { logoutPath } from '../identity/logout-message.js';
import {
  anIdentityProvider,
  asForm,
  beginLogin,
  nurse,
} from '../identity/test-identity-provider.js';
import { useService } from '../support/a-service.js';
import { aVisitor, headerOf, type Visitor } from '../support/visitor.js';

const key = aKey('Fjordby');
const identityProvider: IdentityProviderSettings = {
  entityId: 'https://idp.fjordby.example',
  signInUrl: 'https://idp.fjordby.example/sso',
  signOutUrl: 'https://idp.fjordby.example/slo',
  certificates: [key.certificatePem],
  wantResponseSigned: true,
  attributes: attributePresets.ksLaering,
};
const fjordby = { id: 'fjordby', slug: 'fjordby', identityProvider };

/** A browser in front of a load balancer: `at` says which instance the next request meets. */
interface Balanced {
  readonly at: (instance: 0 | 1) => Visitor;
}

describe('two instances on one database', () => {
  const service = useService();
  let origins: readonly [string, string];

  before(async () => {
    origins = [service.origin(), await service.secondInstance()];
    await service.stores.identityProviders.put('fjordby', identityProvider);
  });
  beforeEach(() => {
    // The library for signatures reads the clock of the machine.
    service.at(new Date());
  });

  const publicUrlOf = (): string => service.services.config.publicUrl;

  function balanced(): Balanced {
    let instance: 0 | 1 = 0;
    const browser = aVisitor(() => origins[instance], service.now, service.services.formTokens);
    return {
      at: (next) => {
        instance = next;
        return browser;
      },
    };
  }

  /** Begins at one instance, ends at the other. */
  async function signedIn(nameId = 'kari', sessionIndex = `_${nameId}`): Promise<Balanced> {
    const found = balanced();
    const login = await beginLogin(found.at(0), 'fjordby', '/oversight');
    const attributes = { ...nurse, uid: [nameId] };
    const content = { nameId, sessionIndex, attributes };
    const xml = anIdentityProvider(fjordby, key, publicUrlOf()).respond(login, { content });
    const answer = await found.at(1).post('/m/fjordby/saml/acs', asForm(login, xml));
    assert.deepEqual([answer.status, headerOf(answer, 'location')], [303, '/oversight']);
    return found;
  }

  async function trail(): Promise<AuditEntry[]> {
    const entries: AuditEntry[] = [];
    for await (const entry of service.stores.audit.streamOf('fjordby')) entries.push(entry);
    return entries;
  }

  const isSignedIn = async (visitor: Visitor): Promise<boolean> =>
    (await visitor.get(`/courses/legemiddelhandtering`)).status === 200;

  it('finish on one a login that began on the other, and both know the session', async () => {
    const { at } = await signedIn();
    assert.deepEqual([await isSignedIn(at(0)), await isSignedIn(at(1))], [true, true]);
  });

  it('take a response once between them', async () => {
    const browser = balanced();
    const login = await beginLogin(browser.at(0), 'fjordby');
    const form = asForm(login, anIdentityProvider(fjordby, key, publicUrlOf()).respond(login));
    const posts = await Promise.all(
      [0, 1, 0, 1].map((instance) =>
        browser.at(instance as 0 | 1).post('/m/fjordby/saml/acs', form),
      ),
    );
    assert.deepEqual(posts.map(({ status }) => status).sort(), [303, 403, 403, 403]);
  });

  it('end on both what is ended on one', async () => {
    const { at } = await signedIn();
    assert.equal((await at(1).post('/logout')).status, 200);
    assert.deepEqual([await isSignedIn(at(0)), await isSignedIn(at(1))], [false, false]);
  });

  it('log out everywhere, on whichever it is asked for', async () => {
    const desk = await signedIn('kari', '_desk');
    const phone = await signedIn('kari', '_phone');
    const other = await signedIn('ole');
    assert.equal((await phone.at(1).post('/sessions/end')).status, 303);
    for (const { at } of [desk, phone])
      assert.deepEqual([await isSignedIn(at(0)), await isSignedIn(at(1))], [false, false]);
    assert.equal(await isSignedIn(other.at(0)), true);
  });

  it('end everything that the login service calls back, at whichever they are told', async () => {
    const desk = await signedIn('kari', '_desk');
    const phone = await signedIn('kari', '_phone');
    const other = await signedIn('ole');
    const told = await balanced()
      .at(1)
      .get(logoutPath(fjordby, key, {}, publicUrlOf()));
    assert.equal(told.status, 303);
    for (const { at } of [desk, phone])
      assert.deepEqual([await isSignedIn(at(0)), await isSignedIn(at(1))], [false, false]);
    assert.equal(await isSignedIn(other.at(0)), true);
  });

  it('write logins, refusals by their class, and logouts into one trail', async () => {
    const before = (await trail()).length;
    const { at } = await signedIn();
    await balanced().at(0).post('/m/fjordby/saml/acs', { SAMLResponse: 'PHg+', RelayState: 'x' });
    await at(0).post('/logout');
    await balanced()
      .at(1)
      .get(logoutPath(fjordby, key, { nameId: 'nobody' }, publicUrlOf()));
    const entries = (await trail()).slice(before);
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['session.loggedIn', 'login.refused', 'session.loggedOut', 'sessions.endedByProvider'],
    );
    assert.deepEqual(entries[1]?.details, { code: 'saml-not-xml' });
  });

  it('count together what one address asks for', async () => {
    const visitor = balanced();
    const statuses: number[] = [];
    for (let n = 0; n < 30; n += 1)
      statuses.push((await visitor.at((n % 2) as 0 | 1).post('/verify')).status);
    assert.deepEqual([...new Set(statuses)], [400]);
    for (const instance of [0, 1] as const) {
      const refused = await visitor.at(instance).post('/verify');
      assert.equal(refused.status, 429);
      assert.equal(headerOf(refused, 'retry-after'), '60');
    }
    service.pass(1);
    assert.equal((await visitor.at(0).post('/verify')).status, 400);
  });
});
