import { X509Certificate, createHash, createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import { keyUsageOf } from './certificate-fields.js';

/**
 * The municipality's electronic seal, ready for use. `sign` is the only thing it does with the private key, so a key that lives in a
 * hardware module or with a trust service needs only another maker of this value.
 */
export interface Seal {
  readonly alg: 'rsa' | 'ec';
  readonly certificate: X509Certificate;
  /** The certificates above it, nearest first; empty for a self-signed seal. */
  readonly chain: readonly X509Certificate[];
  /** JWK thumbprint (RFC 7638, SHA-256, base64url) of the public key: the name of the key, the same after a renewed certificate. */
  readonly kid: string;
  /** RSASSA-PKCS1-v1_5 or ECDSA (DER encoded) over the SHA-256 of the bytes. */
  readonly sign: (bytes: Buffer) => Promise<Buffer>;
  readonly publicJwk: JWK;
}

export interface SealMaterial {
  /** PKCS #8 or PKCS #1 PEM, encrypted or not. */
  readonly privateKeyPem: string;
  readonly passphrase?: string;
  /** The seal's certificate first, then the certificates above it. */
  readonly certificatePem: string;
}

type SealKeyFault =
  | 'unreadable-key'
  | 'wrong-passphrase'
  | 'unsupported-key'
  | 'unreadable-certificate'
  | 'key-does-not-match'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'key-usage-missing'
  | 'chain-broken';

/** The service must not start with such a seal: what it would issue could not be verified. */
export class SealKeyError extends Error {
  override readonly name = 'SealKeyError';
  readonly code: SealKeyFault;

  constructor(code: SealKeyFault, explanation: string) {
    super(`${code}: ${explanation}`);
    this.code = code;
  }
}

/** Reads key and certificates and refuses everything that would make seals nobody can trust. */
export function loadSeal(material: SealMaterial, now: Date): Seal {
  const privateKey = readPrivateKey(material);
  const [certificate, ...chain] = readCertificates(material.certificatePem);
  if (certificate === undefined) {
    throw new SealKeyError('unreadable-certificate', 'the file holds no certificate');
  }
  const alg = algorithmOf(certificate.publicKey);
  checkKeyMatches(certificate, privateKey);
  checkInForce(certificate, now);
  checkKeyUsage(certificate);
  checkChain([certificate, ...chain]);
  return {
    alg,
    certificate,
    chain,
    kid: keyIdOf(certificate),
    sign: (bytes) => signWith(privateKey, bytes),
    publicJwk: publicJwkOf(certificate),
  };
}

function readPrivateKey({ privateKeyPem, passphrase }: SealMaterial): KeyObject {
  try {
    return createPrivateKey(
      passphrase === undefined ? privateKeyPem : { key: privateKeyPem, passphrase },
    );
  } catch {
    // The cause is left out: OpenSSL's words for it tell nobody what to do.
    if (!privateKeyPem.includes('ENCRYPTED')) {
      throw new SealKeyError('unreadable-key', 'the file holds no private key in PEM form');
    }
    throw new SealKeyError(
      'wrong-passphrase',
      passphrase === undefined
        ? 'the private key is encrypted and no passphrase is configured'
        : 'the passphrase does not open the private key',
    );
  }
}

/** The certificates of a PEM file, in the order of the file. */
export function readCertificates(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    throw new SealKeyError('unreadable-certificate', 'the file holds a damaged certificate');
  }
}

/** RSA from 2048 bits, or the curve P-256: what PDF readers and RS256/ES256 both take. */
function algorithmOf(publicKey: KeyObject): Seal['alg'] {
  const details = publicKey.asymmetricKeyDetails;
  if (publicKey.asymmetricKeyType === 'rsa' && (details?.modulusLength ?? 0) >= 2048) return 'rsa';
  if (publicKey.asymmetricKeyType === 'ec' && details?.namedCurve === 'prime256v1') return 'ec';
  throw new SealKeyError('unsupported-key', 'use RSA of 2048 bits or more, or the curve P-256');
}

function checkKeyMatches(certificate: X509Certificate, privateKey: KeyObject): void {
  if (certificate.checkPrivateKey(privateKey)) return;
  throw new SealKeyError(
    'key-does-not-match',
    `the private key is not that of the certificate ${describe(certificate)}`,
  );
}

function checkInForce(certificate: X509Certificate, now: Date): void {
  if (now > new Date(certificate.validTo)) {
    const problem = `${describe(certificate)} ended ${certificate.validTo}`;
    throw new SealKeyError('certificate-expired', problem);
  }
  if (now < new Date(certificate.validFrom)) {
    const problem = `${describe(certificate)} begins ${certificate.validFrom}`;
    throw new SealKeyError('certificate-not-yet-valid', problem);
  }
}

/** Qualified seals often allow nonRepudiation alone, others digitalSignature; either will do, neither will not. */
function checkKeyUsage(certificate: X509Certificate): void {
  const usage = keyUsageOf(certificate.raw);
  if (usage?.digitalSignature === true || usage?.nonRepudiation === true) return;
  throw new SealKeyError(
    'key-usage-missing',
    `${describe(certificate)} allows neither digitalSignature nor nonRepudiation`,
  );
}

function checkChain(certificates: readonly X509Certificate[]): void {
  certificates.slice(1).forEach((issuer, index) => {
    const issued = certificates[index];
    if (issued?.checkIssued(issuer) === true && issued.verify(issuer.publicKey)) return;
    throw new SealKeyError(
      'chain-broken',
      `${describe(issuer)} did not issue the certificate before it in the file`,
    );
  });
}

const describe = (certificate: X509Certificate): string =>
  certificate.subject.split('\n').join(', ');

function signWith(privateKey: KeyObject, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('sha256', bytes, privateKey, (error, signature) => {
      if (error === null) resolve(signature);
      else reject(error);
    });
  });
}

/** See `Seal.kid`; the members are in the order that RFC 7638 prescribes. */
export function keyIdOf(certificate: X509Certificate): string {
  const { kty, n, e, crv, x, y } = certificate.publicKey.export({ format: 'jwk' });
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}

/** The public key as it is published under `/keys/{kid}`. */
export function publicJwkOf(certificate: X509Certificate): JWK {
  return {
    ...(certificate.publicKey.export({ format: 'jwk' }) as JWK),
    kid: keyIdOf(certificate),
    use: 'sig',
    alg: certificate.publicKey.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256',
  };
}
