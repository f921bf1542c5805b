import {
  normalQuadrature,
  type ItemCurve,
  type Quadrature,
  type ResponsePattern,
} from './item-response.rules.js';
import {
  curveOf,
  expectation,
  gradientOf,
  lineChance,
  type Expectation,
  type ExpectedCounts,
  type ItemLine,
} from './marginal-likelihood.rules.js';
import { at, sum } from './moments.rules.js';

/** How many slopes there are: one that is 1 (Rasch), one for all items (1PL), one for each (2PL). */
export type ItemModel = 'rasch' | '1PL' | '2PL';

export interface Calibration {
  readonly curves: readonly ItemCurve[];
  readonly logLikelihood: number;
  readonly iterations: number;
  /** False when the parameters still moved in the last iteration. */
  readonly converged: boolean;
}

export interface CalibrationOptions {
  readonly quadrature?: Quadrature;
  readonly maxIterations?: number;
  /** No parameter moved by more in the last iteration. */
  readonly tolerance?: number;
}

/** An item can be calibrated when somebody had it right and somebody wrong; otherwise its difficulty is without bound. */
export function isCalibratable(patterns: readonly ResponsePattern[], item: number): boolean {
  return [0, 1].every((score) => patterns.some(({ scores }) => scores[item] === score));
}

/**
 * Marginal maximum likelihood by the EM algorithm, ability N(0, 1) over 61 points: Bock and Aitkin (1981), Psychometrika 46. Items nobody met, or
 * everybody scored alike, must be left out before. Rules of thumb: 100 to 200 responses an item for one slope, 500 for a slope each.
 */
export function calibrate(
  patterns: readonly ResponsePattern[],
  model: ItemModel,
  options: CalibrationOptions = {},
): Calibration {
  const steps = calibration(patterns, model, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same in steps, one an iteration, so that who runs it can let others have the processor between them. */
export function* calibration(
  patterns: readonly ResponsePattern[],
  model: ItemModel,
  options: CalibrationOptions = {},
): Generator<undefined, Calibration, undefined> {
  const { quadrature = normalQuadrature(), maxIterations = 2000, tolerance = 1e-6 } = options;
  const items = patterns[0]?.scores.length ?? 0;
  for (let item = 0; item < items; item += 1)
    if (!isCalibratable(patterns, item)) throw new RangeError(`Item ${item} cannot be calibrated`);
  let lines = firstLines(patterns, items);
  let moved = Infinity;
  let iterations = 0;
  while (moved > tolerance && iterations < maxIterations) {
    const next = maximisation(lines, expectation(lines, patterns, quadrature), model, quadrature);
    moved = Math.max(...next.map((line, item) => distance(line, at(lines, item))));
    lines = next;
    iterations += 1;
    yield;
  }
  return {
    curves: lines.map(curveOf),
    logLikelihood: expectation(lines, patterns, quadrature).logLikelihood,
    iterations,
    converged: moved <= tolerance,
  };
}

function firstLines(patterns: readonly ResponsePattern[], items: number): ItemLine[] {
  return Array.from({ length: items }, (_, item) => {
    const met = patterns.filter(({ scores }) => typeof scores[item] === 'number');
    const right = sum(met.map(({ scores, people }) => people * (scores[item] ?? 0)));
    const all = sum(met.map(({ people }) => people));
    return { slope: 1, intercept: Math.log(right / (all - right)) };
  });
}

function maximisation(
  lines: readonly ItemLine[],
  { counts }: Expectation,
  model: ItemModel,
  { nodes }: Quadrature,
): ItemLine[] {
  const countsOf = (item: number): ExpectedCounts => at(counts, item);
  if (model === '2PL')
    return lines.map((line, item) => newton(line, countsOf(item), nodes, 'both'));
  const moved = lines.map((line, item) => newton(line, countsOf(item), nodes, 'intercept'));
  return model === 'rasch' ? moved : withCommonSlope(moved, counts, nodes);
}

/** One Newton step for the slope that all items share, with the intercepts where they are. */
function withCommonSlope(
  lines: readonly ItemLine[],
  counts: readonly ExpectedCounts[],
  nodes: readonly number[],
): ItemLine[] {
  const surplus = sum(lines.map((line, i) => gradientOf(line, at(counts, i), nodes).slope));
  const information = sum(
    lines.map((line, i) => informationOf(line, at(counts, i), nodes).slopeSlope),
  );
  return lines.map(({ slope, intercept }) => ({
    slope: slope + bounded(surplus / information),
    intercept,
  }));
}

/** A few Newton steps on one item's expected log-likelihood, which has a single top. */
function newton(
  start: ItemLine,
  counts: ExpectedCounts,
  nodes: readonly number[],
  free: 'both' | 'intercept',
): ItemLine {
  let line = start;
  for (let turn = 0; turn < 3; turn += 1) {
    const gradient = gradientOf(line, counts, nodes);
    const { slopeSlope, slopeIntercept, interceptIntercept } = informationOf(line, counts, nodes);
    if (free === 'intercept') {
      const step = bounded(gradient.intercept / interceptIntercept);
      line = { ...line, intercept: line.intercept + step };
      continue;
    }
    const determinant = slopeSlope * interceptIntercept - slopeIntercept ** 2;
    const slope = interceptIntercept * gradient.slope - slopeIntercept * gradient.intercept;
    const intercept = slopeSlope * gradient.intercept - slopeIntercept * gradient.slope;
    line = {
      slope: line.slope + bounded(slope / determinant),
      intercept: line.intercept + bounded(intercept / determinant),
    };
  }
  return line;
}

function informationOf(
  line: ItemLine,
  counts: ExpectedCounts,
  nodes: readonly number[],
): { slopeSlope: number; slopeIntercept: number; interceptIntercept: number } {
  let [slopeSlope, slopeIntercept, interceptIntercept] = [0, 0, 0];
  nodes.forEach((node, n) => {
    const chance = lineChance(line, node);
    const weight = at(counts.people, n) * chance * (1 - chance);
    slopeSlope += weight * node * node;
    slopeIntercept += weight * node;
    interceptIntercept += weight;
  });
  return { slopeSlope, slopeIntercept, interceptIntercept };
}

/** A step no longer than 1, so that a few odd responses can't throw an item far away. */
function bounded(step: number): number {
  return Math.max(-1, Math.min(1, step));
}

function distance(one: ItemLine, other: ItemLine): number {
  return Math.max(Math.abs(one.slope - other.slope), Math.abs(one.intercept - other.intercept));
}
