import type { Translate } from '../platform/http/i18n.js';
import { inLocale, type Locale } from '../platform/locale.js';
import { isListed } from './error-models.rules.js';
import { mistakeText } from './feedback.view.js';
import { plain } from './expression.rules.js';
import type { NumericItem } from './item.js';
import { formatNumber, formatQuantity } from './units.rules.js';
import type { VariantRow, VariantTable } from './variant-table.rules.js';
import { workedSolution } from './worked-solution.view.js';

/** The reviewer's table of an item's variants, as `views/partials/variant-table.hbs` prints it. */
export interface VariantTableView {
  readonly summary: string;
  /** Enough of the hash to compare it with what was approved. */
  readonly hash: string;
  /** Says when there are more than a page shows; empty otherwise. */
  readonly more: string;
  readonly columns: readonly string[];
  readonly withAccepted: boolean;
  readonly rows: readonly {
    readonly number: number;
    readonly cells: readonly string[];
    readonly answer: string;
    readonly accepted: string;
    readonly mistakes: readonly { readonly name: string; readonly value: string }[];
    readonly solution: readonly string[];
  }[];
  readonly refused: readonly string[];
  readonly products: readonly string[];
}

const HASH_SHOWN = 12;
const MOST_SHOWN = 200;

export function variantTableView(
  item: NumericItem,
  table: VariantTable,
  locale: Locale,
  t: Translate,
  most = MOST_SHOWN,
): VariantTableView {
  return {
    summary: t('variantTable.summary', { count: table.rows.length }),
    hash: t('variantTable.hash', { hash: table.hash.slice(0, HASH_SHOWN) }),
    more:
      table.rows.length > most
        ? t('variantTable.more', { shown: most, total: table.rows.length })
        : '',
    columns: table.columns.map(({ name }) => name),
    withAccepted: table.rows.some(({ accepted }) => accepted !== undefined),
    rows: table.rows.slice(0, most).map((row, index) => ({
      number: index + 1,
      cells: table.columns.map((column) => cell(row, column, locale)),
      answer: formatQuantity(row.variant.answer, item.answer.unit, locale),
      accepted: acceptedText(row, locale, t),
      mistakes: row.distractors.map(({ mistake, value }) => ({
        name: isListed(mistake)
          ? t(`mistake.name.${mistake}`)
          : mistakeText(item, mistake, locale, t),
        value: formatNumber(shown(value), locale),
      })),
      solution: workedSolution(item, row.variant, locale, t),
    })),
    refused: table.refused.map(({ count, reason }) =>
      t('variantTable.refusedLine', { count, reason }),
    ),
    products: table.productSources,
  };
}

function cell(
  { variant }: VariantRow,
  { name, unit }: VariantTable['columns'][number],
  locale: Locale,
): string {
  const value = variant.values[name] ?? '';
  if (typeof value !== 'string') return inLocale(value, locale).value;
  return unit === undefined ? value : formatQuantity(value, unit, locale);
}

function acceptedText({ accepted }: VariantRow, locale: Locale, t: Translate): string {
  if (!accepted) return '';
  const { least, most, mostIncluded } = accepted;
  return t(mostIncluded ? 'variantTable.acceptedUpTo' : 'variantTable.acceptedBelow', {
    least: formatNumber(plain(least), locale),
    most: formatNumber(plain(most), locale),
  });
}

const FIGURES_SHOWN = 4;

function shown(value: VariantRow['distractors'][number]['value']): string {
  return plain(
    value.toSignificantDigits(
      Math.max(FIGURES_SHOWN, value.precision(true) - value.decimalPlaces()),
    ),
  );
}
