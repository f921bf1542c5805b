import type { Locale } from '../../platform/locale.js';
import { inlineHtml } from '../inline-markdown.js';
import type { Item, ItemText } from '../item.js';
import type { Marks, QuestionContent, Words } from './question-content.js';
import type { Reason } from '../reasons.js';

/** What an item becomes in another system; a parametric one becomes a question for each of its variants. */
export type ItemContents =
  | { readonly contents: readonly QuestionContent[]; readonly losses: readonly Reason[] }
  | { readonly refused: Reason };

export type Printer = (locale: Locale) => (text: string) => string;

/** What is read before and after the question; `print` fills the placeholders of a numeric item. */
export function aboutOf(
  item: Item,
  locales: readonly Locale[],
  print: Printer,
): Pick<QuestionContent, 'stem' | 'rationale' | 'sources'> {
  return {
    stem: wordsOf(item, locales, (text, locale) => print(locale)(text.stem)),
    rationale: wordsOf(item, locales, (text, locale) => print(locale)(text.rationale)),
    sources: item.sources,
  };
}

export function wordsOf(
  item: Item,
  locales: readonly Locale[],
  part: (text: ItemText, locale: Locale) => string | undefined,
): Words {
  return Object.fromEntries(
    locales.flatMap((locale) => {
      const text = item.texts[locale];
      return text ? [[locale, htmlOf(part(text, locale) ?? '')]] : [];
    }),
  );
}

function htmlOf(text: string): string {
  return inlineHtml(text).replace(/\s*\n\s*/g, ' ');
}

/** What all types have and no format has a place for. */
export function marksOf(item: Item, locales: readonly Locale[]): Marks {
  return {
    topic: item.topic,
    pool: item.pool,
    difficulty: item.difficulty,
    ...(item.critical ? { critical: 'true' } : {}),
    ...(item.variantGroup === undefined ? {} : { group: item.variantGroup }),
    ...(item.countries ? { countries: item.countries.join(' ') } : {}),
    ...(item.reviewBy === undefined ? {} : { reviewBy: item.reviewBy }),
    ...(locales.length === 1 ? { language: locales.join() } : {}),
  };
}
