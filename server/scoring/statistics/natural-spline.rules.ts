import { at } from './moments.rules.js';

/**
 * Where a curve through evenly spaced values would be one step before the first: along the straight line in which a natural cubic spline leaves
 * them. The second derivatives solve m_(i-1) + 4·m_i + m_(i+1) = 6·Δ²y_i with 0 at both ends.
 */
export function oneStepBefore(values: readonly number[]): number {
  const bends: number[] = [];
  const pivots: number[] = [];
  for (let n = 1; n < values.length - 1; n += 1) {
    const bend = 6 * (at(values, n + 1) - 2 * at(values, n) + at(values, n - 1));
    const before = pivots.at(-1);
    pivots.push(before === undefined ? 4 : 4 - 1 / before);
    bends.push(before === undefined ? bend : bend - at(bends, n - 2) / before);
  }
  let second = 0;
  for (let n = bends.length - 1; n >= 0; n -= 1) second = (at(bends, n) - second) / at(pivots, n);
  const slope = at(values, 1) - at(values, 0) - second / 6;
  return at(values, 0) - slope;
}
