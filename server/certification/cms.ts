import { createHash } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import { issuerAndSerialOf } from '../platform/keys/certificate-fields.js';
import {
  contextTag,
  derTag,
  element,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
} from '../platform/keys/der.js';
import { oid } from '../platform/keys/object-identifiers.js';
import type { Seal } from '../platform/keys/seal-key.js';

/**
 * Writes CMS SignedData (RFC 5652) as PAdES-B-B and B-T want it (EN 319 142-1, 6.3): detached, one signer, the signed attributes
 * content-type, message-digest and signing-certificate-v2, and no signing-time, because PAdES takes the time from the PDF.
 */

/** What the seal has signed, before it is packed with certificates and perhaps a time stamp. */
export interface SignedDigest {
  /** The signed attributes as a SET OF: exactly the bytes that were signed. */
  readonly attributes: Buffer;
  readonly signature: Buffer;
}

interface SignedDataParts extends SignedDigest {
  readonly alg: Seal['alg'];
  /** DER of the seal's certificate and of those above it. */
  readonly certificate: Buffer;
  readonly chain: readonly Buffer[];
  /** RFC 3161 token over the signature value; with it the seal is B-T, without it B-B. */
  readonly timeStampToken?: Buffer | undefined;
}

export const sha256Of = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Signs the SHA-256 of a document. */
export async function signDigest(messageDigest: Buffer, seal: Seal): Promise<SignedDigest> {
  const attributes = setOf(
    attribute(oid.contentType, objectIdentifier(oid.data)),
    attribute(oid.messageDigest, octetString(messageDigest)),
    attribute(oid.signingCertificateV2, signingCertificate(seal.certificate)),
  );
  return { attributes, signature: await seal.sign(attributes) };
}

/** The CMS that goes into the PDF. One set of parts has exactly one encoding; the verifier relies on it. */
export function encodeSignedData(parts: SignedDataParts): Buffer {
  const signedData = sequence(
    integer(1),
    setOf(sha256Identifier()),
    sequence(objectIdentifier(oid.data)),
    // A plain concatenation, not a sorted set: readers look for the signer's certificate first.
    element(contextTag(0), parts.certificate, ...parts.chain),
    element(derTag.set, encodeSignerInfo(parts)),
  );
  return sequence(objectIdentifier(oid.signedData), element(contextTag(0), signedData));
}

/** The parts that a seal contributes to every SignedData. */
export function certificatesOf(seal: Seal): Pick<SignedDataParts, 'alg' | 'certificate' | 'chain'> {
  return {
    alg: seal.alg,
    certificate: seal.certificate.raw,
    chain: seal.chain.map((certificate) => certificate.raw),
  };
}

function encodeSignerInfo(parts: SignedDataParts): Buffer {
  const { issuer, serial } = issuerAndSerialOf(parts.certificate);
  return sequence(
    integer(1),
    sequence(issuer, serial),
    sha256Identifier(),
    storedAttributes(parts.attributes),
    signatureIdentifier(parts.alg),
    octetString(parts.signature),
    unsignedAttributes(parts.timeStampToken),
  );
}

/** Signed as SET OF (0x31), stored as [0] IMPLICIT (RFC 5652, 5.4). */
function storedAttributes(signedAttributes: Buffer): Buffer {
  return retag(signedAttributes, contextTag(0));
}

export function retag(der: Buffer, tag: number): Buffer {
  const copy = Buffer.from(der);
  copy[0] = tag;
  return copy;
}

function unsignedAttributes(timeStampToken: Buffer | undefined): Buffer {
  if (timeStampToken === undefined) return Buffer.alloc(0);
  return element(contextTag(1), attribute(oid.timeStampToken, timeStampToken));
}

const attribute = (type: string, value: Buffer): Buffer =>
  sequence(objectIdentifier(type), setOf(value));

const sha256Identifier = (): Buffer => sequence(objectIdentifier(oid.sha256), nullValue());

/** For EC this is ecdsa-with-SHA256, not the identifier of the key type: a well-known mistake of other writers. */
const signatureIdentifier = (alg: Seal['alg']): Buffer =>
  alg === 'ec'
    ? sequence(objectIdentifier(oid.ecdsaWithSha256))
    : sequence(objectIdentifier(oid.rsaEncryption), nullValue());

/** SigningCertificateV2 (RFC 5035): binds the certificate. Its hash algorithm is left out, as DER demands for the default SHA-256. */
function signingCertificate(certificate: X509Certificate): Buffer {
  const { issuer, serial } = issuerAndSerialOf(certificate.raw);
  const directoryName = 4;
  const issuerSerial = sequence(sequence(element(contextTag(directoryName), issuer)), serial);
  const certificateId = sequence(octetString(sha256Of(certificate.raw)), issuerSerial);
  return sequence(sequence(certificateId));
}
