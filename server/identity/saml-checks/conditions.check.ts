import { namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { attributeOf, childElements, onlyChild } from '../xml-tree.js';
import type { ContentCheck } from './saml-check.js';

/** OneTimeUse is what we do anyway; ProxyRestriction forbids what we never do. */
const UNDERSTOOD = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'];

/**
 * The library checks times and audience if they are there; here they are made to be there, once, and with an end. A condition that we
 * do not understand makes the assertion invalid (SAML core, 2.5.1.1).
 */
export const statedConditions: ContentCheck = (assertion) => {
  const conditions = onlyChild(assertion, namespaces.assertion, 'Conditions');
  if (!conditions || !isInstant(attributeOf(conditions, 'NotOnOrAfter'))) {
    throw new SamlRefusal('saml-conditions');
  }
  const understood = childElements(conditions).every(
    (condition) =>
      condition.namespaceURI === namespaces.assertion && UNDERSTOOD.includes(condition.localName),
  );
  if (!understood) throw new SamlRefusal('saml-conditions');
};

function isInstant(text: string | undefined): boolean {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}
