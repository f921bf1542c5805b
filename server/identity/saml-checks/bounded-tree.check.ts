import { SamlRefusal } from '../saml-refusal.js';
import { childElements } from '../xml-tree.js';
import type { TextCheck } from './saml-check.js';

// A person with 150 groups, the most that Entra ID sends, makes about 200 elements with two tags each.
const MOST_TAGS = 600;
const MOST_ATTRIBUTES = 1_200;
const MOST_CHILDREN = 400;
const GREATEST_DEPTH = 16;

/** The XPath engine of the library is quadratic in siblings: 20 000 empty elements, 100 kB, would hold the service for 50 seconds. */
export const boundedText: TextCheck = (xml) => {
  if (occurrences(xml, '<') > MOST_TAGS || occurrences(xml, '=') > MOST_ATTRIBUTES) {
    throw new SamlRefusal('saml-too-many-elements');
  }
};

export function boundedTree(root: Element): void {
  measure(root, 1);
}

function measure(element: Element, depth: number): void {
  const children = childElements(element);
  if (children.length > MOST_CHILDREN || depth > GREATEST_DEPTH) {
    throw new SamlRefusal('saml-tree-shape');
  }
  for (const child of children) measure(child, depth + 1);
}

function occurrences(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}
