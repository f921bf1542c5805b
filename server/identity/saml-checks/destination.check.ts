import { SamlRefusal } from '../saml-refusal.js';
import { attributeOf } from '../xml-tree.js';
import type { ResponseCheck } from './saml-check.js';

/** A message for another service, or another municipality of ours, is refused even if the same key signed it. */
export const destination: ResponseCheck = (response, { acsUrl }) => {
  if (attributeOf(response, 'Destination') !== acsUrl) throw new SamlRefusal('saml-destination');
};
