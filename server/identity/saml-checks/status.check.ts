import { namespaces, STATUS_SUCCESS } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { attributeOf, onlyChild } from '../xml-tree.js';
import type { ResponseCheck } from './saml-check.js';

/** The library does not look at the status when there is an assertion below it. */
export const status: ResponseCheck = (response) => {
  const stated = onlyChild(response, namespaces.protocol, 'Status');
  const code = stated && onlyChild(stated, namespaces.protocol, 'StatusCode');
  if (attributeOf(code, 'Value') !== STATUS_SUCCESS) throw new SamlRefusal('saml-status');
};
