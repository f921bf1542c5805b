/**
 * The little of DER (ITU-T X.690) that certificates, CMS and RFC 3161 time stamps need. Only definite lengths and one-byte tags
 * are read, which is all that DER allows in those structures.
 */

/** One tag-length-value. */
export interface DerNode {
  readonly tag: number;
  /** The content, without tag and length. */
  readonly value: Buffer;
  /** The whole element as it stood in the input. */
  readonly raw: Buffer;
}

export class DerError extends Error {
  override readonly name = 'DerError';
}

export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** The tag of `[n] EXPLICIT`, and of `[n] IMPLICIT` over something constructed. */
export const contextTag = (n: number): number => 0xa0 | n;

// --- writing ---

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.from([0x80 | digits.length, ...digits]);
}

export function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), encodeLength(value.length), value]);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => element(derTag.sequence, ...parts);

/** SET OF: DER orders the members by their encoding, whatever order they are given in. */
export const setOf = (...members: readonly Buffer[]): Buffer =>
  element(derTag.set, ...[...members].sort((a, b) => Buffer.compare(a, b)));

export const octetString = (bytes: Buffer): Buffer => element(derTag.octetString, bytes);

export const nullValue = (): Buffer => element(derTag.null);

/** DER has one spelling of TRUE; FALSE is never written here, being the default everywhere we need it. */
export const trueValue = (): Buffer => element(derTag.boolean, Buffer.from([0xff]));

/** A non-negative integer, given as a small number or as big-endian bytes. */
export function integer(magnitude: number | Buffer): Buffer {
  let bytes = typeof magnitude === 'number' ? Buffer.from([magnitude]) : magnitude;
  while (bytes.length > 1 && bytes[0] === 0) bytes = bytes.subarray(1);
  const looksNegative = ((bytes[0] ?? 0) & 0x80) !== 0;
  return element(derTag.integer, looksNegative ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** A BIT STRING; `unusedBits` counts the padding bits at the end of the last byte. */
export const bitString = (bytes: Buffer, unusedBits = 0): Buffer =>
  element(derTag.bitString, Buffer.from([unusedBits]), bytes);

export const utf8String = (text: string): Buffer =>
  element(derTag.utf8String, Buffer.from(text, 'utf8'));

export const printableString = (text: string): Buffer =>
  element(derTag.printableString, Buffer.from(text, 'latin1'));

function encodeBase128(arc: number): number[] {
  const digits = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    digits.unshift((rest % 128) | 0x80);
  }
  return digits;
}

export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap(encodeBase128);
  return element(derTag.objectIdentifier, Buffer.from(bytes));
}

/** An X.509 time: RFC 5280 wants UTCTime through 2049 and GeneralizedTime from 2050. */
export function certificateTime(instant: Date): Buffer {
  const digits = `${instant.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  return instant.getUTCFullYear() < 2050
    ? element(derTag.utcTime, Buffer.from(digits.slice(2), 'latin1'))
    : element(derTag.generalizedTime, Buffer.from(digits, 'latin1'));
}

// --- reading ---

function byteAt(bytes: Buffer, offset: number): number {
  const byte = bytes[offset];
  if (byte === undefined) throw new DerError('truncated');
  return byte;
}

/** Length and where the content starts. Four length bytes are plenty: no input of ours passes a few megabytes. */
function readLength(bytes: Buffer, offset: number): { length: number; contentStart: number } {
  const first = byteAt(bytes, offset);
  if (first < 0x80) return { length: first, contentStart: offset + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new DerError('length form not allowed');
  let length = 0;
  for (let i = 1; i <= count; i += 1) length = length * 256 + byteAt(bytes, offset + i);
  return { length, contentStart: offset + 1 + count };
}

/** The first element of the bytes; what follows it is left to the caller. */
export function readElement(bytes: Buffer, offset = 0): DerNode {
  const tag = byteAt(bytes, offset);
  if ((tag & 0x1f) === 0x1f) throw new DerError('long tag');
  const { length, contentStart } = readLength(bytes, offset + 1);
  const end = contentStart + length;
  if (end > bytes.length) throw new DerError('truncated');
  return { tag, value: bytes.subarray(contentStart, end), raw: bytes.subarray(offset, end) };
}

/** The elements inside a constructed one, or inside an OCTET STRING that wraps DER. */
export function childrenOf(node: DerNode): readonly DerNode[] {
  const children: DerNode[] = [];
  for (let offset = 0; offset < node.value.length;) {
    const child = readElement(node.value, offset);
    children.push(child);
    offset += child.raw.length;
  }
  return children;
}

/** The child at an index; throws when the structure is shorter, or is not what was expected there. */
export function childAt(node: DerNode, index: number, expectedTag?: number): DerNode {
  const child = childrenOf(node)[index];
  if (child === undefined) throw new DerError(`element ${index} is missing`);
  return expectedTag === undefined ? child : expectTag(child, expectedTag);
}

export function expectTag(node: DerNode, tag: number): DerNode {
  if (node.tag !== tag) throw new DerError(`tag ${node.tag} where ${tag} was expected`);
  return node;
}

/** `1.2.840…`. */
export function readObjectIdentifier(node: DerNode): string {
  expectTag(node, derTag.objectIdentifier);
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of node.value) {
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new DerError('object identifier too large');
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [joined = 0, ...rest] = arcs;
  const first = Math.min(Math.floor(joined / 40), 2);
  return [first, joined - first * 40, ...rest].join('.');
}

/** A GeneralizedTime in UTC, to the millisecond. */
export function readGeneralizedTime(node: DerNode): Date {
  expectTag(node, derTag.generalizedTime);
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(
    node.value.toString('latin1'),
  );
  if (match === null) throw new DerError('time is not in UTC');
  const [, year, month, day, hour, minute, second, fraction = ''] = match;
  const milliseconds = fraction.slice(0, 4);
  const instant = new Date(
    `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}${milliseconds}Z`,
  );
  if (Number.isNaN(instant.getTime())) throw new DerError('no such time');
  return instant;
}
