import { SamlRefusal } from '../saml-refusal.js';

/** A message by HTTP-Redirect: every part as it was written in the address, so that the signature is checked over what is read. */
export interface ArrivedRedirect {
  readonly kind: 'SAMLRequest' | 'SAMLResponse';
  /** Base64 of the deflated message. */
  readonly message: string;
  readonly relayState?: string;
  readonly signatureAlgorithm?: string;
  readonly signature?: string;
  /** What the signature covers. */
  readonly covered: string;
}

const KNOWN = ['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature', 'SAMLEncoding'];
const DEFLATE = 'urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE';
const LONGEST_QUERY = 12_000;
export const LONGEST_RELAY_STATE = 1_024;

/**
 * Takes the query apart by the names as they are written: with `SAML%52equest=` beside `SAMLRequest=`, the signature of one message could be
 * shown for another. No foreign name, none twice, and exactly one message.
 */
export function redirectParameters(rawQuery: string): ArrivedRedirect {
  const pairs = rawQuery.length > LONGEST_QUERY ? [] : rawQuery.split('&').map(splitPair);
  const names = pairs.map(([name]) => name);
  const messages = names.filter((name) => name === 'SAMLRequest' || name === 'SAMLResponse');
  const [kind] = messages;
  const isPlain =
    names.every((name) => KNOWN.includes(name)) && new Set(names).size === names.length;
  if (kind === undefined || messages.length > 1 || !isPlain)
    throw new SamlRefusal('saml-logout-parameters');
  const raw = new Map(pairs);
  const value = (name: string): string | undefined => decoded(raw.get(name));
  const [relayState, algorithm, signature] = ['RelayState', 'SigAlg', 'Signature'].map(value);
  if ((value('SAMLEncoding') ?? DEFLATE) !== DEFLATE)
    throw new SamlRefusal('saml-logout-parameters');
  if ((relayState ?? '').length > LONGEST_RELAY_STATE) throw new SamlRefusal('saml-relay-state');
  return {
    kind,
    message: value(kind) ?? '',
    ...(relayState !== undefined && { relayState }),
    ...(algorithm !== undefined && { signatureAlgorithm: algorithm }),
    ...(signature !== undefined && { signature }),
    covered: [kind, 'RelayState', 'SigAlg']
      .flatMap((name) => (raw.has(name) ? [`${name}=${raw.get(name) ?? ''}`] : []))
      .join('&'),
  };
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}

function decoded(raw: string | undefined): string | undefined {
  if (raw === undefined) return undefined;
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    throw new SamlRefusal('saml-logout-parameters');
  }
}
