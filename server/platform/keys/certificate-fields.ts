import type { X509Certificate } from 'node:crypto';
import {
  childAt,
  childrenOf,
  contextTag,
  derTag,
  expectTag,
  readElement,
  readObjectIdentifier,
} from './der.js';
import type { DerNode } from './der.js';
import { oid } from './object-identifiers.js';

/** What node:crypto's X509Certificate does not tell, read from the DER of the certificate (RFC 5280, 4.1). */

/** The fields of the TBSCertificate from the serial number on; the explicit version before it may be absent. */
function fieldsFromSerial(certificate: Buffer): readonly DerNode[] {
  const fields = childrenOf(childAt(readElement(certificate), 0, derTag.sequence));
  return fields[0]?.tag === contextTag(0) ? fields.slice(1) : fields;
}

/** Issuer name and serial number, as encoded: how CMS points at a certificate. */
export function issuerAndSerialOf(certificate: Buffer): { issuer: Buffer; serial: Buffer } {
  const [serial, , issuer] = fieldsFromSerial(certificate);
  if (serial === undefined || issuer === undefined) throw new Error('Not a certificate');
  return { issuer: issuer.raw, serial: serial.raw };
}

interface CertificateSubject {
  /** Empty when the certificate names none. */
  readonly commonName: string;
  readonly organisation: string;
}

/** Whose certificate it is, for people to read. */
export function subjectOf(certificate: X509Certificate): CertificateSubject {
  const { CN, O } = certificate.toLegacyObject().subject as Partial<
    Record<'CN' | 'O', string | string[]>
  >;
  return { commonName: firstOf(CN), organisation: firstOf(O) };
}

const firstOf = (value: string | string[] | undefined): string => [value ?? ''].flat()[0] ?? '';

function extensionOf(certificate: Buffer, wanted: string): DerNode | undefined {
  const holder = fieldsFromSerial(certificate).find((field) => field.tag === contextTag(3));
  if (holder === undefined) return undefined;
  const extension = childrenOf(childAt(holder, 0, derTag.sequence)).find(
    (candidate) => readObjectIdentifier(childAt(candidate, 0)) === wanted,
  );
  // id, optional critical flag, value: the value is last.
  return extension === undefined ? undefined : childrenOf(extension).at(-1);
}

interface KeyUsage {
  readonly digitalSignature: boolean;
  readonly nonRepudiation: boolean;
}

/** The key usage extension, or undefined when the certificate has none. */
export function keyUsageOf(certificate: Buffer): KeyUsage | undefined {
  const extension = extensionOf(certificate, oid.keyUsage);
  if (extension === undefined) return undefined;
  const bits = childAt(expectTag(extension, derTag.octetString), 0, derTag.bitString).value;
  const firstByte = bits[1] ?? 0;
  return {
    digitalSignature: (firstByte & 0x80) !== 0,
    nonRepudiation: (firstByte & 0x40) !== 0,
  };
}
