import { inLocale, type Locale } from '../platform/locale.js';
import { inlineHtml } from './inline-markdown.js';
import type { DrawnItem, Item } from './item.js';
import { formatQuantity } from './units.rules.js';

/** The right response in words, a line a part, as HTML. Only for those who may know it: after practice, and in records and reviews. */
export function keyLines(item: Item, drawn: DrawnItem, locale: Locale): readonly string[] {
  const { locale: lang, value: text } = inLocale(item.texts, locale);
  const option = (letter: string): string => inlineHtml(text.options?.[letter] ?? '');
  switch (item.type) {
    case 'singleChoice':
      return [option(item.key)];
    case 'multipleResponse':
    case 'ordering':
      return item.key.map(option);
    case 'matching':
      return drawn.prompts.map(
        (prompt) =>
          `${inlineHtml(text.prompts?.[prompt] ?? '')} – ${option(item.key[prompt] ?? '')}`,
      );
    case 'numeric':
      return drawn.variant ? [formatQuantity(drawn.variant.answer, item.answer.unit, lang)] : [];
  }
}
