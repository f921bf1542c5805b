import assert from 'node:assert/strict';
import { createHash, createSign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { attributePresets } from '../../server/identity/attribute-presets.js';
import {
  demoIdentityProvider,
  type DemoIdentityProviderDeps,
} from '../../server/identity/demo-identity-provider.routes.js';
import {
  demoIdentityProviderSettings,
  type DemoMunicipality,
} from '../../server/identity/demo-identity-provider.js';
import { serviceProviderUrls } from '../../server/identity/service-provider.js';
import { systemClock } from '../../server/platform/clock.js';
import { useDatabase } from '../support/database.js';
import { aKey, anIdentityApp, listen, type IdentityApp, type Listening } from './identity-app.js';
import { aBrowser, type TestBrowser } from './test-browser.js';

const PUBLIC_URL = 'http://127.0.0.1:3000';
const ORIGIN = 'http://127.0.0.1:3001';

describe('the demo login service', () => {
  const database = useDatabase();
  const ownKey = aKey('Medsert');
  const demoKey = aKey('Demo');
  const municipality: DemoMunicipality = {
    slug: 'skien',
    name: 'Skien',
    language: 'nb',
    serviceProvider: {
      ...serviceProviderUrls(PUBLIC_URL, 'skien'),
      certificatePem: ownKey.certificatePem,
    },
    users: [
      {
        username: 'kari',
        displayName: 'Kari <Sykepleier> & co',
        description: 'Sykepleier i hjemmetjenesten',
        attributes: {
          uid: ['1'],
          fornavn: ['Kari'],
          etternavn: ['Nordmann'],
          epost: ['k@x.example'],
        },
      },
      {
        username: 'ole',
        displayName: 'Ole Leder',
        description: 'Enhetsleder',
        attributes: { uid: ['2'], fornavn: ['Ole'], etternavn: ['Leder'], epost: [] },
      },
    ],
  };
  const deps: DemoIdentityProviderDeps = {
    mode: 'demo',
    origin: ORIGIN,
    key: demoKey,
    municipalities: [municipality],
    clock: systemClock,
  };
  let identity: IdentityApp;
  let service: Listening;
  let demo: Listening;
  let browser: TestBrowser;
  let demoBrowser: TestBrowser;

  before(async () => {
    identity = await anIdentityApp({
      connection: database.connection(),
      key: ownKey,
      publicUrl: PUBLIC_URL,
      municipalities: [
        {
          id: 'municipality-skien',
          slug: 'skien',
          identityProvider: demoIdentityProviderSettings(
            ORIGIN,
            'skien',
            demoKey,
            attributePresets.ksLaering,
          ),
        },
      ],
    });
    service = await listen(identity.app);
    demo = await listen(demoIdentityProvider(deps));
  });
  beforeEach(() => {
    browser = aBrowser(service.origin);
    demoBrowser = aBrowser(demo.origin);
  });
  after(async () => {
    await service.close();
    await demo.close();
  });

  async function askedToSignIn(): Promise<string> {
    const response = await browser.get('/m/skien/saml/login?returnTo=/exam');
    const { pathname, search } = new URL(String(response.headers['location']));
    return pathname + search;
  }

  it('lets anyone in as a demo user with one click, by real SAML', async () => {
    const address = await askedToSignIn();
    const list = await demoBrowser.get(address);
    assert.equal(list.status, 200);
    assert.match(list.text, /<html lang="nb">/);
    assert.match(list.text, /Logg inn som Kari &#60;Sykepleier&#62; &#38; co/);
    assert.match(list.text, /Enhetsleder/);

    const answer = await demoBrowser.post(address, { username: 'ole' });
    assert.equal(valueOf(answer.text, 'action'), 'http://127.0.0.1:3000/m/skien/saml/acs');
    const done = await browser.post('/m/skien/saml/acs', {
      SAMLResponse: hiddenField(answer.text, 'SAMLResponse'),
      RelayState: hiddenField(answer.text, 'RelayState'),
    });
    assert.equal(done.status, 303, JSON.stringify(done.body));
    assert.equal(done.headers['location'], '/exam');
    assert.equal(identity.signedIn[0]?.givenName, 'Ole');
    assert.equal((await browser.get('/me')).status, 200);
  });

  it('sends back by itself under its own policy, and by a button without scripts', async () => {
    const { text, headers } = await demoBrowser.post(await askedToSignIn(), { username: 'kari' });
    const policy = String(headers['content-security-policy']);
    const script = /<script>(.*?)<\/script>/s.exec(text)?.[1] ?? '';
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? '';
    assert.ok(policy.includes(`script-src 'sha256-${sha256(script)}'`));
    assert.ok(policy.includes(`style-src 'sha256-${sha256(style)}'`));
    assert.ok(policy.includes('form-action http://127.0.0.1:3000;'));
    assert.match(text, /<button>Fortsett<\/button>/);
    assert.equal(headers['cache-control'], 'no-store');
  });

  it('shows the list each time and keeps no cookie: to change user is to log in again', async () => {
    await demoBrowser.post(await askedToSignIn(), { username: 'kari' });
    assert.match((await demoBrowser.get(await askedToSignIn())).text, /Logg inn som Ole Leder/);
    assert.equal(demoBrowser.cookies.size, 0);
  });

  describe('answers nobody but the service: it refuses a request', () => {
    async function assertRefused(address: string, status = 400): Promise<void> {
      for (const response of [
        await demoBrowser.get(address),
        await demoBrowser.post(address, { username: 'kari' }),
      ]) {
        assert.equal(response.status, status);
        assert.doesNotMatch(response.text, /SAMLResponse|kari/);
      }
    }

    function signedRequest(xml: string, key = ownKey.privateKeyPem): string {
      const algorithm = encodeURIComponent('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256');
      const message = encodeURIComponent(deflateRawSync(xml).toString('base64'));
      const query = `SAMLRequest=${message}&RelayState=x&SigAlg=${algorithm}`;
      const signature = createSign('RSA-SHA256').update(query).sign(key, 'base64');
      return `/skien/sign-in?${query}&Signature=${encodeURIComponent(signature)}`;
    }

    function authnRequest(overrides: Readonly<Record<string, string>> = {}): string {
      const { issuer, ...rest } = overrides;
      const { entityId, acsUrl } = municipality.serviceProvider;
      const attributes = {
        ID: '_1',
        Destination: `${ORIGIN}/skien/sign-in`,
        AssertionConsumerServiceURL: acsUrl,
        ...rest,
      };
      const listed = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`);
      return `<p:AuthnRequest xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ${listed.join(' ')}><a:Issuer xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">${issuer ?? entityId}</a:Issuer></p:AuthnRequest>`;
    }

    it('unless it is bad', async () => {
      const response = await demoBrowser.get(signedRequest(authnRequest()));
      assert.equal(response.status, 200);
    });
    it('that is not signed, or not by the service', async () => {
      await assertRefused('/skien/sign-in');
      await assertRefused((await askedToSignIn()).replace(/&Signature=.*/, ''));
      await assertRefused(signedRequest(authnRequest(), demoKey.privateKeyPem));
    });
    it('that was changed after signing, or carries a part twice', async () => {
      const address = await askedToSignIn();
      await assertRefused(address.replace('RelayState=', 'RelayState=x'));
      await assertRefused(`${address}&RelayState=x`);
    });
    it('of another service, for another login service, or to be answered elsewhere', async () => {
      await assertRefused(signedRequest(authnRequest({ issuer: 'urn:other' })));
      await assertRefused(signedRequest(authnRequest({ Destination: 'https://other.example' })));
      const elsewhere = { AssertionConsumerServiceURL: 'https://evil.example/acs' };
      await assertRefused(signedRequest(authnRequest(elsewhere)));
    });
    it('that is no AuthnRequest, or inflates without end', async () => {
      await assertRefused(signedRequest('<x/>'));
      await assertRefused(signedRequest(authnRequest({ ID: 'x'.repeat(70_000) })));
      await assertRefused(signedRequest(`<!DOCTYPE x>${authnRequest()}`));
    });
    it('for a municipality or a user that is not there', async () => {
      await assertRefused((await askedToSignIn()).replace('/skien/', '/atlantis/'), 404);
      const response = await demoBrowser.post(await askedToSignIn(), { username: '__proto__' });
      assert.equal(response.status, 404);
    });
  });

  it('takes part in logouts that begin at the service', async () => {
    const answer = await demoBrowser.post(await askedToSignIn(), { username: 'ole' });
    await browser.post('/m/skien/saml/acs', {
      SAMLResponse: hiddenField(answer.text, 'SAMLResponse'),
      RelayState: hiddenField(answer.text, 'RelayState'),
    });
    const loggedOut = await browser.post('/logout', '');
    const onward = new URL((loggedOut.body as { linkHref: string }).linkHref);
    assert.equal(onward.origin + onward.pathname, `${ORIGIN}/skien/sign-out`);
    const address = onward.pathname + onward.search;
    const changed = await demoBrowser.get(address.replace('SAMLRequest=', 'SAMLRequest=A'));
    assert.equal(changed.status, 400);
    const answered = await demoBrowser.get(address);
    assert.equal(answered.status, 303);
    const back = new URL(String(answered.headers['location']));
    const end = await browser.get(back.pathname + back.search);
    assert.equal(end.headers['location'], '/logged-out');
  });

  it('publishes its metadata', async () => {
    const { text, headers } = await demoBrowser.get('/skien/metadata');
    assert.match(String(headers['content-type']), /^application\/samlmetadata\+xml/);
    assert.equal(valueOf(text, 'entityID'), 'http://127.0.0.1:3001/skien/metadata');
    const locations = Array.from(text.matchAll(/ Location="([^"]*)"/g), ([, location]) => location);
    assert.deepEqual(locations, [
      'http://127.0.0.1:3001/skien/sign-out',
      'http://127.0.0.1:3001/skien/sign-in',
    ]);
  });

  for (const mode of ['production', 'pilot', '']) {
    it(`cannot be built in mode '${mode}'`, () => {
      assert.throws(() => demoIdentityProvider({ ...deps, mode }), /demo mode only/);
    });
  }
});

function valueOf(markup: string, attribute: string): string | undefined {
  return new RegExp(` ${attribute}="([^"]*)"`).exec(markup)?.[1];
}

function hiddenField(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
}

function sha256(source: string): string {
  return createHash('sha256').update(source).digest('base64');
}
