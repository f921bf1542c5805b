import assert from 'node:assert/strict';
import { asForm, beginLogin, type Bend } from '../identity/test-identity-provider.js';
import { edit } from './attack.js';
import { assertRefused, idps, LOA_3, post, useSamlService } from './saml-service.js';

const stated = /(<saml:AuthnContextClassRef>)[^<]+/;

describe('a wanted level of assurance', () => {
  const service = useSamlService();
  async function answered(bend: Bend) {
    const login = await beginLogin(service().browser, 'strict');
    return post(service().browser, 'strict', asForm(login, idps.strict.respond(login, bend)));
  }

  it('is asked for, and no other', async () => {
    const { requestXml } = await beginLogin(service().browser, 'strict');
    assert.match(requestXml, new RegExp(`Comparison="exact".*${LOA_3}`, 's'));
    const { requestXml: other } = await beginLogin(service().browser, 'skien');
    assert.doesNotMatch(other, /RequestedAuthnContext/);
  });

  it('lets in whoever reached it', async () => {
    assert.equal((await answered({ editAssertion: edit(stated, `$1${LOA_3}`) })).status, 303);
  });

  it('keeps out whoever reached another, or none that is told (saml-level)', async () => {
    const none = /<saml:AuthnContext>.*<\/saml:AuthnContext>/;
    for (const bend of [{}, { editAssertion: edit(none, '') }])
      await assertRefused(service(), await answered(bend), 'saml-level');
  });
});
