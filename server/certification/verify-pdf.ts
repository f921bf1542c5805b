import { createHash, verify } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import { DerError, childAt, derTag } from '../platform/keys/der.js';
import { oid } from '../platform/keys/object-identifiers.js';
import { subjectOf } from '../platform/keys/certificate-fields.js';
import { keyIdOf } from '../platform/keys/seal-key.js';
import { locateSeal } from './byte-range.js';
import type { ByteRangeFault, SealPosition } from './byte-range.js';
import { encodeSignedData, sha256Of } from './cms.js';
import { readSignedData } from './cms-reader.js';
import type { SignedDataReading } from './cms-reader.js';
import { readCredential, trustedKeyOf } from './credential.js';
import type { Credential } from './credential.js';
import { SealedPdfError, readSealedContent } from './sealed-pdf-reader.js';
import { verifyTimeStamp } from './time-stamp-token.js';
import type { VerifiedTimeStamp } from './time-stamp-token.js';

/** A seal that certificates of ours were made with, now or in the past. */
export interface TrustedSeal {
  readonly certificate: X509Certificate;
  /** From then on the key may be in other hands: only seals whose time stamp is older still count. */
  readonly revokedAt?: Date;
}

export interface VerificationTrust {
  readonly seals: readonly TrustedSeal[];
  /** Time-stamping authorities, or the roots above them. */
  readonly timeStampAuthorities?: readonly X509Certificate[];
}

export interface Signer {
  readonly commonName: string;
  readonly organisation: string;
  readonly kid: string;
}

export type VerificationFault =
  | ByteRangeFault
  | 'too-large'
  | 'not-a-pdf'
  | 'malformed-seal'
  | 'unknown-signer'
  | 'bad-signature'
  | 'altered'
  | 'bad-time-stamp'
  | 'seal-not-in-force'
  | 'seal-revoked'
  | 'no-credential'
  | 'bad-credential'
  | 'credential-mismatch';

/** Genuine means: made by us and unaltered. Whether the certificate is still in force is another question, for the register. */
export type Verification =
  | {
      readonly genuine: true;
      readonly signer: Signer;
      /** When the issuer says it was sealed. */
      readonly sealedAt: Date;
      readonly timeStamp?: VerifiedTimeStamp;
      /** Of the whole file, hex: tells whether it is a file that the register knows. */
      readonly sha256: string;
      readonly credential: Credential;
    }
  | { readonly genuine: false; readonly code: VerificationFault; readonly detail: string };

const largestFile = 5 * 1024 * 1024;
/** In hex digits; far more than any seal needs, and little enough to parse without a thought. */
const largestContents = 256 * 1024;

class Refusal extends Error {
  readonly code: VerificationFault;

  constructor(code: VerificationFault, detail: string) {
    super(detail);
    this.code = code;
  }
}

/**
 * Checks a certificate file. Much stricter than a PDF reader, which accepts any signature over any part of any revision: this accepts
 * only what `sealPdf` writes, sealed by a key that the caller trusts. Never throws, whatever it is given.
 */
export async function verifyPdf(pdf: Buffer, trust: VerificationTrust): Promise<Verification> {
  try {
    return await verifySteps(pdf, trust);
  } catch (error) {
    return { genuine: false, ...describeRefusal(error) };
  }
}

async function verifySteps(pdf: Buffer, trust: VerificationTrust): Promise<Verification> {
  checkIsPdf(pdf);
  const position = locate(pdf);
  const cms = readContents(pdf, position);
  const seal = findSeal(cms, trust.seals);
  checkEncoding(cms, pdf, position);
  checkSignature(cms, seal.certificate);
  checkDigest(cms, pdf, position);
  const timeStamp = readTimeStamp(cms, trust.timeStampAuthorities ?? []);
  const sealedAt = readClaimedTime(pdf, position);
  checkInForce(seal, sealedAt, timeStamp);
  const credential = await readVerifiedCredential(pdf, trust.seals);
  return {
    genuine: true,
    signer: { ...subjectOf(seal.certificate), kid: keyIdOf(seal.certificate) },
    sealedAt,
    ...(timeStamp === undefined ? {} : { timeStamp }),
    sha256: createHash('sha256').update(pdf).digest('hex'),
    credential,
  };
}

function describeRefusal(error: unknown): { code: VerificationFault; detail: string } {
  if (error instanceof Refusal) return { code: error.code, detail: error.message };
  if (error instanceof SealedPdfError) return { code: 'no-credential', detail: error.message };
  // Whatever else goes wrong (DER, OpenSSL) goes wrong in parsing what the file brought along.
  return { code: 'malformed-seal', detail: messageOf(error) };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'unreadable';

function checkIsPdf(pdf: Buffer): void {
  if (pdf.length > largestFile) throw new Refusal('too-large', `${pdf.length} bytes`);
  if (pdf.toString('latin1', 0, 5) !== '%PDF-') throw new Refusal('not-a-pdf', 'no PDF header');
}

function locate(pdf: Buffer): SealPosition {
  const located = locateSeal(pdf);
  if (typeof located === 'string')
    throw new Refusal(located, 'the seal must cover all of one file');
  return located;
}

function readContents(pdf: Buffer, { start, end }: SealPosition): SignedDataReading {
  const hex = pdf.toString('latin1', start + 1, end - 1);
  if (hex.length > largestContents || hex.length % 2 !== 0 || /[^0-9a-f]/.test(hex)) {
    throw new Refusal('malformed-seal', '/Contents is not a seal in hex');
  }
  return readSignedData(Buffer.from(hex, 'hex'));
}

/** The signer is found by the certificate hash in the signed attributes, among the seals we trust; never by what else the file says. */
function findSeal({ signer }: SignedDataReading, seals: readonly TrustedSeal[]): TrustedSeal {
  const attribute = signer.signedAttributes.get(oid.signingCertificateV2);
  if (attribute === undefined) throw new Refusal('malformed-seal', 'no signing certificate');
  const certificateId = childAt(childAt(attribute, 0), 0);
  const hash = childAt(certificateId, 0, derTag.octetString).value;
  const seal = seals.find(({ certificate }) => sha256Of(certificate.raw).equals(hash));
  if (seal === undefined) throw new Refusal('unknown-signer', 'not sealed by a seal of ours');
  return seal;
}

/**
 * The CMS must be, byte for byte, what we would write from its parts: that leaves no room for other algorithms, a second signer,
 * another certificate in the first place, further attributes, or anything hidden in fields that no signature covers.
 */
function checkEncoding(cms: SignedDataReading, pdf: Buffer, { start, end }: SealPosition): void {
  const [certificate, ...chain] = cms.certificates;
  if (certificate === undefined) throw new Refusal('malformed-seal', 'no certificate');
  const expected = encodeSignedData({
    alg: cms.signer.signatureAlgorithm === oid.ecdsaWithSha256 ? 'ec' : 'rsa',
    attributes: cms.signer.attributes,
    signature: cms.signer.signature,
    certificate,
    chain,
    timeStampToken: cms.signer.unsignedAttributes.get(oid.timeStampToken)?.raw,
  });
  const contents = pdf.toString('latin1', start + 1, end - 1);
  const hex = expected.toString('hex');
  if (contents !== hex.padEnd(contents.length, '0')) {
    throw new Refusal('malformed-seal', 'the seal holds something we would not write');
  }
}

function checkSignature(cms: SignedDataReading, certificate: X509Certificate): void {
  const { signer } = cms;
  if (cms.certificates[0]?.equals(certificate.raw) !== true) {
    throw new Refusal('malformed-seal', 'the certificate in the seal is not the one it names');
  }
  const keyType = certificate.publicKey.asymmetricKeyType;
  if ((signer.signatureAlgorithm === oid.ecdsaWithSha256) !== (keyType === 'ec')) {
    throw new Refusal('malformed-seal', 'the algorithm is not that of the key');
  }
  if (!verify('sha256', signer.attributes, certificate.publicKey, signer.signature)) {
    throw new Refusal('bad-signature', 'the signature was not made with the key of the seal');
  }
}

function checkDigest(cms: SignedDataReading, pdf: Buffer, { start, end }: SealPosition): void {
  const digest = sha256Of(pdf.subarray(0, start), pdf.subarray(end));
  const sealed = cms.signer.signedAttributes.get(oid.messageDigest);
  if (sealed === undefined) throw new DerError('no message digest');
  if (!sealed.value.equals(digest)) {
    throw new Refusal('altered', 'the file was changed after it was sealed');
  }
}

function readTimeStamp(
  { signer }: SignedDataReading,
  authorities: readonly X509Certificate[],
): VerifiedTimeStamp | undefined {
  const token = signer.unsignedAttributes.get(oid.timeStampToken);
  if (token === undefined) return undefined;
  try {
    return verifyTimeStamp(token.raw, signer.signature, authorities);
  } catch (error) {
    throw new Refusal('bad-time-stamp', messageOf(error));
  }
}

/** /M of the signature dictionary: the last one before the byte range, which our writer puts after it. */
function readClaimedTime(pdf: Buffer, { start }: SealPosition): Date {
  const dictionary = pdf.toString(
    'latin1',
    pdf.lastIndexOf('/Type /Sig\n', start, 'latin1'),
    start,
  );
  const match = /\n\/M \(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z\)\n/.exec(dictionary);
  if (match === null) throw new Refusal('malformed-seal', 'no time of sealing');
  const [year = 0, month = 0, ...rest] = match.slice(1).map(Number);
  return new Date(Date.UTC(year, month - 1, ...rest));
}

/** The proven time counts if there is one; an issuer's own claim is enough only while the key was surely in the issuer's hands. */
function checkInForce(
  { certificate, revokedAt }: TrustedSeal,
  sealedAt: Date,
  timeStamp: VerifiedTimeStamp | undefined,
): void {
  const provenAt = timeStamp?.trusted === true ? timeStamp.at : undefined;
  const at = provenAt ?? sealedAt;
  if (at < new Date(certificate.validFrom) || at > new Date(certificate.validTo)) {
    throw new Refusal('seal-not-in-force', 'the certificate of the seal was not in force then');
  }
  if (revokedAt !== undefined && (provenAt === undefined || provenAt >= revokedAt)) {
    throw new Refusal('seal-revoked', 'nothing proves that this was sealed before the revocation');
  }
}

async function readVerifiedCredential(
  pdf: Buffer,
  seals: readonly TrustedSeal[],
): Promise<Credential> {
  const content = readSealedContent(pdf);
  const keys = seals.map(({ certificate }) => trustedKeyOf(certificate));
  const reading = await readCredential(content.credentialJwt, keys);
  if (!reading.trusted) throw new Refusal('bad-credential', reading.code);
  if (reading.credential.number !== content.number) {
    throw new Refusal('credential-mismatch', 'the credential is that of another certificate');
  }
  return reading.credential;
}
