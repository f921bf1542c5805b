import { algorithms } from '../saml-names.js';
import { SamlRefusal, type SamlRefusalCode } from '../saml-refusal.js';
import { attributeOf, everyElement } from '../xml-tree.js';

const canonical = [algorithms.exclusiveC14n, algorithms.exclusiveC14nWithComments];

/** The library accepts SHA-1 for messages that arrive and has no setting against it. */
const allowed: Readonly<Record<string, readonly [readonly string[], SamlRefusalCode]>> = {
  SignatureMethod: [[algorithms.rsaSha256, algorithms.rsaSha512], 'saml-signature-algorithm'],
  DigestMethod: [[algorithms.sha256, algorithms.sha512], 'saml-digest-algorithm'],
  CanonicalizationMethod: [canonical, 'saml-transform'],
  Transform: [[...canonical, algorithms.envelopedSignature], 'saml-transform'],
};

/** Of all signatures in an element. In any namespace: the library goes by local names. */
export function allowedAlgorithms(signed: Element): void {
  for (const element of everyElement(signed)) {
    if (!Object.hasOwn(allowed, element.localName)) continue;
    const [uris, code] = allowed[element.localName] ?? [[], 'saml-signature-algorithm'];
    if (!uris.includes(attributeOf(element, 'Algorithm') ?? '')) throw new SamlRefusal(code);
  }
}
