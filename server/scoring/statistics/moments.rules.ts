/** One row a person, one column an item. */
export type Scores = readonly (readonly number[])[];

/** The value at a place that must be there. */
export function at<Value>(values: ArrayLike<Value>, index: number): Value {
  const value = values[index];
  if (value === undefined) throw new RangeError(`No value at ${index}`);
  return value;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** Sample covariance, with n - 1. */
export function covariance(xs: readonly number[], ys: readonly number[]): number {
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const products = xs.map((x, index) => (x - meanX) * (at(ys, index) - meanY));
  return sum(products) / (xs.length - 1);
}

/** Sample variance, with n - 1. */
export function variance(values: readonly number[]): number {
  return covariance(values, values);
}

export function standardDeviation(values: readonly number[]): number {
  return Math.sqrt(variance(values));
}

/** Pearson's r; null when one of the two does not vary, because then nothing can be said. */
export function correlation(xs: readonly number[], ys: readonly number[]): number | null {
  if (xs.length < 2) return null;
  const spread = Math.sqrt(variance(xs) * variance(ys));
  return spread < 1e-12 ? null : covariance(xs, ys) / spread;
}

/** The quantile that R calls type 7: linear between the order statistics. The median is `quantile(values, 0.5)`. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = ascending(values);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = at(sorted, below);
  return low + (place - below) * (at(sorted, Math.min(below + 1, sorted.length - 1)) - low);
}

export function ascending(values: readonly number[]): number[] {
  return [...values].sort((one, other) => one - other);
}

/** Skewness k3 / k2^1.5 and excess kurtosis k4 / k2^2 of Fisher's k-statistics, as Moodle and SPSS print them; null without spread. */
export function shape(values: readonly number[]): {
  readonly skewness: number | null;
  readonly kurtosis: number | null;
} {
  const n = values.length;
  const centre = mean(values);
  const central = (power: number): number => mean(values.map((value) => (value - centre) ** power));
  const [m2, m3, m4] = [central(2), central(3), central(4)];
  const k2 = (n / (n - 1)) * m2;
  const spread = k2 > 1e-12;
  const k3 = (n * n * m3) / ((n - 1) * (n - 2));
  const k4 = (n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2)) / ((n - 1) * (n - 2) * (n - 3));
  return {
    skewness: spread && n > 2 ? k3 / k2 ** 1.5 : null,
    kurtosis: spread && n > 3 ? k4 / k2 ** 2 : null,
  };
}

export function column(scores: Scores, index: number): number[] {
  return scores.map((row) => at(row, index));
}

export function columns(scores: Scores): number[][] {
  return (scores[0] ?? []).map((_first, index) => column(scores, index));
}

/** The total of each person. */
export function totals(scores: Scores): number[] {
  return scores.map(sum);
}
