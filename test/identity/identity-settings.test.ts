import assert from 'node:assert/strict';
import { inflateRawSync } from 'node:zlib';
import { attributePresets } from '../../server/identity/attribute-presets.js';
import type { IdentityProviderSettings } from '../../server/identity/identity-provider.js';
import type { Person } from '../../server/organisation/person.js';
import { plainText } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { axeViolations, overflow, picture, useBrowser } from '../support/browser.js';
import { locationOf, type Visitor } from '../support/visitor.js';
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

describe('the page about the login service', function () {
  this.timeout(60_000);
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
