import type { Translate } from '../../platform/http/i18n.js';
import { LOCALES, type Locale } from '../../platform/locale.js';
import { asWritten } from '../item-page.view.js';
import { itemView, rationaleHtml } from '../item.view.js';
import type { Item, Variant } from '../item.js';
import { keyLines } from '../key.view.js';
import { variantsOf } from '../variants.rules.js';
import { workedSolution } from '../worked-solution.view.js';

const VARIANTS_SHOWN = 3;

/** The item as candidates meet it, in each language that it has; of a numeric item a few variants, from the first to the last. */
export function previewView(item: Item, t: Translate) {
  const shown = item.type === 'numeric' ? spread(variantsOf(item)) : [undefined];
  return LOCALES.filter((locale) => item.texts[locale] !== undefined).map((locale) => ({
    locale,
    language: t(`items.language.${locale}`),
    variants: shown.map((variant, index) => variantView(item, variant, index, locale, t)),
  }));
}

function variantView(
  item: Item,
  variant: Variant | undefined,
  index: number,
  locale: Locale,
  t: Translate,
) {
  const drawn = asWritten(item, 1, variant);
  const shown = withDots(item, locale);
  return {
    heading: variant ? t('editor.variant', { number: index + 1 }) : '',
    item: itemView(shown, drawn, undefined, `preview-${locale}-${index}`, locale, t),
    key: keyLines(item, drawn, locale),
    rationaleHtml: rationaleHtml(item, drawn, locale),
    solution: item.type === 'numeric' && variant ? workedSolution(item, variant, locale, t) : [],
  };
}

/** What is not written yet shows as dots, so that there is something to see, and to call a field by. */
function withDots(item: Item, locale: Locale): Item {
  const text = item.texts[locale];
  if (!text) return item;
  const dotted = (words: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(words).map(([letter, word]) => [letter, word || '…']));
  const whole = {
    ...text,
    stem: text.stem || '…',
    ...(text.options ? { options: dotted(text.options) } : {}),
    ...(text.prompts ? { prompts: dotted(text.prompts) } : {}),
  };
  return { ...item, texts: { ...item.texts, [locale]: whole } };
}

function spread<T>(all: readonly T[]): readonly T[] {
  if (all.length <= VARIANTS_SHOWN) return all;
  return Array.from({ length: VARIANTS_SHOWN }, (_, index) => {
    const at = Math.round((index * (all.length - 1)) / (VARIANTS_SHOWN - 1));
    return all.slice(at, at + 1);
  }).flat();
}
