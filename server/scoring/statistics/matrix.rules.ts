import { at } from './moments.rules.js';

export type Matrix = readonly (readonly number[])[];

/** The inverse by Gauss-Jordan with row exchange; null when the matrix has none. */
export function inverse(matrix: Matrix): number[][] | null {
  const size = matrix.length;
  const work = matrix.map((row, r) => [...row, ...row.map((_value, c) => (r === c ? 1 : 0))]);
  for (let pivot = 0; pivot < size; pivot += 1) {
    const below = work.slice(pivot).map((row) => Math.abs(at(row, pivot)));
    const best = pivot + below.indexOf(Math.max(...below));
    const [upper, lower] = [at(work, pivot), at(work, best)];
    if (!(Math.abs(at(lower, pivot)) > 1e-12)) return null;
    work[best] = upper;
    const scale = at(lower, pivot);
    const scaled = lower.map((value) => value / scale);
    work[pivot] = scaled;
    for (let r = 0; r < size; r += 1) {
      const row = at(work, r);
      const factor = at(row, pivot);
      if (r !== pivot && factor !== 0)
        work[r] = row.map((value, c) => value - factor * at(scaled, c));
    }
  }
  return work.map((row) => row.slice(size));
}

export function diagonal(matrix: Matrix): number[] {
  return matrix.map((row, index) => at(row, index));
}

export function timesVector(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((total, value, c) => total + value * at(vector, c), 0));
}
