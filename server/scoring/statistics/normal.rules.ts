export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** P(Z <= x) by Marsaglia's series, full double precision for |x| < 7. Source: G. Marsaglia (2004), J. Statistical Software 11(4). */
export function normalCumulative(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let term = x;
  let total = x;
  for (let odd = 3; Math.abs(term) > 1e-18 * Math.abs(total); odd += 2) {
    term *= (x * x) / odd;
    total += term;
  }
  return 0.5 + total * normalDensity(x);
}

/** The x with P(Z <= x) = share, for 0 < share < 1, by Newton's method, which cannot overshoot when it begins in the middle. */
export function normalQuantile(share: number): number {
  if (share < 0.5) return -normalQuantile(1 - share);
  let x = 0;
  for (let step = 1, turn = 0; Math.abs(step) > 1e-14 && turn < 100; turn += 1) {
    step = (share - normalCumulative(x)) / normalDensity(x);
    x += step;
  }
  return x;
}
