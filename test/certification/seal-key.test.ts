import assert from 'node:assert/strict';
import { X509Certificate, createPrivateKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint } from 'jose';
import { keyUsageOf } from '../../server/platform/keys/certificate-fields.js';
import { SealKeyError, loadSeal } from '../../server/platform/keys/seal-key.js';
import type { SealMaterial } from '../../server/platform/keys/seal-key.js';
import { sealedAt } from './a-certificate.js';
import { aKeyAndCertificate, skienKey, skienSeal } from './a-seal.js';
import { runTool, withFolder } from './external-tool.js';
import { ThrowawayPki } from './throwaway-pki.js';

const refusal = (material: SealMaterial, now = sealedAt): string => {
  try {
    loadSeal(material, now);
  } catch (error) {
    assert.ok(error instanceof SealKeyError);
    assert.ok(error.message.startsWith(error.code), 'the message tells the code and more');
    return error.code;
  }
  return 'accepted';
};

const encrypted = (privateKeyPem: string, passphrase: string): string =>
  createPrivateKey(privateKeyPem)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
    .toString();

describe('a self-signed seal', () => {
  it('is a certificate that OpenSSL reads and finds signed by itself', () =>
    withFolder((folder) => {
      const file = join(folder, 'seal.pem');
      writeFileSync(file, skienKey().certificatePem);
      const text = runTool('openssl', ['x509', '-in', file, '-noout', '-text', '-nameopt', 'utf8']);
      assert.match(text, /Subject: C=NO, O=Skien kommune, CN=Skien kommune – sertifikater/);
      assert.match(text, /Public-Key: \(3072 bit\)/);
      assert.match(text, /Digital Signature, Non Repudiation\n/);
      assert.doesNotMatch(text, /Extended Key Usage/);
      const at = String(sealedAt.getTime() / 1000);
      assert.match(runTool('openssl', ['verify', '-attime', at, '-CAfile', file, file]), /OK/);
    }));

  it('may seal documents and is in force between its two instants', () => {
    const certificate = new X509Certificate(skienKey().certificatePem);
    const both = { digitalSignature: true, nonRepudiation: true };
    assert.deepEqual(keyUsageOf(certificate.raw), both);
    assert.equal(new Date(certificate.validFrom).toISOString(), '2026-01-01T00:00:00.000Z');
    assert.equal(new Date(certificate.validTo).toISOString(), '2031-01-01T00:00:00.000Z');
  });

  it('can end after 2049, when X.509 writes years with four digits', () => {
    const { certificatePem } = aKeyAndCertificate({ validTo: new Date('2050-01-01T00:00:00Z') });
    assert.equal(new Date(new X509Certificate(certificatePem).validTo).getUTCFullYear(), 2050);
  });
});

describe('loading the seal', () => {
  let pki: ThrowawayPki;

  before(() => {
    pki = new ThrowawayPki(mkdtempSync(join(tmpdir(), 'medsert-pki-')));
    pki.issue('issuer', 'issuer');
    pki.issue('seal', 'seal', 'issuer');
    pki.issue('bare', 'bare');
  });

  after(() => {
    rmSync(pki.folder, { recursive: true });
  });

  // Certificates by OpenSSL begin when they are made; the middle of their ten years is surely inside.
  const inForce = (): Date =>
    new Date(new Date(new X509Certificate(pki.read('seal.pem')).validFrom).getTime() + 1e11);

  it('names the key by its RFC 7638 thumbprint', async () => {
    const { kid, publicJwk } = skienSeal();
    assert.equal(kid, await calculateJwkThumbprint(publicJwk));
    assert.equal(publicJwk.alg, 'RS256');
    assert.equal(publicJwk.d, undefined);
  });

  it('signs with the key of its certificate', async () => {
    const { sign, certificate } = skienSeal();
    const bytes = Buffer.from('sealed');
    assert.ok(verify('sha256', bytes, certificate.publicKey, await sign(bytes)));
  });

  it('takes an elliptic key that may only seal, with the chain above it', async () => {
    const seal = loadSeal(pki.material('seal', 'issuer', 'root'), inForce());
    assert.equal(seal.alg, 'ec');
    assert.equal(seal.kid, await calculateJwkThumbprint(seal.publicJwk));
    assert.deepEqual(
      seal.chain.map((certificate) => certificate.subject.split('CN=')[1]),
      ['Test issuer', 'Test Root'],
    );
  });

  it('opens an encrypted key with its passphrase', () => {
    const privateKeyPem = encrypted(skienKey().privateKeyPem, 'secret');
    const material = { ...skienKey(), privateKeyPem };
    assert.equal(refusal({ ...material, passphrase: 'secret' }), 'accepted');
    assert.equal(refusal({ ...material, passphrase: 'guess' }), 'wrong-passphrase');
    assert.equal(refusal(material), 'wrong-passphrase');
  });

  it('refuses a key that is not the one of the certificate', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    assert.equal(refusal({ ...skienKey(), privateKeyPem }), 'key-does-not-match');
  });

  it('refuses a certificate before it begins and after it has ended', () => {
    const at = (instant: string): string => refusal(skienKey(), new Date(instant));
    assert.equal(at('2025-12-31T23:59:59Z'), 'certificate-not-yet-valid');
    assert.equal(at('2026-01-01T00:00:00Z'), 'accepted');
    assert.equal(at('2031-01-01T00:00:00Z'), 'accepted');
    assert.equal(at('2031-01-01T00:00:01Z'), 'certificate-expired');
  });

  it('refuses a certificate that does not say what its key is for', () => {
    assert.equal(refusal(pki.material('bare'), inForce()), 'key-usage-missing');
  });

  it('refuses a chain in which one did not issue the other', () => {
    assert.equal(refusal(pki.material('seal', 'root'), inForce()), 'chain-broken');
  });

  it('refuses files that hold neither key nor certificate', () => {
    assert.equal(refusal({ ...skienKey(), privateKeyPem: 'none' }), 'unreadable-key');
    assert.equal(refusal({ ...skienKey(), certificatePem: 'none' }), 'unreadable-certificate');
    const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    assert.equal(refusal({ ...skienKey(), certificatePem: damaged }), 'unreadable-certificate');
  });
});
