import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { attributePresets } from '../../server/identity/attribute-presets.js';
import {
  demoIdentityProviderUrls,
  demoMetadata,
} from '../../server/identity/demo-identity-provider.js';
import {
  IdpMetadataError,
  type IdpMetadataCode,
} from '../../server/identity/idp-metadata-error.js';
import {
  identityProviderSettings,
  importIdentityProvider,
  type ImportOptions,
} from '../../server/identity/idp-metadata.js';
import { bindings } from '../../server/identity/saml-names.js';
import { aKey } from './identity-app.js';
import { aggregate, endpoint, IDP, signedMetadata, someMetadata } from './some-metadata.js';

const now = new Date('2026-11-21T12:00:00Z');
const key = aKey('Skien');
const next = aKey('Skien, from next year');
const federation = aKey('The federation');
const good = someMetadata({ certificates: [key.certificatePem] });
const other = someMetadata({ entityId: 'urn:other', certificates: [next.certificatePem] });

function read(xml: string, options: Partial<ImportOptions> = {}) {
  return importIdentityProvider(Buffer.from(xml), { now, ...options });
}

describe('metadata of an identity provider', () => {
  it('becomes the municipality’s settings', () => {
    const imported = read(good);
    const rest = { attributes: attributePresets.ksLaering, wantResponseSigned: true };
    assert.deepEqual(identityProviderSettings(imported, rest), {
      entityId: `${IDP}/`,
      signInUrl: `${IDP}/sso`,
      signOutUrl: `${IDP}/slo`,
      certificates: [new X509Certificate(key.certificatePem).toString()],
      ...rest,
    });
  });

  it('tells fingerprint, end and size of each key', () => {
    const [certificate] = read(good).certificates;
    const { raw } = new X509Certificate(key.certificatePem);
    assert.equal(
      certificate?.fingerprint.replaceAll(':', '').toLowerCase(),
      createHash('sha256').update(raw).digest('hex'),
    );
    assert.equal(certificate.expiresAt.toISOString(), '2046-01-01T00:00:00.000Z');
    assert.ok(certificate.keyBits >= 2048);
  });

  it('keeps both certificates during a change of keys, each once, whether or not their use is named', () => {
    const certificates = [key, next, key].map(({ certificatePem }) => certificatePem);
    assert.equal(read(someMetadata({ certificates })).certificates.length, 2);
    assert.equal(read(someMetadata({ certificates, keyUse: '' })).certificates.length, 2);
  });

  it('is found in an aggregate by its entityID', () => {
    const all = aggregate([good, other]);
    assert.equal(read(all, { entityId: 'urn:other' }).entityId, 'urn:other');
  });

  it('may answer logouts elsewhere', () => {
    const more = ` ResponseLocation="${IDP}/slo-answer"`;
    const endpoints =
      endpoint('SingleSignOnService', `${IDP}/sso`) +
      endpoint('SingleLogoutService', `${IDP}/slo`, bindings.redirect, more);
    const imported = read(someMetadata({ certificates: [key.certificatePem], endpoints }));
    assert.equal(imported.signOutResponseUrl, `${IDP}/slo-answer`);
  });

  it('may begin with a byte order mark, have comments, and describe WS-Federation beside it', () => {
    const before =
      '<!-- of Entra ID --><RoleDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="fed:SecurityTokenServiceType" protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706"/>';
    const xml = someMetadata({ certificates: [key.certificatePem], before });
    assert.equal(
      read(`\uFEFF<?xml version="1.0" encoding="utf-8"?>${xml}`).signInUrl,
      `${IDP}/sso`,
    );
  });

  it('of our own demo can be read', () => {
    const urls = demoIdentityProviderUrls('http://localhost:3001', 'fjordby');
    const imported = read(demoMetadata(urls, key));
    assert.equal(imported.entityId, urls.entityId);
    assert.match(imported.warnings.join(), /on this machine/);
  });

  it('is warned about where somebody should look again', () => {
    const endpoints = endpoint('SingleSignOnService', `${IDP}/sso`);
    const later = new Date('2045-12-20T00:00:00Z');
    const warned = read(someMetadata({ certificates: [key.certificatePem], endpoints }), {
      now: later,
    }).warnings.join('\n');
    assert.match(warned, /signature was not verified/);
    assert.match(warned, /expires on 2046-01-01/);
    assert.match(warned, /no logout address/);
    const tooLate = new Date('2046-02-01T00:00:00Z');
    assert.match(read(good, { now: tooLate }).warnings.join('\n'), /expired on 2046-01-01/);
  });

  describe('with a signer', () => {
    const trustedSigner = federation.certificatePem;
    const signedAll = signedMetadata(aggregate([good, other]), federation);

    it('is read from the signed bytes', () => {
      const imported = read(signedAll, { trustedSigner, entityId: 'urn:other' });
      assert.equal(imported.isSigned, true);
      assert.doesNotMatch(imported.warnings.join(), /not verified/);
    });

    it('is never read from what was wrapped around them', () => {
      // The signed entity inside an unsigned aggregate, next to one of the attacker's.
      const signedOne = signedMetadata(good, federation);
      refused('metadata-not-signed', aggregate([signedOne, other]), {
        trustedSigner,
        entityId: 'urn:other',
      });
    });

    const bad: readonly (readonly [string, IdpMetadataCode, string])[] = [
      ['is not signed', 'metadata-not-signed', good],
      ['is signed by somebody else', 'metadata-signature', signedMetadata(good, next)],
      [
        'was changed afterwards',
        'metadata-signature',
        signedMetadata(good, federation).replace(`${IDP}/sso`, 'https://evil.example/sso'),
      ],
      [
        'is signed with SHA-1',
        'metadata-algorithm',
        signedMetadata(good, federation, 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'),
      ],
    ];
    for (const [title, code, xml] of bad) {
      it(`is refused when it ${title} (${code})`, () => {
        refused(code, xml, { trustedSigner });
      });
    }
  });

  const withCertificate = { certificates: [key.certificatePem] };
  const sso = (location: string) =>
    someMetadata({ ...withCertificate, endpoints: endpoint('SingleSignOnService', location) });
  const bad: readonly (readonly [string, IdpMetadataCode, string, Partial<ImportOptions>?])[] = [
    ['it is a web page', 'metadata-doctype', '<!DOCTYPE html><html></html>'],
    ['it has an entity', 'metadata-doctype', good.replace('<md:Key', '&x;<md:Key')],
    ['it is cut off', 'metadata-not-xml', good.slice(0, -10)],
    ['it is empty', 'metadata-not-xml', ''],
    ['it is some other XML', 'metadata-root', '<feed/>'],
    ['it is too large', 'metadata-too-large', ' '.repeat(4_000_001)],
    ['it is UTF-16', 'metadata-not-utf-8', good.split('').join('\0')],
    ['it has too many elements', 'metadata-too-many-elements', `<a>${'<b/>'.repeat(100_000)}</a>`],
    ['it is wide', 'metadata-too-many-elements', `<a>${'<b/>'.repeat(3_001)}</a>`],
    ['it is deep', 'metadata-too-many-elements', `${'<a>'.repeat(60)}${'</a>'.repeat(60)}`],
    [
      'it is that of a service',
      'metadata-no-identity-provider',
      good.replaceAll('IDPSSODescriptor', 'SPSSODescriptor'),
    ],
    [
      'it is for SAML 1.1 only',
      'metadata-no-identity-provider',
      good.replace('tc:SAML:2.0:protocol', 'tc:SAML:1.1:protocol'),
    ],
    ['it has two and none is chosen', 'metadata-several', aggregate([good, other])],
    [
      'it has two of the same name',
      'metadata-several',
      aggregate([good, good]),
      { entityId: `${IDP}/` },
    ],
    ['the chosen one is not there', 'metadata-entity-unknown', good, { entityId: 'urn:nobody' }],
    ['it has no entityID', 'metadata-entity-id', good.replace(/ entityID="[^"]*"/, '')],
    [
      'it has expired',
      'metadata-expired',
      someMetadata({ ...withCertificate, entityAttributes: ' validUntil="2020-01-01T00:00:00Z"' }),
    ],
    [
      'the end cannot be read',
      'metadata-valid-until',
      someMetadata({ ...withCertificate, attributes: ' validUntil="soon"' }),
    ],
    ['it has no certificate', 'metadata-no-certificate', someMetadata({ certificates: [] })],
    [
      'it has a key for encryption only',
      'metadata-no-certificate',
      someMetadata({ ...withCertificate, keyUse: ' use="encryption"' }),
    ],
    ['its certificate is broken', 'metadata-certificate', someMetadata({ certificates: ['AAAA'] })],
    [
      'it takes logins by post only',
      'metadata-no-redirect',
      good.replace(bindings.redirect, bindings.post).replace(bindings.redirect, bindings.post),
    ],
    ['an address is plain http', 'metadata-not-https', sso('http://idp.example/sso')],
    ['an address is a script', 'metadata-not-https', sso('javascript:alert(1)')],
    ['an address only looks local', 'metadata-not-https', sso('http://127.0.0.1.evil.example/')],
    ['an address has a password', 'metadata-address', sso('https://me:secret@idp.example/')],
    ['an address is none', 'metadata-address', sso('idp.example/sso')],
  ];
  for (const [title, code, xml, options] of bad) {
    it(`is refused when ${title} (${code})`, () => {
      const start = performance.now();
      refused(code, xml, options);
      assert.ok(performance.now() - start < 2_000);
    });
  }
});

function refused(code: IdpMetadataCode, xml: string, options: Partial<ImportOptions> = {}): void {
  assert.throws(
    () => read(xml, options),
    (error) =>
      error instanceof IdpMetadataError && error.code === code && error.message.length > 20,
  );
}
