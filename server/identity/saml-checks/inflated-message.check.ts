import { inflateRawSync } from 'node:zlib';
import { SamlRefusal } from '../saml-refusal.js';
import { parseXml } from '../xml-tree.js';
import { boundedText, boundedTree } from './bounded-tree.check.js';
import { decodeMessage } from './encoding.check.js';
import { plainMarkup } from './plain-markup.check.js';

const LONGEST_MESSAGE = 65_536;

/** The message of a redirect. The library inflates without a limit: 8 kB become 6 MB and hold the service for seconds. */
export function inflatedMessage(base64: string): Element {
  const xml = decodeMessage(inflated(base64));
  plainMarkup(xml);
  boundedText(xml);
  const root = parseXml(xml);
  if (!root) throw new SamlRefusal('saml-not-xml');
  boundedTree(root);
  return root;
}

/** As base64 again, for the one place that judges encodings. */
function inflated(base64: string): string {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(base64)) throw new SamlRefusal('saml-base64');
  try {
    const bytes = Buffer.from(base64, 'base64');
    return inflateRawSync(bytes, { maxOutputLength: LONGEST_MESSAGE }).toString('base64');
  } catch {
    throw new SamlRefusal('saml-deflate');
  }
}
