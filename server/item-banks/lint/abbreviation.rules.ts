import { hitsOf, type TextRule } from './lint-rule.js';
import { DOSE_UNIT, SPACE, pattern } from './unit-pattern.js';

const ISMP = 'ISMP, List of Error-Prone Abbreviations, Symbols, and Dose Designations';

const LATIN = pattern(
  '(?<![\\p{L}\\d-])(?:QD|qd|QOD|qod|BD|BID|TID|QID|HS|SQ|D/C|AD|AU|OJ|BT|OD|SC)(?![\\p{L}\\d-])',
);
const WITH_POINTS = pattern(
  '(?<![\\p{L}])(?:per os|q\\.o?\\.?d\\.?|[bt]\\.i\\.d\\.?|q\\.i\\.d\\.?)(?![\\p{L}])',
  'i',
);
const AFTER_NUMBER = pattern(
  `\\d${SPACE}?(cc|ss)(?![\\p{L}\\d])|(?<![\\p{L}])(x${SPACE}?\\d+${SPACE}?d)(?![\\p{L}\\d])`,
);

/**
 * N08: abbreviations that have been misread with harm. AS is left out in this list: in Norwegian it is a form of company.
 * Source: ISMP list; BMJ Open, table of error-prone abbreviations.
 */
export const misreadAbbreviations: TextRule = {
  code: 'N08',
  summary: 'No cc, QD, OD, BD, HS, SC, D/C, BT, per os, x3d: in words',
  source: ISMP,
  inText: (text) => [
    ...hitsOf(text, LATIN),
    ...hitsOf(text, WITH_POINTS),
    ...hitsOf(text, AFTER_NUMBER, ([, unit = '', times = '']) => ({ found: unit || times })),
  ],
};

const RATIO = pattern(
  `(?<![\\d:.,])1${SPACE}?:${SPACE}?[1-9]\\d{0,2}(?:[ \\u00a0.,]?\\d{3})*(?!\\d)`,
);

/**
 * N09: adrenaline 1:1000 and 1:10 000 have been mixed up with deaths. Below 1:100 it is a mixture of things, not a strength.
 * Source: FDA and ISMP 2016, ratio expressions removed from the labels of single drugs.
 */
export const ratioStrength: TextRule = {
  code: 'N09',
  summary: 'Strengths in mg/ml, not as a ratio (1:1000)',
  source: 'ISMP 2016 and USP, ratio expressions on labels',
  inText: (text) =>
    hitsOf(text, RATIO, ([found = '']) =>
      Number(found.replace(/^1\D+/, '').replace(/\D/g, '')) >= 100 ? {} : undefined,
    ),
};

const FRACTION = pattern(
  `(?<![\\d/])([13]/[234])(?=${SPACE}?(?:tabl|tbl|kaps|caps|stikk|supp))`,
  'i',
);

/** N10: 1/2 tablet has been read as 1-2 tablets. Source: ISMP list; New Zealand list. */
export const fractionOfTablet: TextRule = {
  code: 'N10',
  summary: 'Half a tablet in words or as ½, not 1/2',
  source: ISMP,
  inText: (text) => hitsOf(text, FRACTION, ([, found = '']) => ({ found })),
};

const COMPARED = pattern(`[<>≤≥]${SPACE}?\\d`);
const JOINED = pattern('(?<=[\\p{L}\\d] )[&@](?= [\\p{L}\\d])|(?<=\\d)@|@(?=\\d)');
const PLUS = pattern(`${DOSE_UNIT}${SPACE}?\\+${SPACE}?\\d`);
const HOURS = pattern(`\\d${SPACE}?°(?!${SPACE}?[CF])`);
const SLASH = pattern(
  `\\d${SPACE}?(mg|g|ml|mL|E|enheter|units)${SPACE}?/${SPACE}?\\d+(?:[.,]\\d+)?${SPACE}?\\1(?![\\p{L}])`,
);
const ROMAN = pattern(
  `(?<![\\p{L}])(?:II|III|IV|VI{0,3}|IX|X)(?=${SPACE}(?:tabl|kaps|caps|drå|drop|mg|ml))`,
);

/** N11: > and < are mixed up, + looks like 4, & like 2, / like 1, ° like 0. A sum that is worked out (with =) is let through. Source: ISMP list, symbols. */
export const symbolsInDoses: TextRule = {
  code: 'N11',
  summary: 'Words instead of > < @ & + ° and / between doses, and no Roman numerals',
  source: ISMP,
  inText: (text) => [
    ...[COMPARED, JOINED, HOURS, SLASH, ROMAN].flatMap((symbol) => hitsOf(text, symbol)),
    ...hitsOf(text, PLUS, (_found, after) => (/^[^.?!]*=/.test(after) ? undefined : {})),
  ],
};

const SHORT_NAMES = pattern(
  '(?<![\\p{L}\\d-])(?:MTX|HCTZ?|AZT|MgSO4|KCl|MSO4|ASA|NTG|PTU|CPZ|INH|TAC)(?![\\p{L}\\d-])',
);

/** N12: MTX has been read as mitoxantrone, HCT as hydrocortisone, MSO4 as magnesium sulphate. Source: ISMP list, drug name abbreviations. */
export const shortDrugNames: TextRule = {
  code: 'N12',
  summary: 'No short names of medicines (MTX, HCT, KCl, ASA)',
  source: `${ISMP}, drug name abbreviations`,
  inText: (text) => hitsOf(text, SHORT_NAMES),
};
