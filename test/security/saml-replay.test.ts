import assert from 'node:assert/strict';
import type { Response } from 'supertest';
import { openRequest } from '../../server/identity/saml-checks/open-request.check.js';
import type { ClaimedRequest } from '../../server/identity/saml-checks/saml-check.js';
import type { SignInRequest } from '../../server/identity/sign-in-request.store.js';
import type { TestBrowser } from '../identity/test-browser.js';
import {
  asForm,
  beginLogin,
  nurse,
  type Bend,
  type BegunLogin,
} from '../identity/test-identity-provider.js';
import { assertRefused, idps, keys, post, skien, useSamlService } from './saml-service.js';

describe('a genuine answer', () => {
  const service = useSamlService();

  function answer(login: BegunLogin, bend?: Bend, by = service().browser): Promise<Response> {
    return post(by, 'skien', asForm(login, idps.skien.respond(login, bend)));
  }

  function codesOf(responses: readonly Response[]): (string | undefined)[] {
    return responses.map(({ body }) => (body as { code?: string }).code).sort();
  }

  /** Tabs of one browser: each with all of its cookies, and none sees what the others are given. */
  function tabsOf({ cookies }: TestBrowser, count: number): TestBrowser[] {
    return Array.from({ length: count }, () => {
      const tab = service().newBrowser();
      for (const [name, value] of cookies) tab.cookies.set(name, value);
      return tab;
    });
  }

  const ONE_OF_TEN = [...Array.from({ length: 9 }, () => 'saml-replay'), undefined];

  it('to a login begun in another browser is refused: nobody is signed in under a foreign name', async () => {
    const attackersLogin = await beginLogin(service().newBrowser(), 'skien');
    await beginLogin(service().browser, 'skien');
    await assertRefused(service(), await answer(attackersLogin), 'saml-request-other-browser');
  });

  it('to another municipality’s login is refused, also from the same browser', async () => {
    const login = await beginLogin(service().browser, 'vimmerby');
    await assertRefused(service(), await answer(login), 'saml-request-other-municipality');
  });

  it('from another municipality is refused by its destination', async () => {
    const { browser } = service();
    const login = await beginLogin(browser, 'vimmerby');
    const form = asForm(login, idps.vimmerby.respond(login));
    await assertRefused(service(), await post(browser, 'skien', form), 'saml-destination');
  });

  for (const relayState of ['https://evil.example/', '//evil.example', '/\\evil.example', '/']) {
    it(`with ${relayState} as RelayState is refused`, async () => {
      const login = await beginLogin(service().browser, 'skien');
      const response = await answer({ ...login, relayState });
      await assertRefused(service(), response, 'saml-relay-state');
    });
  }

  it('to a login that is over is refused', async () => {
    const login = await beginLogin(service().browser, 'skien');
    await service()
      .connection.collection<{ _id: string }>('signInRequests')
      .updateOne({ _id: login.requestId }, { $set: { expiresAt: new Date() } });
    await assertRefused(service(), await answer(login), 'saml-request-expired');
  });

  it('is still good after a forged one was refused', async () => {
    const login = await beginLogin(service().browser, 'skien');
    const forged = await answer(login, { key: keys.attacker });
    await assertRefused(service(), forged, 'saml-signature');
    assert.equal((await answer(login)).status, 303);
  });

  it('counts once when posted again', async () => {
    const { browser, identity } = service();
    const login = await beginLogin(browser, 'skien');
    const form = asForm(login, idps.skien.respond(login));
    const [first, second] = tabsOf(browser, 2);
    assert.ok(first && second);
    assert.equal((await post(first, 'skien', form)).status, 303);
    assert.deepEqual((await post(second, 'skien', form)).body, { code: 'saml-replay' });
    assert.equal(identity.signedIn.length, 1);
  });

  it('counts once when posted ten times at once', async () => {
    const { browser, identity } = service();
    const login = await beginLogin(browser, 'skien');
    const form = asForm(login, idps.skien.respond(login));
    const posts = tabsOf(browser, 10).map((tab) => post(tab, 'skien', form));
    assert.deepEqual(codesOf(await Promise.all(posts)), ONE_OF_TEN);
    assert.equal(identity.signedIn.length, 1);
  });

  it('is one only: of ten different ones to the same login at once one counts', async () => {
    const { browser, identity } = service();
    const login = await beginLogin(browser, 'skien');
    const posts = tabsOf(browser, 10).map((tab) => answer(login, {}, tab));
    assert.deepEqual(codesOf(await Promise.all(posts)), ONE_OF_TEN);
    assert.equal(identity.signedIn.length, 1);
  });

  it('with an assertion that has been used before is refused, whatever it answers', async () => {
    const content = { id: '_same' };
    const first = await answer(await beginLogin(service().browser, 'skien'), { content });
    const second = await answer(await beginLogin(service().browser, 'skien'), { content });
    assert.deepEqual(codesOf([first, second]), ['saml-replay', undefined]);
  });

  it('never takes over a session id that the browser brought along', async () => {
    const planted = 'A'.repeat(43);
    const { browser } = service();
    browser.cookies.set('session', planted);
    assert.equal((await answer(await beginLogin(browser, 'skien'))).status, 303);
    assert.notEqual(browser.cookies.get('session'), planted);
    const attacker = service().newBrowser();
    attacker.cookies.set('session', planted);
    assert.equal((await attacker.get('/me')).status, 401);
  });

  it('means the same person when its attributes imitate fields of the library', async () => {
    const imitations = ['__proto__', 'constructor', 'issuer', 'nameID', 'getAssertionXml'];
    const attributes = {
      ...nurse,
      ...Object.fromEntries(imitations.map((name) => [name, ['mayor']])),
    };
    const login = await beginLogin(service().browser, 'skien');
    assert.equal((await answer(login, { content: { attributes } })).status, 303);
    const [person] = service().identity.signedIn;
    assert.deepEqual(
      [person?.subject, person?.nameId, person?.issuer],
      ['nurse-1', 'kari', skien.identityProvider.entityId],
    );
  });

  describe('of a login service that signs the assertion only', () => {
    function answerOpenside(login: BegunLogin, bend: Bend): Promise<Response> {
      return post(service().browser, 'openside', asForm(login, idps.openside.respond(login, bend)));
    }

    it('is accepted', async () => {
      const login = await beginLogin(service().browser, 'openside');
      assert.equal((await answerOpenside(login, { leaveUnsigned: ['Response'] })).status, 303);
    });

    it('is refused when the response is signed but the assertion is not', async () => {
      const login = await beginLogin(service().browser, 'openside');
      const response = await answerOpenside(login, { leaveUnsigned: ['Assertion'] });
      await assertRefused(service(), response, 'saml-signature-missing');
    });

    it('is refused when it was stolen and wrapped in a response to our login', async () => {
      const login = await beginLogin(service().browser, 'openside');
      const ofTheVictim = { content: { inResponseTo: '_victim' } };
      const unsolicited = {
        editAssertion: (xml: string) => xml.replace(/ InResponseTo="[^"]+"/, ''),
      };
      for (const bend of [ofTheVictim, unsolicited]) {
        const response = await answerOpenside(login, { ...bend, leaveUnsigned: ['Response'] });
        await assertRefused(service(), response, 'saml-in-response-to');
      }
    });
  });
});

describe('the request that an answer claims', () => {
  const now = new Date('2026-11-21T10:00:00Z');
  const request: SignInRequest = {
    id: '_1',
    municipalityId: 'skien',
    relayState: 'key',
    returnPath: '/',
    browserFingerprint: 'browser',
    issuedAt: new Date('2026-11-21T09:55:00Z'),
    expiresAt: new Date('2026-11-21T10:00:01Z'),
  };
  const claimed: ClaimedRequest = {
    municipalityId: 'skien',
    request,
    relayState: 'key',
    browserFingerprint: 'browser',
    now,
  };

  const cases: readonly (readonly [string, ClaimedRequest])[] = [
    ['saml-request-unknown', { ...claimed, request: undefined }],
    ['saml-request-other-municipality', { ...claimed, municipalityId: 'vimmerby' }],
    ['saml-request-other-browser', { ...claimed, browserFingerprint: 'another' }],
    ['saml-request-other-browser', { ...claimed, browserFingerprint: undefined }],
    ['saml-relay-state', { ...claimed, relayState: '/exam' }],
    ['saml-replay', { ...claimed, request: { ...request, answeredAt: now } }],
    ['saml-request-expired', { ...claimed, request: { ...request, expiresAt: now } }],
  ];
  for (const [code, bad] of cases) {
    it(`is refused: ${code}`, () => {
      assert.throws(
        () => {
          openRequest(bad);
        },
        { code },
      );
    });
  }

  it('is good when municipality, browser, key and time fit and nobody has answered', () => {
    openRequest(claimed);
  });
});
