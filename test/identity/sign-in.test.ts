import assert from 'node:assert/strict';
import { createVerify } from 'node:crypto';
import { attributePresets } from '../../server/identity/attribute-presets.js';
import { useDatabase } from '../support/database.js';
import {
  aKey,
  anIdentityApp,
  listen,
  type IdentityApp,
  type Listening,
  type TestMunicipality,
} from './identity-app.js';
import { aBrowser, setCookies, type TestBrowser } from './test-browser.js';
import {
  anIdentityProvider,
  asForm,
  beginLogin,
  nurse,
  type Bend,
  type TestIdentityProvider,
} from './test-identity-provider.js';

const ACS = '/m/skien/saml/acs';

describe('signing in', () => {
  const database = useDatabase();
  const ownKey = aKey('Medsert');
  const skienKey = aKey('Skien');
  const nextSkienKey = aKey('Skien, next year');
  const skien: TestMunicipality = {
    id: 'municipality-skien',
    slug: 'skien',
    identityProvider: {
      entityId: 'https://idp.skien.example/',
      signInUrl: 'https://idp.skien.example/sso?realm=staff',
      certificates: [skienKey.certificatePem, nextSkienKey.certificatePem],
      wantResponseSigned: true,
      attributes: attributePresets.ksLaering,
    },
  };
  const idp: TestIdentityProvider = anIdentityProvider(skien, skienKey);
  let identity: IdentityApp;
  let server: Listening;
  let browser: TestBrowser;

  before(async () => {
    const connection = database.connection();
    identity = await anIdentityApp({ connection, municipalities: [skien], key: ownKey });
    server = await listen(identity.app);
  });
  beforeEach(() => {
    browser = aBrowser(server.origin);
    identity.signedIn.length = 0;
  });
  after(() => server.close());

  async function signIn(from: TestBrowser, bend?: Bend, returnTo?: string) {
    const login = await beginLogin(from, 'skien', returnTo);
    return from.post(ACS, asForm(login, idp.respond(login, bend)));
  }

  it('tells who signed in, by the attributes of the municipality', async () => {
    const response = await signIn(browser);
    assert.equal(response.status, 303);
    const [person] = identity.signedIn;
    assert.ok(person);
    const { sessionIndex, ...stable } = person;
    assert.match(sessionIndex ?? '', /^_/);
    assert.deepEqual(stable, {
      issuer: 'https://idp.skien.example/',
      subject: 'nurse-1',
      givenName: 'Kari',
      familyName: 'Nordmann',
      email: 'kari.nordmann@kommune.example',
      municipalityId: 'municipality-skien',
      nameId: 'kari',
      nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    });
    const me = (await browser.get('/me')).body as Record<string, unknown>;
    assert.equal(me['personId'], 'person-nurse-1');
    assert.equal(me['municipalityId'], 'municipality-skien');
  });

  describe('the request to the login service', () => {
    it('is signed with RSA-SHA256 by the service’s key', async () => {
      const { location } = await beginLogin(browser, 'skien');
      const raw = location.search.slice(1).split('&');
      const covered = ['SAMLRequest', 'RelayState', 'SigAlg'].map((name) =>
        raw.find((pair) => pair.startsWith(`${name}=`)),
      );
      const signature = location.searchParams.get('Signature') ?? '';
      assert.equal(
        location.searchParams.get('SigAlg'),
        'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      );
      const verifier = createVerify('RSA-SHA256').update(covered.join('&'));
      assert.ok(verifier.verify(ownKey.certificatePem, signature, 'base64'));
    });

    it('names the municipality’s own service provider and demands no particular kind of login', async () => {
      const { requestXml, location } = await beginLogin(browser, 'skien');
      assert.match(requestXml, />http:\/\/127\.0\.0\.1:3000\/m\/skien\/saml\/metadata</);
      assert.match(requestXml, /Destination="https:\/\/idp\.skien\.example\/sso\?realm=staff"/);
      assert.doesNotMatch(requestXml, /RequestedAuthnContext|IsPassive/);
      assert.equal(location.searchParams.get('realm'), 'staff');
    });

    it('carries a key as RelayState, never the address to return to, whatever the browser asks for', async () => {
      const response = await browser.get('/m/skien/saml/login?returnTo=/exam&RelayState=//evil');
      const location = new URL(String(response.headers['location']));
      assert.match(location.searchParams.get('RelayState') ?? '', /^[\w-]{43}$/);
      assert.equal(response.headers['cache-control'], 'no-store');
    });
  });

  describe('afterwards the browser goes to', () => {
    const cases: readonly (readonly [string | undefined, string])[] = [
      [undefined, '/'],
      ['/attempts/7?slot=3#top', '/attempts/7?slot=3#top'],
      ['https://evil.example/', '/'],
      ['//evil.example', '/'],
      ['/\\evil.example', '/'],
      ['/m/skien/saml/login', '/'],
    ];
    for (const [asked, expected] of cases) {
      it(`${expected} when asked for ${asked ?? 'nothing'}`, async () => {
        const response = await signIn(browser, {}, asked);
        assert.equal(response.headers['location'], expected);
      });
    }
  });

  it('works in two tabs side by side', async () => {
    const first = await beginLogin(browser, 'skien', '/first');
    const second = await beginLogin(browser, 'skien', '/second');
    const ends = [
      await browser.post(ACS, asForm(second, idp.respond(second))),
      await browser.post(ACS, asForm(first, idp.respond(first))),
    ];
    assert.deepEqual(
      ends.map(({ headers }) => String(headers['location'])),
      ['/second', '/first'],
    );
  });

  it('drops the oldest open logins of a browser with too many', async () => {
    for (let tab = 0; tab < 12; tab++) await beginLogin(browser, 'skien');
    const open = Array.from(browser.cookies.keys()).filter((name) => name.startsWith('saml-'));
    assert.equal(open.length, 8);
  });

  it('starts a new session each time and ends the one before, though the answer comes without its cookie', async () => {
    await signIn(browser);
    const earlier = browser.cookies.get('session') ?? '';
    const login = await beginLogin(browser, 'skien');
    browser.cookies.delete('session');
    await browser.post(ACS, asForm(login, idp.respond(login)));
    assert.equal((await browser.get('/me')).status, 200);
    const older = aBrowser(server.origin);
    older.cookies.set('session', earlier);
    assert.equal((await older.get('/me')).status, 401);
  });

  it('takes the person’s details anew at each login', async () => {
    await signIn(browser);
    await signIn(browser, { content: { attributes: { ...nurse, etternavn: ['Hansen'] } } });
    assert.deepEqual(
      identity.signedIn.map(({ familyName }) => familyName),
      ['Nordmann', 'Hansen'],
    );
  });

  it('accepts either key while a municipality changes its key', async () => {
    assert.equal((await signIn(browser, { key: nextSkienKey })).status, 303);
  });

  it('accepts a person with 150 groups', async () => {
    const groups = Array.from({ length: 150 }, (_, n) => `00000000-0000-4000-8000-${n}`);
    const response = await signIn(browser, { content: { attributes: { ...nurse, groups } } });
    assert.equal(response.status, 303);
  });

  it('accepts a message whose lines end as Windows ends them', async () => {
    const response = await signIn(browser, {
      editAssertion: (xml) => xml.replaceAll('><', '>\n<'),
      afterwards: (xml) => xml.replaceAll('\n', '\r\n'),
    });
    assert.equal(response.status, 303);
  });

  for (const seconds of [-100, 100]) {
    it(`accepts a login service whose clock is ${seconds} seconds off`, async () => {
      const issuedAt = new Date(Date.now() + seconds * 1000);
      const validUntil = new Date(issuedAt.getTime() + 60_000);
      const response = await signIn(browser, { content: { issuedAt, validUntil } });
      assert.equal(response.status, 303);
    });
  }

  it('ends no later than the login service’s own session', async () => {
    const end = new Date(Date.now() + 3_600_000);
    await signIn(browser, {
      editAssertion: (xml) =>
        xml.replace(
          '<saml:AuthnStatement ',
          `<saml:AuthnStatement SessionNotOnOrAfter="${end.toISOString()}" `,
        ),
    });
    const { body } = (await browser.get('/me')) as { body: { id: string } };
    const stored = await database
      .connection()
      .collection<{ _id: string; endsAt: Date }>('sessions')
      .findOne({ _id: body.id });
    assert.deepEqual(stored?.endsAt, end);
  });

  it('knows only municipalities that exist', async () => {
    for (const path of ['login', 'metadata']) {
      assert.equal((await browser.get(`/m/atlantis/saml/${path}`)).status, 404);
    }
    assert.equal((await browser.post('/m/__proto__/saml/acs', 'SAMLResponse=x')).status, 404);
  });

  describe('cookies', () => {
    it('of either kind tie a plain-http login to its browser', async () => {
      for (const kind of ['saml-', 'cross-saml-']) {
        const one = aBrowser(server.origin);
        const login = await beginLogin(one, 'skien');
        for (const name of one.cookies.keys()) if (!name.startsWith(kind)) one.cookies.delete(name);
        const form = asForm(login, idp.respond(login));
        assert.equal((await aBrowser(server.origin).post(ACS, form)).status, 403);
        assert.equal((await one.post(ACS, form)).status, 303, kind);
      }
    });

    it('of the plain-http demo stay on their host and are kept from scripts', async () => {
      const begun = setCookies(await browser.get('/m/skien/saml/login'));
      assert.match(
        begun[0] ?? '',
        /^saml-_\w+=[\w-]{43}; Max-Age=600; Path=\/; .*HttpOnly; SameSite=Lax$/,
      );
      // For a login service on the machine's other name; browsers that take no `Secure` there keep to the first.
      assert.match(begun[1] ?? '', /^cross-saml-_.*HttpOnly; Secure; SameSite=None$/);
      const done = setCookies(await signIn(browser));
      assert.equal(done.length, 4);
      assert.match(
        done[3] ?? '',
        /^municipality=skien; Max-Age=31536000; .*HttpOnly; SameSite=Lax$/,
      );
      assert.match(done[0] ?? '', /^saml-_\w+=; .*Expires=Thu, 01 Jan 1970/);
      assert.match(done[1] ?? '', /^cross-saml-_\w+=; .*Expires=Thu, 01 Jan 1970/);
      assert.match(done[2] ?? '', /^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    });

    it('over https are bound to host and transport; only the binding cookie travels across sites', async () => {
      const publicUrl = 'https://medsert.example';
      const connection = database.connection();
      const secure = await anIdentityApp({
        connection,
        publicUrl,
        municipalities: [skien],
        key: ownKey,
      });
      const listening = await listen(secure.app);
      const visitor = aBrowser(listening.origin);
      const begun = setCookies(await visitor.get('/m/skien/saml/login'));
      assert.equal(begun.length, 1);
      assert.match(
        begun[0] ?? '',
        /^__Host-saml-_\w+=[\w-]{43}; Max-Age=600; Path=\/; .*HttpOnly; Secure; SameSite=None$/,
      );
      const login = await beginLogin(visitor, 'skien');
      const answer = anIdentityProvider(skien, skienKey, publicUrl).respond(login);
      const done = setCookies(await visitor.post(ACS, asForm(login, answer)));
      assert.match(
        done[1] ?? '',
        /^__Host-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
      assert.match(done[2] ?? '', /^__Host-municipality=skien; .*HttpOnly; Secure; SameSite=Lax$/);
      await listening.close();
    });
  });
});
