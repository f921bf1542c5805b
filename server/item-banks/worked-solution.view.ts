import type jsep from 'jsep';
import type { Translate } from '../platform/http/i18n.js';
import type { Locale } from '../platform/locale.js';
import { Decimal } from 'decimal.js';
import { plain, unitWritten, type Environment, type Expression } from './expression.rules.js';
import type { NumericItem, Variant } from './item.js';
import { numericModel, solve, type NumericModel } from './numeric-model.rules.js';
import { parametersOf } from './parameter-grid.rules.js';
import { formatNumber, formatQuantity } from './units.rules.js';

/** As schools of each country write them. */
const SIGNS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  nb: { '*': '·', '/': ':', '-': '−' },
  nn: { '*': '·', '/': ':', '-': '−' },
  sv: { '*': '·', '/': '/', '-': '−' },
  en: { '*': '×', '/': '÷', '-': '−' },
};

const STRENGTH: Readonly<Record<string, number>> = { '+': 1, '-': 1, '*': 2, '/': 2 };
const MOST_DECIMALS_SHOWN = 3;

/**
 * How the answer is worked out with the candidate's own numbers, one step a line: what is derived on the way, then the answer, then the
 * rounding. Made from the expressions that the key is computed with, so that it cannot say anything else.
 */
export function workedSolution(
  item: NumericItem,
  variant: Variant,
  locale: Locale,
  t: Translate,
): readonly string[] {
  const model = numericModel(item);
  const { numbers, exact, key } = solve(model, variant.values, variant.answer);
  const print = (expression: Expression): string =>
    printed(expression.tree, { item, numbers, locale, t }, 0);
  const unit = item.answer.unit;
  const steps = neededFor(model).map(([name, expression]) =>
    equation(print(expression), numbers[name] ?? exact, item.derived[name]?.unit, locale),
  );
  return [
    ...steps,
    equation(print(model.answer), exact, unit, locale),
    ...(plain(exact) === plain(key)
      ? []
      : [t('solution.rounded', { answer: quantity(key, unit, locale) })]),
  ];
}

/** What is derived and leads to the answer, in the order in which it is computed. */
function neededFor({ derived, answer }: NumericModel): NumericModel['derived'] {
  const needed = new Set(answer.names);
  for (const [name, expression] of derived.toReversed())
    if (needed.has(name)) for (const other of expression.names) needed.add(other);
  return derived.filter(([name]) => needed.has(name));
}

function equation(text: string, value: Decimal, unit: string | undefined, locale: Locale): string {
  const exact = plain(value) === plain(shortened(value));
  return `${text} ${exact ? '=' : '≈'} ${quantity(value, unit, locale)}`;
}

function quantity(value: Decimal, unit: string | undefined, locale: Locale): string {
  const shown = shortened(value);
  const text = plain(shown.abs());
  return (
    (shown.isNegative() ? '−' : '') +
    (unit === undefined ? formatNumber(text, locale) : formatQuantity(text, unit, locale))
  );
}

/** As many decimals as a person reads; of what is below one, as many figures. */
function shortened(value: Decimal): Decimal {
  return value.abs().lessThan(1)
    ? value.toSignificantDigits(MOST_DECIMALS_SHOWN)
    : value.toDecimalPlaces(MOST_DECIMALS_SHOWN, Decimal.ROUND_HALF_UP);
}

interface Printing {
  readonly item: NumericItem;
  readonly numbers: Environment;
  readonly locale: Locale;
  readonly t: Translate;
}

/** An expression in numbers and units; in brackets where it binds less than what stands around it. */
function printed(node: jsep.Expression, printing: Printing, around: number): string {
  const { item, numbers, locale, t } = printing;
  switch (node.type) {
    case 'Literal': {
      const { raw } = node as jsep.Literal;
      const unit = unitWritten(node as jsep.Literal);
      return unit === undefined ? formatNumber(raw, locale) : formatQuantity(raw, unit, locale);
    }
    case 'Identifier': {
      const { name } = node as jsep.Identifier;
      const unit = parametersOf(item)[name]?.unit ?? item.derived[name]?.unit;
      return quantity(numbers[name] ?? new Decimal(0), unit, locale);
    }
    case 'UnaryExpression':
      return `−${printed((node as jsep.UnaryExpression).argument, printing, 2)}`;
    case 'BinaryExpression': {
      const { operator, left, right } = node as jsep.BinaryExpression;
      const own = STRENGTH[operator] ?? 0;
      // 12 − (5 − 2) and 12 : (2 · 3): on the right, the same strength needs brackets too.
      const firm = operator === '-' || operator === '/' ? own + 1 : own;
      const text = `${printed(left, printing, own)} ${SIGNS[locale][operator] ?? operator} ${printed(right, printing, firm)}`;
      return own < around ? `(${text})` : text;
    }
    case 'CallExpression': {
      const call = node as jsep.CallExpression;
      const values = call.arguments.map((argument) => printed(argument, printing, 0)).join('; ');
      return t(`solution.function.${calleeOf(call)}`, { values });
    }
    default:
      throw new Error(`${node.type} is in no expression that was read`);
  }
}

function calleeOf({ callee }: jsep.CallExpression): string {
  return (callee as jsep.Identifier).name;
}
