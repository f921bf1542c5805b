import { XMLSerializer } from '@xmldom/xmldom';
import { decryptedText } from './decrypt-element.js';
import { allowedAlgorithms } from './saml-checks/algorithms.check.js';
import { boundedText, boundedTree } from './saml-checks/bounded-tree.check.js';
import { plainMarkup, withoutDeclaration } from './saml-checks/plain-markup.check.js';
import type { Addressee } from './saml-checks/saml-check.js';
import { namespaces } from './saml-names.js';
import { SamlRefusal } from './saml-refusal.js';
import { verifiedRoot } from './xml-signature.js';
import { childrenNamed, everyElement, onlyChild, parseXml } from './xml-tree.js';

export function isEncrypted(response: Element): boolean {
  return Array.from(everyElement(response)).some(
    ({ localName }) => localName === 'EncryptedAssertion',
  );
}

/**
 * The response with its assertion in the clear, made of nothing but signed bytes: the signature of the response is verified before anything
 * is decrypted, since there is none on the encrypted part that could be. All checks then see what they would have seen without encryption.
 */
export function openEncrypted(
  xml: string,
  response: Element,
  { identityProvider }: Addressee,
  decryptionKeys: readonly string[],
): string {
  if (identityProvider.acceptsEncrypted !== true) throw new SamlRefusal('saml-encrypted');
  boundedTree(response);
  const signature = onlyChild(response, namespaces.signature, 'Signature');
  if (!signature) throw new SamlRefusal('saml-signature-missing');
  allowedAlgorithms(signature);
  const verified = verifiedRoot(xml, identityProvider.certificates);
  if (!verified) throw new SamlRefusal('saml-signature');
  const names = Array.from(everyElement(verified), ({ localName }) => localName);
  const [encrypted, ...more] = childrenNamed(verified, namespaces.assertion, 'EncryptedAssertion');
  const isOnly = names.filter((name) => /^(?:Encrypted)?Assertion$/.test(name)).length === 1;
  if (!encrypted || more.length > 0 || !isOnly) throw new SamlRefusal('saml-assertion-count');
  const assertion = assertionIn(encrypted, decryptionKeys);
  verified.removeChild(encrypted);
  const around = new XMLSerializer().serializeToString(verified);
  const end = around.lastIndexOf('</');
  return around.slice(0, end) + assertion + around.slice(end);
}

function assertionIn(encrypted: Element, decryptionKeys: readonly string[]): string {
  let xml: string;
  try {
    xml = decryptedText(encrypted, decryptionKeys);
  } catch {
    throw new SamlRefusal('saml-encrypted');
  }
  plainMarkup(xml);
  boundedText(xml);
  if (parseXml(xml)?.localName !== 'Assertion') throw new SamlRefusal('saml-encrypted');
  return withoutDeclaration(xml);
}
