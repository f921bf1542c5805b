import type { X509Certificate } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import type { JWK } from 'jose';
import { JWS_ALGORITHMS, signJws } from '../platform/keys/seal-jws.js';
import { keyIdOf, publicJwkOf } from '../platform/keys/seal-key.js';
import type { Seal } from '../platform/keys/seal-key.js';
import {
  claimsSchema,
  composePayload,
  credentialSchema,
  numberInCredentialId,
  secondsOf,
} from './credential-record.js';
import type { CredentialRecord, CredentialUrls } from './credential-record.js';

/**
 * The certificate as an Open Badges 3.0 credential in a signed JWT (VC-JWT, OB 3.0 section 8.2). RS256 is what every reader of Open
 * Badges must know; a seal with an EC key gives ES256.
 */

/** A credential is a few kilobytes; nobody gets to make us parse more. */
const longestJwt = 64 * 1024;

export async function issueCredential(
  record: CredentialRecord,
  seal: Seal,
  urls: CredentialUrls,
): Promise<string> {
  // OB 3.0 allows alg, kid and typ in the header and nothing else.
  const header = { kid: `${urls.keys}/${seal.kid}`, typ: 'JWT' };
  return signJws(header, composePayload(record, urls), seal);
}

/** A key whose signature on a credential we believe. */
export interface TrustedKey {
  readonly kid: string;
  readonly publicJwk: JWK;
}

export const trustedKeyOf = (certificate: X509Certificate): TrustedKey => ({
  kid: keyIdOf(certificate),
  publicJwk: publicJwkOf(certificate),
});

/** What a credential says. Whether it is still in force is asked of the register, or of `validUntil` and a clock. */
export interface Credential {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly holderName: string;
  readonly holderId: string;
  readonly issuerName: string;
  readonly validFrom: Date;
  readonly validUntil?: Date;
  readonly scope: readonly string[];
  readonly rulesVersion?: string;
}

type CredentialFault =
  'malformed' | 'unexpected-header' | 'unknown-key' | 'bad-signature' | 'unexpected-content';

type CredentialReading =
  | { readonly trusted: true; readonly credential: Credential }
  | { readonly trusted: false; readonly code: CredentialFault };

/** Verifies and reads a credential. Never throws, whatever it is given. */
export async function readCredential(
  jwt: string,
  trustedKeys: readonly TrustedKey[],
): Promise<CredentialReading> {
  const header = readHeader(jwt);
  if (header === undefined) return refuse('malformed');
  const key = trustedKeys.find(({ kid }) => kid === lastSegmentOf(header['kid']));
  const fault = headerFault(header, key);
  if (key === undefined || fault !== undefined) return refuse(fault ?? 'unknown-key');
  const payload = await verifiedPayload(jwt, key);
  if (payload === undefined) return refuse('bad-signature');
  const credential = readPayload(payload);
  return credential === undefined ? refuse('unexpected-content') : { trusted: true, credential };
}

const refuse = (code: CredentialFault): CredentialReading => ({ trusted: false, code });

function readHeader(jwt: string): Readonly<Record<string, unknown>> | undefined {
  if (jwt.length > longestJwt || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jwt)) return undefined;
  const header = parseJson(Buffer.from(jwt.split('.')[0] ?? '', 'base64url'));
  return typeof header === 'object' && header !== null && !Array.isArray(header)
    ? (header as Record<string, unknown>)
    : undefined;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A key is known by its thumbprint alone: the host before it may have changed since. */
const lastSegmentOf = (kid: unknown): string | undefined =>
  typeof kid === 'string' ? kid.split('/').at(-1) : undefined;

/** A header may not bring its own key (`jwk`, `x5c`) or choose the algorithm: both are ours to say. */
function headerFault(
  header: Readonly<Record<string, unknown>>,
  key: TrustedKey | undefined,
): CredentialFault | undefined {
  const names = Object.keys(header).sort().join();
  if (names !== 'alg,kid,typ' || header['typ'] !== 'JWT') return 'unexpected-header';
  if (key === undefined) return 'unknown-key';
  return header['alg'] === key.publicJwk.alg ? undefined : 'unexpected-header';
}

async function verifiedPayload(jwt: string, key: TrustedKey): Promise<Uint8Array | undefined> {
  try {
    const verified = await compactVerify(jwt, await importJWK(key.publicJwk), {
      algorithms: Object.values(JWS_ALGORITHMS),
    });
    return verified.payload;
  } catch {
    return undefined;
  }
}

function readPayload(payload: Uint8Array): Credential | undefined {
  const json = parseJson(payload);
  const credential = credentialSchema.safeParse(json);
  const claims = claimsSchema.safeParse(json);
  if (!credential.success || !claims.success) return undefined;
  const { id, issuer, validFrom, validUntil, credentialSubject: subject } = credential.data;
  const name = subject.identifier.find(({ identityType }) => identityType === 'name');
  // The claims and the id say once more what the credential says; if they differ, readers would disagree on what was signed.
  const isConsistent =
    claims.data.iss === issuer.id &&
    claims.data.jti === id &&
    claims.data.sub === subject.id &&
    claims.data.nbf === secondsOf(new Date(validFrom)) &&
    claims.data.exp === (validUntil === undefined ? undefined : secondsOf(new Date(validUntil))) &&
    numberInCredentialId(id) === subject.licenseNumber;
  if (name === undefined || !isConsistent) return undefined;
  const { achievement } = subject;
  return {
    id,
    number: subject.licenseNumber,
    title: achievement.name,
    holderName: name.identityHash,
    holderId: subject.id,
    issuerName: issuer.name,
    validFrom: new Date(validFrom),
    ...(validUntil === undefined ? {} : { validUntil: new Date(validUntil) }),
    scope: achievement.tag ?? [],
    ...(achievement.version === undefined ? {} : { rulesVersion: achievement.version }),
  };
}
