import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import type { SamlRefusalCode } from '../../server/identity/saml-refusal.js';
import { logoutPath, type LogoutBend } from '../identity/logout-message.js';
import { asForm, beginLogin } from '../identity/test-identity-provider.js';
import { idps, keys, post, skien, useSamlService, vimmerby } from './saml-service.js';
import { cheapestOfThree, LONGEST_REFUSAL_MS } from './cost.js';

const MINUTE = 60_000;
const SHA_1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
const MD_5 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-md5';
const ago = (ms: number) => new Date(new Date().getTime() - ms);
const parameter = (query: string, name: string) =>
  query.split('&').find((pair) => pair.startsWith(`${name}=`)) ?? '';

const attacks: readonly (readonly [string, SamlRefusalCode, LogoutBend])[] = [
  ['it is not signed', 'saml-signature-missing', { unsigned: true }],
  [
    'the signature is empty',
    'saml-signature-missing',
    { unsigned: true, afterwards: (q) => `${q}&Signature=` },
  ],
  [
    'the signature is SHA-1',
    'saml-signature-algorithm',
    { signatureAlgorithm: SHA_1, digest: 'RSA-SHA1' },
  ],
  [
    'the signature is MD5',
    'saml-signature-algorithm',
    { signatureAlgorithm: MD_5, digest: 'RSA-MD5' },
  ],
  [
    'the signature is an HMAC',
    'saml-signature-algorithm',
    { signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256' },
  ],
  [
    'the algorithm is one of all objects',
    'saml-signature-algorithm',
    { signatureAlgorithm: 'constructor' },
  ],
  [
    'no algorithm is named',
    'saml-signature-algorithm',
    { afterwards: (q) => q.replace(/&SigAlg=[^&]*/, '') },
  ],
  ['SHA-1 is called SHA-256', 'saml-signature', { digest: 'RSA-SHA1' }],
  ['the attacker signed it', 'saml-signature', { key: keys.attacker }],
  [
    'another municipality’s login service signed it',
    'saml-signature',
    { key: keys.otherMunicipality },
  ],
  [
    'it was changed after signing',
    'saml-signature',
    { afterwards: (q) => q.replace('SAMLRequest=', 'SAMLRequest=AA') },
  ],
  [
    'RelayState was added after signing',
    'saml-signature',
    { afterwards: (q) => `${q}&RelayState=x` },
  ],
  [
    'RelayState was changed after signing',
    'saml-signature',
    { relayState: 'x', afterwards: (q) => q.replace('RelayState=x', 'RelayState=y') },
  ],
  [
    'the signature is not base64',
    'saml-signature',
    { afterwards: (q) => q.replace(/Signature=.*/, 'Signature=%00') },
  ],
  [
    'another message rides on the signature (SAML%52equest)',
    'saml-logout-parameters',
    {
      afterwards: (q) =>
        `${q}&${parameter(q, 'SAMLRequest').replace('SAMLRequest', 'SAML%52equest')}`,
    },
  ],
  [
    'the only message is in an encoded name',
    'saml-logout-parameters',
    { afterwards: (q) => q.replace('SAMLRequest', 'SAML%52equest') },
  ],
  [
    'it carries two requests',
    'saml-logout-parameters',
    { afterwards: (q) => `${q}&${parameter(q, 'SAMLRequest')}` },
  ],
  [
    'it carries a request and a response',
    'saml-logout-parameters',
    { afterwards: (q) => `${q}&SAMLResponse=x` },
  ],
  [
    'it carries two signatures',
    'saml-logout-parameters',
    { afterwards: (q) => `${q}&${parameter(q, 'Signature')}` },
  ],
  ['it carries a foreign parameter', 'saml-logout-parameters', { afterwards: (q) => `${q}&x=1` }],
  [
    'a name is in small letters',
    'saml-logout-parameters',
    { afterwards: (q) => q.replace('SAMLRequest', 'samlrequest') },
  ],
  ['a second query follows', 'saml-logout-parameters', { afterwards: (q) => `x?${q}` }],
  [
    'it is encoded otherwise',
    'saml-logout-parameters',
    { afterwards: (q) => `${q}&SAMLEncoding=urn:none` },
  ],
  [
    'an escape is broken',
    'saml-logout-parameters',
    { afterwards: (q) => q.replace('Signature=', 'Signature=%zz') },
  ],
  ['it carries nothing', 'saml-logout-parameters', { afterwards: () => '' }],
  [
    'it is very long',
    'saml-logout-parameters',
    { afterwards: () => `SAMLRequest=${'A'.repeat(12_000)}` },
  ],
  ['RelayState is long', 'saml-relay-state', { relayState: 'x'.repeat(1_025) }],
  ['it was issued six minutes ago', 'saml-logout-stale', { issuedAt: ago(6 * MINUTE) }],
  ['it comes from the future', 'saml-logout-stale', { issuedAt: ago(-60 * MINUTE) }],
  [
    'it has no time',
    'saml-logout-stale',
    { edit: (xml) => xml.replace(/ IssueInstant="[^"]*"/, '') },
  ],
  [
    'it is over',
    'saml-logout-stale',
    { edit: (xml) => xml.replace(/NotOnOrAfter="[^"]*"/, 'NotOnOrAfter="2020-01-01T00:00:00Z"') },
  ],
  [
    'it is for another municipality',
    'saml-destination',
    { destination: 'http://127.0.0.1:3000/m/vimmerby/saml/slo' },
  ],
  [
    'it is for the assertion consumer',
    'saml-destination',
    { destination: 'http://127.0.0.1:3000/m/skien/saml/acs' },
  ],
  [
    'it is for nobody',
    'saml-destination',
    { edit: (xml) => xml.replace(/ Destination="[^"]*"/, '') },
  ],
  [
    'another issuer speaks with the key',
    'saml-issuer',
    { issuer: 'https://idp.vimmerby.example/' },
  ],
  [
    'it has no issuer',
    'saml-issuer',
    { edit: (xml) => xml.replace(/<saml:Issuer.*<\/saml:Issuer>/, '') },
  ],
  [
    'it has two issuers',
    'saml-issuer',
    { edit: (xml) => xml.replace(/(<saml:Issuer.*<\/saml:Issuer>)/, '$1$1') },
  ],
  ['it names nobody', 'saml-name-id', { nameId: ' ' }],
  [
    'it names two',
    'saml-name-id',
    { edit: (xml) => xml.replace(/(<saml:NameID.*<\/saml:NameID>)/, '$1$1') },
  ],
  [
    'the name is encrypted',
    'saml-encrypted',
    { edit: (xml) => xml.replaceAll('saml:NameID', 'saml:EncryptedID') },
  ],
  ['it has no ID', 'saml-logout-root', { edit: (xml) => xml.replace(/ ID="[^"]*"/, '') }],
  [
    'it is some other message',
    'saml-logout-root',
    { edit: (xml) => xml.replaceAll('LogoutRequest', 'AuthnRequest') },
  ],
  [
    'it is of another namespace',
    'saml-logout-root',
    { edit: (xml) => xml.replaceAll('SAML:2.0:protocol', 'SAML:1.1:protocol') },
  ],
  ['a DOCTYPE stands before it', 'saml-doctype', { edit: (xml) => `<!DOCTYPE x>${xml}` }],
  ['it has an entity', 'saml-entity', { edit: (xml) => xml.replace('kari', '&kari;') }],
  [
    'a comment splits the name',
    'saml-comment',
    { edit: (xml) => xml.replace('kari', 'kari<!---->x') },
  ],
  ['it is not XML', 'saml-not-xml', { edit: () => 'hello' }],
  [
    'it has 20 000 elements',
    'saml-too-many-elements',
    { edit: (xml) => xml.replace('</samlp', `${'<a/>'.repeat(10_000)}</samlp`) },
  ],
  ['it is not deflated', 'saml-deflate', { message: Buffer.from('<x/>') }],
  [
    'it is not base64',
    'saml-signature',
    { afterwards: (q) => q.replace('SAMLRequest=', 'SAMLRequest=%3C') },
  ],
  [
    'it inflates without end',
    'saml-deflate',
    { message: deflateRawSync(Buffer.alloc(6_000_000, 'x')) },
  ],
  [
    'it inflates without end, unsigned',
    'saml-signature-missing',
    { message: deflateRawSync(Buffer.alloc(6_000_000, 'x')), unsigned: true },
  ],
];

describe('single logout under attack', () => {
  const service = useSamlService();
  const signIn = async () => {
    const { browser } = service();
    const login = await beginLogin(browser, 'skien');
    const answer = asForm(login, idps.skien.respond(login));
    assert.equal((await post(browser, 'skien', answer)).status, 303);
    return browser;
  };

  for (const [title, code, bend] of attacks) {
    it(`nobody is logged out when ${title} (${code})`, async () => {
      const browser = await signIn();
      const path = logoutPath(skien, keys.genuine, bend);
      const { outcome: response, ms } = await cheapestOfThree(() => browser.get(path));
      assert.deepEqual([response.status, response.body], [403, { code }]);
      assert.ok(ms < LONGEST_REFUSAL_MS, `took ${ms.toFixed(0)} ms`);
      assert.equal((await browser.get('/me')).status, 200);
      assert.deepEqual(service().identity.refusals[0], {
        code,
        municipality: 'skien',
        requestId: 'request-1',
      });
    });
  }

  it('logs nobody out a second time by the same message', async () => {
    const path = logoutPath(skien, keys.genuine);
    assert.equal((await service().newBrowser().get(path)).status, 303);
    const browser = await signIn();
    assert.deepEqual((await browser.get(path)).body, { code: 'saml-replay' });
    assert.equal((await browser.get('/me')).status, 200);
  });

  it('ends no session of another municipality, though name and index are the same', async () => {
    const browser = await signIn();
    const path = logoutPath(vimmerby, keys.otherMunicipality);
    assert.equal((await service().newBrowser().get(path)).status, 303);
    assert.equal((await browser.get('/me')).status, 200);
  });

  it('takes no logout elsewhere: signed for an address but posted, at the login route, at the assertion consumer', async () => {
    const browser = await signIn();
    const [, query = ''] = logoutPath(skien, keys.genuine).split('?');
    assert.equal((await browser.post('/m/skien/saml/slo', query)).status, 403);
    for (const path of ['/m/skien/saml/login', '/m/skien/saml/metadata', '/logged-out', '/logout'])
      await browser.get(`${path}?${query}`);
    await browser.post(`/m/skien/saml/acs`, query);
    assert.equal((await browser.get('/me')).status, 200);
  });

  it('leads nowhere but to the login service of the record', async () => {
    const response = await service()
      .newBrowser()
      .get(logoutPath(skien, keys.genuine, { relayState: 'https://evil.example/' }));
    assert.equal(new URL(String(response.headers['location'])).host, 'idp.skien.example');
  });
});
