import { crc32 } from 'node:zlib';

/** The chunks of a PNG (ISO/IEC 15948), each with its checksum right, and what its header says. The pixels are still packed. */
export interface Png {
  readonly width: number;
  readonly height: number;
  /** Bits a channel. */
  readonly depth: number;
  readonly colourType: number;
  /** By the colour type: from 1, grey or by a palette, to 4. */
  readonly channels: number;
  readonly isInterlaced: boolean;
  readonly chunks: readonly PngChunk[];
}

export interface PngChunk {
  readonly type: string;
  readonly data: Buffer;
  /** With its length and its checksum. */
  readonly whole: Buffer;
}

export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** By colour type (11.2.1). */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE);
}

/** Undefined for what is no whole PNG: a wrong checksum, no header, no end, a colour type that there is not. */
export function readPngChunks(bytes: Buffer): Png | undefined {
  const chunks = isPng(bytes) ? chunksOf(bytes) : undefined;
  const header = chunks?.[0];
  if (!chunks || header?.type !== 'IHDR' || header.data.length !== 13) return undefined;
  const [depth = 0, colourType = -1, , , interlaced] = header.data.subarray(8);
  const channels = CHANNELS[colourType];
  if (!channels) return undefined;
  return {
    width: header.data.readUInt32BE(0),
    height: header.data.readUInt32BE(4),
    ...{ depth, colourType, channels, chunks },
    isInterlaced: interlaced !== 0,
  };
}

/** What the chunks of a type hold, one after the other; empty when there is none. */
export function contentOf({ chunks }: Pick<Png, 'chunks'>, type: 'PLTE' | 'tRNS' | 'IDAT'): Buffer {
  return Buffer.concat(chunks.filter((chunk) => chunk.type === type).map(({ data }) => data));
}

function chunksOf(bytes: Buffer): readonly PngChunk[] | undefined {
  const chunks: PngChunk[] = [];
  for (let at = PNG_SIGNATURE.length; at + 12 <= bytes.length;) {
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
