import { isAccepted } from './answer-check.rules.js';
import { decimal, plain } from './expression.rules.js';
import type { DrawnItem, Item, NumericItem, Response, Variant } from './item.js';
import { numericModel, solve, type Solved } from './numeric-model.rules.js';
import { settledNumber } from './typed-number.rules.js';
import type { Localised } from '../platform/locale.js';
import { Decimal } from 'decimal.js';

/** What probably happened when a number came out wrong. */
export interface Diagnosis {
  /** A name of the list of error models, `wrongUnit`, or a name of the item's own. */
  readonly mistake: string;
  /** In the item's own words, where it has some. */
  readonly feedback?: Localised;
  /** The item's author says that this mistake fails the exam by itself. */
  readonly critical: boolean;
}

export interface NumberVerdict {
  readonly right: boolean;
  readonly diagnosis?: Diagnosis;
}

/** Wrong numbers are often written shorter than they are: 0,33 for a third. So far from the exact one they may be. */
const WRITTEN_WITHIN = '0.02';

export type Typed = Extract<Response, { readonly typed: string }>;

/** Holds a typed response against a variant: is it right, and if not, which known mistake gives it. A number that can't be read is wrong. */
export function judgeNumber(item: NumericItem, variant: Variant, response: Typed): NumberVerdict {
  return judgeSolved(item, solve(numericModel(item), variant.values, variant.answer), response);
}

/** The same for a variant that is computed already. */
export function judgeSolved(item: NumericItem, solved: Solved, response: Typed): NumberVerdict {
  const text = settledNumber(response.typed, response.meaning);
  if (text === undefined) return { right: false };
  const typed = decimal(text);
  const said = (mistake: string, feedback?: Localised): NumberVerdict => ({
    right: false,
    diagnosis: {
      mistake,
      ...(feedback ? { feedback } : {}),
      critical: item.criticalErrors?.includes(mistake) ?? false,
    },
  });
  if (isAccepted(solved.range, typed)) {
    const rightUnit = !item.answer.units || response.unit === item.answer.unit;
    return rightUnit ? { right: true } : said('wrongUnit');
  }
  const model = modelBehind(solved, typed);
  return model ? said(model.name, model.feedback) : { right: false };
}

/** What probably happened in a wrong response to a numeric item; undefined for a right one, and where no known mistake gives that number. */
export function diagnose(
  item: Item,
  drawn: DrawnItem,
  response: Response | undefined,
): Diagnosis | undefined {
  if (item.type !== 'numeric' || !drawn.variant || !response || !('typed' in response))
    return undefined;
  return judgeNumber(item, drawn.variant, response).diagnosis;
}

/** The model whose number was typed, within the item's tolerance; else the one whose number was written shorter. */
function modelBehind(
  solved: Solved,
  typed: Decimal,
): Solved['mistakes'][number]['model'] | undefined {
  const found =
    solved.mistakes.find(({ values }) => values.some((value) => isNear(solved, value, typed))) ??
    solved.mistakes.find(({ values }) => values.some((value) => isShorter(value, typed)));
  return found?.model;
}

/** A wrong number has the same tolerance as the right one, in proportion. */
function isNear({ range, key }: Solved, value: Decimal, typed: Decimal): boolean {
  if (plain(value) === plain(typed)) return true;
  const inProportion = typed.times(key).div(value);
  return !range.least.equals(range.most) && isAccepted(range, inProportion);
}

function isShorter(value: Decimal, typed: Decimal): boolean {
  const written = value.toDecimalPlaces(typed.decimalPlaces(), Decimal.ROUND_HALF_UP);
  return written.equals(typed) && typed.minus(value).abs().lte(value.times(WRITTEN_WITHIN));
}
