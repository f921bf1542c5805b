import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealPdf } from '../../server/certification/seal-pdf.js';
import { loadSeal } from '../../server/platform/keys/seal-key.js';
import type { Seal } from '../../server/platform/keys/seal-key.js';
import { sealedAt } from './a-certificate.js';
import { skienKey, skienSeal } from './a-seal.js';
import { aSealedCertificate, anUnsealedCertificate } from './a-sealed-certificate.js';
import { takeApart } from './cms-in-pdf.js';
import { inspectFile, runTool, withFolder } from './external-tool.js';
import { ThrowawayPki } from './throwaway-pki.js';

/** What `openssl cms -verify -cades` says of the seal and the bytes it covers. */
const verifyWithOpenssl = (pdf: Buffer, rootPem: string, at: Date): Promise<string> =>
  withFolder((folder) => {
    const { cms, sealedBytes } = takeApart(pdf);
    const file = (name: string, content: Buffer | string): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    return runTool('openssl', [
      ...['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', file('seal.der', cms)],
      ...['-content', file('sealed.bin', sealedBytes), '-CAfile', file('root.pem', rootPem)],
      ...['-attime', String(at.getTime() / 1000), '-out', join(folder, 'out')],
    ]);
  });

describe('a sealed certificate', () => {
  it('is accepted by OpenSSL as CAdES', async () => {
    const { bytes, timeStamped } = await aSealedCertificate();
    const verdict = await verifyWithOpenssl(bytes, skienKey().certificatePem, sealedAt);
    assert.match(verdict, /CAdES Verification successful/);
    assert.equal(timeStamped, false);
  });

  it('is no longer accepted by OpenSSL when a byte of it has changed', async () => {
    const { bytes } = await aSealedCertificate();
    bytes.writeUInt8(bytes.readUInt8(1000) ^ 1, 1000);
    await assert.rejects(
      verifyWithOpenssl(bytes, skienKey().certificatePem, sealedAt),
      /content verify error/,
    );
  });

  it('is, to pdfsig, validly sealed as a whole', async () => {
    const { bytes } = await aSealedCertificate();
    const report = await inspectFile(bytes, 'pdfsig', 'FILE');
    assert.match(report, /Signature is Valid/);
    assert.match(report, /Total document signed/);
    assert.match(report, /Signature Type: ETSI\.CAdES\.detached/);
    assert.match(report, /Signer Certificate Common Name: Skien kommune – sertifikater/);
    assert.match(report, /Signing Time: Nov 21 2026 19:35:21/);
  });

  it('carries no signing-time attribute, which PAdES forbids', async () => {
    const { bytes } = await aSealedCertificate();
    const signingTime = Buffer.from('06092a864886f70d010905', 'hex');
    assert.equal(takeApart(bytes).cms.includes(signingTime), false);
  });

  it('is the same, byte for byte, when made again', async () => {
    const again = (await aSealedCertificate()).bytes;
    assert.ok((await aSealedCertificate()).bytes.equals(again));
  });
});

describe('sealing with an elliptic key of a trust service', () => {
  let pki: ThrowawayPki;
  let seal: Seal;
  let now: Date;

  before(() => {
    pki = new ThrowawayPki(mkdtempSync(join(tmpdir(), 'medsert-pki-')));
    pki.issue('issuer', 'issuer');
    pki.issue('seal', 'seal', 'issuer');
    now = new Date(new X509Certificate(pki.read('seal.pem')).validFrom);
    seal = loadSeal(pki.material('seal', 'issuer', 'root'), now);
  });

  after(() => {
    rmSync(pki.folder, { recursive: true });
  });

  it('gives a seal that OpenSSL follows up to the root', async () => {
    const { bytes } = await aSealedCertificate({ seal, sealedAt: now });
    const verdict = await verifyWithOpenssl(bytes, pki.read('root.pem'), now);
    assert.match(verdict, /CAdES Verification successful/);
  });

  it('gives a seal that pdfsig finds valid', async () => {
    const { bytes } = await aSealedCertificate({ seal, sealedAt: now });
    assert.match(await inspectFile(bytes, 'pdfsig', 'FILE'), /Signature is Valid/);
  });
});

describe('sealing', () => {
  it('leaves the unsealed file as it was', async () => {
    const pdf = await anUnsealedCertificate();
    const before = Buffer.from(pdf);
    await sealPdf(pdf, skienSeal());
    assert.ok(pdf.equals(before));
  });

  it('needs the empty seal of a certificate', async () => {
    await assert.rejects(sealPdf(Buffer.from('%PDF-1.7'), skienSeal()), /no empty seal/);
  });

  it('happens once', async () => {
    const { bytes } = await aSealedCertificate();
    await assert.rejects(sealPdf(bytes, skienSeal()), /no empty seal/);
  });

  it('refuses a text that imitates the structure of a PDF, rather than seal what nobody could verify', async () => {
    const pdf = await anUnsealedCertificate({ document: { issuer: '%%EOF' } });
    await assert.rejects(sealPdf(pdf, skienSeal()), /more-than-one-revision/);
  });

  it('does not go on with a signature that failed', async () => {
    const broken = { ...skienSeal(), sign: () => Promise.reject(new Error('the card is out')) };
    await assert.rejects(sealPdf(await anUnsealedCertificate(), broken), /the card is out/);
  });
});
