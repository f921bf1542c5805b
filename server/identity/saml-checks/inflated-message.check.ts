import { inflateRawSync } from 'node:zlib';
import { SamlRefusal } from '../saml-refusal.js';
import { parseXml } from '../xml-tree.js';
import { boundedText, boundedTree } from './bounded-tree.check.js';
import { base64Bytes, utf8Text } from './encoding.check.js';
import { plainMarkup } from './plain-markup.check.js';

const LONGEST_MESSAGE = 65_536;

/** The message of a redirect. The library inflates without a limit: 8 kB become 6 MB and hold the service for seconds. */
export function inflatedMessage(base64: string): Element {
  const xml = utf8Text(inflated(base64));
  plainMarkup(xml);
  boundedText(xml);
  const root = parseXml(xml);
  if (!root) throw new SamlRefusal('saml-not-xml');
  boundedTree(root);
  return root;
}

function inflated(base64: string): Buffer {
  const bytes = base64Bytes(base64);
  try {
    return inflateRawSync(bytes, { maxOutputLength: LONGEST_MESSAGE });
  } catch {
    throw new SamlRefusal('saml-deflate');
  }
}
