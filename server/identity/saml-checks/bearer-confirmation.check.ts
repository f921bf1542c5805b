import { BEARER, namespaces } from '../saml-names.js';
import { SamlRefusal, type SamlRefusalCode } from '../saml-refusal.js';
import { attributeOf, childrenNamed, onlyChild } from '../xml-tree.js';
import { CLOCK_SKEW_MS, type AssertionCheck } from './saml-check.js';

/**
 * Whoever brings this assertion, to us, in answer to this request, before this time, is its subject. None of the four is checked by the
 * library, and the request is demanded here because a stolen assertion can be wrapped in an unsigned response that names an open one.
 */
export const bearerConfirmation: AssertionCheck = (assertion, { acsUrl, requestId, now }) => {
  const subject = onlyChild(assertion, namespaces.assertion, 'Subject');
  const confirmations = subject
    ? childrenNamed(subject, namespaces.assertion, 'SubjectConfirmation')
    : [];
  const bearers = narrow('saml-confirmation', confirmations, isBearer).map(dataOf);
  const ours = narrow(
    'saml-recipient',
    bearers,
    (data) => attributeOf(data, 'Recipient') === acsUrl,
  );
  const answers = narrow(
    'saml-in-response-to',
    ours,
    (data) => attributeOf(data, 'InResponseTo') === requestId,
  );
  narrow('saml-confirmation-expired', answers, (data) => isOpen(data, now));
};

function narrow<T>(
  code: SamlRefusalCode,
  candidates: readonly T[],
  fits: (one: T) => boolean,
): T[] {
  const left = candidates.filter(fits);
  if (left.length === 0) throw new SamlRefusal(code);
  return left;
}

function isBearer(confirmation: Element): boolean {
  return attributeOf(confirmation, 'Method') === BEARER;
}

function dataOf(confirmation: Element): Element | undefined {
  return onlyChild(confirmation, namespaces.assertion, 'SubjectConfirmationData');
}

/** A confirmation without an end is none. */
function isOpen(data: Element | undefined, now: Date): boolean {
  const end = Date.parse(attributeOf(data, 'NotOnOrAfter') ?? '');
  return end + CLOCK_SKEW_MS > now.getTime();
}
