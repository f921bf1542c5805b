import { LOCALES, type Locale } from '../../platform/locale.js';
import type { Item } from '../item.js';
import { hitsOf, type Hit, type ItemRule, type TextRule } from './lint-rule.js';
import { DOSE_UNIT, SPACE, pattern } from './unit-pattern.js';

const HALADYNA =
  'Haladyna, Downing & Rodriguez 2002, A Review of Multiple-Choice Item-Writing Guidelines, Applied Measurement in Education 15(3)';

/** The options of a choice in one language, parted by the key. */
interface Choice {
  readonly locale: Locale;
  readonly right: readonly (readonly [letter: string, text: string])[];
  readonly wrong: readonly (readonly [letter: string, text: string])[];
}

function choicesOf(item: Item): readonly Choice[] {
  if (item.type !== 'singleChoice' && item.type !== 'multipleResponse') return [];
  const keys: readonly string[] = item.type === 'singleChoice' ? [item.key] : item.key;
  return LOCALES.flatMap((locale) => {
    const options = Object.entries(item.texts[locale]?.options ?? {});
    const right = options.filter(([letter]) => keys.includes(letter));
    const wrong = options.filter(([letter]) => !keys.includes(letter));
    return right.length > 0 && wrong.length > 0 ? [{ locale, right, wrong }] : [];
  });
}

const optionPlace = (locale: Locale, letter: string) => ({
  path: ['texts', locale, 'options', letter],
  locale,
});

/** The longest wrong option may be this much shorter than the shortest right one before it shows. */
const LONGER_BY = 1.35;
/** Short options differ by a word without telling anything. */
const LONGER_CHARACTERS = 15;
/** A wrong number this far from the right one is no mistake anybody makes. */
const IMPLAUSIBLE_FACTOR = 20;
const QUANTITY = new RegExp(`\\d${SPACE}?(?:${DOSE_UNIT}|%)`, 'u');

/**
 * N18: a candidate who knows nothing picks the longest option, the one that looks different, or the one that is not absurd.
 * Source: Haladyna et al., rules on the length and the plausibility of options.
 */
export const keyGivenAway: ItemRule = {
  code: 'N18',
  summary:
    'The key is not the longest option, the only one with a unit, nor the only plausible size',
  source: HALADYNA,
  inItem: (item) =>
    choicesOf(item).flatMap((choice) => {
      const [first] = choice.right;
      if (!first) return [];
      const place = optionPlace(choice.locale, first[0]);
      return [
        ...(longerBy(choice)
          ? [{ place, variant: 'longest', params: longerBy(choice) ?? {} }]
          : []),
        ...(onlyOneWithUnit(choice) ? [{ place, variant: 'unit' }] : []),
        ...(implausible(choice) ? [{ place, variant: 'size' }] : []),
      ];
    }),
};

function longerBy({ right, wrong }: Choice): { length: number; longest: number } | undefined {
  const length = Math.min(...right.map(([, text]) => text.length));
  const longest = Math.max(...wrong.map(([, text]) => text.length));
  const shows = length >= longest * LONGER_BY && length - longest >= LONGER_CHARACTERS;
  return shows ? { length, longest } : undefined;
}

function onlyOneWithUnit({ right, wrong }: Choice): boolean {
  if (right.length !== 1 || wrong.length < 2) return false;
  const has = ([, text]: readonly [string, string]): boolean => QUANTITY.test(text);
  const inKey = right.some(has);
  return wrong.every((option) => has(option) !== inKey);
}

function implausible({ right, wrong }: Choice): boolean {
  const sizes = [...right, ...wrong].map(([, text]) => sizeOf(text));
  const [key, ...others] = sizes;
  if (right.length !== 1 || others.length < 2 || key === undefined || key === 0) return false;
  const ratios = others.map((size) => (size === undefined ? Number.NaN : size / key));
  return (
    ratios.every((ratio) => ratio >= IMPLAUSIBLE_FACTOR) ||
    ratios.every((ratio) => ratio <= 1 / IMPLAUSIBLE_FACTOR)
  );
}

/** The number an option consists of, with its unit; undefined for a sentence. */
function sizeOf(text: string): number | undefined {
  const [, digits] = /^(\d+(?:[.,]\d+)?)(?:\s?[\p{L}%/]+){0,2}$/u.exec(text.trim()) ?? [];
  return digits === undefined ? undefined : Number(digits.replace(',', '.'));
}

const ALL_OR_NONE =
  /^(?:alle|alt|ingen|inga|inget|ingenting|begge|ingen av|alla|båda|inga av|inget av|all|none|both|neither|everything|nothing)\b.{0,24}(?:over|ovenfor|ovanfor|ovan|ovanstående|above|alternativ\p{L}*|svar\p{L}*|disse|desse|dessa|delene|delane|these|answers?|options?|dem|dei)[.!]?$/iu;
const LETTERS = /(?<![\p{L}])[A-Ea-e](?:, [A-Ea-e])* (?:og|och|and) [A-Ea-e](?![\p{L}])/u;

/**
 * Q01: "all of the above" is answered by knowing two of them, and means nothing when the options are shuffled; "A and C" means something else for
 * every candidate. Source: Haladyna et al., guidelines on "all of the above" and "none of the above".
 */
export const allOfTheAbove: TextRule = {
  code: 'Q01',
  summary: 'No "all of the above", "none of the above" or "A and C" among the options',
  source: HALADYNA,
  parts: ['option'],
  inText({ text, path, locale }) {
    const place = { path, locale };
    if (LETTERS.test(text)) return [{ place, variant: 'letters' }];
    return ALL_OR_NONE.test(text.trim()) ? [{ place }] : [];
  },
};

/** Q08: two options that say the same are both wrong, which a candidate sees. Numbers are compared by value. Source: Haladyna et al., options independent. */
export const sameOptions: ItemRule = {
  code: 'Q08',
  summary: 'No two options or prompts that say the same',
  source: HALADYNA,
  inItem: (item) =>
    LOCALES.flatMap((locale) =>
      (['options', 'prompts'] as const).flatMap((group) => {
        const seen = new Map<string, string>();
        return Object.entries(item.texts[locale]?.[group] ?? {}).flatMap(
          ([letter, text]): Hit[] => {
            const said = normal(text);
            const other = seen.get(said);
            seen.set(said, other ?? letter);
            if (other === undefined) return [];
            const place = { path: ['texts', locale, group, letter], locale };
            return [{ place, params: { letter, other } }];
          },
        );
      }),
    ),
};

function normal(text: string): string {
  return text
    .toLowerCase()
    .replace(/(\d),(\d)/g, '$1.$2')
    .replace(/(\.\d*?)0+(?!\d)/g, '$1')
    .replace(/\*\*/g, '')
    .replace(/[.,;:!?]+$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const ARTICLE: Readonly<Record<Locale, RegExp>> = {
  nb: pattern('(?<![\\p{L}])(en|ei|et)\\s*(?:\\.{3}|…|_+|:)?\\s*$'),
  nn: pattern('(?<![\\p{L}])(ein|ei|eit)\\s*(?:\\.{3}|…|_+|:)?\\s*$'),
  sv: pattern('(?<![\\p{L}])(en|ett)\\s*(?:\\.{3}|…|_+|:)?\\s*$'),
  en: pattern('(?<![\\p{L}])(an?)\\s*(?:\\.{3}|…|_+|:)?\\s*$'),
};

/** Q09: a stem that ends in "an" or "ett" rules out every option that does not fit its grammar. Source: Haladyna et al., avoid clues (grammatical consistency). */
export const articleAtTheEnd: TextRule = {
  code: 'Q09',
  summary: 'The stem does not end in an article (a, an, en, et, ett): put it into the options',
  source: HALADYNA,
  parts: ['stem'],
  inText: (text) => hitsOf(text, ARTICLE[text.locale], ([, found = '']) => ({ found })),
};

const ABSOLUTE: Readonly<Record<Locale, RegExp>> = {
  nb: /(?<![\p{L}])(?:alltid|aldri|utelukkende|under ingen omstendighet(?:er)?)(?![\p{L}])/iu,
  nn: /(?<![\p{L}])(?:alltid|aldri|utelukkande|under ingen omstende)(?![\p{L}])/iu,
  sv: /(?<![\p{L}])(?:alltid|aldrig|uteslutande|under inga omständigheter)(?![\p{L}])/iu,
  en: /(?<![\p{L}])(?:always|never|exclusively|under no circumstances)(?![\p{L}])/iu,
};

/** Q10: candidates have learnt that "always" and "never" are wrong. Found where wrong options have such a word and no right one does. Source: Haladyna et al., specific determiners. */
export const absoluteWords: ItemRule = {
  code: 'Q10',
  summary: 'No "always" or "never" in wrong options only',
  source: HALADYNA,
  inItem: (item) =>
    choicesOf(item).flatMap(({ locale, right, wrong }) => {
      const word = ABSOLUTE[locale];
      if (right.some(([, text]) => word.test(text))) return [];
      return wrong.flatMap(([letter, text]): Hit[] => {
        const match = word.exec(text);
        if (!match) return [];
        const range = { from: match.index, to: match.index + match[0].length };
        return [{ place: { ...optionPlace(locale, letter), range } }];
      });
    }),
};
