import { contrastRatio } from '../../platform/colour.js';
import { coloursOfPng, type ColourCounts } from './png-colours.js';

/**
 * What can be said of a picture's contrast: how far the strongest colour in it stands out from its ground, or why that can't be said. Whether
 * each word does is for a person to see.
 */
export type PictureContrast =
  { readonly strongest: number } | { readonly unjudged: 'format' | 'unread' | 'photo' };

/** By name; a picture that is not among them is not in the bank. */
export type Pictures = ReadonlyMap<string, PictureContrast>;

/** Of all pixels: what is less is the soft edge of something else, or dust. */
const LEAST_INK = 0.0005;
/** Of all pixels: a picture with less of one colour has no ground, as photographs have none. */
const LEAST_GROUND = 0.2;

export async function contrastOfPicture(name: string, bytes: Uint8Array): Promise<PictureContrast> {
  if (!name.toLowerCase().endsWith('.png')) return { unjudged: 'format' };
  const colours = await coloursOfPng(bytes);
  return colours ? strongestIn(colours) : { unjudged: 'unread' };
}

function strongestIn({ counts, pixels }: ColourCounts): PictureContrast {
  let ground = 0;
  for (let colour = 0; colour < counts.length; colour += 1)
    if ((counts[colour] ?? 0) > (counts[ground] ?? 0)) ground = colour;
  if ((counts[ground] ?? 0) < pixels * LEAST_GROUND) return { unjudged: 'photo' };
  let strongest = 1;
  for (let colour = 0; colour < counts.length; colour += 1)
    if ((counts[colour] ?? 0) > pixels * LEAST_INK)
      strongest = Math.max(strongest, contrastRatio(hexOf(colour), hexOf(ground)));
  return { strongest };
}

/** `#rrggbb` of five bits each. */
function hexOf(colour: number): string {
  const eight = (five: number): string => ((five << 3) | (five >> 2)).toString(16).padStart(2, '0');
  return `#${eight(colour >> 10)}${eight((colour >> 5) & 31)}${eight(colour & 31)}`;
}
