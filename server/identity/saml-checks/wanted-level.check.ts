import { namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { onlyChild, textOf } from '../xml-tree.js';
import type { AssertionCheck } from './saml-check.js';

/** A login service may answer with another level of assurance than it was asked for; whether that will do is ours to say. */
export const wantedLevel: AssertionCheck = (assertion, { identityProvider: { wantedLevels } }) => {
  if (!wantedLevels || wantedLevels.length === 0) return;
  const statement = onlyChild(assertion, namespaces.assertion, 'AuthnStatement');
  const context = statement && onlyChild(statement, namespaces.assertion, 'AuthnContext');
  const level = context && onlyChild(context, namespaces.assertion, 'AuthnContextClassRef');
  if (!wantedLevels.includes(textOf(level).trim())) throw new SamlRefusal('saml-level');
};
