import { X509Certificate } from 'node:crypto';
import { expiryState } from './certificate-expiry.rules.js';
import { IdpMetadataError } from './idp-metadata-error.js';
import { namespaces } from './saml-names.js';
import { attributeOf, childrenNamed, everyElement, textOf } from './xml-tree.js';

export interface SigningCertificate {
  readonly pem: string;
  /** SHA-256, as `AB:CD:…`: to be compared with what the provider's administrator reads out. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly expiresAt: Date;
  readonly keyBits: number;
}

const SHORTEST_KEY_BITS = 2048;

/** All signing certificates: during a change of keys there are two, and both count. */
export function signingCertificates(
  descriptor: Element,
  now: Date,
): { certificates: readonly SigningCertificate[]; warnings: readonly string[] } {
  const found = childrenNamed(descriptor, namespaces.metadata, 'KeyDescriptor')
    .filter((key) => attributeOf(key, 'use') !== 'encryption')
    .flatMap((key) => Array.from(everyElement(key)))
    .filter(
      ({ localName, namespaceURI }) =>
        localName === 'X509Certificate' && namespaceURI === namespaces.signature,
    )
    .map((element) => certificateOf(textOf(element)));
  const rsa = found.filter((one) => one !== undefined);
  const certificates = [...new Map(rsa.map((one) => [one.fingerprint, one])).values()];
  if (certificates.length === 0) throw new IdpMetadataError('metadata-no-certificate');
  return {
    certificates,
    warnings: [
      ...certificates.flatMap((one) => aboutExpiry(one, now)),
      ...(rsa.length < found.length
        ? ['A signing certificate is not RSA and was left out: such signatures are not accepted.']
        : []),
    ],
  };
}

/** Nothing for keys that are not RSA. */
function certificateOf(base64: string): SigningCertificate | undefined {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(Buffer.from(base64.replace(/\s/g, ''), 'base64'));
  } catch {
    throw new IdpMetadataError('metadata-certificate');
  }
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType !== 'rsa') return undefined;
  const keyBits = asymmetricKeyDetails?.modulusLength ?? 0;
  if (keyBits < SHORTEST_KEY_BITS) throw new IdpMetadataError('metadata-weak-key');
  return {
    pem: certificate.toString(),
    fingerprint: certificate.fingerprint256,
    subject: certificate.subject.replace(/\s*\n\s*/g, ', '),
    expiresAt: new Date(certificate.validTo),
    keyBits,
  };
}

function aboutExpiry({ fingerprint, expiresAt }: SigningCertificate, now: Date): string[] {
  const state = expiryState(expiresAt, now);
  if (state === 'good') return [];
  const verb = state === 'expired' ? 'expired' : 'expires';
  return [
    `The certificate ${fingerprint.slice(0, 11)}… ${verb} on ${expiresAt.toISOString().slice(0, 10)}.`,
  ];
}
