import { namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { childrenNamed, onlyChild, textOf } from '../xml-tree.js';
import type { AssertionCheck, ResponseCheck } from './saml-check.js';

/** Around the assertion the issuer may be left out; if it is named it must be the right one. */
export const responseIssuer: ResponseCheck = (response, { identityProvider }) => {
  const issuers = childrenNamed(response, namespaces.assertion, 'Issuer');
  const foreign = issuers.some((issuer) => textOf(issuer) !== identityProvider.entityId);
  if (foreign || issuers.length > 1) throw new SamlRefusal('saml-issuer');
};

/**
 * The library compares issuers for logout only. A hub signs with one key for many municipalities: the issuer alone tells whose
 * person this is.
 */
export const assertionIssuer: AssertionCheck = (assertion, { identityProvider }) => {
  const issuer = onlyChild(assertion, namespaces.assertion, 'Issuer');
  if (textOf(issuer) !== identityProvider.entityId) throw new SamlRefusal('saml-issuer');
};
