import { hitsOf, type TextRule } from './lint-rule.js';
import { DOSE_UNIT, METRIC_UNIT, NUMBER_STARTS, SPACE, pattern } from './unit-pattern.js';

const ISMP = 'ISMP, List of Error-Prone Abbreviations, Symbols, and Dose Designations';
const NO_BREAK_SPACE = '\u00a0';

const TRAILING = pattern(`${NUMBER_STARTS}(\\d+)([.,])(\\d*0)(?=${SPACE}*${DOSE_UNIT})`);

/**
 * N01: `1,0 mg` is read as 10 mg when the comma is missed. Whole groups of three are left to N06, laboratory values (mmol/l) alone.
 * Source: ISMP list, "trailing zero after decimal point".
 */
export const trailingZero: TextRule = {
  code: 'N01',
  summary: 'No zero at the end of a decimal dose: 1 mg, not 1,0 mg',
  source: ISMP,
  inText: (text) =>
    hitsOf(text, TRAILING, ([, whole = '', sign = '', fraction = ''], after) => {
      if (fraction.length === 3 && !whole.startsWith('0')) return undefined;
      if (/^\s*mmol/.test(after)) return undefined;
      const kept = fraction.replace(/0+$/, '');
      return { replacement: kept === '' ? whole : `${whole}${sign}${kept}` };
    }),
};

const NAKED = pattern('(?<=^|[\\s(«"“–-])[.,]\\d+');

/** N02: `,5 mg` is read as 5 mg when the comma is missed. Source: ISMP list, "lack of leading zero". */
export const leadingZero: TextRule = {
  code: 'N02',
  summary: 'A zero before the decimal sign: 0,5 mg, not ,5 mg',
  source: ISMP,
  inText: (text) => hitsOf(text, NAKED, ([found = '']) => ({ replacement: `0${found}` })),
};

const GLUED = pattern(`(\\d+(?:[.,]\\d+)?|\\})(${DOSE_UNIT})`);
const GLUED_PERCENT = pattern('(\\d+(?:[.,]\\d+)?)(%)');
const GLUED_NAME = pattern(`(\\p{L}{3,})(\\d+(?:[.,]\\d+)?)(?=${SPACE}?${METRIC_UNIT})`);

/**
 * N05: the m of `10mg` is read as zeros, and the l of `Inderal40 mg` as a 1. Source: ISMP list; that a space stands before % in Norwegian and
 * Swedish but not in English: Språkrådet and Språkrådet (Sweden), rules for writing.
 */
export const spaceBeforeUnit: TextRule = {
  code: 'N05',
  summary: 'A space between number and unit, and between name and dose',
  source: `${ISMP}; the language councils of Norway and Sweden for %`,
  inText: (text, { notation }) => [
    ...hitsOf(text, GLUED, spaced),
    ...(notation[text.locale].spaceBeforePercent ? hitsOf(text, GLUED_PERCENT, spaced) : []),
    ...hitsOf(text, GLUED_NAME, spaced),
  ],
};

function spaced([, left = '', right = '']: readonly string[]): { replacement: string } {
  return { replacement: `${left}${NO_BREAK_SPACE}${right}` };
}

const GROUPED = pattern('(?<![\\d.,\\p{L}§-])([1-9]\\d{0,2})((?:[.,]\\d{3})+)(?![\\d.,]*\\d)');
const UNGROUPED = pattern('(?<![\\d\\p{L}.,:/+#-])\\d{5,7}(?![\\d\\p{L}-]|[.,]\\d)');

/**
 * N06: `1.000` is a thousand or one, depending on the reader. A decimal that can be meant (`2,125 g` in Norwegian) is let through.
 * Source: ISMP list on large numbers; SI Brochure 9th edition 5.4.4: groups are parted by a space, never by a sign.
 */
export const groupedDigits: TextRule = {
  code: 'N06',
  summary: 'Large numbers are grouped by a space, never by comma or point, from five digits on',
  source: `${ISMP}; SI Brochure, 9th edition, 5.4.4`,
  inText: (text, { notation }) => {
    const { decimalSign } = notation[text.locale];
    return [
      ...hitsOf(text, GROUPED, ([, first = '', rest = '']) => {
        const isDecimal = rest.startsWith(decimalSign) && rest.length === 4 && !rest.endsWith('0');
        return isDecimal ? undefined : { replacement: grouped(first + rest.replace(/[.,]/g, '')) };
      }),
      ...hitsOf(text, UNGROUPED, ([digits = '']) => ({ replacement: grouped(digits) })),
    ];
  },
};

function grouped(digits: string): string {
  return digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE);
}

const DECIMAL = pattern(`${NUMBER_STARTS}(\\d+)([.,])(\\d+)(?=${SPACE}?(?:${DOSE_UNIT}|%))`);

/**
 * N13: a comma in nb, nn and sv, a point in en; the other sign looks like a group of thousands. Source: the language councils; SI Brochure 5.4.4
 * knows both.
 */
export const decimalSign: TextRule = {
  code: 'N13',
  summary: 'The decimal sign of the language: comma in nb, nn and sv, point in en',
  source: 'SI Brochure, 9th edition, 5.4.4; the language councils of Norway and Sweden',
  inText: (text, { notation }) => {
    const right = notation[text.locale].decimalSign;
    return hitsOf(text, DECIMAL, ([, whole = '', sign = '', fraction = '']) => {
      const mayBeGroup = fraction.length === 3 && !whole.startsWith('0');
      if (sign === right || mayBeGroup) return undefined;
      return { replacement: `${whole}${right}${fraction}` };
    });
  },
};
