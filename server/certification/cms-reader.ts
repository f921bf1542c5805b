import {
  DerError,
  childAt,
  childrenOf,
  contextTag,
  derTag,
  expectTag,
  readElement,
  readObjectIdentifier,
} from '../platform/keys/der.js';
import type { DerNode } from '../platform/keys/der.js';
import { oid } from '../platform/keys/object-identifiers.js';
import { retag } from './cms.js';

/** A SignedData with exactly one signer, taken apart; nothing in it is verified yet. */
export interface SignedDataReading {
  /** The whole ContentInfo, without anything that follows it. */
  readonly raw: Buffer;
  readonly contentType: string;
  /** Absent when the signature is detached, as in a PDF. */
  readonly content: Buffer | undefined;
  readonly certificates: readonly Buffer[];
  readonly signer: SignerReading;
}

export interface SignerReading {
  /** Issuer name and serial number of the signer's certificate, DER. */
  readonly issuer: Buffer;
  readonly serial: Buffer;
  readonly digestAlgorithm: string;
  /** The bytes that were signed: the attributes as a SET OF. */
  readonly attributes: Buffer;
  readonly signedAttributes: AttributeReading;
  readonly signatureAlgorithm: string;
  readonly signature: Buffer;
  readonly unsignedAttributes: AttributeReading;
}

/** The single value of each attribute, by its type. */
type AttributeReading = ReadonlyMap<string, DerNode>;

/** Throws `DerError` on everything that is not a SignedData with one signer. */
export function readSignedData(bytes: Buffer): SignedDataReading {
  const contentInfo = expectTag(readElement(bytes), derTag.sequence);
  if (readObjectIdentifier(childAt(contentInfo, 0)) !== oid.signedData) {
    throw new DerError('not SignedData');
  }
  const signedData = childAt(childAt(contentInfo, 1, contextTag(0)), 0, derTag.sequence);
  const fields = childrenOf(signedData);
  const encapsulated = childAt(signedData, 2, derTag.sequence);
  const certificates = fields.find((field) => field.tag === contextTag(0));
  return {
    raw: contentInfo.raw,
    contentType: readObjectIdentifier(childAt(encapsulated, 0)),
    content: readContent(encapsulated),
    certificates: certificates === undefined ? [] : childrenOf(certificates).map(({ raw }) => raw),
    signer: readSigner(fields.at(-1)),
  };
}

function readContent(encapsulated: DerNode): Buffer | undefined {
  const wrapper = childrenOf(encapsulated)[1];
  return wrapper === undefined ? undefined : childAt(wrapper, 0, derTag.octetString).value;
}

function readSigner(signerInfos: DerNode | undefined): SignerReading {
  if (signerInfos === undefined) throw new DerError('no signer');
  const signers = childrenOf(expectTag(signerInfos, derTag.set));
  const [signer] = signers;
  if (signer === undefined || signers.length !== 1) throw new DerError('not exactly one signer');
  const fields = childrenOf(signer);
  const identifier = childAt(signer, 1, derTag.sequence);
  const attributes = childAt(signer, 3, contextTag(0));
  const unsigned = fields[6];
  return {
    issuer: childAt(identifier, 0).raw,
    serial: childAt(identifier, 1).raw,
    digestAlgorithm: readObjectIdentifier(childAt(childAt(signer, 2), 0)),
    attributes: retag(attributes.raw, derTag.set),
    signedAttributes: readAttributes(attributes),
    signatureAlgorithm: readObjectIdentifier(childAt(childAt(signer, 4), 0)),
    signature: childAt(signer, 5, derTag.octetString).value,
    unsignedAttributes:
      unsigned === undefined ? new Map() : readAttributes(expectTag(unsigned, contextTag(1))),
  };
}

/** An attribute that comes twice could mean one thing to us and another to the next reader. */
function readAttributes(attributes: DerNode): AttributeReading {
  const values = new Map<string, DerNode>();
  for (const attribute of childrenOf(attributes)) {
    const type = readObjectIdentifier(childAt(attribute, 0));
    const [value, ...others] = childrenOf(childAt(attribute, 1, derTag.set));
    if (value === undefined || others.length > 0 || values.has(type)) {
      throw new DerError('an attribute must come once, with one value');
    }
    values.set(type, value);
  }
  return values;
}
