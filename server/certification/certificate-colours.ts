import { contrastRatio, LEAST_READABLE_CONTRAST } from '../platform/colour.js';

/** The colour if text in it can be read on white (WCAG AA), otherwise the other one. */
export const readableOnWhite = (colour: string, otherwise: string): string =>
  contrastRatio(colour, '#ffffff') >= LEAST_READABLE_CONTRAST ? colour : otherwise;
