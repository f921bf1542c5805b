import { DOMParser } from '@xmldom/xmldom';
import type { Arms, ArmsRefusal } from './arms.js';
import { shapesOf } from './svg-shapes.js';

/** Of a file. Arms of municipalities have 5 to 100 kB. */
export const LARGEST_ARMS = 200 * 1024;
const PIXELS = { least: 64, most: 2048 } as const;
const PNG = '89504e470d0a1a0a';

/**
 * Takes in a coat of arms by what its bytes are. Of an SVG the shapes are read and nothing else is kept, so that no script, reference or style
 * of the file lives on; what cannot be read as a filled or stroked shape is refused by name.
 */
export function readArms(bytes: Buffer): Arms | ArmsRefusal {
  if (bytes.length > LARGEST_ARMS) return { reason: 'too-large' };
  return bytes.toString('hex', 0, 8) === PNG ? readPng(bytes) : readSvg(bytes);
}

/** Header first (PNG 3, 11.2.1): 8 bits a channel and not interlaced, as a certificate can print it. */
function readPng(bytes: Buffer): Arms | ArmsRefusal {
  if (bytes.length < 57 || bytes.toString('latin1', 12, 16) !== 'IHDR')
    return { reason: 'no-image' };
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const fits = (side: number): boolean => side >= PIXELS.least && side <= PIXELS.most;
  const isPlain = bytes[24] === 8 && bytes[28] === 0;
  if (!fits(width) || !fits(height) || !isPlain) return { reason: 'picture-size' };
  return { kind: 'picture', width, height, png: bytes.toString('base64') };
}

function readSvg(bytes: Buffer): Arms | ArmsRefusal {
  const text = bytes.toString('utf8').replace(/<!DOCTYPE[^>[]*>/i, '');
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text) || text.includes('\uFFFD')) return { reason: 'no-image' };
  const faults: unknown[] = [];
  const broken = (fault: unknown): void => {
    faults.push(fault);
  };
  const parser = new DOMParser({
    errorHandler: { warning: broken, error: broken, fatalError: broken },
  });
  const root = parsed(() => parser.parseFromString(text, 'image/svg+xml').documentElement);
  if (!root || faults.length > 0 || root.localName !== 'svg') return { reason: 'no-image' };
  return shapesOf(root);
}

/** The parser throws where it finds nothing at all. */
function parsed(parse: () => Element | null): Element | undefined {
  try {
    return parse() ?? undefined;
  } catch {
    return undefined;
  }
}
