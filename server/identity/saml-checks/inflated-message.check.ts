import { inflateRawSync } from 'node:zlib';
import { SamlRefusal } from '../saml-refusal.js';
import { base64Bytes, utf8Text } from './encoding.check.js';
import { measuredMessage } from './measured-message.check.js';

const LONGEST_MESSAGE = 65_536;

/** The message of a redirect. The library inflates without a limit: 8 kB become 6 MB and hold the service for seconds. */
export function inflatedMessage(base64: string): Element {
  return measuredMessage(utf8Text(inflated(base64)));
}

function inflated(base64: string): Buffer {
  const bytes = base64Bytes(base64);
  try {
    return inflateRawSync(bytes, { maxOutputLength: LONGEST_MESSAGE });
  } catch {
    throw new SamlRefusal('saml-deflate');
  }
}
