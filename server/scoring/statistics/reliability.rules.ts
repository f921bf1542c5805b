import { diagonal, inverse } from './matrix.rules.js';
import { columns, correlation, mean, sum, totals, variance, type Scores } from './moments.rules.js';

/**
 * Cronbach's alpha k/(k-1)·(1 - Σs_i²/s_T²): the lower bound of how reliable the total is. Only for people who all met the same items; over the
 * slots of random forms it means nothing. Source: L. J. Cronbach (1951), Psychometrika 16. Null when totals do not vary.
 */
export function alpha(scores: Scores): number | null {
  const items = columns(scores);
  const ofTotal = variance(totals(scores));
  if (items.length < 2 || !(ofTotal > 1e-12)) return null;
  return (items.length / (items.length - 1)) * (1 - sum(items.map(variance)) / ofTotal);
}

export function alphaWithout(scores: Scores, item: number): number | null {
  return alpha(scores.map((row) => row.filter((_score, index) => index !== item)));
}

/** Kuder-Richardson 20: alpha for items scored 0 or 1, from Σpq and the variance with n. */
export function kr20(scores: Scores): number | null {
  const items = columns(scores);
  const ofTotal = populationVariance(totals(scores));
  if (items.length < 2 || !(ofTotal > 1e-12)) return null;
  const pq = sum(items.map((item) => mean(item) * (1 - mean(item))));
  return (items.length / (items.length - 1)) * (1 - pq / ofTotal);
}

/**
 * Kuder-Richardson 21, k/(k-1)·(1 - M(k-M)/(k·s²)): KR-20 as if all items were equally hard; never above it, and needs the totals only.
 * The variance is with n, as for KR-20.
 */
export function kr21(allTotals: readonly number[], items: number): number | null {
  const ofTotal = populationVariance(allTotals);
  if (items < 2 || !(ofTotal > 1e-12)) return null;
  const middle = mean(allTotals);
  return (items / (items - 1)) * (1 - (middle * (items - middle)) / (items * ofTotal));
}

/** Standard error of measurement s_T·sqrt(1 - reliability), in items: so far a total may be off by the choice of items alone. */
export function standardErrorOfMeasurement(deviation: number, reliability: number): number {
  return deviation * Math.sqrt(1 - reliability);
}

/** Spearman-Brown: the reliability of a test so many times as long, m·r / (1 + (m-1)·r). */
export function lengthened(reliability: number, times: number): number {
  return (times * reliability) / (1 + (times - 1) * reliability);
}

/** Guttman's lambda 6: 1 - Σ(1 - R_i²)/ΣR on correlations, with R_i² of each item predicted from all others. */
export function guttmanLambda6(scores: Scores): number | null {
  const items = columns(scores);
  const correlations = items.map((one) => items.map((other) => correlation(one, other) ?? 0));
  const inverted = inverse(correlations);
  if (!inverted) return null;
  return 1 - sum(diagonal(inverted).map((value) => 1 / value)) / sum(correlations.map(sum));
}

function populationVariance(values: readonly number[]): number {
  return (variance(values) * (values.length - 1)) / values.length;
}
