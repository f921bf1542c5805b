import { inflateSync } from 'node:zlib';
import { contentOf, PNG_SIGNATURE, readPngChunks } from '../../platform/png.js';

/** A PNG that was read to its end, without whatever it carries beside the picture. */
export interface PlainPng {
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
}

const KEPT = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];
const BY_PALETTE = 3;

/**
 * Checks each chunk and all the pixels, since whoever prints a broken picture later stumbles over it. `unfit` for what a certificate cannot
 * print (other than 8 bits a channel, interlaced) or a side outside the bounds; `broken` for what is no whole PNG.
 */
export function readPng(
  bytes: Buffer,
  bounds: { readonly least: number; readonly most: number },
): PlainPng | 'broken' | 'unfit' {
  const png = readPngChunks(bytes);
  if (!png) return 'broken';
  const { width, height, depth, colourType, channels, isInterlaced, chunks } = png;
  const fits = (side: number): boolean => side >= bounds.least && side <= bounds.most;
  if (!fits(width) || !fits(height) || depth !== 8 || isInterlaced) return 'unfit';
  if (colourType === BY_PALETTE && contentOf(png, 'PLTE').length === 0) return 'broken';
  if (!holds(contentOf(png, 'IDAT'), height * (1 + width * channels))) return 'broken';
  const kept = chunks.filter(({ type }) => KEPT.includes(type)).map(({ whole }) => whole);
  return { width, height, bytes: Buffer.concat([PNG_SIGNATURE, ...kept]) };
}

function holds(deflated: Buffer, length: number): boolean {
  try {
    return inflateSync(deflated, { maxOutputLength: length }).length === length;
  } catch {
    return false;
  }
}
