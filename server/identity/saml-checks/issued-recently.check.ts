import { SamlRefusal } from '../saml-refusal.js';
import { attributeOf } from '../xml-tree.js';
import { CLOCK_SKEW_MS, OLDEST_ASSERTION_MS, type ContentCheck } from './saml-check.js';

/** How long an assertion may be used is our decision too: some login services say "a day". */
export const issuedRecently: ContentCheck = (assertion, { now }) => {
  const issuedAt = Date.parse(attributeOf(assertion, 'IssueInstant') ?? '');
  const age = now.getTime() - issuedAt;
  const isRecent = age >= -CLOCK_SKEW_MS && age < OLDEST_ASSERTION_MS + CLOCK_SKEW_MS;
  if (!isRecent) throw new SamlRefusal('saml-too-old');
};
