import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  bitString,
  certificateTime,
  contextTag,
  element,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  setOf,
  trueValue,
  utf8String,
} from './der.js';
import { oid } from './object-identifiers.js';

export interface SelfSignedRequest {
  readonly commonName: string;
  readonly organisation: string;
  /** ISO 3166-1 alpha-2, such as NO. */
  readonly country: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

export interface KeyAndCertificate {
  /** PKCS #8, not encrypted. */
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

/** 128 bits of RSA-3072 strength: a certificate may have to be checked ten years from now. */
const modulusLength = 3072;

/** digitalSignature (bit 0) and nonRepudiation (bit 1); six bits of the byte are unused. */
const sealKeyUsage = bitString(Buffer.from([0xc0]), 6);

/**
 * Makes a key and a certificate signed by itself, for the demo and for pilots. Our verifier pins it; other PDF readers rightly say
 * that they do not know its issuer. There is no extended key usage on purpose: NSS (pdfsig) refuses one that names only document
 * signing.
 */
export function createSelfSigned(request: SelfSignedRequest): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: toPem(signCertificate(describeCertificate(request, publicKey), privateKey)),
  };
}

/** TBSCertificate of RFC 5280, version 3. */
function describeCertificate(request: SelfSignedRequest, publicKey: KeyObject): Buffer {
  const name = encodeName(request);
  const publicKeyInfo = publicKey.export({ type: 'spki', format: 'der' });
  return sequence(
    element(contextTag(0), integer(2)),
    integer(randomSerial()),
    signatureAlgorithm(),
    name,
    sequence(certificateTime(request.validFrom), certificateTime(request.validTo)),
    name,
    publicKeyInfo,
    element(contextTag(3), encodeExtensions(publicKey)),
  );
}

function signCertificate(description: Buffer, privateKey: KeyObject): Buffer {
  const signature = sign('sha256', description, privateKey);
  return sequence(description, signatureAlgorithm(), bitString(signature));
}

const signatureAlgorithm = (): Buffer => sequence(objectIdentifier(oid.sha256WithRsa), nullValue());

/** 127 random bits: the top bit is cleared, the next one set, so that the number is positive and of constant length. */
function randomSerial(): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}

function encodeName({ country, organisation, commonName }: SelfSignedRequest): Buffer {
  if (!/^[A-Z]{2}$/.test(country)) throw new Error(`Not a country code: ${country}`);
  const attribute = (type: string, value: Buffer): Buffer =>
    setOf(sequence(objectIdentifier(type), value));
  return sequence(
    attribute(oid.country, printableString(country)),
    attribute(oid.organisation, utf8String(organisation)),
    attribute(oid.commonName, utf8String(commonName)),
  );
}

function encodeExtensions(publicKey: KeyObject): Buffer {
  const keyBytes = publicKey.export({ type: 'pkcs1', format: 'der' });
  const keyIdentifier = createHash('sha1').update(keyBytes).digest(); // RFC 5280, 4.2.1.2: a name, not a protection
  const notAnAuthority = sequence();
  return sequence(
    extension(oid.basicConstraints, notAnAuthority, 'critical'),
    extension(oid.keyUsage, sealKeyUsage, 'critical'),
    extension(oid.subjectKeyIdentifier, octetString(keyIdentifier)),
  );
}

function extension(id: string, value: Buffer, critical?: 'critical'): Buffer {
  const flag = critical === undefined ? [] : [trueValue()];
  return sequence(objectIdentifier(id), ...flag, octetString(value));
}

function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
