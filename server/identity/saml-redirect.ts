import { createSign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { algorithms } from './saml-names.js';

export interface RedirectedMessage {
  readonly kind: 'SAMLRequest' | 'SAMLResponse';
  readonly xml: string;
  readonly relayState?: string | undefined;
}

/** The address that carries a message, signed, by HTTP-Redirect. The signature covers the parameters exactly as they are written here. */
export function redirectWith(
  address: string,
  { kind, xml, relayState }: RedirectedMessage,
  key: { readonly privateKeyPem: string },
): string {
  const parameters: [string, string][] = [[kind, deflateRawSync(xml).toString('base64')]];
  if (relayState !== undefined) parameters.push(['RelayState', relayState]);
  parameters.push(['SigAlg', algorithms.rsaSha256]);
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const signature = createSign('RSA-SHA256').update(query).sign(key.privateKeyPem, 'base64');
  const joint = address.includes('?') ? '&' : '?';
  return `${address}${joint}${query}&Signature=${encodeURIComponent(signature)}`;
}
