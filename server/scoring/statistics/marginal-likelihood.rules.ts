import type { ItemCurve, Quadrature, ResponsePattern, ScoreOrNone } from './item-response.rules.js';
import { at } from './moments.rules.js';

/** One item as the logit slope·ability + intercept, the form in which it is estimated. */
export interface ItemLine {
  readonly slope: number;
  readonly intercept: number;
}

/** What the E-step expects: how many people met the item at each point of ability, and how many of them had it right. */
export interface ExpectedCounts {
  readonly people: Float64Array;
  readonly right: Float64Array;
}

export interface Expectation {
  readonly logLikelihood: number;
  readonly counts: readonly ExpectedCounts[];
}

export const lineOf = ({ slope, difficulty }: ItemCurve): ItemLine => ({
  slope,
  intercept: -slope * difficulty,
});

export const curveOf = ({ slope, intercept }: ItemLine): ItemCurve => ({
  slope,
  difficulty: -intercept / slope,
});

export function lineChance({ slope, intercept }: ItemLine, node: number): number {
  return 1 / (1 + Math.exp(-(slope * node + intercept)));
}

/** People with the same scores, put together; one pass of the E-step then costs as much as there are different patterns. */
export function patternsOf(scores: readonly (readonly ScoreOrNone[])[]): ResponsePattern[] {
  const patterns = new Map<string, { scores: readonly ScoreOrNone[]; people: number }>();
  for (const row of scores) {
    const name = row.map((score) => score ?? '-').join('');
    const known = patterns.get(name);
    if (known) known.people += 1;
    else patterns.set(name, { scores: row, people: 1 });
  }
  return [...patterns.values()];
}

/**
 * The E-step of Bock and Aitkin (1981), Psychometrika 46: the marginal log-likelihood of the patterns under these items, and the expected counts
 * at each point of ability.
 */
export function expectation(
  lines: readonly ItemLine[],
  patterns: readonly ResponsePattern[],
  { nodes, weights }: Quadrature,
): Expectation {
  const points = nodes.length;
  const logs = lines.map((line) => {
    const logits = new Float64Array(nodes).map((node) => line.slope * node + line.intercept);
    return {
      right: logits.map((logit) => -Math.log1p(Math.exp(-logit))),
      wrong: logits.map((logit) => -Math.log1p(Math.exp(logit))),
    };
  });
  const logWeights = new Float64Array(weights).map(Math.log);
  const counts = lines.map(() => ({
    people: new Float64Array(points),
    right: new Float64Array(points),
  }));
  let logLikelihood = 0;
  for (const { scores, people } of patterns) {
    const posterior = logWeights.slice();
    logs.forEach(({ right, wrong }, item) => {
      const score = scores[item];
      if (score === 0 || score === 1) addTo(posterior, score === 1 ? right : wrong, 1);
    });
    const { logSum, sum: whole } = exponentiate(posterior);
    logLikelihood += people * logSum;
    counts.forEach((count, item) => {
      const score = scores[item];
      if (score === 0 || score === 1) addTo(count.people, posterior, people / whole);
      if (score === 1) addTo(count.right, posterior, people / whole);
    });
  }
  return { logLikelihood, counts };
}

/** Slope (first) and intercept derivative of the log-likelihood for one item, by Fisher's identity. */
export function gradientOf(
  line: ItemLine,
  counts: ExpectedCounts,
  nodes: readonly number[],
): { readonly slope: number; readonly intercept: number } {
  let [slope, intercept] = [0, 0];
  nodes.forEach((node, n) => {
    const surplus = at(counts.right, n) - at(counts.people, n) * lineChance(line, node);
    slope += surplus * node;
    intercept += surplus;
  });
  return { slope, intercept };
}

// The two inner loops; what is not there counts 0, and nothing is ever not there.

function addTo(target: Float64Array, source: Float64Array, factor: number): void {
  for (let n = 0; n < target.length; n += 1)
    target[n] = (target[n] ?? 0) + factor * (source[n] ?? 0);
}

/** Logarithms become numbers with 1 as the highest; their sum, and the logarithm of the sum they had before. */
function exponentiate(logs: Float64Array): { readonly sum: number; readonly logSum: number } {
  const highest = logs.reduce((best, log) => Math.max(best, log), -Infinity);
  let sum = 0;
  for (let n = 0; n < logs.length; n += 1) {
    const value = Math.exp((logs[n] ?? -Infinity) - highest);
    logs[n] = value;
    sum += value;
  }
  return { sum, logSum: highest + Math.log(sum) };
}
