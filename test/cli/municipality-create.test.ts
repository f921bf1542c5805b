import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { municipalityCreateCommand } from '../../server/cli/municipality-create.js';
import type { MunicipalityService } from '../../server/cli/service.js';
import { IdpMetadataError } from '../../server/identity/idp-metadata-error.js';
import { aKey } from '../identity/identity-app.js';
import { aggregate, IDP, someMetadata } from '../identity/some-metadata.js';
import { useService } from '../support/a-service.js';
import { runCommand } from './a-print.js';

describe('medsert municipality create', () => {
  const service = useService();
  const certificates = [aKey('Skien').certificatePem];
  let folder: string;
  let metadata: string;
  let opened: MunicipalityService;
  let closed = 0;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medsert-metadata-'));
    metadata = join(folder, 'idp.xml');
    await writeFile(metadata, someMetadata({ certificates }));
    const { stores, templates, config, clock } = service.services;
    opened = {
      publicUrl: config.publicUrl,
      ...stores,
      templates,
      fetchMetadata: (address) =>
        address === 'https://idp.skien.example/metadata'
          ? readFile(metadata)
          : Promise.reject(new IdpMetadataError('metadata-unreachable')),
      clock,
      close() {
        closed += 1;
        return Promise.resolve();
      },
    };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const run = (
    options: Readonly<Record<string, string>>,
    words: readonly string[] = [],
    changes: Partial<MunicipalityService> = {},
  ) =>
    runCommand(
      municipalityCreateCommand(() => Promise.resolve({ ...opened, ...changes })),
      options,
      words,
    );
  const given = (slug: string) => ({
    slug,
    name: 'Skien kommune',
    country: 'NO',
    'idp-metadata': metadata,
    preset: 'ks-laering',
  });

  it('sets up everything that the first login needs', async () => {
    const { exitCode, lines, documents } = await run(given('skien'));
    assert.equal(exitCode, 0);
    const { municipalities, identityProviders, programmes, audit } = service.stores;
    const municipality = await municipalities.findBySlug('skien');
    assert.deepEqual(
      [municipality?.name, municipality?.country, municipality?.locale, municipality?.timeZone],
      ['Skien kommune', 'NO', 'nb', 'Europe/Oslo'],
    );
    const id = municipality?.id ?? '';
    const settings = await identityProviders.find(id);
    assert.equal(settings?.entityId, `${IDP}/`);
    assert.deepEqual(settings.attributes.subject, ['uid']);
    assert.equal(settings.wantResponseSigned, true);
    const [unit] = await municipalities.unitsOf(id);
    assert.equal(unit?.name, 'Skien kommune');
    const [programme] = await programmes.allOf(id);
    assert.equal(programme?.version, 1);
    assert.equal(municipality?.requirements[0]?.programmeId, programme.id);
    const [entry] = await audit.entriesOf(id);
    assert.deepEqual([entry?.action, entry?.actor], ['municipality.created', 'system']);

    const { publicUrl } = service.services.config;
    const said = lines.join('\n');
    for (const address of ['/m/skien/saml/metadata', '/m/skien/saml/acs', '/m/skien/saml/slo'])
      assert.ok(said.includes(`${publicUrl}${address}`), address);
    assert.match(said, /SHA-256 [0-9A-F:]{95}/);
    const [document] = documents as { entityId: string }[];
    assert.equal(document?.entityId, `${publicUrl}/m/skien/saml/metadata`);
  });

  it('makes its metadata and its login work', async () => {
    const visitor = service.anyone();
    const answer = await visitor.get('/m/skien/saml/metadata').expect(200);
    assert.match(String(answer.headers['content-type']), /samlmetadata/);
    const login = await visitor.get('/m/skien/saml/login').expect(302);
    assert.ok(String(login.headers['location']).startsWith(`${IDP}/sso?SAMLRequest=`));
  });

  it('refuses a slug that is taken, and changes nothing', async () => {
    const before = await service.stores.municipalities.findBySlug('skien');
    await assert.rejects(run({ ...given('skien'), name: 'Other' }), /municipality skien already/);
    assert.deepEqual(await service.stores.municipalities.findBySlug('skien'), before);
  });

  it('finishes after a crash when it is run again', async () => {
    const crash = () => Promise.reject(new Error('power cut'));
    const { municipalities } = service.stores;
    const broken = { municipalities: { ...municipalities, put: crash } };
    await assert.rejects(run(given('bamble'), [], broken), /power cut/);
    assert.equal(await municipalities.findBySlug('bamble'), undefined);
    assert.equal((await run(given('bamble'))).exitCode, 0);
    assert.equal((await service.stores.programmes.allOf('bamble')).length, 1);
    assert.equal((await municipalities.unitsOf('bamble')).length, 1);
  });

  it('takes a Swedish municipality, Entra ID and one provider of a federation', async () => {
    const file = join(folder, 'all.xml');
    const entity = (entityId: string) => someMetadata({ certificates, entityId });
    await writeFile(file, aggregate([entity('urn:one'), entity('urn:two')]));
    const options = { ...given('tanum'), country: 'se', preset: 'EntraID', 'idp-metadata': file };
    await assert.rejects(run(options), codeIs('metadata-several'));
    await run({ ...options, 'entity-id': 'urn:two' });
    const municipality = await service.stores.municipalities.findBySlug('tanum');
    assert.deepEqual([municipality?.locale, municipality?.timeZone], ['sv', 'Europe/Stockholm']);
    const settings = await service.stores.identityProviders.find('tanum');
    assert.deepEqual([settings?.entityId, settings?.wantResponseSigned], ['urn:two', false]);
  });

  it('demands level 3 of Inera and Sambi, unless told otherwise', async () => {
    const levelsOf = async (slug: string) =>
      (await service.stores.identityProviders.find(slug))?.wantedLevels;
    await run({ ...given('kil'), country: 'SE', preset: 'inera' });
    assert.deepEqual(await levelsOf('kil'), ['http://id.sambi.se/loa/loa3']);
    await run({ ...given('eda'), country: 'SE', preset: 'sambi', level: 'none' });
    assert.deepEqual(await levelsOf('eda'), []);
    await run({ ...given('lesja'), level: 'urn:a, urn:b' });
    assert.deepEqual(await levelsOf('lesja'), ['urn:a', 'urn:b']);
  });

  it('writes nothing for metadata that cannot be used', async () => {
    const file = join(folder, 'bad.xml');
    await writeFile(file, '<!DOCTYPE html><p>Log in first');
    const options = { ...given('porsgrunn'), 'idp-metadata': file };
    await assert.rejects(run(options), codeIs('metadata-doctype'));
    await assert.rejects(
      run({ ...options, 'idp-metadata': join(folder, 'none.xml') }),
      /none\.xml cannot be read/,
    );
    assert.equal(await service.stores.identityProviders.find('porsgrunn'), undefined);
    assert.deepEqual(await service.stores.municipalities.unitsOf('porsgrunn'), []);
  });

  const misuses: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ['no slug', { slug: '' }, /--slug is missing/],
    ['a slug with capitals', { slug: 'Skien' }, /--slug takes/],
    ['a slug with a path', { slug: '../x' }, /--slug takes/],
    ['no name', { name: ' ' }, /--name is missing/],
    ['a name with a line break', { name: 'a\nb' }, /--name has/],
    ['a country not served', { country: 'FR' }, /--country is one of NO, SE/],
    ['an unknown language', { locale: 'de' }, /--locale is one of nb, nn, sv, en/],
    ['an unknown time zone', { 'time-zone': 'Europe/Skien' }, /--time-zone is not one/],
    ['an unknown preset', { preset: '__proto__' }, /--preset is one of ks-laering/],
    ['an unclear signature', { 'signed-response': 'maybe' }, /--signed-response is yes or no/],
    ['no metadata', { 'idp-metadata': '' }, /--idp-metadata is missing/],
    ['an unknown option', { color: 'red' }, /no option --color/],
  ];
  for (const [what, changes, message] of misuses) {
    it(`does nothing for ${what}, and says why`, async () => {
      const before = closed;
      const { exitCode, usage } = await run({ ...given('nome'), ...changes });
      assert.equal(exitCode, 2);
      assert.match(usage[0] ?? '', message);
      assert.equal(closed, before);
    });
  }

  it('refuses words that belong to no option', async () => {
    assert.equal((await run(given('nome'), ['nome'])).exitCode, 2);
  });
});

function codeIs(code: string) {
  return (error: unknown): boolean => error instanceof IdpMetadataError && error.code === code;
}
