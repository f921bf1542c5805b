import { namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { attributeOf } from '../xml-tree.js';
import type { ResponseCheck } from './saml-check.js';

/** The library reads elements by local name in any namespace and would take a LogoutResponse here as well. */
export const responseRoot: ResponseCheck = (response) => {
  const isResponse =
    response.localName === 'Response' &&
    response.namespaceURI === namespaces.protocol &&
    attributeOf(response, 'Version') === '2.0';
  if (!isResponse) throw new SamlRefusal('saml-root');
};
