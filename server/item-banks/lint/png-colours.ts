import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { contentOf, readPngChunks } from '../../platform/png.js';

/** How many pixels have each colour, on the white page that shows through where the image does. */
export interface ColourCounts {
  /** By colour: five bits of red, green and blue each. */
  readonly counts: Uint32Array;
  readonly pixels: number;
}

/** A full screen. More would keep the process that also runs exams busy. */
const MOST_PIXELS = 1920 * 1200;
const DEPTHS = [1, 2, 4, 8, 16];

/** What a row of pixels is told by. */
interface Colouring {
  readonly width: number;
  readonly depth: number;
  readonly channels: number;
  readonly isPalette: boolean;
  readonly palette: Buffer;
  /** `tRNS`: how much of each palette colour is seen, or the one colour that is not. */
  readonly transparency: Buffer;
}

/**
 * Reads a PNG (ISO/IEC 15948): every depth and colour type. Undefined for what is interlaced, damaged or larger than a screen. What it unpacks
 * to follows from its size, and not one byte more is unpacked.
 */
export async function coloursOfPng(bytes: Uint8Array): Promise<ColourCounts | undefined> {
  const png = readPngChunks(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (!png || png.isInterlaced || !DEPTHS.includes(png.depth)) return undefined;
  const { width, height, depth, channels } = png;
  if (width === 0 || height === 0 || width * height > MOST_PIXELS) return undefined;
  const colouring: Colouring = {
    ...{ width, depth, channels, isPalette: png.colourType === 3 },
    palette: contentOf(png, 'PLTE'),
    transparency: contentOf(png, 'tRNS'),
  };
  const bitsAPixel = channels * depth;
  const rowBytes = Math.ceil((width * bitsAPixel) / 8);
  const expected = (rowBytes + 1) * height;
  const rows = await promisify(inflate)(contentOf(png, 'IDAT'), {
    maxOutputLength: expected,
  }).catch(() => undefined);
  if (rows?.length !== expected) return undefined;
  const step = Math.max(1, bitsAPixel >> 3);
  const counts = new Uint32Array(1 << 15);
  let above: Uint8Array = new Uint8Array(rowBytes);
  for (let y = 0; y < height; y += 1) {
    const at = y * (rowBytes + 1);
    const row = rows.subarray(at + 1, at + 1 + rowBytes);
    if (!unfilter(rows[at] ?? 0, row, above, step)) return undefined;
    countRow(colouring, row, counts);
    above = row;
  }
  return { counts, pixels: width * height };
}

/** In place, by the row above; false for a filter that does not exist. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): boolean {
  if (filter > 4) return false;
  for (let i = 0; i < row.length; i += 1) {
    const left = i < step ? 0 : (row[i - step] ?? 0);
    const up = above[i] ?? 0;
    const corner = i < step ? 0 : (above[i - step] ?? 0);
    const guess = [0, left, up, (left + up) >> 1, 0][filter] ?? 0;
    row[i] = ((row[i] ?? 0) + (filter === 4 ? paeth(left, up, corner) : guess)) & 0xff;
  }
  return true;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [
    Math.abs(guess - left),
    Math.abs(guess - up),
    Math.abs(guess - corner),
  ];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function countRow(
  { width, depth, channels, isPalette, palette, transparency }: Colouring,
  row: Uint8Array,
  counts: Uint32Array,
): void {
  const scale = depth < 8 && !isPalette ? 255 / ((1 << depth) - 1) : 1;
  const sample = (index: number): number => {
    if (depth === 8) return row[index] ?? 0;
    // The upper half of sixteen bits is what is seen.
    if (depth === 16) return row[index * 2] ?? 0;
    const bit = index * depth;
    const bits = ((row[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    return bits * scale;
  };
  const hidden = channels % 2 === 1 && !isPalette ? hiddenColour(transparency, depth, scale) : [];
  for (let x = 0; x < width; x += 1) {
    const first = sample(x * channels);
    let [red, green, blue, seen] = [first, first, first, 255];
    if (isPalette) {
      red = palette[first * 3] ?? 0;
      green = palette[first * 3 + 1] ?? 0;
      blue = palette[first * 3 + 2] ?? 0;
      seen = transparency[first] ?? 255;
    } else if (channels >= 3) {
      green = sample(x * channels + 1);
      blue = sample(x * channels + 2);
    }
    if (channels % 2 === 0) seen = sample(x * channels + channels - 1);
    else if (hidden[0] === red && (hidden[1] ?? red) === green && (hidden[2] ?? red) === blue)
      seen = 0;
    const five = (channel: number): number => (255 + ((channel - 255) * seen) / 255) >> 3;
    const colour = (five(red) << 10) | (five(green) << 5) | five(blue);
    counts[colour] = (counts[colour] ?? 0) + 1;
  }
}

/** The one colour that lets the page through, as `sample` reads it; empty when there is none. */
function hiddenColour(transparency: Buffer, depth: number, scale: number): readonly number[] {
  const values: number[] = [];
  for (let at = 0; at + 2 <= transparency.length && values.length < 3; at += 2)
    values.push(depth === 16 ? (transparency[at] ?? 0) : transparency.readUInt16BE(at) * scale);
  return values;
}
