import { SignedXml } from 'xml-crypto';
import { namespaces } from './saml-names.js';
import { attributeOf, childElements, childrenNamed, onlyChild, parseXml } from './xml-tree.js';

/**
 * The root element as one of these certificates has signed it, read anew from the signed bytes: what was not signed is not there. Nothing
 * if there is no such signature. The message must have been measured before, and its algorithms looked at: the library allows SHA-1.
 */
export function verifiedRoot(xml: string, certificates: readonly string[]): Element | undefined {
  const root = parseXml(xml);
  const signature = root && onlyChild(root, namespaces.signature, 'Signature');
  const id = attributeOf(root, 'ID');
  if (!root || !signature || !isOver(signature, id)) return undefined;
  for (const certificate of certificates) {
    const signed = signedBytes(xml, signature, certificate);
    const verified = signed === undefined ? undefined : parseXml(signed);
    const isRoot =
      verified?.localName === root.localName &&
      verified.namespaceURI === root.namespaceURI &&
      attributeOf(verified, 'ID') === id;
    if (isRoot) return verified;
  }
  return undefined;
}

const PARTS_OF_A_SIGNATURE = ['SignedInfo', 'SignatureValue', 'KeyInfo'];

function isOver(signature: Element, id: string | undefined): boolean {
  const signedInfo = onlyChild(signature, namespaces.signature, 'SignedInfo');
  const references = signedInfo ? childrenNamed(signedInfo, namespaces.signature, 'Reference') : [];
  return (
    id !== undefined &&
    references.length === 1 &&
    attributeOf(references[0], 'URI') === `#${id}` &&
    childElements(signature).every((part) => PARTS_OF_A_SIGNATURE.includes(part.localName))
  );
}

function signedBytes(xml: string, signature: Element, certificate: string): string | undefined {
  // A certificate that comes along in the message proves nothing.
  const verifier = new SignedXml({ publicCert: certificate, getCertFromKeyInfo: () => null });
  try {
    verifier.loadSignature(signature);
    if (!verifier.checkSignature(xml)) return undefined;
  } catch {
    return undefined;
  }
  const signed = verifier.getSignedReferences();
  return signed.length === 1 ? signed[0] : undefined;
}
