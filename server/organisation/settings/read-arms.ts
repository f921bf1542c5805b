import { DOMParser } from '@xmldom/xmldom';
import type { Arms, ArmsRefusal } from './arms.js';
import { isPng } from '../../platform/png.js';
import { readPng } from './png.js';
import { shapesOf } from './svg-shapes.js';

/** Of a file. Arms of municipalities have 5 to 100 kB. */
export const LARGEST_ARMS = 200 * 1024;
const PIXELS = { least: 64, most: 2048 } as const;

/**
 * Takes in a coat of arms by what its bytes are. Of an SVG the shapes are read and nothing else is kept, so that no script, reference or style
 * of the file lives on; what cannot be read as a filled or stroked shape is refused by name.
 */
export function readArms(bytes: Buffer): Arms | ArmsRefusal {
  if (bytes.length > LARGEST_ARMS) return { reason: 'too-large' };
  return isPng(bytes) ? readPicture(bytes) : readSvg(bytes);
}

function readPicture(bytes: Buffer): Arms | ArmsRefusal {
  const png = readPng(bytes, PIXELS);
  if (png === 'broken') return { reason: 'no-image' };
  if (png === 'unfit') return { reason: 'picture-size' };
  const { width, height } = png;
  return { kind: 'picture', width, height, png: png.bytes.toString('base64') };
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
