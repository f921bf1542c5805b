import type { Seal } from '../platform/keys/seal-key.js';
import { findEmptySeal, formatByteRange, locateSeal } from './byte-range.js';
import type { SealPosition } from './byte-range.js';
import { certificatesOf, encodeSignedData, sha256Of, signDigest } from './cms.js';
import type { SignedDigest } from './cms.js';
import type { TimeStamp } from './time-stamp.js';

export interface SealedPdf {
  readonly bytes: Buffer;
  /** True: PAdES-B-T. False: PAdES-B-B, because no authority was given or it did not deliver. */
  readonly timeStamped: boolean;
  /** Why a time stamp that was asked for is missing; for the log and for the one who runs the service. */
  readonly timeStampFailure?: string;
}

/**
 * Fills the empty seal of a PDF made by `renderCertificate`. A time-stamping authority that is down does not keep anybody from
 * getting the certificate: the seal is then made without a time stamp, and the result says so.
 */
export async function sealPdf(
  pdf: Buffer,
  seal: Seal,
  options: { readonly timeStamp?: TimeStamp | undefined } = {},
): Promise<SealedPdf> {
  const { bytes, position } = writeByteRange(pdf);
  const digest = sha256Of(bytes.subarray(0, position.start), bytes.subarray(position.end));
  const signed = await signDigest(digest, seal);
  const stamp = await tryTimeStamp(signed.signature, options.timeStamp);
  const write = (token?: Buffer): boolean =>
    writeContents(bytes, position, encodeWith(signed, seal, token));

  if (stamp.token !== undefined && write(stamp.token)) return { bytes, timeStamped: true };
  if (!write()) throw new Error('The certificates of the seal do not fit in the PDF');
  const failure = stamp.token === undefined ? stamp.failure : 'the time stamp is too large';
  return {
    bytes,
    timeStamped: false,
    ...(failure === undefined ? {} : { timeStampFailure: failure }),
  };
}

function writeByteRange(pdf: Buffer): { bytes: Buffer; position: SealPosition } {
  const { byteRangeStart, position } = findEmptySeal(pdf);
  const bytes = Buffer.from(pdf);
  bytes.write(formatByteRange(position, bytes.length), byteRangeStart, 'latin1');
  // What we seal must be what we would accept; a text in the document may have imitated the structure of a PDF.
  const located = locateSeal(bytes);
  if (typeof located === 'string') throw new Error(`The PDF can't be sealed: ${located}`);
  return { bytes, position };
}

const encodeWith = (signed: SignedDigest, seal: Seal, token: Buffer | undefined): Buffer =>
  encodeSignedData({ ...signed, ...certificatesOf(seal), timeStampToken: token });

async function tryTimeStamp(
  signature: Buffer,
  timeStamp: TimeStamp | undefined,
): Promise<{ token?: Buffer; failure?: string }> {
  if (timeStamp === undefined) return {};
  try {
    return { token: await timeStamp(signature) };
  } catch (error) {
    return { failure: describeFailure(error) };
  }
}

/** `fetch` says only "fetch failed" and keeps the reason in the cause. */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown failure';
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.name}: ${error.message}${cause}`;
}

/** Writes the CMS as hex; the rest of the room keeps its zeros. False when it does not fit. */
function writeContents(bytes: Buffer, { start, end }: SealPosition, cms: Buffer): boolean {
  const room = end - start - 2;
  const hex = cms.toString('hex');
  if (hex.length > room) return false;
  bytes.write(hex, start + 1, 'latin1');
  return true;
}
