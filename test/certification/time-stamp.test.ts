import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSignedData } from '../../server/certification/cms-reader.js';
import { sealPdf } from '../../server/certification/seal-pdf.js';
import type { SealedPdf } from '../../server/certification/seal-pdf.js';
import { createTimeStamp, encodeRequest } from '../../server/certification/time-stamp.js';
import type { TimeStampAuthority } from '../../server/certification/time-stamp.js';
import { verifyPdf } from '../../server/certification/verify-pdf.js';
import type { TrustedSeal, Verification } from '../../server/certification/verify-pdf.js';
import { integer, sequence } from '../../server/platform/keys/der.js';
import { oid } from '../../server/platform/keys/object-identifiers.js';
import { skienSeal } from './a-seal.js';
import { anUnsealedCertificate } from './a-sealed-certificate.js';
import { takeApart } from './cms-in-pdf.js';
import { inspectFile, runTool } from './external-tool.js';
import { opensslAnswer, withTsa } from './loopback-tsa.js';
import type { Answer } from './loopback-tsa.js';
import { ThrowawayPki } from './throwaway-pki.js';

describe('a time stamp', () => {
  let pki: ThrowawayPki;
  let root: X509Certificate;
  let good: Answer;

  before(() => {
    pki = new ThrowawayPki(mkdtempSync(join(tmpdir(), 'medsert-tsa-')));
    pki.issue('tsa', 'tsa');
    root = new X509Certificate(pki.read('root.pem'));
    good = opensslAnswer(pki, 'tsa');
  });

  after(() => {
    rmSync(pki.folder, { recursive: true });
  });

  /** Seals a certificate with the time stamp of an authority that answers so. */
  const sealWith = (
    answer: Answer,
    options: Partial<TimeStampAuthority> = {},
  ): Promise<SealedPdf> =>
    withTsa(answer, async (url) =>
      sealPdf(await anUnsealedCertificate(), skienSeal(), {
        timeStamp: createTimeStamp({ url, ...options }),
      }),
    );

  const verifyWith = (
    { bytes }: SealedPdf,
    timeStampAuthorities: X509Certificate[],
    seal: Partial<TrustedSeal> = {},
  ): Promise<Verification> =>
    verifyPdf(bytes, {
      seals: [{ certificate: skienSeal().certificate, ...seal }],
      timeStampAuthorities,
    });

  const tokenIn = ({ bytes }: SealedPdf): { token: Buffer; signature: Buffer } => {
    const { signer } = readSignedData(takeApart(bytes).cms);
    const token = signer.unsignedAttributes.get(oid.timeStampToken)?.raw;
    assert.ok(token);
    return { token, signature: signer.signature };
  };

  it('makes the seal B-T, and other readers still find it valid', async () => {
    const sealed = await sealWith(good, { authorities: [root] });
    assert.equal(sealed.timeStamped, true);
    assert.equal('timeStampFailure' in sealed, false);
    assert.match(await inspectFile(sealed.bytes, 'pdfsig', 'FILE'), /Signature is Valid/);
  });

  it('is, to OpenSSL, one over the signature', async () => {
    const { token, signature } = tokenIn(await sealWith(good));
    writeFileSync(pki.path('token.der'), token);
    writeFileSync(pki.path('signature.bin'), signature);
    const verdict = runTool('openssl', [
      ...['ts', '-verify', '-in', pki.path('token.der'), '-token_in'],
      ...['-data', pki.path('signature.bin'), '-CAfile', pki.path('root.pem')],
    ]);
    assert.match(verdict, /Verification: OK/);
  });

  it('is told by the verifier, with whether its authority is trusted', async () => {
    const sealed = await sealWith(good);
    const trusting = await verifyWith(sealed, [root]);
    assert.ok(trusting.genuine);
    assert.equal(trusting.timeStamp?.authority, 'Test tsa');
    assert.equal(trusting.timeStamp.trusted, true);
    const begin = new Date(new X509Certificate(pki.read('tsa.pem')).validFrom);
    assert.ok(trusting.timeStamp.at >= begin, 'it has the time of the authority');

    const stranger = await verifyWith(sealed, []);
    assert.ok(stranger.genuine);
    assert.equal(stranger.timeStamp?.trusted, false);
  });

  it('keeps a seal good that was revoked later, if the authority is trusted', async () => {
    const sealed = await sealWith(good);
    const stamped = await verifyWith(sealed, [root]);
    assert.ok(stamped.genuine && stamped.timeStamp);
    const { at } = stamped.timeStamp;
    const codeWhen = async (revokedAt: Date, authorities: X509Certificate[]): Promise<string> => {
      const verdict = await verifyWith(sealed, authorities, { revokedAt });
      return verdict.genuine ? 'genuine' : verdict.code;
    };
    assert.equal(await codeWhen(new Date(at.getTime() + 1000), [root]), 'genuine');
    assert.equal(await codeWhen(at, [root]), 'seal-revoked');
    assert.equal(await codeWhen(new Date(at.getTime() + 1000), []), 'seal-revoked');
  });

  it('can’t be moved from one seal to another', async () => {
    const { token } = tokenIn(await sealWith(good));
    const other = await sealPdf(
      await anUnsealedCertificate({ document: { holder: 'Ola Nordmann' } }),
      skienSeal(),
      { timeStamp: () => Promise.resolve(token) },
    );
    const verdict = await verifyWith(other, [root]);
    assert.equal(verdict.genuine ? '' : verdict.code, 'bad-time-stamp');
  });

  /** What can go wrong at the authority; the certificate is issued all the same. */
  const failures: readonly [name: string, answer: () => Answer, failure: RegExp][] = [
    ['refuses', () => () => sequence(sequence(integer(2))), /refused with status 02/],
    ['sends no token', () => () => sequence(sequence(integer(0))), /no token/],
    ['sends something else', () => () => Buffer.from('<html>'), /DerError|TimeStampError/],
    ['sends nothing', () => () => Buffer.alloc(0), /DerError/],
    ['sends too much', () => () => Buffer.alloc(100_000, 0x30), /too large/],
    ['plays back an old answer', () => playBack(good), /not to our request/],
    ['stamps something else', () => stampOther(good), /about something else/],
    ['does not answer', () => () => new Promise(() => undefined), /Timeout/],
  ];
  for (const [name, answer, failure] of failures) {
    it(`is left out when the authority ${name}`, async () => {
      const sealed = await sealWith(answer(), { timeoutMs: 400 });
      assert.equal(sealed.timeStamped, false);
      assert.match(sealed.timeStampFailure ?? '', failure);
      assert.ok((await verifyWith(sealed, [])).genuine);
    });
  }

  it('is left out when the authority is down', async () => {
    const url = await withTsa(good, (address) => Promise.resolve(address));
    const sealed = await sealPdf(await anUnsealedCertificate(), skienSeal(), {
      timeStamp: createTimeStamp({ url }),
    });
    assert.equal(sealed.timeStamped, false);
    assert.match(sealed.timeStampFailure ?? '', /ECONNREFUSED/);
    assert.ok((await verifyWith(sealed, [])).genuine);
  });

  it('is left out when it comes from an authority that is not on our list', async () => {
    const other = new X509Certificate(skienSeal().certificate.raw);
    const sealed = await sealWith(good, { authorities: [other] });
    assert.match(sealed.timeStampFailure ?? '', /not a trusted authority: Test tsa/);
  });

  it('is left out when its key may not make time stamps', async () => {
    const sealed = await withTsa(wrongUsage(good), async (url) =>
      sealPdf(await anUnsealedCertificate(), skienSeal(), { timeStamp: createTimeStamp({ url }) }),
    );
    assert.match(sealed.timeStampFailure ?? '', /may not make time stamps/);
  });

  it('is left out when it does not fit in the file', async () => {
    const timeStamp = (): Promise<Buffer> => Promise.resolve(Buffer.alloc(20_000));
    const sealed = await sealPdf(await anUnsealedCertificate(), skienSeal(), { timeStamp });
    assert.equal(sealed.timeStampFailure, 'the time stamp is too large');
    assert.ok((await verifyWith(sealed, [])).genuine);
  });
});

/** Answers every request with the answer to an earlier one about the same bytes. */
function playBack(answer: Answer): Answer {
  return (request) => {
    const digest = digestIn(request);
    return answer(encodeRequest(digest, Buffer.from('0102030405060708', 'hex')));
  };
}

/** Keeps the nonce but stamps other bytes. */
function stampOther(answer: Answer): Answer {
  return (request) => {
    const other = Buffer.from(request);
    const digest = digestIn(request);
    other.set(
      digest.map((byte) => byte ^ 0xff),
      request.indexOf(digest),
    );
    return answer(other);
  };
}

/** Changes a byte in the extended key usage of the certificate that comes along. */
function wrongUsage(answer: Answer): Answer {
  return async (request) => {
    const reply = await answer(request);
    const timeStamping = Buffer.from('06082b06010505070308', 'hex');
    const at = reply.indexOf(timeStamping);
    assert.notEqual(at, -1);
    reply.writeUInt8(0x04, at + timeStamping.length - 1);
    return reply;
  };
}

/** The SHA-256 in a TimeStampReq: 32 bytes after the OCTET STRING header. */
function digestIn(request: Buffer): Buffer {
  const header = Buffer.from('0420', 'hex');
  const start = request.indexOf(header) + header.length;
  return Buffer.from(request.subarray(start, start + 32));
}
