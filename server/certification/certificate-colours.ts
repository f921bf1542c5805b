import { channelsOf, contrastRatio } from '../platform/colour.js';

/** The colour mixed with white; a share of 1 is the colour itself, of 0 white. */
export function tint(colour: string, share: number): string {
  const hex = (channel: number): string =>
    Math.round(255 - (255 - channel) * share)
      .toString(16)
      .padStart(2, '0');
  return `#${channelsOf(colour).map(hex).join('')}`;
}

const leastReadableContrast = 4.5;

/** The colour if text in it can be read on white (WCAG AA), otherwise the other one. */
export const readableOnWhite = (colour: string, otherwise: string): string =>
  contrastRatio(colour, '#ffffff') >= leastReadableContrast ? colour : otherwise;
