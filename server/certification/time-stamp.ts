import { randomBytes } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import {
  childAt,
  childrenOf,
  derTag,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  readElement,
  sequence,
  trueValue,
} from '../platform/keys/der.js';
import { oid } from '../platform/keys/object-identifiers.js';
import { sha256Of } from './cms.js';
import {
  TimeStampError,
  readTimeStampInfo,
  verifyTimeStamp,
  withoutLeadingZeros,
} from './time-stamp-token.js';

/** Has an authority confirm that the bytes existed now; resolves to the RFC 3161 token, rejects when there is none to be had. */
export type TimeStamp = (bytes: Buffer) => Promise<Buffer>;

export interface TimeStampAuthority {
  readonly url: string;
  /** How long to wait for the whole answer. */
  readonly timeoutMs?: number;
  /** Certificates of authorities; when given, a token from anyone else is refused. */
  readonly authorities?: readonly X509Certificate[];
}

const defaultTimeoutMs = 5_000;
/** Tokens are 3 to 8 kB. */
const largestReply = 64 * 1024;

/** A client of one time-stamping authority, RFC 3161 over HTTP. */
export function createTimeStamp(authority: TimeStampAuthority): TimeStamp {
  return async (bytes) => {
    const nonce = freshNonce();
    const reply = await post(authority, encodeRequest(sha256Of(bytes), nonce));
    const token = tokenOf(reply);
    checkNonce(token, nonce);
    const stamp = verifyTimeStamp(token, bytes, authority.authorities ?? []);
    if (authority.authorities !== undefined && !stamp.trusted) {
      throw new TimeStampError(`not a trusted authority: ${stamp.authority}`);
    }
    return token;
  };
}

/** 64 bits, never with a leading zero, so that its encoding is always the same length. */
function freshNonce(): Buffer {
  const nonce = randomBytes(8);
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x01;
  return nonce;
}

/** TimeStampReq, asking for the authority's certificate to come along. */
export function encodeRequest(digest: Buffer, nonce: Buffer): Buffer {
  const imprint = sequence(
    sequence(objectIdentifier(oid.sha256), nullValue()),
    octetString(digest),
  );
  return sequence(integer(1), imprint, integer(nonce), trueValue());
}

async function post({ url, timeoutMs }: TimeStampAuthority, request: Buffer): Promise<Buffer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: new Uint8Array(request),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs ?? defaultTimeoutMs),
  });
  if (!response.ok) throw new TimeStampError(`the authority answered ${response.status}`);
  return readBounded(response);
}

async function readBounded(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > largestReply) throw new TimeStampError('the answer is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** The token of a TimeStampResp whose status is granted (0) or grantedWithMods (1). */
function tokenOf(reply: Buffer): Buffer {
  const [statusInfo, token] = childrenOf(readElement(reply));
  if (statusInfo === undefined) throw new TimeStampError('the answer is empty');
  const status = childAt(statusInfo, 0, derTag.integer).value.toString('hex');
  if (status !== '00' && status !== '01') {
    throw new TimeStampError(`the authority refused with status ${status}`);
  }
  if (token === undefined) throw new TimeStampError('the answer holds no token');
  return token.raw;
}

/** Without this an old answer could be played back to us. */
function checkNonce(token: Buffer, sent: Buffer): void {
  const received = readTimeStampInfo(token).nonce;
  if (received?.equals(withoutLeadingZeros(sent)) !== true) {
    throw new TimeStampError('the answer is not to our request');
  }
}
