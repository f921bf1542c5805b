import { X509Certificate, createHash, verify } from 'node:crypto';
import { issuerAndSerialOf, subjectOf } from '../platform/keys/certificate-fields.js';
import {
  childAt,
  childrenOf,
  derTag,
  readElement,
  readGeneralizedTime,
  readObjectIdentifier,
} from '../platform/keys/der.js';
import { oid } from '../platform/keys/object-identifiers.js';
import { readSignedData } from './cms-reader.js';
import type { SignedDataReading } from './cms-reader.js';

/** What a time stamp token (RFC 3161, TSTInfo) says. */
interface TimeStampInfo {
  readonly at: Date;
  /** SHA-256 of the stamped bytes. */
  readonly imprint: Buffer;
  /** Big-endian, without leading zeros; absent when the request had none. */
  readonly nonce: Buffer | undefined;
}

export interface VerifiedTimeStamp {
  readonly at: Date;
  /** Common name of the authority that made it. */
  readonly authority: string;
  /** True when the authority is, or descends from, one that we trust. If not, anyone could have made this time stamp. */
  readonly trusted: boolean;
}

/** The token contradicts itself, or is not about these bytes. */
export class TimeStampError extends Error {
  override readonly name = 'TimeStampError';
}

const digestNames: Readonly<Record<string, string>> = {
  [oid.sha256]: 'sha256',
  [oid.sha384]: 'sha384',
  [oid.sha512]: 'sha512',
};

const signatureAlgorithms: ReadonlySet<string> = new Set([
  oid.rsaEncryption,
  oid.sha256WithRsa,
  oid.sha384WithRsa,
  oid.sha512WithRsa,
  oid.ecdsaWithSha256,
  oid.ecdsaWithSha384,
  oid.ecdsaWithSha512,
]);

/** A chain longer than this is a mistake or an attack. */
const longestChain = 5;

export function readTimeStampInfo(token: Buffer): TimeStampInfo {
  return readInfo(readSignedData(token));
}

function readInfo(reading: SignedDataReading): TimeStampInfo {
  if (reading.contentType !== oid.timeStampInfo || reading.content === undefined) {
    throw new TimeStampError('not a time stamp token');
  }
  const info = readElement(reading.content);
  const imprint = childAt(info, 2, derTag.sequence);
  if (readObjectIdentifier(childAt(childAt(imprint, 0), 0)) !== oid.sha256) {
    throw new TimeStampError('the imprint is not SHA-256');
  }
  const nonce = childrenOf(info)
    .slice(5)
    .find(({ tag }) => tag === derTag.integer)?.value;
  return {
    at: readGeneralizedTime(childAt(info, 4)),
    imprint: childAt(imprint, 1, derTag.octetString).value,
    nonce: nonce === undefined ? undefined : withoutLeadingZeros(nonce),
  };
}

export function withoutLeadingZeros(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  return start === -1 ? bytes.subarray(-1) : bytes.subarray(start);
}

/**
 * Checks that the token is about these bytes and is truly signed by the certificate it carries, and tells whether that certificate
 * comes from a trusted authority. Throws `TimeStampError` or `DerError` on a token that does not hold together.
 */
export function verifyTimeStamp(
  token: Buffer,
  stampedBytes: Buffer,
  authorities: readonly X509Certificate[],
): VerifiedTimeStamp {
  const reading = readSignedData(token);
  const info = readInfo(reading);
  if (!info.imprint.equals(createHash('sha256').update(stampedBytes).digest())) {
    throw new TimeStampError('the time stamp is about something else');
  }
  const certificates = reading.certificates.map((der) => new X509Certificate(der));
  const signer = findSigner(reading, certificates);
  checkSignature(reading, signer);
  checkMayStamp(signer, info.at);
  return {
    at: info.at,
    authority: subjectOf(signer).commonName,
    trusted: descendsFrom(signer, authorities, certificates, info.at),
  };
}

function findSigner(
  { signer }: SignedDataReading,
  certificates: readonly X509Certificate[],
): X509Certificate {
  const found = certificates.find(({ raw }) => {
    const { issuer, serial } = issuerAndSerialOf(raw);
    return issuer.equals(signer.issuer) && serial.equals(signer.serial);
  });
  if (found === undefined) throw new TimeStampError('the signer’s certificate is missing');
  return found;
}

function checkSignature(reading: SignedDataReading, certificate: X509Certificate): void {
  const { signer, content } = reading;
  const digestName = digestNames[signer.digestAlgorithm];
  if (digestName === undefined || !signatureAlgorithms.has(signer.signatureAlgorithm)) {
    throw new TimeStampError('unsupported algorithm');
  }
  const digest = createHash(digestName)
    .update(content ?? Buffer.alloc(0))
    .digest();
  const declared = signer.signedAttributes.get(oid.messageDigest)?.value;
  const contentType = signer.signedAttributes.get(oid.contentType);
  if (
    declared?.equals(digest) !== true ||
    contentType === undefined ||
    readObjectIdentifier(contentType) !== oid.timeStampInfo ||
    !verify(digestName, signer.attributes, certificate.publicKey, signer.signature)
  ) {
    throw new TimeStampError('the signature of the time stamp is wrong');
  }
}

/** RFC 3161, 2.3: the key must be set apart for time stamping. */
function checkMayStamp(certificate: X509Certificate, at: Date): void {
  // Node calls the extended key usage `keyUsage`; it is absent when the certificate has none.
  const usages = certificate.keyUsage as readonly string[] | undefined;
  if (usages?.includes(oid.timeStampingUsage) !== true) {
    throw new TimeStampError('the signer may not make time stamps');
  }
  if (!isInForce(certificate, at)) {
    throw new TimeStampError('the signer’s certificate was not in force');
  }
}

const isInForce = (certificate: X509Certificate, at: Date): boolean =>
  at >= new Date(certificate.validFrom) && at <= new Date(certificate.validTo);

/** Walks up from the certificate, through those that came with the token, until one is trusted. */
function descendsFrom(
  certificate: X509Certificate,
  trusted: readonly X509Certificate[],
  offered: readonly X509Certificate[],
  at: Date,
): boolean {
  let current = certificate;
  for (let step = 0; step < longestChain; step += 1) {
    const { raw } = current;
    if (trusted.some((anchor) => anchor.raw.equals(raw))) return true;
    const issuer = [...trusted, ...offered].find((candidate) => hasIssued(candidate, current, at));
    if (issuer === undefined) return false;
    current = issuer;
  }
  return false;
}

const hasIssued = (issuer: X509Certificate, issued: X509Certificate, at: Date): boolean =>
  issuer.ca &&
  isInForce(issuer, at) &&
  !issuer.raw.equals(issued.raw) &&
  issued.checkIssued(issuer) &&
  issued.verify(issuer.publicKey);
