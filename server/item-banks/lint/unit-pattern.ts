/** Parts of patterns that several rules share; all need the flag `u`. */
const MASS_AND_VOLUME = '(?:mikrogram|micrograms?|mcg|[uµμ]g|ng|mg|kg|g|ml|mL|dl|cl|l|L|mmol)';
const COUNTED =
  '(?:IE|IU|E|enhet(?:er)?|eining(?:ar)?|units?|tablett(?:er|ar)?|tablets?|kaps(?:el|ler|lar)|capsules?|dråper|dropar|droppar|drops?)';
const WORD_ENDS = '(?![\\p{L}\\d])';

export const SPACE = '[ \\u00a0\\u2009\\u202f]';
/** A unit of mass or volume, whole. */
export const METRIC_UNIT = `${MASS_AND_VOLUME}${WORD_ENDS}`;
/** Any unit of a dose, whole. */
export const DOSE_UNIT = `(?:${MASS_AND_VOLUME}|${COUNTED})${WORD_ENDS}`;
/** Not the inside of a longer number. */
export const NUMBER_STARTS = '(?<![\\d.,])';

export function pattern(source: string, flags = ''): RegExp {
  return new RegExp(source, `gu${flags}`);
}
