import { namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { onlyChild, textOf } from '../xml-tree.js';
import type { ContentCheck } from './saml-check.js';

/** One subject with one NameID that says something. Of several the library takes the first; of none, an attribute called nameID. */
export const oneNameId: ContentCheck = (assertion) => {
  const subject = onlyChild(assertion, namespaces.assertion, 'Subject');
  const nameId = subject && onlyChild(subject, namespaces.assertion, 'NameID');
  if (textOf(nameId).trim() === '') throw new SamlRefusal('saml-name-id');
};
