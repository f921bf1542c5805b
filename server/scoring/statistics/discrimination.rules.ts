import { at, column, correlation, mean, totals, type Scores } from './moments.rules.js';
import { normalDensity, normalQuantile } from './normal.rules.js';

/** Totals without one item: what the item is held against. */
export function restScores(scores: Scores, item: number): number[] {
  const all = totals(scores);
  return column(scores, item).map((score, person) => at(all, person) - score);
}

/**
 * Corrected item discrimination: the correlation of the item (right = 1) with the sum of the other items. Those who know the subject should
 * have it right more often; below 0.15 it says little, below 0 the key is probably wrong. Null when everybody scored alike.
 */
export function itemRestCorrelation(scores: Scores, item: number): number | null {
  return correlation(column(scores, item), restScores(scores, item));
}

/**
 * Biserial correlation from a point-biserial one: r·sqrt(pq) / φ(z_p). What r would be if the item measured on a scale instead of only right
 * or wrong; it does not shrink for very easy and very hard items, but rests on a normal distribution of what is measured.
 */
export function biserial(pointBiserial: number, share: number): number | null {
  if (share <= 0 || share >= 1) return null;
  return (pointBiserial * Math.sqrt(share * (1 - share))) / normalDensity(normalQuantile(share));
}

/** The biserial correlation of an item with the sum of the other items. */
export function itemRestBiserial(scores: Scores, item: number): number | null {
  const r = itemRestCorrelation(scores, item);
  return r === null ? null : biserial(r, mean(column(scores, item)));
}
