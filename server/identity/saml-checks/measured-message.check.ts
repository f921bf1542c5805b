import { SamlRefusal } from '../saml-refusal.js';
import { parseXml } from '../xml-tree.js';
import { boundedText, boundedTree } from './bounded-tree.check.js';
import { plainMarkup } from './plain-markup.check.js';

/** The root of a message that is small and plain enough to be looked at. */
export function measuredMessage(xml: string): Element {
  plainMarkup(xml);
  boundedText(xml);
  const root = parseXml(xml);
  if (!root) throw new SamlRefusal('saml-not-xml');
  boundedTree(root);
  return root;
}
