import { Decimal } from 'decimal.js';
import { deviceOf } from './devices.rules.js';
import { ExpressionError, decimal } from './expression.rules.js';
import type { NumericAnswer, Rounding } from './item.js';

/** The numbers that count as right, `least` among them; `most` too, unless the key stands for a rounding. */
export interface AcceptedRange {
  readonly least: Decimal;
  readonly most: Decimal;
  readonly mostIncluded: boolean;
}

const MODES: Readonly<Record<Rounding['direction'], Decimal.Rounding>> = {
  nearest: Decimal.ROUND_HALF_UP,
  down: Decimal.ROUND_DOWN,
  up: Decimal.ROUND_UP,
};

/** From one possible key to the next where the task is to round; undefined where it is not. */
export function roundingStep(answer: NumericAnswer): Decimal | undefined {
  if (!answer.rounding) return undefined;
  const step = answer.rounding.step ?? deviceOf(answer)?.graduation;
  if (step === undefined || !decimal(step).greaterThan(0))
    throw new ExpressionError('rounding needs a step above 0, or a device whose graduation it is', [
      'answer',
      'rounding',
    ]);
  return decimal(step);
}

/** The key of an exact value: rounded as the task says, or to the figures that are asked for, or the value itself. */
export function keyOf(exact: Decimal, answer: NumericAnswer): Decimal {
  const step = roundingStep(answer);
  if (step && answer.rounding) return exact.toNearest(step, MODES[answer.rounding.direction]);
  const { check } = answer;
  if (check && 'decimals' in check)
    return exact.toDecimalPlaces(check.decimals, Decimal.ROUND_HALF_UP);
  if (check && 'significantFigures' in check)
    return exact.toSignificantDigits(check.significantFigures, Decimal.ROUND_HALF_UP);
  return exact;
}

/** What counts as right beside the key. `evaluate` computes the ends of an interval. */
export function acceptedRange(
  key: Decimal,
  { check }: NumericAnswer,
  evaluate: (end: 'from' | 'to') => Decimal,
): AcceptedRange {
  if (!check) return around(key, decimal('0'), true);
  if ('absolute' in check) return around(key, decimal(check.absolute), true);
  if ('percent' in check) return around(key, key.times(check.percent).div(100), true);
  if ('from' in check) return { least: evaluate('from'), most: evaluate('to'), mostIncluded: true };
  const places = 'decimals' in check ? check.decimals : check.significantFigures - 1 - key.e;
  return around(key, decimal('0.5').times(decimal('10').pow(-places)), false);
}

export function isAccepted(range: AcceptedRange, typed: Decimal): boolean {
  if (typed.lessThan(range.least)) return false;
  return range.mostIncluded ? typed.lte(range.most) : typed.lessThan(range.most);
}

function around(key: Decimal, width: Decimal, mostIncluded: boolean): AcceptedRange {
  return { least: key.minus(width), most: key.plus(width), mostIncluded };
}
