import {
  acceptedRange,
  isAccepted,
  keyOf,
  roundingStep,
  type AcceptedRange,
} from './answer-check.rules.js';
import { errorModelsOf, type ErrorModel } from './error-models.rules.js';
import {
  ExpressionError,
  decimal,
  parseExpression,
  plain,
  type Environment,
  type Expression,
} from './expression.rules.js';
import type { NumericItem } from './item.js';
import { parameterGrid, type Values } from './parameter-grid.rules.js';
import type { Decimal } from 'decimal.js';

/** More than this and an item takes seconds to check: an expression has no loops, so its parts times the combinations is the bound. */
const MOST_STEPS = 2_000_000;

/** A numeric item with its expressions read once, ready to be computed for any set of parameters. */
export interface NumericModel {
  readonly item: NumericItem;
  readonly derived: readonly (readonly [name: string, expression: Expression])[];
  readonly answer: Expression;
  readonly constraints: readonly Expression[];
  readonly errors: readonly (ErrorModel & { readonly parsed: readonly Expression[] })[];
  readonly ends: Readonly<Record<'from' | 'to', Expression>> | undefined;
}

/** What comes out for one set of parameters. */
export interface Solved {
  /** Parameters, what is derived, `answer`, `exact` and, where the task is to round, `step`. */
  readonly numbers: Environment;
  readonly exact: Decimal;
  readonly key: Decimal;
  readonly range: AcceptedRange;
  /** The wrong numbers of each error model, the likeliest first; those that are not above zero can't be typed and are left out. */
  readonly mistakes: readonly { readonly model: ErrorModel; readonly values: readonly Decimal[] }[];
}

/** Reads an item's expressions. Throws `ExpressionError` with the field that must be mended. */
export function numericModel(item: NumericItem): NumericModel {
  const { check } = item.answer;
  return {
    item,
    derived: Object.entries(item.derived).map(
      ([name, { expression }]) =>
        [name, parseAt(expression, ['derived', name, 'expression'])] as const,
    ),
    answer: parseAt(item.answer.expression, ['answer', 'expression']),
    constraints: item.constraints.map((source, index) =>
      parseAt(source, ['constraints', String(index)]),
    ),
    errors: errorModelsOf(item).map((model) => ({
      ...model,
      parsed: model.expressions.map((source) => parseAt(source, ['errors', model.name])),
    })),
    ends:
      check && 'from' in check
        ? {
            from: parseAt(check.from, ['answer', 'check', 'from']),
            to: parseAt(check.to, ['answer', 'check', 'to']),
          }
        : undefined,
  };
}

/** Every combination of the item's parameters, when computing them all stays within bounds. */
export function gridOf(model: NumericModel): readonly Values[] {
  const grid = parameterGrid(model.item);
  const expressions = [
    model.answer,
    ...model.derived.map(([, expression]) => expression),
    ...model.constraints,
    // Each is computed for the key and for the exact value.
    ...model.errors.flatMap(({ parsed }) => [...parsed, ...parsed]),
  ];
  const steps = grid.length * expressions.reduce((sum, expression) => sum + expression.steps, 0);
  if (steps <= MOST_STEPS) return grid;
  throw new ExpressionError(
    `${grid.length} combinations take ${steps} steps to compute, more than ${MOST_STEPS}: take fewer values or shorter expressions`,
    ['parameters'],
  );
}

/** Computes everything for one set of parameters; `frozen` is the key where it was fixed before. Throws `ExpressionError` with the field. */
export function solve(model: NumericModel, values: Values, frozen?: string): Solved {
  const { answer } = model.item;
  const numbers: Record<string, Decimal> = numbersIn(values);
  for (const [name, expression] of model.derived)
    numbers[name] = numberAt(expression, numbers, ['derived', name, 'expression']);
  const exact = numberAt(model.answer, numbers, ['answer', 'expression']);
  const key = decimal(frozen ?? plain(keyOf(exact, answer)));
  const step = roundingStep(answer);
  const all: Environment = { ...numbers, answer: key, exact, ...(step ? { step } : {}) };
  const range = acceptedRange(key, answer, (end) => {
    if (!model.ends)
      throw new ExpressionError('an interval needs from and to', ['answer', 'check']);
    return numberAt(model.ends[end], all, ['answer', 'check', end]);
  });
  return { numbers: all, exact, key, range, mistakes: mistakesOf(model, all, range) };
}

/** The value of an expression that must be a number. */
export function numberAt(
  expression: Expression,
  environment: Environment,
  path: readonly string[],
): Decimal {
  const value = within(path, expression.source, () => expression.evaluate(environment));
  if (typeof value !== 'boolean') return value;
  throw new ExpressionError(`"${expression.source}" is a comparison, a number is needed`, path);
}

export function isDecimal(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

/** Does a constraint hold? It must be a comparison. */
export function holds(constraint: Expression, { numbers }: Solved, index: number): boolean {
  const path = ['constraints', String(index)];
  const value = within(path, constraint.source, () => constraint.evaluate(numbers));
  if (typeof value === 'boolean') return value;
  throw new ExpressionError(`"${constraint.source}" is a number, a comparison is needed`, path);
}

function mistakesOf(
  { errors }: NumericModel,
  all: Environment,
  range: AcceptedRange,
): Solved['mistakes'] {
  const unrounded: Environment = { ...all, answer: all['exact'] ?? decimal('0') };
  return errors.map((model) => {
    const values = model.parsed.flatMap((expression) =>
      [all, unrounded].map((numbers) =>
        decimal(plain(numberAt(expression, numbers, ['errors', model.name]))),
      ),
    );
    const possible = values.filter(
      // What the author named must stay apart from the key, and says so; what is only recognised gives way to it.
      (value) => value.greaterThan(0) && (model.declared || !isAccepted(range, value)),
    );
    return { model, values: [...new Map(possible.map((value) => [plain(value), value])).values()] };
  });
}

function parseAt(source: string, path: readonly string[]): Expression {
  return within(path, source, () => parseExpression(source));
}

function within<T>(path: readonly string[], source: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new ExpressionError(`${path.join('.')} "${source}": ${error.message}`, path, error.said);
  }
}

function numbersIn(values: Values): Record<string, Decimal> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' && isDecimal(value) ? [[name, decimal(value)]] : [],
    ),
  );
}
