import assert from 'node:assert/strict';
import type { SamlRefusalCode } from '../../server/identity/saml-refusal.js';
import {
  withEncryptedAssertion,
  type EncryptionInWords,
} from '../identity/an-encrypted-assertion.js';
import { asForm, beginLogin, type Bend } from '../identity/test-identity-provider.js';
import { edit } from './attack.js';
import {
  assertRefused,
  idps,
  keys,
  ownKey,
  post,
  secondKey,
  useSamlService,
} from './saml-service.js';

describe('an encrypted assertion', () => {
  const service = useSamlService();
  const encrypt = (words?: EncryptionInWords) => (xml: string) =>
    withEncryptedAssertion(xml, ownKey.certificatePem, words);

  async function answered(slug: 'secretive' | 'skien', bend: Bend) {
    const login = await beginLogin(service().browser, slug);
    const form = asForm(login, idps[slug].respond(login, bend));
    return post(service().browser, slug, form);
  }

  const readable: readonly EncryptionInWords[] = [
    { content: 'aes256-gcm' },
    { content: 'aes128-gcm', transport: 'oaep-sha256', keyBeside: true },
    { content: 'aes128-cbc' },
    { content: 'aes256-gcm', transport: 'oaep-mixed' },
    { content: 'aes256-cbc', keyBeside: true },
  ];
  for (const words of readable) {
    it(`lets in, encrypted by ${Object.values(words).join(', ')}`, async () => {
      const response = await answered('secretive', { editResponse: encrypt(words) });
      assert.deepEqual([response.status, response.body], [303, {}]);
      assert.equal(service().identity.signedIn[0]?.givenName, 'Kari');
      assert.equal((await service().browser.get('/me')).status, 200);
    });
  }

  it('is not demanded where it is accepted', async () => {
    assert.equal((await answered('secretive', {})).status, 303);
  });

  const attacks: readonly (readonly [string, SamlRefusalCode, Bend])[] = [
    [
      'the response around it is unsigned',
      'saml-signature-missing',
      { editResponse: encrypt(), leaveUnsigned: ['Response'] },
    ],
    [
      'the assertion in it is unsigned',
      'saml-signature-missing',
      { editResponse: encrypt(), leaveUnsigned: ['Assertion'] },
    ],
    [
      'everything is signed by an attacker',
      'saml-signature',
      { editResponse: encrypt(), key: keys.attacker },
    ],
    ['it was put into a signed response afterwards', 'saml-signature', { afterwards: encrypt() }],
    [
      'another cipher text was put in its place',
      'saml-signature',
      {
        editResponse: encrypt(),
        afterwards: edit(/<xenc:CipherValue>..../, '<xenc:CipherValue>AAAA'),
      },
    ],
    [
      'it is encrypted with triple DES',
      'saml-encrypted',
      { editResponse: encrypt({ content: 'tripledes-cbc' }) },
    ],
    [
      'the key is encrypted with PKCS #1 v1.5',
      'saml-encrypted',
      { editResponse: encrypt({ transport: 'pkcs1' }) },
    ],
    [
      'it is for another key',
      'saml-encrypted',
      { editResponse: (xml) => withEncryptedAssertion(xml, keys.attacker.certificatePem) },
    ],
    [
      'it stands beside one in the clear',
      'saml-assertion-count',
      {
        editResponse: (xml) =>
          xml.replace(
            '</samlp:Response>',
            `${(/<saml:EncryptedAssertion.*<\/saml:EncryptedAssertion>/s.exec(encrypt()(xml)) ?? [''])[0]}</samlp:Response>`,
          ),
      },
    ],
    [
      'there are two',
      'saml-assertion-count',
      {
        editResponse: (xml) =>
          encrypt()(xml).replace(
            /(<saml:EncryptedAssertion.*<\/saml:EncryptedAssertion>)/s,
            '$1$1',
          ),
      },
    ],
    [
      'the audience in it is wrong',
      'saml-audience',
      { editResponse: encrypt(), content: { audience: 'https://other.example' } },
    ],
    [
      'the recipient in it is wrong',
      'saml-recipient',
      { editResponse: encrypt(), content: { recipient: 'https://other.example' } },
    ],
    [
      'the signature in it is SHA-1',
      'saml-signature-algorithm',
      {
        editAssertion: (xml) => xml,
        editResponse: (xml) =>
          encrypt()(xml.replace('xmldsig-more#rsa-sha256', 'xmldsig-more#rsa-sha1')),
      },
    ],
  ];
  for (const [title, code, bend] of attacks) {
    it(`is refused when ${title} (${code})`, async () => {
      await assertRefused(service(), await answered('secretive', bend), code);
    });
  }

  it('is read when it is encrypted for the second of our keys, as during a change', async () => {
    const response = await answered('secretive', {
      editResponse: (xml) => withEncryptedAssertion(xml, secondKey.certificatePem),
    });
    assert.equal(response.status, 303);
  });

  it('is refused where the municipality does not accept it (saml-encrypted)', async () => {
    const response = await answered('skien', { editResponse: encrypt() });
    await assertRefused(service(), response, 'saml-encrypted');
  });

  it('is good for one login', async () => {
    const { browser } = service();
    const login = await beginLogin(browser, 'secretive');
    const form = asForm(login, idps.secretive.respond(login, { editResponse: encrypt() }));
    assert.equal((await post(browser, 'secretive', form)).status, 303);
    const again = await post(service().newBrowser(), 'secretive', form);
    assert.equal(again.status, 403);
  });

  it('can be made by whoever reads the metadata of such a municipality', async () => {
    const use = async (slug: string) =>
      await service()
        .browser.get(`/m/${slug}/saml/metadata`)
        .then(({ text }) => text);
    assert.match(await use('secretive'), /use="encryption"/);
    assert.doesNotMatch(await use('skien'), /use="encryption"/);
  });
});
