import { LOCALES } from '../../platform/locale.js';
import type { Item, NumericItem } from '../item.js';
import { hitsOf, type Hit, type ItemRule, type TextRule } from './lint-rule.js';
import { METRIC_UNIT, NUMBER_STARTS, SPACE, pattern } from './unit-pattern.js';

const ISMP = 'ISMP, List of Error-Prone Abbreviations, Symbols, and Dose Designations';

const MICROGRAM = pattern('(?<![\\p{L}])(?:mcg|MCG|mkg|ug|UG|[µμ]g|mikrog|microg)(?![\\p{L}\\d])');

/** N03: µ is read as m, a thousandfold dose; both code points of µ are found. Source: ISMP list; in full as in the Nordic product texts. */
export const microgramInFull: TextRule = {
  code: 'N03',
  summary: '"mikrogram" or "micrograms" in full, never mcg, ug or µg',
  source: ISMP,
  inText: (text, { notation }) =>
    hitsOf(text, MICROGRAM, () => ({ replacement: notation[text.locale].microgram })),
};

const UNIT_LETTERS = pattern(
  `\\d${SPACE}?(IE|IU|I\\.E\\.|I\\.U\\.|ie|iu|E|U|u)(?![\\p{L}\\d]|\\.${SPACE}?\\p{Ll})`,
);

/**
 * N04: U is read as 0 or 4, IU as IV or 10. What a customer's pharmacist accepts is in the profile (`acceptedUnitLetters`), for Sweden `E`.
 * Source: ISMP list; HSLF-FS 2017:37 11 § for E, from a secondary source: ask the pharmacist before making this an error.
 */
export const unitsInFull: TextRule = {
  code: 'N04',
  summary: '"enheter" or "units" in full, never U, IU, IE alone (E is accepted in Swedish)',
  source: `${ISMP}; HSLF-FS 2017:37 11 § (secondary source)`,
  inText: (text, { notation }) => {
    const { acceptedUnitLetters, units } = notation[text.locale];
    return hitsOf(text, UNIT_LETTERS, ([, letters = '']) =>
      acceptedUnitLetters.includes(letters) ? undefined : { found: letters, replacement: units },
    );
  },
};

const FULL_STOP = pattern(`\\d${SPACE}?(${METRIC_UNIT}\\.)(?=${SPACE}?[\\p{Ll},;)])`);
const CAPITALS = pattern(`\\d${SPACE}?(MG|Mg|ML|Ml|KG|Kg)(?![\\p{L}\\d])`);
const MILLILITRE = pattern('(?<![\\p{L}])(ml|mL)(?![\\p{L}])');

/**
 * N07: a full stop after a unit is read as a 1; Mg is a megagram (and magnesium). Source: ISMP list; SI Brochure 9th edition 5.2: symbols are
 * written exactly as they are and without a point.
 */
export const unitSymbols: TextRule = {
  code: 'N07',
  summary: 'No full stop after a unit, the right capitals, and one of ml and mL in a bank',
  source: `${ISMP}; SI Brochure, 9th edition, 5.2`,
  inText: (text, { notation }) => {
    const { millilitre } = notation[text.locale];
    return [
      ...hitsOf(text, FULL_STOP, ([, unit = '']) => ({
        found: unit,
        replacement: unit.slice(0, -1),
      })),
      ...hitsOf(text, CAPITALS, ([, unit = '']) => ({
        found: unit,
        replacement: unit.toLowerCase() === 'ml' ? millilitre : unit.toLowerCase(),
      })),
      ...hitsOf(text, MILLILITRE, ([unit = '']) =>
        unit === millilitre ? undefined : { replacement: millilitre },
      ),
    ];
  },
};

/** Substances whose Norwegian and Swedish product texts state strengths in micrograms (own selection, to be approved by the pharmacist). */
const LABELLED_IN_MICROGRAM =
  /digoksin|digoxin|levotyroks|levotyrox|levothyrox|fentanyl|desmopressin|misoprostol|liotyronin|liothyronine|buprenor[fp]in.{0,12}plast/iu;
const SMALL_MG = pattern(`${NUMBER_STARTS}0[.,]\\d+${SPACE}?mg(?![\\p{L}\\d])`);

/**
 * N15: 0,05 mg of what is sold as 50 mikrogram invites a tenfold error. Source: ISMP and the British National Formulary, "Prescription writing":
 * less than 1 mg is written in micrograms.
 */
export const microgramBelowMilligram: ItemRule = {
  code: 'N15',
  summary: 'Below 1 mg in micrograms, where the label says micrograms',
  source: 'British National Formulary, "Prescription writing"',
  inItem(item) {
    const named = LOCALES.some((locale) =>
      LABELLED_IN_MICROGRAM.test(item.texts[locale]?.stem ?? ''),
    );
    if (!named) return [];
    const stems = LOCALES.flatMap((locale) =>
      hitsOf(
        {
          part: 'stem',
          locale,
          path: ['texts', locale, 'stem'],
          text: item.texts[locale]?.stem ?? '',
        },
        SMALL_MG,
      ),
    );
    return item.type === 'numeric' ? [...stems, ...smallMilligrams(item)] : stems;
  },
};

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}

function smallMilligrams(item: NumericItem): Hit[] {
  return Object.entries(item.parameters).flatMap(([name, { unit, values = [], from }]) => {
    if (unit !== 'mg') return [];
    const inCases = (item.cases ?? []).flatMap((row) => {
      const value = row[name];
      return typeof value === 'object' && !isList(value) ? [] : (value ?? []);
    });
    const found = [...values, ...(from === undefined ? [] : [from]), ...inCases].find((value) =>
      value.startsWith('0.'),
    );
    const place = { path: ['parameters', name] };
    return found === undefined
      ? []
      : [{ place, variant: 'parameter', params: { name, value: found } }];
  });
}

const UNKNOWN_UNIT = pattern(
  `\\d${SPACE}?(mgr|mgs|gm|gms|gr|mls|mcl|hl|lb|oz|tsp|tbsp|gtt|mEq|meq|kgs)(?![\\p{L}\\d])`,
);

/**
 * N16: what people write for a unit and no product text does; and a bank may know fewer units than the service. The units of numeric items
 * are checked when the file is read. Source: SI Brochure 9th edition; ISMP list (dr, gr, tsp, oz).
 */
export const unknownUnit: TextRule & ItemRule = {
  code: 'N16',
  summary:
    "Only units that product texts use (no gr, mEq, tsp, mgr) and that are in the bank's list",
  source: `SI Brochure, 9th edition, 5.2; ${ISMP}`,
  inText: (text) => hitsOf(text, UNKNOWN_UNIT, ([, unit = '']) => ({ found: unit })),
  inItem: (item, { units }) =>
    unitsOf(item).flatMap(({ path, unit }) =>
      unit.split('/').every((part) => units.includes(part))
        ? []
        : [{ place: { path }, variant: 'bank', params: { found: unit } }],
    ),
};

function unitsOf(item: Item): { path: string[]; unit: string }[] {
  if (item.type !== 'numeric') return [];
  const named = (part: 'parameters' | 'derived') => {
    const entries: Readonly<Record<string, { readonly unit?: string }>> = item[part];
    return Object.entries(entries).flatMap(([name, { unit }]) =>
      unit === undefined ? [] : [{ path: [part, name, 'unit'], unit }],
    );
  };
  return [
    ...named('parameters'),
    ...named('derived'),
    { path: ['answer', 'unit'], unit: item.answer.unit },
  ];
}
