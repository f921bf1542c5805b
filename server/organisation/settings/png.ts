import { crc32, inflateSync } from 'node:zlib';

/** A PNG that was read to its end, without whatever it carries beside the picture. */
export interface Png {
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const KEPT = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];
/** Channels by colour type (PNG 3, 11.2.1). */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE);
}

/**
 * Checks each chunk and all the pixels, since whoever prints a broken picture later stumbles over it. `unfit` for what a certificate cannot
 * print (other than 8 bits a channel, interlaced) or a side outside the bounds; `broken` for what is no whole PNG.
 */
export function readPng(
  bytes: Buffer,
  bounds: { readonly least: number; readonly most: number },
): Png | 'broken' | 'unfit' {
  const chunks = chunksOf(bytes);
  const header = chunks?.[0];
  if (!chunks || header?.type !== 'IHDR' || header.data.length !== 13) return 'broken';
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
  const [depth, colourType = 0, , , interlaced] = header.data.subarray(8);
  const channels = CHANNELS[colourType];
  const fits = (side: number): boolean => side >= bounds.least && side <= bounds.most;
  if (!fits(width) || !fits(height) || depth !== 8 || interlaced !== 0 || !channels) return 'unfit';
  if (colourType === 3 && !chunks.some(({ type }) => type === 'PLTE')) return 'broken';
  const pixels = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  if (!holds(Buffer.concat(pixels), height * (1 + width * channels))) return 'broken';
  const kept = chunks.filter(({ type }) => KEPT.includes(type)).map(({ whole }) => whole);
  return { width, height, bytes: Buffer.concat([SIGNATURE, ...kept]) };
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  /** With its length and its checksum. */
  readonly whole: Buffer;
}

/** Undefined when a checksum is wrong, or the file does not end with its end. */
function chunksOf(bytes: Buffer): readonly Chunk[] | undefined {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return undefined;
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) });
    if (type === 'IEND') return chunks;
    at = end;
  }
  return undefined;
}

function holds(deflated: Buffer, length: number): boolean {
  try {
    return inflateSync(deflated, { maxOutputLength: length }).length === length;
  } catch {
    return false;
  }
}
