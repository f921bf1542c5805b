import { namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { childrenNamed, everyElement } from '../xml-tree.js';
import type { ResponseCheck } from './saml-check.js';

/**
 * Signature wrapping needs a second assertion somewhere: one that is signed and one that is read. There is exactly one in the whole
 * document, by whatever namespace, directly below the response; and no two elements share an identifier.
 */
export const oneAssertion: ResponseCheck = (response) => {
  const names = Array.from(everyElement(response), (element) => element.localName);
  // We publish no encryption key, so a login service has no reason to send this.
  if (names.includes('EncryptedAssertion')) throw new SamlRefusal('saml-encrypted');
  const inRightPlace = childrenNamed(response, namespaces.assertion, 'Assertion').length;
  const anywhere = names.filter((name) => name === 'Assertion').length;
  if (inRightPlace !== 1 || anywhere !== 1) throw new SamlRefusal('saml-assertion-count');
};

/** By local name, since the library finds what a signature refers to by `local-name()`. */
const IDENTIFIERS = ['ID', 'Id', 'id', 'AssertionID'];

export function uniqueIds(message: Element): void {
  const seen = new Set<string>();
  for (const element of everyElement(message)) {
    for (const { localName, value: id } of Array.from(element.attributes)) {
      if (!IDENTIFIERS.includes(localName)) continue;
      if (seen.has(id)) throw new SamlRefusal('saml-duplicate-id');
      seen.add(id);
    }
  }
}

/** Only for a response that has passed `oneAssertion`. */
export function assertionOf(response: Element): Element {
  const [assertion] = childrenNamed(response, namespaces.assertion, 'Assertion');
  if (!assertion) throw new SamlRefusal('saml-assertion-count');
  return assertion;
}
