import { namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { attributeOf, childElements, childrenNamed, everyElement, onlyChild } from '../xml-tree.js';
import { assertionOf } from './one-assertion.check.js';
import type { ResponseCheck } from './saml-check.js';

/**
 * Each signature stands directly in the element that it signs and refers to that element by its ID; there are no others. Whether it is
 * right is for the library to find out; that nothing is signed in one place and read in another is settled here.
 */
export const signaturePlace: ResponseCheck = (response, { identityProvider }) => {
  const assertion = assertionOf(response);
  const onResponse = childrenNamed(response, namespaces.signature, 'Signature');
  const onAssertion = childrenNamed(assertion, namespaces.signature, 'Signature');
  if (
    onAssertion.length === 0 ||
    (identityProvider.wantResponseSigned && onResponse.length === 0)
  ) {
    throw new SamlRefusal('saml-signature-missing');
  }
  const anywhere = Array.from(everyElement(response)).filter(isSignature).length;
  const misplaced = anywhere !== onResponse.length + onAssertion.length;
  if (misplaced || onResponse.length > 1 || onAssertion.length > 1) {
    throw new SamlRefusal('saml-signature-place');
  }
  for (const signature of onAssertion) requireEnveloped(signature, assertion);
  for (const signature of onResponse) requireEnveloped(signature, response);
};

function isSignature(element: Element): boolean {
  return element.localName === 'Signature';
}

const PARTS_OF_A_SIGNATURE = ['SignedInfo', 'SignatureValue', 'KeyInfo'];

function requireEnveloped(signature: Element, signed: Element): void {
  const signedInfo = onlyChild(signature, namespaces.signature, 'SignedInfo');
  const reference = signedInfo && onlyChild(signedInfo, namespaces.signature, 'Reference');
  const id = attributeOf(signed, 'ID');
  const refersToIt = id !== undefined && attributeOf(reference, 'URI') === `#${id}`;
  const isPlain = childElements(signature).every((part) =>
    PARTS_OF_A_SIGNATURE.includes(part.localName),
  );
  if (!refersToIt || !isPlain) {
    throw new SamlRefusal('saml-signature-place');
  }
}
