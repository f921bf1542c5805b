import { namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { attributeOf, onlyChild } from '../xml-tree.js';
import type { AssertionCheck, ContentCheck } from './saml-check.js';

/** An assertion without an AuthnStatement tells about a person but not that this person has just signed in. */
export const oneAuthnStatement: ContentCheck = (assertion) => {
  if (!onlyChild(assertion, namespaces.assertion, 'AuthnStatement')) {
    throw new SamlRefusal('saml-authn-statement');
  }
};

/** The login service may say how long its own session lasts; the library does not look. No allowance for clocks: our session would be over at birth. */
export const sessionStillOpen: AssertionCheck = (assertion, { now }) => {
  const statement = onlyChild(assertion, namespaces.assertion, 'AuthnStatement');
  const end = attributeOf(statement, 'SessionNotOnOrAfter');
  if (end === undefined) return;
  const isOpen = Date.parse(end) > now.getTime();
  if (!isOpen) throw new SamlRefusal('saml-session-over');
};
