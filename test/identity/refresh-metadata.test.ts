import assert from 'node:assert/strict';
import { attributePresets } from '../../server/identity/attribute-presets.js';
import { expiryState } from '../../server/identity/certificate-expiry.rules.js';
import { decideProposal } from '../../server/identity/decide-proposal.js';
import {
  createIdentityProviderStore,
  type IdentityProviderStore,
} from '../../server/identity/identity-provider.store.js';
import {
  identityProviderSettings,
  importIdentityProvider,
} from '../../server/identity/idp-metadata.js';
import { IdpMetadataError } from '../../server/identity/idp-metadata-error.js';
import { refreshMetadata } from '../../server/identity/refresh-metadata.js';
import { refreshMetadataJob } from '../../server/identity/refresh-metadata.job.js';
import { useDatabase } from '../support/database.js';
import { aKey } from './identity-app.js';
import { IDP, signedMetadata, someMetadata } from './some-metadata.js';

const key = aKey('Skien');
const next = aKey('Skien, from next year');
const federation = aKey('The federation');
const SKIEN = 'municipality-skien';
const URL = `${IDP}/metadata`;
const original = someMetadata({ certificates: [key.certificatePem] });
const during = someMetadata({ certificates: [key.certificatePem, next.certificatePem] });

describe('metadata read anew', () => {
  const database = useDatabase();
  let store: IdentityProviderStore;
  let now = new Date('2026-11-21T12:00:00Z');
  let served: string | undefined;
  let audited: string[];

  const deps = () => ({
    identityProviders: store,
    fetchMetadata: (address: string) =>
      address === URL && served !== undefined
        ? Promise.resolve(Buffer.from(served))
        : Promise.reject(new IdpMetadataError('metadata-unreachable')),
    audit: {
      record: ({ action, actor }: { action: string; actor: string }) => {
        audited.push(`${action} by ${actor}`);
        return Promise.resolve();
      },
    },
    clock: () => now,
  });
  const refresh = () => refreshMetadata(deps())(SKIEN);
  const settings = async () => store.find(SKIEN);
  const decide = (proposalId: string, answer: 'accept' | 'dismiss') =>
    decideProposal(deps())({
      municipalityId: SKIEN,
      providerId: SKIEN,
      proposalId,
      answer,
      actor: 'person-1',
    });

  before(async () => {
    store = createIdentityProviderStore(database.connection());
    await store.ensureIndexes();
  });
  beforeEach(async () => {
    audited = [];
    served = original;
    const imported = importIdentityProvider(Buffer.from(original), { now });
    const rest = { attributes: attributePresets.ksLaering, wantResponseSigned: true };
    await store.put(SKIEN, identityProviderSettings(imported, rest), { url: URL });
  });

  async function proposed(): Promise<string> {
    const result = await refresh();
    assert.equal(result.outcome, 'proposed');
    return result.proposal.id;
  }

  it('changes nothing when it says the same', async () => {
    assert.deepEqual(await refresh(), { outcome: 'unchanged' });
    assert.deepEqual((await store.record(SKIEN))?.lastFetch, { at: now });
    assert.deepEqual(audited, []);
  });

  it('proposes a second certificate, and relies on it only when it was accepted', async () => {
    served = during;
    const id = await proposed();
    const [change, ...more] = (await store.record(SKIEN))?.proposal?.changes ?? [];
    assert.deepEqual([change?.kind, more], ['certificate-added', []]);
    assert.equal((await settings())?.certificates.length, 1);

    assert.equal(await decide(id, 'accept'), true);
    assert.equal((await settings())?.certificates.length, 2);
    assert.deepEqual((await settings())?.attributes, attributePresets.ksLaering);
    assert.equal((await store.record(SKIEN))?.proposal, undefined);
    assert.equal(await decide(id, 'accept'), false, 'once');
    assert.deepEqual(audited, [
      'identity-provider.change-proposed by system',
      'identity-provider.change-accepted by person-1',
    ]);
  });

  it('proposes other addresses, also one that is gone', async () => {
    served = original.replace(`${IDP}/sso`, `${IDP}/new`).replaceAll(/<md:SingleLogout[^>]*>/g, '');
    served = served.replace(`${IDP}/sso`, `${IDP}/new`);
    await decide(await proposed(), 'accept');
    const { signInUrl, signOutUrl } = (await settings()) ?? {};
    assert.deepEqual([signInUrl, signOutUrl], [`${IDP}/new`, undefined]);
  });

  it('is not proposed twice, nor again after it was turned down, but a further change is', async () => {
    served = during;
    const id = await proposed();
    await refresh();
    assert.equal(await decide(id, 'dismiss'), true);
    await refresh();
    assert.equal((await store.record(SKIEN))?.proposal, undefined);
    assert.equal(audited.filter((one) => one.includes('proposed')).length, 1);
    served = someMetadata({ certificates: [next.certificatePem] });
    assert.notEqual(await proposed(), id);
    assert.ok((await store.record(SKIEN))?.proposal);
  });

  it('takes a proposal back when the metadata is as it was', async () => {
    served = during;
    const id = await proposed();
    served = original;
    await refresh();
    assert.equal((await store.record(SKIEN))?.proposal, undefined);
    assert.equal(await decide(id, 'accept'), false);
  });

  it('accepts no proposal that was replaced by another meanwhile', async () => {
    served = during;
    const id = await proposed();
    served = someMetadata({ certificates: [next.certificatePem] });
    await proposed();
    assert.equal(await decide(id, 'accept'), false);
    assert.equal((await settings())?.certificates.length, 1);
  });

  it('of another login service is no proposal', async () => {
    served = someMetadata({ entityId: 'urn:evil', certificates: [next.certificatePem] });
    assert.deepEqual(await refresh(), { outcome: 'failed', problem: 'metadata-entity-unknown' });
    assert.deepEqual((await store.record(SKIEN))?.lastFetch?.problem, 'metadata-entity-unknown');
  });

  it('must be signed by the pinned signer where there is one', async () => {
    const current = await settings();
    assert.ok(current);
    const source = { url: URL, pinnedSigner: federation.certificatePem };
    await store.put(SKIEN, current, source);
    served = during;
    assert.deepEqual(await refresh(), { outcome: 'failed', problem: 'metadata-not-signed' });
    served = signedMetadata(during, next);
    assert.deepEqual(await refresh(), { outcome: 'failed', problem: 'metadata-signature' });
    served = signedMetadata(during, federation);
    assert.equal((await refresh()).outcome, 'proposed');
  });

  it('is not there to be read when it came as a file', async () => {
    const current = await settings();
    assert.ok(current);
    await store.put(SKIEN, current);
    assert.deepEqual(await refresh(), { outcome: 'no-source' });
    assert.deepEqual(await refreshMetadata(deps())('nobody'), { outcome: 'unknown' });
  });

  it('is fetched once a day by the job, and the log says what came of it', async () => {
    const said: string[] = [];
    const job = refreshMetadataJob({
      identityProviders: store,
      refresh,
      clock: () => now,
      log: {
        info: () => undefined,
        warn: (_fields: object, text?: string) => said.push(text ?? ''),
      },
    });
    served = undefined;
    await job.run(new AbortController().signal);
    await job.run(new AbortController().signal);
    assert.deepEqual(said, ['metadata could not be read']);
    now = new Date(now.getTime() + 25 * 3_600_000);
    served = during;
    await job.run(new AbortController().signal);
    assert.deepEqual(said, ['metadata could not be read', 'metadata has changed']);
  });
});

describe('the end of a certificate', () => {
  const end = new Date('2027-03-31T12:00:00Z');
  for (const [now, state] of [
    ['2027-01-30T11:59:59Z', 'good'],
    ['2027-01-30T12:00:00Z', 'within-60-days'],
    ['2027-03-01T12:00:00Z', 'within-30-days'],
    ['2027-03-24T12:00:00Z', 'within-7-days'],
    ['2027-03-31T12:00:00Z', 'expired'],
  ] as const)
    it(`seen at ${now} is ${state}`, () => {
      assert.equal(expiryState(end, new Date(now)), state);
    });
});
