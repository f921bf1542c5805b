import { createHash } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { algorithms, namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { childrenNamed } from '../xml-tree.js';
import { assertionOf } from './one-assertion.check.js';
import type { ResponseCheck } from './saml-check.js';

/**
 * What each signature says was signed is what stands here. The library finds that out as well, by queries over the whole document that take five times
 * as long: whoever changes a large message is refused before them. Comes after the checks of place and algorithms, which make it certain what
 * is signed and how; whether the signature itself is right is for the library.
 */
export const signedDigest: ResponseCheck = (response) => {
  for (const signed of [response, assertionOf(response)]) {
    for (const signature of childrenNamed(signed, namespaces.signature, 'Signature')) {
      if (!isDigestOf(signed, signature)) throw new SamlRefusal('saml-signature');
    }
  }
};

function isDigestOf(signed: Element, signature: Element): boolean {
  const reader = new SignedXml();
  try {
    reader.loadSignature(signature);
    const [reference] = reader.getReferences();
    if (!reference) return false;
    const { transforms, inclusiveNamespacesPrefixList, digestAlgorithm, digestValue } = reference;
    const canonical = reader.getCanonXml(transforms, signed, {
      inclusiveNamespacesPrefixList,
      ancestorNamespaces: namespacesAround(signed),
    });
    const hash = createHash(digestAlgorithm === algorithms.sha512 ? 'sha512' : 'sha256');
    const digest = hash.update(canonical, 'utf8').digest();
    return digest.equals(Buffer.from(String(digestValue), 'base64'));
  } catch {
    return false;
  }
}

/** Declared on the elements that it stands in, the nearest first. */
function namespacesAround(element: Element): { prefix: string; namespaceURI: string }[] {
  const found: { prefix: string; namespaceURI: string }[] = [];
  for (let at = element.parentNode; at?.nodeType === 1; at = at.parentNode) {
    for (const { name, value } of Array.from((at as Element).attributes)) {
      const prefix = name === 'xmlns' ? '' : /^xmlns:(.+)$/.exec(name)?.[1];
      if (prefix !== undefined && !found.some((one) => one.prefix === prefix))
        found.push({ prefix, namespaceURI: value });
    }
  }
  return found;
}
