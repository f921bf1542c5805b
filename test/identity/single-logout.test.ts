import assert from 'node:assert/strict';
import type { Response } from 'supertest';
import { attributeOf, parseXml } from '../../server/identity/xml-tree.js';
import {
  checkedLogout,
  redirectedLogout,
} from '../../server/identity/saml-checks/logout-checks.js';
import { idps, keys, ownKey, post, skien, useSamlService } from '../security/saml-service.js';
import { logoutPath, messageIn, type LogoutBend } from './logout-message.js';
import type { TestBrowser } from './test-browser.js';
import { asForm, beginLogin } from './test-identity-provider.js';

const SLO = 'https://idp.skien.example/slo';

describe('single logout', () => {
  const service = useSamlService();

  async function signIn(
    browser: TestBrowser,
    content: { nameId?: string; sessionIndex?: string } = {},
  ): Promise<void> {
    const login = await beginLogin(browser, 'skien');
    const answer = asForm(login, idps.skien.respond(login, { content }));
    assert.equal((await post(browser, 'skien', answer)).status, 303);
  }
  const isSignedIn = async (browser: TestBrowser) => (await browser.get('/me')).status === 200;
  const slo = (bend: LogoutBend, browser = service().newBrowser()) =>
    browser.get(logoutPath(skien, keys.genuine, bend));

  describe('that begins here', () => {
    async function loggedOut(): Promise<{ response: Response; onward: string; id: string }> {
      await signIn(service().browser, { nameId: 'k&ri', sessionIndex: '_s1' });
      const response = await service().browser.post('/logout', '');
      const refresh = String(response.headers['refresh']);
      const onward = refresh.replace(/^0; url=/, '');
      const id = attributeOf(parseXml(messageIn(onward, 'SAMLRequest')), 'ID') ?? '';
      return { response, onward, id };
    }

    it('ends the session, then tells the login service by a signed request', async () => {
      const { response, onward } = await loggedOut();
      assert.equal(response.status, 200);
      assert.equal(response.headers['location'], undefined);
      assert.equal((response.body as { linkHref: string }).linkHref, onward);
      assert.equal(await isSignedIn(service().browser), false);
      assert.ok(onward.startsWith(`${SLO}?SAMLRequest=`));
      // As the login service would check it.
      const request = checkedLogout(redirectedLogout(onward.split('?')[1] ?? ''), {
        identityProvider: {
          entityId: 'http://127.0.0.1:3000/m/skien/saml/metadata',
          certificates: [ownKey.certificatePem],
        },
        sloUrl: SLO,
        now: new Date(),
      });
      assert.equal(request.getElementsByTagName('saml:NameID')[0]?.textContent, 'k&ri');
      assert.match(
        request.getElementsByTagName('saml:NameID')[0]?.getAttribute('Format') ?? '',
        /persistent$/,
      );
      assert.equal(request.getElementsByTagName('samlp:SessionIndex')[0]?.textContent, '_s1');
    });

    it('ends at the page that says so, once the login service has answered', async () => {
      const { id } = await loggedOut();
      const bend = { kind: 'SAMLResponse', inResponseTo: id } as const;
      const answered = await slo(bend, service().browser);
      assert.deepEqual([answered.status, answered.headers['location']], [303, '/logged-out']);
      const page = await service().browser.get('/logged-out');
      assert.equal((page.body as { text: string }).text, 'signedOut.text');
      const again = await slo(bend);
      assert.equal(again.headers['location'], '/logged-out?at=here', 'an answer counts once');
    });

    const doubtful: readonly (readonly [string, LogoutBend])[] = [
      ['to nothing we asked', { inResponseTo: '_other' }],
      ['that is not signed', { unsigned: true }],
      ['by somebody else', { key: keys.attacker }],
      ['that is old', { issuedAt: new Date('2020-01-01T00:00:00Z') }],
      ['that is cut off', { edit: (xml) => xml.slice(0, -5) }],
    ];
    for (const [title, bend] of doubtful) {
      it(`does not believe an answer ${title}, and says what it knows`, async () => {
        await signIn(service().browser);
        const response = await slo({ kind: 'SAMLResponse', ...bend }, service().browser);
        assert.equal(response.headers['location'], '/logged-out?at=here');
        assert.equal(service().identity.refusals.length, 1);
        assert.equal(await isSignedIn(service().browser), true);
        // A page that said "logged out" would lie.
        assert.equal((await service().browser.get('/logged-out')).headers['location'], '/');
      });
    }

    it('takes a partial logout at the login service for what it is', async () => {
      const { id } = await loggedOut();
      const partial =
        '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:PartialLogout"/>';
      const response = await slo({
        kind: 'SAMLResponse',
        inResponseTo: id,
        edit: (xml) => xml.replace('Success"/>', `Success">${partial}</samlp:StatusCode>`),
      });
      assert.equal(response.headers['location'], '/logged-out?at=here');
    });

    it('is over at once for a browser without a session', async () => {
      const response = await service().newBrowser().post('/logout', '');
      assert.deepEqual([response.status, response.headers['location']], [303, '/']);
    });
  });

  describe('that begins at the login service', () => {
    it('ends the session it names, and no other, without any cookie', async () => {
      const [one, other, colleague] = [0, 1, 2].map(() => service().newBrowser());
      assert.ok(one && other && colleague);
      await signIn(one, { sessionIndex: '_one' });
      await signIn(other, { sessionIndex: '_other' });
      await signIn(colleague, { nameId: 'ole', sessionIndex: '_one' });
      const response = await slo({ sessionIndex: '_one', id: '_request', relayState: 'a/b+c' });
      assert.equal(await isSignedIn(one), false);
      assert.equal(await isSignedIn(other), true);
      assert.equal(await isSignedIn(colleague), true);

      const answer = String(response.headers['location']);
      assert.equal(response.status, 303);
      assert.equal(response.headers['cache-control'], 'no-store');
      assert.ok(answer.startsWith(`${SLO}?SAMLResponse=`));
      assert.equal(new URL(answer).searchParams.get('RelayState'), 'a/b+c');
      const message = checkedLogout(redirectedLogout(answer.split('?')[1] ?? ''), {
        identityProvider: {
          entityId: 'http://127.0.0.1:3000/m/skien/saml/metadata',
          certificates: [ownKey.certificatePem],
        },
        sloUrl: SLO,
        now: new Date(),
      });
      assert.equal(attributeOf(message, 'InResponseTo'), '_request');
    });

    it('ends all sessions of a name without an index', async () => {
      const [one, other] = [service().newBrowser(), service().newBrowser()];
      await signIn(one);
      await signIn(other);
      await slo({});
      assert.deepEqual([await isSignedIn(one), await isSignedIn(other)], [false, false]);
    });

    it('is answered the same when there is nobody to log out', async () => {
      const response = await slo({ nameId: 'nobody' });
      assert.match(messageIn(String(response.headers['location']), 'SAMLResponse'), /:Success/);
    });

    it('may be signed with SHA-512', async () => {
      const response = await slo({
        signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
        digest: 'RSA-SHA512',
      });
      assert.equal(response.status, 303);
    });

    it('is found by an index', async () => {
      const indexes = await service().connection.collection('sessions').indexes();
      assert.ok(
        indexes.some(
          ({ key }) => Object.keys(key).join() === 'municipalityId,login.nameId,login.sessionIndex',
        ),
      );
    });
  });
});
