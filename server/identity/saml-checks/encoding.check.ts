import { SamlRefusal } from '../saml-refusal.js';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Node decodes anything that resembles base64 and any bytes as UTF-8; another reader of the same message might not. */
export function decodeMessage(message: string): string {
  return utf8Text(base64Bytes(message));
}

/** Lines may be broken. White space goes first: a pattern that allows for it looks at every blank once for each blank before it. */
export function base64Bytes(message: string): Buffer {
  const base64 = message.replace(/\s+/g, '');
  if (!BASE64.test(base64)) throw new SamlRefusal('saml-base64');
  return Buffer.from(base64, 'base64');
}

// Those that XML 1.0 forbids (section 2.2). UTF-16 without a mark decodes as UTF-8 full of NULs.
// eslint-disable-next-line no-control-regex -- finding control characters is what it is for
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

export function utf8Text(bytes: Buffer): string {
  let xml: string;
  try {
    xml = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SamlRefusal('saml-encoding');
  }
  if (xml.includes('\0')) throw new SamlRefusal('saml-encoding');
  if (FORBIDDEN.test(xml)) throw new SamlRefusal('saml-character');
  return xml;
}
