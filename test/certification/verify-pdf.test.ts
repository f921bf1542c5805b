import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { issueCredential } from '../../server/certification/credential.js';
import {
  addSealField,
  createArchivalPdf,
  createElement,
} from '../../server/certification/pdfkit-workarounds.js';
import { sealPdf } from '../../server/certification/seal-pdf.js';
import { verifyPdf } from '../../server/certification/verify-pdf.js';
import type { TrustedSeal } from '../../server/certification/verify-pdf.js';
import type { Seal } from '../../server/platform/keys/seal-key.js';
import { aCredentialRecord, credentialUrls, sealedAt } from './a-certificate.js';
import { porsgrunnSeal, skienSeal } from './a-seal.js';
import { aSealedCertificate, certificateFonts } from './a-sealed-certificate.js';
import { takeApart } from './cms-in-pdf.js';

const trust = (...seals: Partial<TrustedSeal>[]) => ({
  seals: (seals.length === 0 ? [{}] : seals).map((seal) => ({
    certificate: skienSeal().certificate,
    ...seal,
  })),
});

async function codeOf(pdf: Buffer, trusted = trust()): Promise<string> {
  const verdict = await verifyPdf(pdf, trusted);
  if (verdict.genuine) return 'genuine';
  assert.notEqual(verdict.detail, '');
  return verdict.code;
}

const replaced = (pdf: Buffer, from: string, to: string): Buffer => {
  assert.equal(from.length, to.length);
  const at = pdf.indexOf(from, 0, 'latin1');
  assert.notEqual(at, -1, from);
  const copy = Buffer.from(pdf);
  copy.write(to, at, 'latin1');
  return copy;
};

const flipped = (pdf: Buffer, at: number): Buffer => {
  const copy = Buffer.from(pdf);
  copy.writeUInt8(copy.readUInt8(at) ^ 0x01, at);
  return copy;
};

describe('verifying a certificate', () => {
  let pdf: Buffer;

  before(async () => {
    pdf = (await aSealedCertificate()).bytes;
  });

  it('tells who sealed it, when, and what it certifies', async () => {
    const verdict = await verifyPdf(pdf, trust());
    assert.ok(verdict.genuine);
    assert.deepEqual(verdict.signer, {
      commonName: 'Skien kommune – sertifikater',
      organisation: 'Skien kommune',
      kid: skienSeal().kid,
    });
    assert.deepEqual(verdict.sealedAt, sealedAt);
    assert.equal(verdict.timeStamp, undefined);
    assert.equal(verdict.sha256, createHash('sha256').update(pdf).digest('hex'));
    assert.equal(verdict.credential.number, 'MS-2026-004217');
    assert.equal(verdict.credential.holderName, 'Áile-Máret Bjørnæs-Nilsen');
  });

  it('finds the right seal among all that were ever used', async () => {
    const seals = trust({ certificate: porsgrunnSeal().certificate }, {});
    assert.equal(await codeOf(pdf, seals), 'genuine');
  });

  describe('refuses a file', () => {
    it('sealed by somebody else, however well', async () => {
      const { bytes } = await aSealedCertificate({ seal: porsgrunnSeal() });
      assert.equal(await codeOf(bytes), 'unknown-signer');
      assert.equal(await codeOf(pdf, { seals: [] }), 'unknown-signer');
    });

    it('sealed with another key in the name of ours', async () => {
      const impostor: Seal = { ...skienSeal(), sign: porsgrunnSeal().sign };
      const { bytes } = await aSealedCertificate({ seal: impostor });
      assert.equal(await codeOf(bytes), 'bad-signature');
    });

    it('with one byte changed, and says that it was ours', async () => {
      assert.equal(await codeOf(replaced(pdf, 'MS-2026-004217', 'MS-2026-004218')), 'altered');
    });

    it('with any byte changed outside the seal', async () => {
      const [start, end] = takeApart(pdf).gap;
      const step = 61;
      for (let at = 0; at < pdf.length; at += step) {
        if (at >= start && at < end) continue;
        assert.notEqual(await codeOf(flipped(pdf, at)), 'genuine', `byte ${at}`);
      }
    });

    it('with any byte changed inside the seal', async () => {
      const [start, end] = takeApart(pdf).gap;
      for (let at = start; at < end; at += 13) {
        assert.notEqual(await codeOf(flipped(pdf, at)), 'genuine', `byte ${at}`);
      }
    });

    it('with anything appended', async () => {
      assert.equal(await codeOf(Buffer.concat([pdf, Buffer.from('\n')])), 'not-the-whole-file');
      const revision = '1 0 obj\n<< >>\nendobj\nxref\n0 0\ntrailer\n<< >>\nstartxref\n9\n%%EOF\n';
      const updated = Buffer.concat([pdf, Buffer.from(revision)]);
      assert.equal(await codeOf(updated), 'more-than-one-revision');
    });

    it('with anything put before it', async () => {
      const shifted = Buffer.concat([Buffer.from('%PDF-1.7\n'), pdf]);
      assert.equal(await codeOf(shifted), 'not-the-whole-file');
    });

    it('cut short anywhere', async () => {
      for (let length = 0; length < pdf.length; length += 499) {
        assert.notEqual(await codeOf(pdf.subarray(0, length)), 'genuine', `${length} bytes`);
      }
    });

    it('with a second byte range', async () => {
      const second = Buffer.concat([pdf, Buffer.from('/ByteRange [0 1 2 3]')]);
      assert.equal(await codeOf(second), 'more-than-one-seal');
    });

    it('whose byte range leaves out more than the seal', async () => {
      const [start, end] = takeApart(pdf).gap;
      const rest = pdf.length - end;
      const honest = `[0 ${start} ${end} ${rest}]`;
      const wider = `[0 ${start} ${end + 1} ${rest - 1}]`;
      assert.equal(await codeOf(replaced(pdf, honest, wider)), 'not-the-whole-file');
    });

    it('with data hidden after the seal', async () => {
      const [, end] = takeApart(pdf).gap;
      const hiding = Buffer.from(pdf);
      hiding.write('cafe', end - 5, 'latin1');
      assert.equal(await codeOf(hiding), 'malformed-seal');
    });

    it('with the seal spelt otherwise', async () => {
      const [start, end] = takeApart(pdf).gap;
      const shouting = Buffer.from(pdf);
      shouting.write(pdf.toString('latin1', start, end).toUpperCase(), start, 'latin1');
      assert.equal(await codeOf(shouting), 'malformed-seal');
    });

    it('sealed when the certificate of the seal was not in force', async () => {
      const early = await aSealedCertificate({ sealedAt: new Date('2025-12-31T23:59:59Z') });
      const late = await aSealedCertificate({ sealedAt: new Date('2031-01-01T00:00:01Z') });
      assert.equal(await codeOf(early.bytes), 'seal-not-in-force');
      assert.equal(await codeOf(late.bytes), 'seal-not-in-force');
    });

    it('of a revoked seal without a time stamp, even one that claims to be older', async () => {
      const revokedAt = new Date('2027-01-01T00:00:00Z');
      assert.equal(await codeOf(pdf, trust({ revokedAt })), 'seal-revoked');
    });

    it('whose credential is that of another certificate', async () => {
      const record = aCredentialRecord({ number: 'MS-2026-000001' });
      const credentialJwt = await issueCredential(record, skienSeal(), credentialUrls);
      const { bytes } = await aSealedCertificate({ credentialJwt });
      assert.equal(await codeOf(bytes), 'credential-mismatch');
    });

    it('whose credential was signed by somebody else', async () => {
      const credentialJwt = await issueCredential(
        aCredentialRecord(),
        porsgrunnSeal(),
        credentialUrls,
      );
      const { bytes } = await aSealedCertificate({ credentialJwt });
      assert.equal(await codeOf(bytes), 'bad-credential');
    });

    it('whose attachment unfolds without end', async () => {
      const { bytes } = await aSealedCertificate({ credentialJwt: 'a'.repeat(20_000_000) });
      assert.ok(bytes.length < 200_000);
      assert.equal(await codeOf(bytes), 'no-credential');
    });

    it('that we sealed but that is no certificate', async () => {
      assert.equal(await codeOf(await aSealedLetter()), 'no-credential');
    });

    it('that is not sealed, not a PDF, or too large', async () => {
      assert.equal(await codeOf(Buffer.from('%PDF-1.7\n%%EOF\n')), 'not-sealed');
      assert.equal(await codeOf(Buffer.from('PK\u0003\u0004')), 'not-a-pdf');
      assert.equal(await codeOf(Buffer.alloc(0)), 'not-a-pdf');
      assert.equal(await codeOf(Buffer.alloc(6_000_000)), 'too-large');
    });
  });

  describe('never throws', () => {
    const runs = { seed: 20261121, numRuns: 300 };

    it('on random bytes', async () => {
      const bytes = fc.uint8Array({ maxLength: 2000 }).map((array) => Buffer.from(array));
      await fc.assert(
        fc.asyncProperty(bytes, async (noise) => {
          const file = Buffer.concat([Buffer.from('%PDF-1.7\n'), noise]);
          assert.notEqual(await codeOf(file), 'genuine');
        }),
        runs,
      );
    });

    it('on random bytes in the place of the seal', async () => {
      const [start] = takeApart(pdf).gap;
      const der = fc.uint8Array({ minLength: 1, maxLength: 400 });
      await fc.assert(
        fc.asyncProperty(der, async (noise) => {
          const file = Buffer.from(pdf);
          file.write(Buffer.from(noise).toString('hex'), start + 1, 'latin1');
          assert.equal(await codeOf(file), 'malformed-seal');
        }),
        runs,
      );
    });

    it('on a seal with several bytes changed', async () => {
      const [start] = takeApart(pdf).gap;
      const { cms } = takeApart(pdf);
      const change = fc.tuple(fc.nat(cms.length - 1), fc.integer({ min: 1, max: 255 }));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
          const other = Buffer.from(cms);
          for (const [at, by] of changes) other.writeUInt8(other.readUInt8(at) ^ by, at);
          fc.pre(!other.equals(cms));
          const file = Buffer.from(pdf);
          file.write(other.toString('hex'), start + 1, 'latin1');
          assert.notEqual(await codeOf(file), 'genuine');
        }),
        runs,
      );
    });

    it('on structures nested or repeated a hundred thousand times', async () => {
      const nested = Buffer.from('30'.repeat(16_000), 'latin1');
      const [start] = takeApart(pdf).gap;
      const file = Buffer.from(pdf);
      nested.copy(file, start + 1);
      assert.equal(await codeOf(file), 'malformed-seal');
      const repeated = Buffer.from(`%PDF-1.7\n${'/ByteRange '.repeat(100_000)}`);
      assert.equal(await codeOf(repeated), 'more-than-one-seal');
    });
  });
});

/** A PDF of ours with our seal that is something else than a certificate. */
async function aSealedLetter(): Promise<Buffer> {
  const properties = { title: 'Brev', author: 'Skien', subject: 'Brev', keywords: 'brev' };
  const pdf = createArchivalPdf(
    { ...properties, producer: 'Medsert', createdAt: sealedAt, language: 'nb-NO' },
    certificateFonts(),
  );
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => pdf.on('end', resolve));
  const root = createElement(pdf, 'Document');
  pdf.addStructure(root);
  const form = createElement(pdf, 'Form');
  root.add(form);
  addSealField(pdf, form, {
    box: { x: 0, y: 0, width: 10, height: 10 },
    signerName: 'Skien',
    reason: 'Brev',
    description: 'Segl',
    sealedAt,
    reservedBytes: 8192,
  });
  root.end();
  pdf.end();
  await ended;
  return (await sealPdf(Buffer.concat(chunks), skienSeal())).bytes;
}
