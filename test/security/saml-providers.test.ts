import assert from 'node:assert/strict';
import { logoutPath, postedLogout } from '../identity/logout-message.js';
import { asForm, beginLogin } from '../identity/test-identity-provider.js';
import {
  assertRefused,
  idps,
  keys,
  post,
  second,
  twofold,
  useSamlService,
} from './saml-service.js';

const { genuine, otherMunicipality } = keys;

describe('a municipality with two login services', () => {
  const service = useSamlService();
  const slug = 'twofold';
  const begin = (key: 'main' | 'company', browser = service().browser) =>
    beginLogin(browser, slug, undefined, key);

  async function signedInBy(key: 'main' | 'company', nameId = 'kari') {
    const browser = service().newBrowser();
    const login = await begin(key, browser);
    const idp = key === 'main' ? idps.twofold : idps.company;
    const answer = await post(
      browser,
      slug,
      asForm(login, idp.respond(login, { content: { nameId } })),
    );
    assert.equal(answer.status, 303);
    return browser;
  }
  const isIn = async (browser: { get(path: string): PromiseLike<{ status: number }> }) =>
    (await browser.get('/me')).status === 200;

  it('asks which one, unless the address says it', async () => {
    const asked = await service().browser.get(`/m/${slug}/saml/login?returnTo=%2Fme`);
    assert.deepEqual([asked.status, asked.headers['location']], [303, `/m/${slug}?returnTo=%2Fme`]);
    assert.equal((await begin('main')).location.host, 'idp.twofold.example');
    assert.equal((await begin('company')).location.host, 'idp.company.example');
    assert.equal((await service().browser.get(`/m/${slug}/saml/login?provider=x`)).status, 404);
  });

  it('lets people in by either, each known by the issuer it was', async () => {
    await signedInBy('main');
    await signedInBy('company');
    assert.deepEqual(
      service().identity.signedIn.map(({ issuer }) => issuer),
      ['https://idp.twofold.example/', 'https://idp.company.example/'],
    );
  });

  it('refuses the answer of one to the request that went to the other', async () => {
    const atMain = await begin('main');
    await assertRefused(
      service(),
      await post(service().browser, slug, asForm(atMain, idps.company.respond(atMain))),
      'saml-issuer',
    );
    const atCompany = await begin('company');
    await assertRefused(
      service(),
      await post(service().browser, slug, asForm(atCompany, idps.twofold.respond(atCompany))),
      'saml-issuer',
    );
  });

  it('refuses one that speaks in the name of the other, with its own key or its own name', async () => {
    const login = await begin('main');
    const inMainsName = { issuer: twofold.identityProvider.entityId };
    const named = idps.company.respond(login, { content: inMainsName, around: inMainsName });
    await assertRefused(
      service(),
      await post(service().browser, slug, asForm(login, named)),
      'saml-signature',
    );
    const again = await begin('company');
    const outside = { around: { issuer: second.identityProvider.entityId }, content: inMainsName };
    await assertRefused(
      service(),
      await post(service().browser, slug, asForm(again, idps.company.respond(again, outside))),
      'saml-issuer',
    );
  });

  it('refuses an answer to a request that nobody made, or that another municipality did', async () => {
    const login = await begin('company');
    const unknown = { ...login, requestId: '_0000000000000000000000000000000000000000' };
    await assertRefused(
      service(),
      await post(service().browser, slug, asForm(login, idps.company.respond(unknown))),
      'saml-issuer',
    );
    const elsewhere = await beginLogin(service().browser, 'skien');
    await assertRefused(
      service(),
      await post(service().browser, slug, asForm(elsewhere, idps.twofold.respond(elsewhere))),
      'saml-request-other-municipality',
    );
  });

  it('ends by a logout only the logins of the login service that calls for it', async () => {
    const [main, company] = [await signedInBy('main'), await signedInBy('company')];
    const bend = { nameId: 'kari', sessionIndex: undefined };
    const ended = await service().browser.get(logoutPath(second, otherMunicipality, bend));
    assert.equal(ended.status, 303);
    assert.match(String(ended.headers['location']), /^https:\/\/idp\.company\.example\/slo/);
    assert.deepEqual([await isIn(main), await isIn(company)], [true, false]);
    const posted = postedLogout(twofold, genuine, bend);
    assert.equal((await service().browser.post(`/m/${slug}/saml/slo`, posted)).status, 303);
    assert.equal(await isIn(main), false);
  });

  it('refuses a logout that one signs in the name of the other', async () => {
    const main = await signedInBy('main');
    const bend = { nameId: 'kari', sessionIndex: undefined };
    const forged = await service().browser.get(
      logoutPath(twofold, genuine, { ...bend, key: otherMunicipality }),
    );
    assert.deepEqual([forged.status, forged.body], [403, { code: 'saml-issuer' }]);
    assert.equal(await isIn(main), true);
  });

  it('tells of a logout here the one that the login came from, and takes the answer of no other', async () => {
    const company = await signedInBy('company');
    const refresh = String((await company.post('/logout', {})).headers['refresh']);
    assert.match(refresh, /https:\/\/idp\.company\.example\/slo/);
    const count = service().identity.refusals.length;
    const answer = await service().browser.get(
      logoutPath(twofold, genuine, { kind: 'SAMLResponse', inResponseTo: '_x' }),
    );
    assert.equal(answer.headers['location'], '/logged-out?at=here');
    assert.equal(service().identity.refusals[count]?.['code'], 'saml-request-unknown');
  });
});
