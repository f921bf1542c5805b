import {
  normalQuadrature,
  type ItemCurve,
  type Quadrature,
  type ResponsePattern,
} from './item-response.rules.js';
import { expectation, gradientOf, lineOf, type ItemLine } from './marginal-likelihood.rules.js';
import { diagonal, inverse } from './matrix.rules.js';
import { at } from './moments.rules.js';

export interface CurveErrors {
  readonly slope: number;
  readonly difficulty: number;
}

/**
 * Standard errors of 2PL parameters: the observed information (the derivative of the gradient, by central differences) inverted, and the delta
 * method from intercept to difficulty b = -d/a. Null when there are too few responses to tell.
 */
export function curveErrors(
  curves: readonly ItemCurve[],
  patterns: readonly ResponsePattern[],
  quadrature: Quadrature = normalQuadrature(),
): CurveErrors[] | null {
  const lines = curves.map(lineOf);
  const gradientAt = (shifted: readonly ItemLine[]): number[] => {
    const { counts } = expectation(shifted, patterns, quadrature);
    return shifted.flatMap((line, item) => {
      const { slope, intercept } = gradientOf(line, at(counts, item), quadrature.nodes);
      return [slope, intercept];
    });
  };
  const step = 1e-4;
  const information = lines.flatMap((_line, item) =>
    (['slope', 'intercept'] as const).map((name) => {
      const shifted = (by: number): ItemLine[] =>
        lines.map((line, n) => (n === item ? { ...line, [name]: line[name] + by } : line));
      const [after, before] = [gradientAt(shifted(step)), gradientAt(shifted(-step))];
      return after.map((value, n) => (at(before, n) - value) / (2 * step));
    }),
  );
  const covariances = inverse(information);
  if (!covariances || diagonal(covariances).some((value) => value <= 0)) return null;
  return lines.map(({ slope, intercept }, item) => {
    const [bySlope, byIntercept] = [intercept / slope ** 2, -1 / slope];
    const own = at(covariances, 2 * item);
    const [slopeSlope, slopeIntercept] = [at(own, 2 * item), at(own, 2 * item + 1)];
    const interceptIntercept = at(at(covariances, 2 * item + 1), 2 * item + 1);
    const square =
      bySlope ** 2 * slopeSlope +
      2 * bySlope * byIntercept * slopeIntercept +
      byIntercept ** 2 * interceptIntercept;
    return { slope: Math.sqrt(slopeSlope), difficulty: Math.sqrt(square) };
  });
}
