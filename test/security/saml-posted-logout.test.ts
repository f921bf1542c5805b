import assert from 'node:assert/strict';
import type { SamlRefusalCode } from '../../server/identity/saml-refusal.js';
import { algorithms } from '../../server/identity/saml-names.js';
import { encryptedElement } from '../identity/an-encrypted-assertion.js';
import { messageIn, postedLogout, type LogoutBend } from '../identity/logout-message.js';
import { asForm, beginLogin } from '../identity/test-identity-provider.js';
import { edit } from './attack.js';
import { idps, keys, ownKey, post, skien, useSamlService, vimmerby } from './saml-service.js';
import { cheapestOfThree, LONGEST_REFUSAL_MS } from './cost.js';

type Bend = LogoutBend & { readonly afterSigning?: (xml: string) => string };

const PATH = '/m/skien/saml/slo';
const SHA_1 = 'http://www.w3.org/2000/09/xmldsig#';
const signature = /<ds:Signature .*<\/ds:Signature>/s;
const part = (pattern: RegExp, xml: string) => pattern.exec(xml)?.[0] ?? '';
const evil = (xml: string) =>
  xml
    .replace(signature, '')
    .replace('>kari<', '>ole<')
    .replace(/ ID="[^"]+"/, ' ID="_evil"');

/** The attack that other libraries let through: an evil request around the signed one, or beside it. */
const wrappings: readonly (readonly [string, SamlRefusalCode, (xml: string) => string])[] = [
  [
    'the signed one inside its own signature',
    'saml-signature-place',
    (xml) =>
      evil(xml).replace(
        '</saml:Issuer>',
        `</saml:Issuer>${part(signature, xml).replace('</ds:Signature>', `<ds:Object>${xml}</ds:Object></ds:Signature>`)}`,
      ),
  ],
  [
    'the signed one in Extensions',
    'saml-signature-place',
    (xml) =>
      evil(xml).replace(
        '</saml:Issuer>',
        `</saml:Issuer><samlp:Extensions>${xml}</samlp:Extensions>`,
      ),
  ],
  [
    'the signature taken out and put over',
    'saml-signature',
    (xml) =>
      evil(xml).replace(
        '</saml:Issuer>',
        `</saml:Issuer>${part(signature, xml)}<samlp:Extensions>${xml.replace(signature, '')}</samlp:Extensions>`,
      ),
  ],
  [
    'the same identifier on both',
    'saml-duplicate-id',
    (xml) => {
      const id = part(/ ID="[^"]+"/, xml);
      return evil(xml)
        .replace(' ID="_evil"', id)
        .replace(
          '</saml:Issuer>',
          `</saml:Issuer>${part(signature, xml)}<samlp:Extensions>${xml.replace(signature, '')}</samlp:Extensions>`,
        );
    },
  ],
];

const attacks: readonly (readonly [string, SamlRefusalCode, Bend])[] = [
  ['it is not signed', 'saml-signature-missing', { unsigned: true }],
  ['the attacker signed it', 'saml-signature', { key: keys.attacker }],
  [
    'another municipality’s login service signed it',
    'saml-signature',
    { key: keys.otherMunicipality },
  ],
  ['the name was changed', 'saml-signature', { afterSigning: edit('>kari<', '>ole<') }],
  [
    'the signature is SHA-1',
    'saml-signature-algorithm',
    { algorithms: { signature: `${SHA_1}rsa-sha1`, digest: algorithms.sha256 } },
  ],
  [
    'the digest is SHA-1',
    'saml-digest-algorithm',
    { algorithms: { signature: algorithms.rsaSha256, digest: `${SHA_1}sha1` } },
  ],
  ...wrappings.map(([title, code, afterSigning]) => [title, code, { afterSigning }] as const),
  ['it is old', 'saml-logout-stale', { issuedAt: new Date('2020-01-01T00:00:00Z') }],
  ['it is for another address', 'saml-destination', { destination: 'https://other.example/slo' }],
  ['another issuer speaks', 'saml-issuer', { issuer: 'https://idp.vimmerby.example/' }],
  ['it names nobody', 'saml-name-id', { nameId: ' ' }],
  ['a DOCTYPE stands before it', 'saml-doctype', { afterSigning: (xml) => `<!DOCTYPE x>${xml}` }],
  ['a comment splits the name', 'saml-comment', { afterSigning: edit('>kari<', '>kari<!---->x<') }],
  [
    'it has 20 000 elements',
    'saml-too-many-elements',
    {
      afterSigning: edit(
        '</samlp:LogoutRequest>',
        `${'<a/>'.repeat(20_000)}</samlp:LogoutRequest>`,
      ),
    },
  ],
  ['RelayState is long', 'saml-relay-state', { relayState: 'x'.repeat(1_025) }],
];

describe('a posted single logout', () => {
  const service = useSamlService();
  const signIn = async () => {
    const { browser } = service();
    const login = await beginLogin(browser, 'skien');
    const answer = asForm(login, idps.skien.respond(login));
    assert.equal((await post(browser, 'skien', answer)).status, 303);
    return browser;
  };

  it('ends the session it names, without any cookie, and is answered by redirect', async () => {
    const browser = await signIn();
    const form = postedLogout(skien, keys.genuine, { relayState: 'a/b', id: '_request' });
    const response = await service().newBrowser().post(PATH, form);
    assert.equal(response.status, 303);
    assert.equal((await browser.get('/me')).status, 401);
    const answer = String(response.headers['location']);
    assert.ok(answer.startsWith('https://idp.skien.example/slo?SAMLResponse='));
    assert.equal(new URL(answer).searchParams.get('RelayState'), 'a/b');
    assert.match(messageIn(answer, 'SAMLResponse'), /InResponseTo="_request"/);
  });

  it('may name the person for our eyes only, by an encrypted NameID', async () => {
    const browser = await signIn();
    const form = postedLogout(skien, keys.genuine, {
      edit: (xml) =>
        encryptedElement(xml, 'saml:NameID', 'saml:EncryptedID', ownKey.certificatePem),
    });
    const response = await service().newBrowser().post(PATH, form);
    assert.deepEqual([response.status, response.body], [303, {}]);
    assert.equal((await browser.get('/me')).status, 401);
  });

  it('answers a logout that began here', async () => {
    const browser = await signIn();
    const onward = String((await browser.post('/logout', '')).headers['refresh']);
    const id = / ID="([^"]+)"/.exec(messageIn(onward.replace(/^0; url=/, ''), 'SAMLRequest'))?.[1];
    const form = postedLogout(skien, keys.genuine, {
      kind: 'SAMLResponse',
      inResponseTo: id ?? '',
    });
    const response = await browser.post(PATH, form);
    assert.equal(response.headers['location'], '/logged-out');
  });

  it('counts once', async () => {
    const form = postedLogout(skien, keys.genuine);
    assert.equal((await service().newBrowser().post(PATH, form)).status, 303);
    const browser = await signIn();
    assert.deepEqual((await browser.post(PATH, form)).body, { code: 'saml-replay' });
    assert.equal((await browser.get('/me')).status, 200);
  });

  for (const [title, code, bend] of attacks)
    it(`logs nobody out when ${title} (${code})`, async () => {
      const browser = await signIn();
      const form = postedLogout(skien, keys.genuine, bend);
      const { outcome: response, ms } = await cheapestOfThree(() => browser.post(PATH, form));
      assert.deepEqual([response.status, response.body], [403, { code }]);
      assert.ok(ms < LONGEST_REFUSAL_MS, `took ${ms.toFixed(0)} ms`);
      assert.equal((await browser.get('/me')).status, 200);
    });

  const forms: readonly (readonly [string, SamlRefusalCode, string])[] = [
    ['nothing', 'saml-logout-parameters', ''],
    [
      'a request and a response',
      'saml-logout-parameters',
      'SAMLRequest=PHgvPg&SAMLResponse=PHgvPg',
    ],
    ['two requests', 'saml-logout-parameters', 'SAMLRequest=PHgvPg&SAMLRequest=PHgvPg'],
    ['a foreign field', 'saml-logout-parameters', 'SAMLRequest=PHgvPg&SigAlg=x'],
    ['no base64', 'saml-base64', 'SAMLRequest=%3Cx/%3E'],
  ];
  for (const [title, code, body] of forms)
    it(`is refused with ${title} (${code})`, async () => {
      assert.deepEqual((await service().browser.post(PATH, body)).body, { code });
    });

  it('is refused with a message in the address as well', async () => {
    const form = postedLogout(skien, keys.genuine);
    const response = await service().browser.post(`${PATH}?SAMLRequest=x`, form);
    assert.deepEqual(response.body, { code: 'saml-message-elsewhere' });
  });

  it('ends no session of another municipality, though name and index are the same', async () => {
    const browser = await signIn();
    const form = postedLogout(vimmerby, keys.otherMunicipality);
    assert.equal((await service().browser.post('/m/vimmerby/saml/slo', form)).status, 303);
    assert.equal((await browser.get('/me')).status, 200);
  });
});
