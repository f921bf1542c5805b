import { LOCALES } from '../../platform/locale.js';
import type { Item, NumericItem } from '../item.js';
import type { LintText } from './lint-rule.js';

/** Every text of an item that a candidate may read, in every language. */
export function textsIn(item: Item): readonly LintText[] {
  const texts = LOCALES.flatMap((locale): LintText[] => {
    const text = item.texts[locale];
    if (!text) return [];
    const named = (part: 'option' | 'prompt', group: Readonly<Record<string, string>> = {}) =>
      Object.entries(group).map(([letter, words]) => ({
        part,
        locale,
        path: ['texts', locale, `${part}s`, letter],
        text: words,
      }));
    const field = (part: 'stem' | 'rationale'): LintText => ({
      part,
      locale,
      path: ['texts', locale, part],
      text: text[part],
    });
    return [
      field('stem'),
      ...named('option', text.options),
      ...named('prompt', text.prompts),
      field('rationale'),
    ];
  });
  return item.type === 'numeric' ? [...texts, ...caseWords(item)] : texts;
}

/** Words that cases put into the stem, such as the names of products. Those that are the same in all languages count as bokmål. */
function caseWords(item: NumericItem): LintText[] {
  return (item.cases ?? []).flatMap((row, index) =>
    Object.entries(row).flatMap(([name, value]): LintText[] => {
      if (item.parameters[name]?.text !== true || Array.isArray(value)) return [];
      const path = ['cases', String(index), name];
      if (typeof value === 'string') return [{ part: 'word', locale: 'nb', path, text: value }];
      const words = value as Readonly<Partial<Record<(typeof LOCALES)[number], string>>>;
      return LOCALES.flatMap((locale) =>
        words[locale] === undefined
          ? []
          : [{ part: 'word', locale, path: [...path, locale], text: words[locale] }],
      );
    }),
  );
}
