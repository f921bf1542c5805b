import type { Decimal } from 'decimal.js';
import { hashOf } from './content-hash.rules.js';
import { deviceOf } from './devices.rules.js';
import type { NumericItem, Variant } from './item.js';
import { parametersOf } from './parameter-grid.rules.js';
import { enumerateVariants, type Refusal, type SolvedVariant } from './variants.rules.js';

export interface VariantColumn {
  readonly name: string;
  /** Absent for words. */
  readonly unit?: string;
}

export interface VariantRow {
  readonly variant: Variant;
  /** What counts as right beside the key; absent where only the key does. `mostIncluded` says whether the upper end counts. */
  readonly accepted?: {
    readonly least: Decimal;
    readonly most: Decimal;
    readonly mostIncluded: boolean;
  };
  /** The numbers that the mistakes give which the author named. */
  readonly distractors: readonly { readonly mistake: string; readonly value: Decimal }[];
}

/** Everything that a second person looks at before an item is approved: all variants, and the hash that the approval keeps. */
export interface VariantTable {
  readonly hash: string;
  readonly columns: readonly VariantColumn[];
  readonly rows: readonly VariantRow[];
  readonly refused: readonly Refusal[];
  /** Where the numbers of real products come from. */
  readonly productSources: readonly string[];
  readonly measuredWith: ReturnType<typeof deviceOf>;
}

/** The variant table of an item. Throws `ExpressionError` where it can't be computed. */
export function variantTable(item: NumericItem): VariantTable {
  const { variants, refused } = enumerateVariants(item);
  return {
    hash: hashOf(variants.map(({ variant }) => variant)),
    columns: Object.entries({ ...parametersOf(item), ...item.derived }).map(([name, { unit }]) => ({
      name,
      ...(unit === undefined ? {} : { unit }),
    })),
    rows: variants.map(rowOf),
    refused,
    productSources: item.products?.sources ?? [],
    measuredWith: deviceOf(item.answer),
  };
}

function rowOf({ variant, solved: { range, mistakes } }: SolvedVariant): VariantRow {
  return {
    variant,
    ...(range.least.equals(range.most) ? {} : { accepted: range }),
    distractors: mistakes.flatMap(({ model, values: [value] }) =>
      model.declared && value !== undefined ? [{ mistake: model.name, value }] : [],
    ),
  };
}
