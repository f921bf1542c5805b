import { Decimal } from 'decimal.js';
import jsep from 'jsep';
import type { Said } from './item.js';
import { isUnit } from './units.rules.js';

jsep.addBinaryOp('and', 2);
jsep.addBinaryOp('or', 1);
jsep.addUnaryOp('not');
// A number may bring its unit, as in `24 hour` or `1000 microgram/mg`: so many parts of a name joined by slashes as are units.
jsep.hooks.add('gobble-token', function (env) {
  const next = this.expr.charAt(this.index);
  if (!/[0-9.]/.test(next)) return;
  const number = this.gobbleNumericLiteral();
  if (!number) return;
  const [spaces = '', words = ''] =
    /^\s*([A-Za-z]+(?:\/[A-Za-z]+)*)/.exec(this.expr.slice(this.index)) ?? [];
  const parts = words.split('/');
  const count = parts.findIndex((part) => !isUnit(part));
  const unit = parts.slice(0, count < 0 ? parts.length : count).join('/');
  if (unit !== '') this.index += spaces.length - words.length + unit.length;
  env.node = unit === '' ? number : { ...number, unit };
});

// Far more digits than any dose has, so that 1/3*3 compares as 1 after rounding to the digits below.
const Exact = Decimal.clone({ precision: 40 });
const COMPARED_DIGITS = 20;
const LONGEST = 300;

export type ExpressionValue = Decimal | boolean;
export type Environment = Readonly<Record<string, Decimal>>;

/** An author's expression is wrong; the message tells an author what to mend, the path in which field of the item. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly path: readonly string[];
  readonly said: Said | undefined;

  constructor(message: string, path: readonly string[] = [], said?: Said) {
    super(message);
    this.path = path;
    this.said = said;
  }
}

export interface Expression {
  readonly source: string;
  readonly names: readonly string[];
  /** Parts of the expression: as many steps as one evaluation takes at most, for there are no loops. */
  readonly steps: number;
  /** For printing it; `evaluate` is the only thing that computes. */
  readonly tree: jsep.Expression;
  evaluate(environment: Environment): ExpressionValue;
}

/**
 * Reads an author's expression into something that can be computed. Only numbers, names, `+ - * / ( )`, comparisons, `and`, `or`, `not`
 * and the functions below exist; nothing of an author's is ever run as code.
 */
export function parseExpression(source: string): Expression {
  if (source.length > LONGEST) throw new ExpressionError(`longer than ${LONGEST} characters`);
  let tree: jsep.Expression;
  try {
    tree = jsep(source);
  } catch (error) {
    throw unreadable(source, error);
  }
  const names = new Set<string>();
  const steps = collectNames(tree, names);
  return {
    source,
    names: [...names],
    steps,
    tree,
    evaluate: (environment) => evaluate(tree, environment),
  };
}

/** The unit that a number brings with it. */
export function unitWritten(literal: jsep.Literal): string | undefined {
  return typeof literal['unit'] === 'string' ? literal['unit'] : undefined;
}

/** A part of an expression as an author would write it. */
export function textOf(node: jsep.Expression, around = 0): string {
  switch (node.type) {
    case 'Literal': {
      const unit = unitWritten(node as jsep.Literal);
      const { raw } = node as jsep.Literal;
      return unit === undefined ? raw : `${raw} ${unit}`;
    }
    case 'Identifier':
      return (node as jsep.Identifier).name;
    case 'UnaryExpression': {
      const { operator, argument } = node as jsep.UnaryExpression;
      return `${operator}${operator === 'not' ? ' ' : ''}${textOf(argument, TIGHTEST)}`;
    }
    case 'BinaryExpression': {
      const { operator, left, right } = node as jsep.BinaryExpression;
      const own = jsep.binary_ops[operator] ?? 0;
      const text = `${textOf(left, own)} ${operator} ${textOf(right, own + 1)}`;
      return own < around ? `(${text})` : text;
    }
    default: {
      const call = node as jsep.CallExpression;
      const values = call.arguments.map((argument) => textOf(argument)).join(', ');
      return `${textOf(call.callee)}(${values})`;
    }
  }
}

const TIGHTEST = 100;

/** Where it stops being an expression: jsep counts characters from 0. */
function unreadable(source: string, error: unknown): ExpressionError {
  const index = error instanceof Error && 'index' in error ? Number(error.index) : source.length;
  const character = String(Math.min(index, source.length) + 1);
  const before = source.slice(0, index).trimEnd();
  const description =
    error instanceof Error && 'description' in error ? String(error.description) : 'cannot be read';
  return new ExpressionError(`${description} at character ${character}, after "${before}"`, [], {
    key: 'unreadable',
    values: { character, before },
    units: {},
  });
}

export function decimal(text: string): Decimal {
  return new Exact(text);
}

/** The value as plain decimal text without trailing zeros: "2.5", "1000". */
export function plain(value: Decimal): string {
  return value.toSignificantDigits(COMPARED_DIGITS).toFixed();
}

interface Function {
  readonly arity: number;
  /** It takes that many values or more. */
  readonly orMore?: boolean;
  readonly apply: (values: readonly Decimal[]) => ExpressionValue;
}

export const FUNCTIONS: Readonly<Record<string, Function>> = {
  round: {
    arity: 2,
    apply: ([x, places]) => at(x).toDecimalPlaces(wholeNumber(at(places)), Decimal.ROUND_HALF_UP),
  },
  floor: { arity: 1, apply: ([x]) => at(x).floor() },
  ceil: { arity: 1, apply: ([x]) => at(x).ceil() },
  abs: { arity: 1, apply: ([x]) => at(x).abs() },
  min: { arity: 2, apply: ([x, y]) => Exact.min(at(x), at(y)) },
  max: { arity: 2, apply: ([x, y]) => Exact.max(at(x), at(y)) },
  decimals: { arity: 1, apply: ([x]) => new Exact(settle(at(x)).decimalPlaces()) },
  between: {
    arity: 3,
    apply: ([x, least, most]) => {
      const value = settle(at(x));
      return value.gte(settle(at(least))) && value.lte(settle(at(most)));
    },
  },
  distinct: {
    arity: 2,
    orMore: true,
    apply: (values) => new Set(values.map(plain)).size === values.length,
  },
  multipleOf: { arity: 2, apply: ([x, step]) => settle(divided(at(x), at(step))).isInteger() },
};

function at(value: Decimal | undefined): Decimal {
  if (value === undefined) throw new ExpressionError('a value is missing');
  return value;
}

const MOST_PLACES = 20;

function wholeNumber(places: Decimal): number {
  if (places.isInteger() && !places.isNegative() && places.lessThanOrEqualTo(MOST_PLACES))
    return places.toNumber();
  throw new ExpressionError(`decimal places are a whole number from 0 to ${MOST_PLACES}`);
}

function divided(x: Decimal, y: Decimal): Decimal {
  if (y.isZero()) throw new ExpressionError('division by zero');
  return x.div(y);
}

function settle(value: Decimal): Decimal {
  return value.toSignificantDigits(COMPARED_DIGITS);
}

/** Collects the names that are asked for and counts the parts; throws for what may not stand in an expression. */
function collectNames(node: jsep.Expression, names: Set<string>): number {
  const parts = (nodes: readonly jsep.Expression[]): number =>
    nodes.reduce((sum, part) => sum + collectNames(part, names), 1);
  switch (node.type) {
    case 'Literal':
      if (typeof (node as jsep.Literal).value !== 'number')
        throw new ExpressionError('only numbers and names may stand here');
      return 1;
    case 'Identifier':
      names.add((node as jsep.Identifier).name);
      return 1;
    case 'UnaryExpression':
      if (!['-', '!', 'not'].includes((node as jsep.UnaryExpression).operator))
        throw new ExpressionError(`"${(node as jsep.UnaryExpression).operator}" is not allowed`);
      return parts([(node as jsep.UnaryExpression).argument]);
    case 'BinaryExpression': {
      const { left, right, operator } = node as jsep.BinaryExpression;
      if (!Object.hasOwn(BINARY, operator))
        throw new ExpressionError(`"${operator}" is not allowed`);
      return parts([left, right]);
    }
    case 'CallExpression': {
      const call = node as jsep.CallExpression;
      const name = call.callee.type === 'Identifier' ? (call.callee as jsep.Identifier).name : '';
      const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
      if (!known)
        throw new ExpressionError(`there is no function "${name}"`, [], {
          key: 'unknownFunction',
          values: { name, functions: Object.keys(FUNCTIONS).join(', ') },
          units: {},
        });
      const { arity, orMore = false } = known;
      const given = call.arguments.length;
      if (given < arity || (given > arity && !orMore))
        throw new ExpressionError(`${name} takes ${arity} values${orMore ? ' or more' : ''}`);
      return parts(call.arguments);
    }
    default:
      throw new ExpressionError(`${node.type} is not allowed`);
  }
}

type Binary = (left: ExpressionValue, right: ExpressionValue) => ExpressionValue;

const arithmetic =
  (apply: (x: Decimal, y: Decimal) => Decimal): Binary =>
  (left, right) =>
    apply(number(left), number(right));
const comparison =
  (holds: (order: number) => boolean): Binary =>
  (left, right) =>
    holds(settle(number(left)).comparedTo(settle(number(right))));

const BINARY: Readonly<Record<string, Binary>> = {
  '+': arithmetic((x, y) => x.plus(y)),
  '-': arithmetic((x, y) => x.minus(y)),
  '*': arithmetic((x, y) => x.times(y)),
  '/': arithmetic(divided),
  '<': comparison((order) => order < 0),
  '<=': comparison((order) => order <= 0),
  '>': comparison((order) => order > 0),
  '>=': comparison((order) => order >= 0),
  '==': comparison((order) => order === 0),
  '!=': comparison((order) => order !== 0),
  and: (left, right) => truth(left) && truth(right),
  or: (left, right) => truth(left) || truth(right),
};

function number(value: ExpressionValue): Decimal {
  if (typeof value === 'boolean') throw new ExpressionError('a number is needed, not a comparison');
  return value;
}

function truth(value: ExpressionValue): boolean {
  if (typeof value !== 'boolean') throw new ExpressionError('a comparison is needed, not a number');
  return value;
}

function evaluate(node: jsep.Expression, environment: Environment): ExpressionValue {
  switch (node.type) {
    case 'Literal':
      return new Exact((node as jsep.Literal).raw);
    case 'Identifier': {
      const { name } = node as jsep.Identifier;
      const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
      if (!value)
        throw new ExpressionError(`there is no number "${name}"`, [], {
          key: 'unknownName',
          values: { name },
          units: {},
        });
      return value;
    }
    case 'UnaryExpression': {
      const { operator, argument } = node as jsep.UnaryExpression;
      const value = evaluate(argument, environment);
      return operator === '-' ? number(value).neg() : !truth(value);
    }
    case 'BinaryExpression': {
      const { operator, left, right } = node as jsep.BinaryExpression;
      const apply = BINARY[operator];
      if (!apply) throw new ExpressionError(`"${operator}" is not allowed`);
      return apply(evaluate(left, environment), evaluate(right, environment));
    }
    case 'CallExpression': {
      const call = node as jsep.CallExpression;
      const known = FUNCTIONS[(call.callee as jsep.Identifier).name];
      if (!known) throw new ExpressionError('no such function');
      return known.apply(call.arguments.map((argument) => number(evaluate(argument, environment))));
    }
    default:
      throw new ExpressionError(`${node.type} is not allowed`);
  }
}
