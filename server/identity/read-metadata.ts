import { IdpMetadataError } from './idp-metadata-error.js';
import { allowedAlgorithms } from './saml-checks/algorithms.check.js';
import { namespaces } from './saml-names.js';
import { childElements, onlyChild, parseXml } from './xml-tree.js';
import { verifiedRoot } from './xml-signature.js';

/** A provider has some 20 kB, a federation of municipalities some hundred kB. */
export const MOST_METADATA_BYTES = 4_000_000;
const MOST_TAGS = 100_000;
const MOST_CHILDREN = 3_000;
const GREATEST_DEPTH = 40;

/** The root of the metadata; with a signer, as that signer signed it. */
export function readMetadata(file: Uint8Array, trustedSigner: string | undefined): Element {
  const xml = textOfFile(file);
  const root = parseXml(xml);
  if (!root) throw new IdpMetadataError('metadata-not-xml');
  requireBounds(root, 1);
  const isMetadata =
    root.namespaceURI === namespaces.metadata &&
    ['EntityDescriptor', 'EntitiesDescriptor'].includes(root.localName);
  if (!isMetadata) throw new IdpMetadataError('metadata-root');
  return trustedSigner === undefined ? root : signedBy(trustedSigner, xml, root);
}

function textOfFile(file: Uint8Array): string {
  if (file.byteLength > MOST_METADATA_BYTES) throw new IdpMetadataError('metadata-too-large');
  let xml: string;
  try {
    // Drops the byte order mark that Entra ID begins with.
    xml = new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw new IdpMetadataError('metadata-not-utf-8');
  }
  if (xml.includes('\0')) throw new IdpMetadataError('metadata-not-utf-8');
  if (/<!(?:DOCTYPE|ENTITY)|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)/i.test(xml))
    throw new IdpMetadataError('metadata-doctype');
  if (xml.split('<', MOST_TAGS + 2).length > MOST_TAGS)
    throw new IdpMetadataError('metadata-too-many-elements');
  return xml;
}

function requireBounds(element: Element, depth: number): void {
  const children = childElements(element);
  if (children.length > MOST_CHILDREN || depth > GREATEST_DEPTH)
    throw new IdpMetadataError('metadata-too-many-elements');
  for (const child of children) requireBounds(child, depth + 1);
}

function signedBy(signer: string, xml: string, root: Element): Element {
  const signature = onlyChild(root, namespaces.signature, 'Signature');
  if (!signature) throw new IdpMetadataError('metadata-not-signed');
  try {
    allowedAlgorithms(signature);
  } catch {
    throw new IdpMetadataError('metadata-algorithm');
  }
  const verified = verifiedRoot(xml, [signer]);
  if (!verified) throw new IdpMetadataError('metadata-signature');
  return verified;
}
