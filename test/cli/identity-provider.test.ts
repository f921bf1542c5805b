import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  identityProviderCheckCommand,
  identityProviderDecideCommand,
} from '../../server/cli/identity-provider.js';
import { identityProviderAddCommand } from '../../server/cli/identity-provider-add.js';
import { identityProviderMapCommand } from '../../server/cli/identity-provider-map.js';
import { municipalityCreateCommand } from '../../server/cli/municipality-create.js';
import type { MunicipalityService } from '../../server/cli/service.js';
import { IdpMetadataError } from '../../server/identity/idp-metadata-error.js';
import { aKey } from '../identity/identity-app.js';
import { aggregate, IDP, signedMetadata, someMetadata } from '../identity/some-metadata.js';
import { useService } from '../support/a-service.js';
import { runCommand } from './a-print.js';

const key = aKey('Skien');
const next = aKey('Skien, from next year');
const federation = aKey('The federation');
const URL = 'https://federation.example/metadata';

describe('medsert identity-provider', () => {
  const service = useService();
  let folder: string;
  let served = '';
  const open = (): Promise<MunicipalityService> => {
    const { stores, templates, config, clock } = service.services;
    return Promise.resolve({
      publicUrl: config.publicUrl,
      ...stores,
      templates,
      fetchMetadata: (address) =>
        address === URL
          ? Promise.resolve(Buffer.from(served))
          : Promise.reject(new IdpMetadataError('metadata-unreachable')),
      clock,
      close: () => Promise.resolve(),
    });
  };
  const file = async (name: string, content: string) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const all = (certificates: readonly string[]) =>
    signedMetadata(
      aggregate([
        someMetadata({ certificates }),
        someMetadata({ entityId: 'urn:other', certificates: [next.certificatePem] }),
      ]),
      federation,
    );

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medsert-idp-'));
    served = all([key.certificatePem]);
    const { exitCode } = await runCommand(municipalityCreateCommand(open), {
      slug: 'skien',
      name: 'Skien kommune',
      country: 'NO',
      'idp-metadata': URL,
      'entity-id': `${IDP}/`,
      pin: await file('federation.pem', federation.certificatePem),
      preset: 'ks-laering',
    });
    assert.equal(exitCode, 0);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('adds one more login service, once, with metadata of its own to check', async () => {
    const metadata = { entityId: 'https://company.example/', certificates: [next.certificatePem] };
    const add = async (options: Readonly<Record<string, string>> = {}) =>
      runCommand(identityProviderAddCommand(open), {
        ...{ slug: 'skien', key: 'company', name: 'Omsorg AS', preset: 'entra-id' },
        'idp-metadata': await file('company.xml', someMetadata(metadata)),
        ...options,
      });
    assert.equal((await add({ key: 'main' })).exitCode, 2);
    assert.equal((await add({ preset: 'x' })).exitCode, 2);
    assert.equal((await add()).exitCode, 0);
    await assert.rejects(add({ key: 'again' }), /is a login service of skien already/);
    await assert.rejects(add({ slug: 'nowhere' }), /no municipality nowhere/);
    const all = await service.stores.identityProviders.all('skien');
    assert.deepEqual(
      all.map(({ id, key: called, settings }) => [id, called, settings.wantResponseSigned]),
      [
        ['skien', 'main', true],
        ['skien/company', 'company', false],
      ],
    );
    const own = await check({
      provider: 'company',
      'idp-metadata': await file('company-2.xml', someMetadata(metadata)),
    });
    assert.equal(own.exitCode, 0);
  });

  const check = (options: Readonly<Record<string, string>> = {}) =>
    runCommand(identityProviderCheckCommand(open), { slug: 'skien', ...options });
  const decide = (options: Readonly<Record<string, string>>) =>
    runCommand(identityProviderDecideCommand(open), { slug: 'skien', ...options });

  it('has learned at creation where the metadata is and who signs it', async () => {
    const record = await service.stores.identityProviders.record('skien');
    assert.equal(record?.source?.url, URL);
    assert.match(record.source.pinnedSigner ?? '', /BEGIN CERTIFICATE/);
    const { exitCode, lines } = await check();
    assert.deepEqual([exitCode, lines], [0, ['Nothing has changed.']]);
  });

  it('tells a change with its fingerprint, and takes it when told to', async () => {
    served = all([key.certificatePem, next.certificatePem]);
    const { exitCode, lines, documents } = await check();
    assert.equal(exitCode, 1);
    assert.match(lines.join('\n'), /certificate new: SHA-256 [0-9A-F:]{95}, until 2046-01-01/);
    const { proposal } = documents[0] as { proposal: { id: string } };
    await assert.rejects(decide({ proposal: 'other', answer: 'accept' }), /not the present one/);
    assert.equal((await decide({ proposal: proposal.id, answer: 'maybe' })).exitCode, 2);
    assert.equal((await decide({ proposal: proposal.id, answer: 'accept' })).exitCode, 0);
    const settings = await service.stores.identityProviders.find('skien');
    assert.equal(settings?.certificates.length, 2);
  });

  it('reads a file as well, for a login service that cannot be reached from here', async () => {
    const path = await file('idp.xml', someMetadata({ certificates: [next.certificatePem] }));
    const { lines } = await check({ 'idp-metadata': path });
    assert.match(lines.join('\n'), /certificate gone/);
  });

  describe('map', () => {
    const map = async (content: object) =>
      runCommand(identityProviderMapCommand(open), {
        slug: 'skien',
        mapping: await file('mapping.json', JSON.stringify(content)),
      });
    const attributes = {
      subject: ['uid'],
      givenName: ['fornavn'],
      familyName: ['etternavn'],
      email: [],
    };
    const rule = { value: 'x', role: 'unitHead' };
    const table = (more: object) => ({ roles: { sources: ['r'], rules: [{ ...rule, ...more }] } });

    it('takes a mapping and the wanted levels', async () => {
      const [unit] = await service.stores.municipalities.unitsOf('skien');
      const wanted = { ...attributes, ...table({ unitId: unit?.id }) };
      const levels = ['http://id.sambi.se/loa/loa3'];
      assert.equal((await map({ attributes: wanted, wantedLevels: levels })).exitCode, 0);
      const settings = await service.stores.identityProviders.find('skien');
      assert.equal(settings?.attributes.roles?.rules[0]?.match, 'exact');
      assert.deepEqual(settings.wantedLevels, levels);
    });

    it('refuses, and changes nothing', async () => {
      const before = await service.stores.identityProviders.find('skien');
      const bad: readonly (readonly [object, RegExp])[] = [
        [{ attributes: { ...attributes, subject: ['mail'] } }, /does not stay with a person/],
        [{ attributes: { ...attributes, ...table({ unitId: 'gone' }) } }, /no unit gone/],
        [{ attributes: { ...attributes, ...table({}) } }, /attributes.roles.rules.0: .*unitId/],
        [{}, /attributes/],
      ];
      for (const [content, reason] of bad) await assert.rejects(map(content), reason);
      const person = { issuer: `${IDP}/`, subject: '1', givenName: 'K', familyName: 'N' };
      await service.stores.people.recordIdentity({ municipalityId: 'skien', ...person }, 'p-1');
      const other = { attributes: { ...attributes, subject: ['employeeNumber'] } };
      await assert.rejects(map(other), /everybody would be a stranger/);
      assert.deepEqual(await service.stores.identityProviders.find('skien'), before);
    });
  });

  it('says what is missing', async () => {
    assert.equal((await decide({})).exitCode, 2);
    await assert.rejects(check({ slug: 'nowhere' }), /no municipality nowhere/);
    await assert.rejects(
      check({ 'idp-metadata': URL, pin: await file('no.pem', 'hello') }),
      /no certificate/,
    );
  });
});
