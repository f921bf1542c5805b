import { at, correlation, quantile } from './moments.rules.js';

export interface OptionRow {
  readonly option: string;
  readonly isKey: boolean;
  readonly n: number;
  readonly share: number;
  /** Choosing it against the sum of the other items; above 0 for a distractor means that it draws those who know more. */
  readonly pointBiserial: number | null;
  /** Share in the best group minus share in the weakest. */
  readonly discrimination: number | null;
  /** Share that chose it in each score group, weakest first; null for an empty group. */
  readonly shareByGroup: readonly (number | null)[];
}

/** What people chose and scored on one item. */
export interface ItemChoices {
  readonly key: string;
  readonly options: readonly string[];
  /** The option of each person; null for none. */
  readonly chosen: readonly (string | null)[];
  /** Each person's sum, or proportion right, on the other items. */
  readonly rest: readonly number[];
  /** From `scoreGroups`. */
  readonly groupOf: readonly number[];
  readonly groups: number;
}

/**
 * Into which of so many score groups each person falls, 0 the weakest. The cuts are quantiles (R's type 7) and equal scores stay together,
 * so groups need not be of one size. The same as CTT's distractorAnalysis() for R.
 */
export function scoreGroups(scores: readonly number[], groups: number): number[] {
  const cuts = Array.from({ length: groups - 1 }, (_, n) => quantile(scores, (n + 1) / groups));
  return scores.map((score) => cuts.filter((cut) => score > cut + 1e-9).length);
}

/** How often each option was chosen, by whom, and what that says of it. */
export function optionTable(item: ItemChoices): OptionRow[] {
  const sizes = Array.from(
    { length: item.groups },
    (_, group) => item.groupOf.filter((own) => own === group).length,
  );
  return item.options.map((option) => {
    const hits = item.chosen.map((choice) => (choice === option ? 1 : 0));
    const n = hits.filter((hit) => hit === 1).length;
    const shareByGroup = sizes.map((size, group) =>
      size === 0
        ? null
        : hits.filter((hit, index) => hit === 1 && item.groupOf[index] === group).length / size,
    );
    const [weakest, best] = [shareByGroup[0] ?? null, shareByGroup.at(-1) ?? null];
    return {
      option,
      isKey: option === item.key,
      n,
      share: n / hits.length,
      pointBiserial: correlation(hits, item.rest),
      discrimination: weakest === null || best === null ? null : best - weakest,
      shareByGroup,
    };
  });
}

/**
 * Choosing an option against the total less that choice: what CTT's distractorAnalysis() prints as pBis. For the key it is the item-rest
 * correlation; for a distractor it takes a point from those who chose it, so it lies below `pointBiserial`, which an author should look at.
 */
export function choiceCorrelation(
  chosen: readonly (string | null)[],
  option: string,
  totals: readonly number[],
): number | null {
  const hits = chosen.map((choice) => (choice === option ? 1 : 0));
  return correlation(
    hits,
    hits.map((hit, person) => at(totals, person) - hit),
  );
}
