import type { Seal } from './seal-key.js';
import { childrenOf, readElement } from './der.js';

/** By the kind of the seal's key. */
export const JWS_ALGORITHMS = { rsa: 'RS256', ec: 'ES256' } as const;

/** A compact JWS (RFC 7515) by the seal. The header says the algorithm and what is given here. */
export async function signJws(
  header: { readonly kid: string; readonly typ: string },
  payload: object,
  seal: Seal,
): Promise<string> {
  const signingInput = `${encodePart({ alg: JWS_ALGORITHMS[seal.alg], ...header })}.${encodePart(payload)}`;
  const signature = await seal.sign(Buffer.from(signingInput, 'ascii'));
  const value = seal.alg === 'ec' ? joinPair(signature) : signature;
  return `${signingInput}.${value.toString('base64url')}`;
}

const encodePart = (part: object): string =>
  Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');

/** JOSE wants the two numbers of an ECDSA signature side by side in 32 bytes each (P-256), not as DER. */
function joinPair(derSignature: Buffer): Buffer {
  const pair = childrenOf(readElement(derSignature));
  return Buffer.concat(
    pair.map(({ value }) => Buffer.concat([Buffer.alloc(32), value]).subarray(-32)),
  );
}
