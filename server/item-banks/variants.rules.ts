import type { Localised } from '../platform/locale.js';
import {
  ExpressionError,
  decimal,
  parseExpression,
  plain,
  type Environment,
  type Expression,
} from './expression.rules.js';
import type { CaseValue, NumericItem, Parameter, Variant } from './item.js';
import type { Decimal } from 'decimal.js';

/** A grid larger than this is a mistake of the author, not a choice. */
const MOST_COMBINATIONS = 20_000;

type Values = Readonly<Record<string, string | Localised>>;

/**
 * Every set of parameters that the item's constraints allow, in the order of the grid. Throws `ExpressionError` with words for the author
 * where the item can't be computed. A set is left out when a constraint fails, when the answer needs more decimals than the item allows,
 * is not above zero, or when a known mistake happens to give the right number.
 */
export function variantsOf(item: NumericItem): readonly Variant[] {
  const constraints = item.constraints.map((source) => parseNamed('constraint', source));
  const answer = parseNamed('answer', item.answer.expression);
  const derived = derivedOf(item);
  const errors = Object.entries(item.errors).map(([name, source]) => parseNamed(name, source));
  const variants: Variant[] = [];
  for (const values of combinations(item)) {
    const environment = compute(values, derived);
    const right = number(answer, environment);
    const all: Environment = { ...environment, answer: right };
    if (!right.greaterThan(0)) continue;
    if (decimal(plain(right)).decimalPlaces() > item.answer.decimals) continue;
    if (!constraints.every((constraint) => constraint.evaluate(all) === true)) continue;
    if (errors.some((mistake) => plain(number(mistake, all)) === plain(right))) continue;
    variants.push({ values: { ...values, ...texts(environment) }, answer: plain(right) });
  }
  return variants;
}

/** The known mistake that gives the typed number for this variant, if any. */
export function mistakeBehind(
  item: NumericItem,
  variant: Variant,
  typed: string,
): string | undefined {
  const said = plain(decimal(typed));
  return Object.entries(mistakesOf(item, variant)).find(([, value]) => value === said)?.[0];
}

/** The wrong number that each known mistake gives for this variant. */
export function mistakesOf(item: NumericItem, variant: Variant): Readonly<Record<string, string>> {
  // What is derived is worked out again: as text it has lost its sign or its last digits.
  const environment = {
    ...compute(variant.values, derivedOf(item)),
    answer: decimal(variant.answer),
  };
  return Object.fromEntries(
    Object.entries(item.errors).map(([name, source]) => [
      name,
      plain(number(parseNamed(name, source), environment)),
    ]),
  );
}

function derivedOf(item: NumericItem): readonly (readonly [string, Expression])[] {
  return Object.entries(item.derived).map(
    ([name, { expression }]) => [name, parseNamed(name, expression)] as const,
  );
}

function parseNamed(what: string, source: string): Expression {
  try {
    return parseExpression(source);
  } catch (error) {
    throw new ExpressionError(
      `${what} "${source}": ${error instanceof Error ? error.message : 'cannot be read'}`,
    );
  }
}

function number(expression: Expression, environment: Environment): Decimal {
  const value = expression.evaluate(environment);
  if (typeof value === 'boolean')
    throw new ExpressionError(`"${expression.source}" is a comparison, a number is needed`);
  return value;
}

function compute(
  values: Values,
  derived: readonly (readonly [string, Expression])[],
): Record<string, Decimal> {
  const environment = numbersIn(values);
  for (const [name, expression] of derived) environment[name] = number(expression, environment);
  return environment;
}

function numbersIn(values: Values): Record<string, Decimal> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' && isDecimal(value) ? [[name, decimal(value)]] : [],
    ),
  );
}

function texts(environment: Readonly<Record<string, Decimal>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, plain(value)]),
  );
}

export function isDecimal(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

function combinations(item: NumericItem): readonly Values[] {
  const rows = item.cases ?? [{}];
  const all: Values[] = [];
  for (const row of rows) {
    let partial: Values[] = [{}];
    for (const [name, parameter] of Object.entries(item.parameters)) {
      const choices = Object.hasOwn(row, name)
        ? caseChoices(row[name])
        : parameterChoices(name, parameter);
      partial = partial.flatMap((values) =>
        choices.map((choice) => ({ ...values, [name]: choice })),
      );
      if (partial.length > MOST_COMBINATIONS)
        throw new ExpressionError(`more than ${MOST_COMBINATIONS} combinations of parameters`);
    }
    all.push(...partial);
  }
  if (all.length > MOST_COMBINATIONS)
    throw new ExpressionError(`more than ${MOST_COMBINATIONS} combinations of parameters`);
  return all;
}

function caseChoices(value: CaseValue | undefined): readonly (string | Localised)[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly string[]) : [value as string | Localised];
}

function parameterChoices(name: string, parameter: Parameter): readonly string[] {
  if (parameter.values) return parameter.values;
  if (parameter.from === undefined || parameter.to === undefined || parameter.step === undefined)
    throw new ExpressionError(`parameter ${name} has no values, no range, and a case without it`);
  const choices: string[] = [];
  const to = decimal(parameter.to);
  const step = decimal(parameter.step);
  if (!step.greaterThan(0))
    throw new ExpressionError(`parameter ${name}: the step must be above 0`);
  for (let value = decimal(parameter.from); value.lessThanOrEqualTo(to); value = value.plus(step)) {
    choices.push(plain(value));
    if (choices.length > MOST_COMBINATIONS)
      throw new ExpressionError(`parameter ${name} has more than ${MOST_COMBINATIONS} values`);
  }
  return choices;
}
