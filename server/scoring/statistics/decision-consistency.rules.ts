import { mean } from './moments.rules.js';
import { kr21 } from './reliability.rules.js';

export interface DecisionConsistency {
  /** The chance that the same person gets the same decision on two forms drawn alike. */
  readonly agreement: number;
  /** Cohen's kappa: how much of what chance leaves is reached; 1 is always the same decision. */
  readonly kappa: number;
}

/**
 * How often a second form, drawn like the first, would decide alike, from one sitting each: a beta distribution of what people know, estimated by
 * mean and KR-21, and independent items given it. Source: H. Huynh (1976), J. Educational Measurement 13, 253-264. It looks at the cut score
 * alone. Null when totals do not vary more than chance makes them vary.
 */
export function decisionConsistency(
  totals: readonly number[],
  items: number,
  needed: number,
): DecisionConsistency | null {
  const reliability = kr21(totals, items);
  if (reliability === null || reliability <= 0 || reliability >= 1) return null;
  const alpha = (1 / reliability - 1) * mean(totals);
  const beta = items / reliability - items - alpha;
  if (alpha <= 0 || beta <= 0) return null;
  const choose = Array.from({ length: items + 1 }, (_, right) => logChoose(items, right));
  const fails = Array.from({ length: needed }, (_, right) => right);
  const chance = (logWays: number, right: number, met: number): number =>
    Math.exp(logWays + logBeta(alpha + right, beta + met - right) - logBeta(alpha, beta));
  const waysOf = (right: number): number => choose[right] ?? 0;
  const fail = fails.reduce((sum, x) => sum + chance(waysOf(x), x, items), 0);
  const failBoth = fails.reduce(
    (sum, x) =>
      fails.reduce((own, y) => own + chance(waysOf(x) + waysOf(y), x + y, 2 * items), sum),
    0,
  );
  const agreement = 1 - 2 * (fail - failBoth);
  const byChance = fail ** 2 + (1 - fail) ** 2;
  return { agreement, kappa: byChance === 1 ? 1 : (agreement - byChance) / (1 - byChance) };
}

/** Standard error of a number right by the binomial, at that number: √(x(k-x)/(k-1)). Source: F. M. Lord (1957), Educational and Psychological Measurement 17. */
export function errorAt(right: number, items: number): number {
  return Math.sqrt((right * (items - right)) / (items - 1));
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** By Stirling's series from 10 on, to more than ten digits; below it by the recurrence Γ(x + 1) = xΓ(x). */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x);
  const square = x * x;
  const series = 1 / (12 * x) - 1 / (360 * x * square) + 1 / (1260 * x * square * square);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
