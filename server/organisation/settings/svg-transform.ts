import type { Matrix } from './arms.js';

const STEP = /\s*(matrix|translate|scale|rotate)\s*\(([^()]*)\)\s*,?/y;

/** The matrix of an SVG `transform` (SVG 2, 8.5); undefined for one that skews, or that is none. */
export function matrixOf(text: string): Matrix | undefined {
  let whole: Matrix | undefined;
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.trimEnd().length) {
    const [, name = '', inside = ''] = STEP.exec(text) ?? [];
    const step = stepOf(
      name,
      inside
        .trim()
        .split(/[\s,]+/)
        .map(Number),
    );
    if (!step) return undefined;
    whole = multiplied(whole, step);
  }
  return whole;
}

/** First the inner one, then the outer. */
export function multiplied(outer: Matrix | undefined, inner: Matrix): Matrix {
  if (!outer) return inner;
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ];
}

function stepOf(name: string, numbers: readonly number[]): Matrix | undefined {
  if (!numbers.every(Number.isFinite)) return undefined;
  const [a = 0, b, c, d, e, f] = numbers;
  switch (name) {
    case 'matrix':
      return numbers.length === 6 ? [a, b ?? 0, c ?? 0, d ?? 0, e ?? 0, f ?? 0] : undefined;
    case 'translate':
      return [1, 0, 0, 1, a, b ?? 0];
    case 'scale':
      return [a, 0, 0, b ?? a, 0, 0];
    case 'rotate': {
      const [cos, sin] = [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)];
      const turn: Matrix = [cos, sin, -sin, cos, 0, 0];
      const [x, y] = [b ?? 0, c ?? 0];
      return multiplied([1, 0, 0, 1, x, y], multiplied(turn, [1, 0, 0, 1, -x, -y]));
    }
    default:
      return undefined;
  }
}
