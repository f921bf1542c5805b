import type { Locale } from '../../platform/locale.js';
import { hitsOf, type TextRule } from './lint-rule.js';
import { pattern } from './unit-pattern.js';

const NEGATION: Readonly<Record<Locale, string>> = {
  nb: 'ikke|aldri|unntatt|bortsett fra',
  nn: 'ikkje|aldri|unnateke|bortsett frå',
  sv: 'inte|ej|aldrig|utom|förutom',
  en: 'not|never|except',
};

/** In the sentence that asks, before its question mark, and neither bold nor emphasised. */
const asking = (words: string): RegExp =>
  pattern(`(?<![\\p{L}*_])(${words})(?![\\p{L}*_])(?=[^.!?]*\\?)`, 'i');
const ASKED = {
  nb: asking(NEGATION.nb),
  nn: asking(NEGATION.nn),
  sv: asking(NEGATION.sv),
  en: asking(NEGATION.en),
} as const;

/** What begins a clause: those of `first` anywhere, those of `later` unless they ask, at the beginning of the sentence. */
const clause = (first: string, later: string): RegExp =>
  new RegExp(`(?:(?:^|[\\s,])(?:${first})|\\S[\\s,]+(?:${later})) [^,]*$|[«"“”][^»"”]*$`, 'iu');
const IN_A_CLAUSE: Readonly<Record<Locale, RegExp>> = {
  nb: clause('hvis|dersom|fordi|om', 'som|at|når|å'),
  nn: clause('viss|dersom|fordi|om', 'som|at|når|å'),
  sv: clause('om|eftersom', 'som|att|när'),
  en: clause('if|because', 'who|that|which|when|to'),
};

/**
 * Q02: under time pressure a plain "not" in the question is overlooked; one in capitals stands out too. What is negated in the story or in a clause is no part of what is asked.
 * Source: Haladyna et al. 2002: word the stem positively; if a negative must be used, make it stand out.
 */
export const plainNegation: TextRule = {
  code: 'Q02',
  summary: 'A negation in the question is in bold, if it must be there',
  source: 'Haladyna, Downing & Rodriguez 2002, guideline on negatives in the stem',
  parts: ['stem'],
  inText: (text) =>
    hitsOf(text, ASKED[text.locale], ([found = '']) =>
      found === found.toUpperCase() ? undefined : { replacement: `**${found}**` },
    ).filter(({ place }) => {
      const before = text.text.slice(0, place.range?.from);
      const sentence = before.slice(
        Math.max(...['.', '!', '?', ':'].map((end) => before.lastIndexOf(end))) + 1,
      );
      return !IN_A_CLAUSE[text.locale].test(sentence.trim());
    }),
};

/** Shorter texts give an index that depends on single words. */
const FEWEST_WORDS = 20;
const LONG_WORD = 6;

/** Läsbarhetsindex: words a sentence plus the percentage of words longer than six letters. Undefined for a text of fewer than twenty words. */
export function lixOf(text: string): number | undefined {
  const plain = text.replace(/\{[^}]*\}/g, '5 mg').replace(/[*_]/g, '');
  const words = plain.match(/[\p{L}\p{N}]+(?:[-’'.,/][\p{L}\p{N}]+)*/gu) ?? [];
  if (words.length < FEWEST_WORDS) return undefined;
  const sentences = plain.match(/[.!?:](?=\s|$)/g)?.length ?? 1;
  const long = words.filter((word) => word.replace(/[^\p{L}]/gu, '').length > LONG_WORD);
  return Math.round(words.length / sentences + (100 * long.length) / words.length);
}

/** Q03: whoever reads slowly is tested on medicines, not on reading. Source: C.-H. Björnsson, Läsbarhet, 1968 (LIX); thresholds in the profile. */
export const readingEase: TextRule = {
  code: 'Q03',
  summary: 'Stem and rationale are as easy to read as a newspaper (LIX)',
  source: 'C.-H. Björnsson, Läsbarhet, 1968',
  parts: ['stem', 'rationale'],
  inText({ text, locale, path }, { notation }) {
    const lix = lixOf(text);
    const highest = notation[locale].highestLix;
    if (lix === undefined || lix <= highest) return [];
    return [{ place: { path, locale }, params: { lix, highest } }];
  },
};
