import type { Translate } from '../platform/http/i18n.js';
import { inLocale, type Locale } from '../platform/locale.js';
import { isListed } from './error-models.rules.js';
import type { DrawnItem, Item } from './item.js';
import { workedSolution } from './worked-solution.view.js';

/** What probably happened, in the reader's language; empty where nothing is known. It tells the key to who knows the response: never in an exam. */
export function mistakeText(
  item: Item,
  mistake: string | undefined,
  locale: Locale,
  t: Translate,
): string {
  if (mistake === undefined || item.type !== 'numeric') return '';
  const use = item.errors[mistake];
  if (typeof use === 'object' && use?.feedback) return inLocale(use.feedback, locale).value;
  return isListed(mistake) ? t(`mistake.${mistake}`) : '';
}

/** The steps to the answer with the person's own numbers; none where there is nothing to calculate. */
export function solutionSteps(
  item: Item,
  drawn: DrawnItem,
  locale: Locale,
  t: Translate,
): readonly string[] {
  if (item.type !== 'numeric' || !drawn.variant) return [];
  if (Object.keys(drawn.variant.values).length === 0) return [];
  return workedSolution(item, drawn.variant, locale, t);
}
