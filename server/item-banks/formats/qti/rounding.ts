import { Decimal } from 'decimal.js';
import { attribute, numberAttribute, ProcessingError, type Call } from './evaluation.js';

/** A number rounded as `roundTo` and `equalRounded` say: half up, on the decimals as written. */
export function rounded(call: Call, value: number): number {
  const mode = attribute(call.node, 'rounding-mode') ?? 'significantFigures';
  const figures = numberAttribute(call, 'figures') ?? 0;
  if (!Number.isInteger(figures) || figures < 0 || figures > 100)
    throw new ProcessingError(`Cannot round to ${figures} figures`);
  const decimal = new Decimal(value);
  if (mode.startsWith('significantFigure')) {
    if (figures < 1) throw new ProcessingError('Cannot round to no figures');
    return decimal.toSignificantDigits(figures, Decimal.ROUND_HALF_UP).toNumber();
  }
  return decimal.toDecimalPlaces(figures, Decimal.ROUND_HALF_UP).toNumber();
}
