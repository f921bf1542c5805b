import type { Translate } from '../../platform/http/i18n.js';
import { LOCALES, type Locale } from '../../platform/locale.js';
import { asWritten } from '../item-page.view.js';
import { itemView, rationaleHtml } from '../item.view.js';
import { bankAddress, type ItemWords } from '../bank-words.view.js';
import { withImagesAt } from '../images/image.rules.js';
import type { Item, NumericItem, Variant } from '../item.js';
import { keyLines } from '../key.view.js';
import { variantTable } from '../variant-table.rules.js';
import { variantTableView, type VariantTableView } from '../variant-table.view.js';
import { variantsOf } from '../variants.rules.js';
import { workedSolution } from '../worked-solution.view.js';

const ROWS_SHOWN = 10;
/** Steps of this share of all variants come to each of them, and the next is never like the last. */
const GOLDEN_RATIO = 0.6180339887;

/** The item as candidates meet it, in each language that it has; of a numeric item the variant that was drawn, the first to begin with. */
export function previewView(written: Item, bankId: string, draw: number, t: Translate) {
  const item = withImagesAt(written, bankAddress(bankId));
  const variants = item.type === 'numeric' ? variantsOf(item) : [];
  const at = Math.floor(((draw * GOLDEN_RATIO) % 1) * variants.length);
  return LOCALES.filter((locale) => item.texts[locale] !== undefined).map((locale) => ({
    locale,
    language: t(`items.language.${locale}`),
    variants: [variantView(item, variants[at], at, locale, t)],
  }));
}

/** The first variants as a reviewer will see them, and how many there are. */
export function variantsView(item: NumericItem, { locale, t }: ItemWords): VariantTableView {
  return variantTableView(item, variantTable(item), locale, t, ROWS_SHOWN);
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
