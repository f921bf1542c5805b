import { SamlRefusal } from '../saml-refusal.js';

const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** Node decodes anything that resembles base64 and any bytes as UTF-8; another reader of the same message might not. */
export function decodeMessage(message: string): string {
  if (!BASE64.test(message)) throw new SamlRefusal('saml-base64');
  const bytes = Buffer.from(message, 'base64');
  let xml: string;
  try {
    xml = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SamlRefusal('saml-encoding');
  }
  // UTF-16 without a mark decodes as UTF-8 full of NULs.
  if (xml.includes('\0')) throw new SamlRefusal('saml-encoding');
  return xml;
}
