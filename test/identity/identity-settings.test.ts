import assert from 'node:assert/strict';
import { inflateRawSync } from 'node:zlib';
import { attributePresets } from '../../server/identity/attribute-presets.js';
import type { IdentityProviderSettings } from '../../server/identity/identity-provider.js';
import type { Person } from '../../server/organisation/person.js';
import { plainText } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { axeViolations, overflow, picture, useBrowser } from '../support/browser.js';
import { locationOf, type Visitor } from '../support/visitor.js';
import { createSelfSigned } from '../../server/platform/keys/self-signed.js';
import { aKey } from './identity-app.js';
import { anIdentityProvider, asForm } from './test-identity-provider.js';

const PATH = '/administration/identity';
const key = aKey('Fjordby');
const next = aKey('Fjordby, from next year');

const identityProvider: IdentityProviderSettings = {
  entityId: 'https://idp.fjordby.example/',
  signInUrl: 'https://idp.fjordby.example/sso',
  certificates: [key.certificatePem],
  wantResponseSigned: true,
  attributes: {
    ...attributePresets.ksLaering,
    roles: {
      sources: ['rolle'],
      rules: [
        { value: 'hr', match: 'exact', role: 'hr' },
        { value: 'leder', match: 'exact', role: 'unitHead', unitCodeFrom: ['enhet'] },
      ],
    },
  },
};

describe('the page about the login service', () => {
  const service = useService();
  const browsers = useBrowser();
  let administrator: Person;
  let visitor: Visitor;

  before(async () => {
    administrator = await service.person({
      jobRole: 'office',
      roles: [{ role: 'administrator' }],
    });
  });
  beforeEach(async () => {
    const { identityProviders } = service.stores;
    await identityProviders.put('fjordby', identityProvider);
    // The library judges times by the machine's clock.
    service.at(new Date());
    visitor = await service.signedInAs(administrator);
  });

  const text = async () => plainText((await visitor.get(PATH)).text);
  async function proposeNext(): Promise<void> {
    const { signInUrl, certificates } = identityProvider;
    await service.stores.identityProviders.propose('fjordby', {
      id: 'change-1',
      foundAt: service.services.clock(),
      found: { signInUrl, certificates: [...certificates, next.certificatePem] },
      changes: [{ kind: 'certificate-added', certificate: next.certificatePem }],
    });
  }

  it('tells the provider, its certificates and their end', async () => {
    assert.match(await text(), /idp\.fjordby\.example.*Gjelder til.*1\. januar 2046/s);
  });

  it('shows a proposed change, and takes the decision once', async () => {
    await proposeNext();
    assert.match(await text(), /har endret seg.*Nytt sertifikat, gjelder til 1\. januar 2046/s);
    const form = { proposal: 'change-1', answer: 'accept' };
    assert.equal((await visitor.post(`${PATH}/proposal`, form)).status, 303);
    const settings = await service.stores.identityProviders.find('fjordby');
    assert.equal(settings?.certificates.length, 2);
    assert.doesNotMatch(await text(), /har endret seg/);
    const entries = await service.stores.audit.entriesOf('fjordby');
    const accepted = entries.filter(({ action }) => action === 'identity-provider.change-accepted');
    assert.deepEqual(
      accepted.map(({ actor }) => actor),
      [administrator.id],
    );
  });

  it('asks which unit a code stands for, and takes only one of the municipality', async () => {
    await service.stores.identityProviders.queueUnitCodes('fjordby', ['4711', '<b>']);
    assert.match(await text(), /Enhetskoder vi ikke kjenner.*Kode 4711.*Solbakken/s);
    const settle = (code: string, unit: string) =>
      visitor.post(`${PATH}/unit-code`, { code, unit });
    assert.equal((await settle('4711', 'elsewhere')).status, 404);
    assert.equal((await settle('4711', 'fjordby-solbakken')).status, 303);
    assert.equal((await settle('<b>', '')).status, 303);
    const settings = await service.stores.identityProviders.find('fjordby');
    assert.deepEqual(settings?.attributes.unitCodes, [
      { code: '4711', unitId: 'fjordby-solbakken' },
    ]);
    assert.doesNotMatch(await text(), /Enhetskoder/);
  });

  it('leads to each of several login services, names it, and offers the last one first at the login', async () => {
    const { identityProviders } = service.stores;
    const { municipality } = await service.place({});
    const admin = await service.person({
      municipalityId: municipality.id,
      roles: [{ role: 'administrator' }],
    });
    await identityProviders.put(municipality.id, identityProvider);
    const [signInUrl, entityId] = ['https://company.example/sso', 'https://company.example/'];
    const company = { municipalityId: municipality.id, key: 'company', name: 'Omsorg AS' };
    assert.equal(
      await identityProviders.add(company, { ...identityProvider, signInUrl, entityId }),
      true,
    );
    const own = await service.signedInAs(admin);
    const page = await own.get(`${PATH}?provider=company`);
    assert.match(plainText(page.text), /Omsorg AS.*saml\/login\?provider=company/s);
    const renamed = await own.post(`${PATH}/name`, { provider: 'company', name: 'Hjemmehjelpen' });
    assert.equal(locationOf(renamed), `${PATH}?provider=company`);
    assert.equal((await own.post(`${PATH}/name`, { provider: 'x', name: 'y' })).status, 404);

    const choice = `/m/${municipality.slug}`;
    const anyone = service.anyone();
    const asked = await anyone.get(`${choice}?returnTo=%2Fme`);
    assert.match(plainText(asked.text), /Velg innlogging.*idp\.fjordby\.example.*Hjemmehjelpen/s);
    const href = `${choice}/saml/login?provider=company&amp;returnTo=%2Fme`;
    assert.ok(asked.text.replaceAll('&#x3D;', '=').includes(href));
    anyone.setCookie('municipality', `${municipality.slug}.company`);
    const again = plainText((await anyone.get(choice)).text);
    assert.match(again, /Sist logget du inn med denne: Hjemmehjelpen/);
    assert.equal(locationOf(await anyone.get('/m/fjordby')), '/m/fjordby/saml/login');
  });

  it('mails administrators 60, 30 and 7 days before a certificate ends, each once', async () => {
    const { municipality } = await service.place({});
    const { id: municipalityId } = municipality;
    const email = (name: string) => ({ email: `${name}@kommune.example` });
    const roles = [{ role: 'administrator' }] as const;
    await service.person({ municipalityId, roles, changes: email('anne') });
    await service.person({ municipalityId, changes: email('nurse') });
    const ending = createSelfSigned({
      ...{ commonName: 'Fjordby', organisation: 'Test', country: 'NO' },
      validFrom: new Date('2026-01-01T00:00:00Z'),
      validTo: new Date('2027-03-01T12:00:00Z'),
    });
    const certificates = [ending.certificatePem, ...identityProvider.certificates];
    await service.stores.identityProviders.put(municipalityId, {
      ...identityProvider,
      certificates,
    });
    const mails = async (instant: string) => {
      service.at(instant);
      await service.services.scheduler.runNow('warn-of-expiry');
      await service.services.scheduler.runNow('warn-of-expiry');
      return (await service.services.outbox?.outbox.list(municipalityId)) ?? [];
    };
    assert.equal((await mails('2026-12-20T08:00:00Z')).length, 0);
    const [first, ...others] = await mails('2027-01-10T08:00:00Z');
    assert.deepEqual([first?.to, others.length], ['anne@kommune.example', 0]);
    assert.match(first?.subject ?? '', /utløper 1\. mars 2027/);
    assert.match(first?.text ?? '', /idp\.fjordby\.example.*administration\/identity/s);
    assert.equal((await mails('2027-01-20T08:00:00Z')).length, 1);
    assert.equal((await mails('2027-02-20T08:00:00Z')).length, 2, 'within 30 days, seen late');
    assert.equal((await mails('2027-02-26T08:00:00Z')).length, 3);
    assert.equal((await mails('2027-03-05T08:00:00Z')).length, 3, 'over: the page tells of it');
  });

  describe('with a test login', () => {
    async function tested(attributes: Readonly<Record<string, readonly string[]>>) {
      const away = new URL(locationOf(await visitor.get(`${PATH}/test-login`)));
      const message = Buffer.from(away.searchParams.get('SAMLRequest') ?? '', 'base64');
      const requestId = / ID="([^"]+)"/.exec(inflateRawSync(message).toString())?.[1] ?? '';
      const municipality = { id: 'fjordby', slug: 'fjordby', identityProvider };
      const idp = anIdentityProvider(municipality, key, service.services.config.publicUrl);
      const issuedAt = service.services.clock();
      const validUntil = new Date(issuedAt.getTime() + 60_000);
      const xml = idp.respond(
        { requestId },
        { content: { attributes, issuedAt, validUntil }, around: { issuedAt } },
      );
      const relayState = away.searchParams.get('RelayState') ?? '';
      const form = asForm({ relayState }, xml);
      return { form, answer: await visitor.post('/m/fjordby/saml/acs', form) };
    }
    const good = { uid: ['test-7'], fornavn: ['Ola'], etternavn: ['Test'] };

    it('shows what was sent and what it means, and stores nothing', async () => {
      const sent = { ...good, rolle: ['hr', 'leder'], enhet: ['9999'], 'x<y': ['<script>'] };
      const { form, answer } = await tested(sent);
      assert.equal(answer.status, 200);
      const page = plainText(answer.text);
      assert.match(page, /Innloggingen virker.*test-7.*Ola Test/s);
      assert.match(page, /hr \(på grunn av «hr»\); ukjent enhetskode 9999/);
      assert.doesNotMatch(answer.text, /<script>/);
      const { people, identityProviders } = service.stores;
      assert.equal(await people.hasIdentities('fjordby', identityProvider.entityId), false);
      assert.equal((await identityProviders.record('fjordby'))?.waitingUnitCodes, undefined);
      assert.equal((await visitor.get(PATH)).status, 200, 'still the same person');
      assert.equal((await visitor.post('/m/fjordby/saml/acs', form)).status, 403, 'once');
    });

    it('says by its code why a real login would be refused', async () => {
      const { answer } = await tested({ fornavn: ['Ola'], etternavn: ['Test'] });
      assert.match(plainText(answer.text), /ville blitt avvist: saml-subject-missing/);
    });

    it('says that groups were left out', async () => {
      const link = 'http://schemas.microsoft.com/claims/groups.link';
      const { answer } = await tested({ ...good, [link]: ['https://graph.example'] });
      assert.match(plainText(answer.text), /Rollene blir som de er/);
    });
  });

  it('can be read by everybody, on a phone too', async () => {
    await proposeNext();
    await service.stores.identityProviders.queueUnitCodes('fjordby', ['4711']);
    const page = await browsers.newPhone();
    const name = 'session';
    await page
      .context()
      .addCookies([{ name, value: visitor.cookie(name) ?? '', url: service.origin() }]);
    await page.goto(`${service.origin()}${PATH}`);
    assert.deepEqual(await axeViolations(page), []);
    assert.equal(await overflow(page), 0);
    await picture(page, 'identity');
  });
});
