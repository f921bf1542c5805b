import type { Decimal } from 'decimal.js';
import type jsep from 'jsep';
import {
  dividedBy,
  isOneKind,
  measuresOf,
  multipliedBy,
  PLAIN,
  ratioOf,
  unitOf,
  type Measure,
} from './dimensions.rules.js';
import { decimal, parseExpression, plain, textOf, unitWritten } from './expression.rules.js';
import type { ItemProblem, NumericItem, Said } from './item.js';
import { parametersOf } from './parameter-grid.rules.js';
import type { NumericModel } from './numeric-model.rules.js';

/**
 * What an expression may measure. `bare` is a number that stands for itself, as 4 does in `answer <= 4`: it takes the unit of what stands
 * beside it. `anything` is what has been blamed already, or what is a word.
 */
type Quantity = readonly Measure[] | 'bare' | 'anything';

/** Numbers that convert from one unit to another, by the number that they multiply with. */
const CONVERSIONS = ['10', '100', '1000', '1000000', '7', '24', '168', '60', '1440', '3600'];

/** These are taken for nothing else: a thousand too much in a key is what the check is for. `1000 time` is a thousand times. */
const ONLY_CONVERSIONS = ['1000', '1000000', '60', '1440', '3600'];

/**
 * Checks what is derived, the constraints, the key and its interval: only like is added, subtracted and compared, and what comes out is in
 * the unit that is declared. Mistakes are not checked, for most of them are wrong in just this way.
 */
export function dimensionProblems(model: NumericModel): readonly ItemProblem[] {
  const { item, derived, constraints, answer, ends } = model;
  const known = namesOf(item);
  const declared = (
    tree: jsep.Expression,
    unit: string | undefined,
    path: readonly string[],
  ): readonly ItemProblem[] => {
    const { found, quantity } = measured(tree, known);
    const problems = [...found, ...(unit === undefined ? [] : wrongUnit(tree, quantity, unit))];
    return problems.map((problem) => placed(problem, path));
  };
  return [
    ...derived.flatMap(([name, { tree }]) =>
      declared(tree, item.derived[name]?.unit, ['derived', name, 'expression']),
    ),
    ...declared(answer.tree, item.answer.unit, ['answer', 'expression']),
    ...constraints.flatMap(({ tree }, index) =>
      declared(tree, undefined, ['constraints', String(index)]),
    ),
    ...(ends
      ? (['from', 'to'] as const).flatMap((end) =>
          declared(ends[end].tree, item.answer.unit, ['answer', 'check', end]),
        )
      : []),
  ];
}

function placed({ said, message }: Wrong, path: readonly string[]): ItemProblem {
  return { path, said, message: `${path.join('.')}: ${message}` };
}

function namesOf(item: NumericItem): ReadonlyMap<string, Quantity> {
  const units = [
    ...Object.entries({ ...parametersOf(item), ...item.derived }).map(
      ([name, { unit }]) => [name, unit] as const,
    ),
    ...['answer', 'exact', 'step'].map((name) => [name, item.answer.unit] as const),
  ];
  return new Map(
    units.map(([name, unit]) => [name, unit === undefined ? 'anything' : measuresOf(unit)]),
  );
}

interface Wrong {
  readonly message: string;
  readonly said: Said;
}

function measured(
  tree: jsep.Expression,
  known: ReadonlyMap<string, Quantity>,
): { readonly found: readonly Wrong[]; readonly quantity: Quantity } {
  const found: Wrong[] = [];
  const quantity = quantityOf(tree, known, found);
  return { found, quantity };
}

/** What an expression measures; what is wrong in it goes into `found`. */
function quantityOf(
  node: jsep.Expression,
  known: ReadonlyMap<string, Quantity>,
  found: Wrong[],
): Quantity {
  const of = (part: jsep.Expression): Quantity => quantityOf(part, known, found);
  switch (node.type) {
    case 'Literal': {
      const unit = unitWritten(node as jsep.Literal);
      if (unit === undefined) return 'bare';
      if (!known.has(unit)) return measuresOf(unit);
      found.push(shadowed(node as jsep.Literal, unit));
      return 'anything';
    }
    case 'Identifier':
      return known.get((node as jsep.Identifier).name) ?? 'anything';
    case 'UnaryExpression':
      return of((node as jsep.UnaryExpression).argument);
    case 'BinaryExpression': {
      const { operator, left, right } = node as jsep.BinaryExpression;
      const [first, second] = [of(left), of(right)];
      if (operator === '*' || operator === '/')
        return product(node as jsep.BinaryExpression, first, second);
      if (operator === 'and' || operator === 'or') return 'anything';
      const isSum = operator === '+' || operator === '-';
      return alike(isSum ? 'sum' : 'comparison', [left, first], [right, second], found);
    }
    default: {
      const call = node as jsep.CallExpression;
      const values = call.arguments.map((part) => [part, of(part)] as const);
      const [first, ...others] = values;
      switch ((call.callee as jsep.Identifier).name) {
        case 'min':
        case 'max':
        case 'between':
        case 'multipleOf':
          return others.reduce<Quantity>(
            (quantity, other) =>
              first ? alike('comparison', [first[0], quantity], other, found) : quantity,
            first?.[1] ?? 'anything',
          );
        // Numbers as they are read: whether two look the same, and how many decimals one has.
        case 'distinct':
        case 'decimals':
          return 'bare';
        default:
          return first?.[1] ?? 'anything';
      }
    }
  }
}

type Side = readonly [node: jsep.Expression, quantity: Quantity];

/** What both sides measure, when they measure the same. */
function alike(
  kind: 'sum' | 'comparison',
  [left, first]: Side,
  [right, second]: Side,
  found: Wrong[],
): Quantity {
  if (first === 'anything' || second === 'anything') return 'anything';
  if (first === 'bare') return second;
  if (second === 'bare') return first;
  const same = first.filter((one) => second.some((other) => isSame(one, other)));
  if (same.length > 0) return same;
  found.push(unlike(kind, [left, first], [right, second]));
  return 'anything';
}

function isSame(one: Measure, other: Measure): boolean {
  return isOneKind(one, other) && ratioOf(one, other).equals(1);
}

function product(
  { operator, left, right }: jsep.BinaryExpression,
  first: Quantity,
  second: Quantity,
): Quantity {
  if (first === 'anything' || second === 'anything') return 'anything';
  if (first === 'bare' && second === 'bare') return 'bare';
  const apply = operator === '*' ? multipliedBy : dividedBy;
  const ones = first === 'bare' ? measuresOfNumber(left) : first;
  const others = second === 'bare' ? measuresOfNumber(right) : second;
  return distinctMeasures(ones.flatMap((one) => others.map((other) => apply(one, other))));
}

/** A number that is multiplied with counts, or converts: 1000 turns mg into microgram, so one of what comes out is a thousandth. */
function measuresOfNumber(node: jsep.Expression): readonly Measure[] {
  const value = constantOf(node);
  if (value === undefined || value.isZero()) return [PLAIN];
  const isOneOf = (numbers: readonly string[]): boolean =>
    numbers.some((one) => plain(value) === one || plain(decimal('1').div(value)) === one);
  const conversion = { ...PLAIN, factor: decimal('1').div(value) };
  if (isOneOf(ONLY_CONVERSIONS)) return [conversion];
  return isOneOf(CONVERSIONS) ? [PLAIN, conversion] : [PLAIN];
}

/** Its value; undefined for what can't be computed, which is said elsewhere. */
function constantOf(node: jsep.Expression): Decimal | undefined {
  try {
    const value = parseExpression(textOf(node)).evaluate({});
    return typeof value === 'boolean' ? undefined : value.abs();
  } catch {
    return undefined;
  }
}

function distinctMeasures(measures: readonly Measure[]): readonly Measure[] {
  const named = measures.map((one) => [`${plain(one.factor)} ${unitOf(one)}`, one] as const);
  return [...new Map(named).values()];
}

/** An expression that comes out in another unit than the one declared. */
function wrongUnit(node: jsep.Expression, quantity: Quantity, unit: string): readonly Wrong[] {
  if (quantity === 'bare' || quantity === 'anything') return [];
  const wanted = measuresOf(unit);
  if (quantity.some((one) => wanted.some((other) => isSame(one, other)))) return [];
  const { one, ratio } = nearest(quantity, wanted);
  const [source, gives] = [textOf(node), unitOf(one)];
  return ratio === undefined
    ? [
        {
          message: `"${source}" gives ${gives}, and the unit is ${unit}`,
          said: { key: 'result', values: { source }, units: { gives, unit } },
        },
      ]
    : [
        {
          message: `"${source}" gives ${gives}, and the unit is ${unit}: a conversion by ${ratio} is missing or too much`,
          said: { key: 'resultConversion', values: { source, ratio }, units: { gives, unit } },
        },
      ];
}

function unlike(
  kind: 'sum' | 'comparison',
  [leftNode, first]: readonly [jsep.Expression, readonly Measure[]],
  [rightNode, second]: readonly [jsep.Expression, readonly Measure[]],
): Wrong {
  const { one, other, ratio } = nearest(first, second);
  const [left, right] = [textOf(leftNode), textOf(rightNode)];
  const units = { leftUnit: unitOf(one), rightUnit: unitOf(other) };
  const sides = `"${left}" is in ${units.leftUnit} and "${right}" in ${units.rightUnit}`;
  if (ratio !== undefined)
    return {
      message: `${sides}: convert one of them, by ${ratio}`,
      said: { key: 'conversion', values: { left, right, ratio }, units },
    };
  return {
    message: `${sides}: they cannot be ${kind === 'sum' ? 'added or subtracted' : 'compared'}`,
    said: { key: kind, values: { left, right }, units },
  };
}

/** Of what two sides may measure, the two that are of one kind, with how much they differ; else the first of each. */
function nearest(first: readonly Measure[], second: readonly Measure[]) {
  const pairs = first.flatMap((one) => second.map((other) => ({ one, other })));
  const alikePair = pairs.find(({ one, other }) => isOneKind(one, other));
  const { one, other } = alikePair ?? pairs[0] ?? { one: PLAIN, other: PLAIN };
  if (!alikePair) return { one, other, ratio: undefined };
  const ratio = ratioOf(one, other);
  return { one, other, ratio: plain(ratio.lessThan(1) ? decimal('1').div(ratio) : ratio) };
}

function shadowed({ raw }: jsep.Literal, unit: string): Wrong {
  return {
    message: `"${raw} ${unit}" reads as a number with a unit, but ${unit} is a name here: write ${raw} * ${unit}, or choose another name`,
    said: { key: 'shadowed', values: { number: raw, name: unit }, units: {} },
  };
}
