import { Decimal } from 'decimal.js';
import { attribute, numberAttribute, ProcessingError, type Operator } from './evaluation.js';
import { rounded } from './rounding.js';
import { allNumbers, asNumber, numeric, type QtiValue } from './values.js';

/** An integer when all operands were. */
function typeOf(values: readonly QtiValue[]): string {
  return values.every((value) => value?.cardinality !== 'record' && value?.baseType === 'integer')
    ? 'integer'
    : 'float';
}

/** All numbers of all operands folded into one; NULL when one is missing. */
function folding(fold: (numbers: readonly number[]) => number): Operator {
  return ({ values }) => {
    const numbers = allNumbers(values);
    return !numbers || numbers.length === 0 ? null : numeric(fold(numbers), typeOf(values));
  };
}

function ofOne(compute: (value: number) => number, baseType: string): Operator {
  return ({ values }) => {
    const value = asNumber(values[0] ?? null);
    return value === undefined ? null : numeric(compute(value), baseType);
  };
}

function ofTwo(compute: (left: number, right: number) => number, baseType?: string): Operator {
  return ({ values }) => {
    const [left, right] = values.map(asNumber);
    return left === undefined || right === undefined
      ? null
      : numeric(compute(left, right), baseType ?? typeOf(values));
  };
}

/** On decimals, so that 0.1 + 0.2 is 0.3. */
function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total.plus(one), new Decimal(0)).toNumber();
}

function divisor(left: number, right: number): number {
  return right === 0 ? Math.abs(left) : divisor(right, left % right);
}

function multiple(left: number, right: number): number {
  return left === 0 || right === 0 ? 0 : Math.abs(left * right) / divisor(left, right);
}

const FUNCTIONS: Readonly<Record<string, (x: number, y: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  sec: (x) => 1 / Math.cos(x),
  csc: (x) => 1 / Math.sin(x),
  cot: (x) => 1 / Math.tan(x),
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  atan2: Math.atan2,
  asec: (x) => Math.acos(1 / x),
  acsc: (x) => Math.asin(1 / x),
  acot: (x) => Math.atan(1 / x),
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  sech: (x) => 1 / Math.cosh(x),
  csch: (x) => 1 / Math.sinh(x),
  coth: (x) => 1 / Math.tanh(x),
  log: Math.log10,
  ln: Math.log,
  exp: Math.exp,
  abs: Math.abs,
  signum: Math.sign,
  floor: Math.floor,
  ceil: Math.ceil,
  toDegrees: (x) => (x * 180) / Math.PI,
  toRadians: (x) => (x * Math.PI) / 180,
};
const WHOLE = new Set(['signum', 'floor', 'ceil']);

const mathOperator: Operator = ({ node, values }) => {
  const name = attribute(node, 'name') ?? '';
  const compute = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!compute) throw new ProcessingError(`The mathematical function "${name}" is not supported`);
  const [x, y = 0] = allNumbers(values) ?? [];
  return x === undefined ? null : numeric(compute(x, y), WHOLE.has(name) ? 'integer' : 'float');
};

const mathConstant: Operator = ({ node }) =>
  numeric(attribute(node, 'name') === 'e' ? Math.E : Math.PI);

const statsOperator: Operator = ({ node, values }) => {
  const numbers = allNumbers(values);
  const [list = null] = values;
  const incomplete = list !== null && list.cardinality !== 'record' && list.incomplete === true;
  if (!numbers || numbers.length === 0 || incomplete) return null;
  const mean = sum(numbers) / numbers.length;
  const squares = sum(numbers.map((value) => (value - mean) ** 2));
  switch (attribute(node, 'name') ?? '') {
    case 'mean':
      return numeric(mean);
    case 'sampleVariance':
      return numeric(squares / (numbers.length - 1));
    case 'sampleSD':
      return numeric(Math.sqrt(squares / (numbers.length - 1)));
    case 'popVariance':
      return numeric(squares / numbers.length);
    case 'popSD':
      return numeric(Math.sqrt(squares / numbers.length));
    default:
      return null;
  }
};

const roundTo: Operator = (call) => {
  const value = asNumber(call.values[0] ?? null);
  return value === undefined ? null : numeric(rounded(call, value));
};

const randomInteger: Operator = (call) => {
  const lowest = numberAttribute(call, 'min') ?? 0;
  const highest = numberAttribute(call, 'max') ?? 0;
  const step = numberAttribute(call, 'step') ?? 1;
  if (!(step > 0) || highest < lowest) throw new ProcessingError('The range is empty');
  return numeric(
    lowest + step * call.run.choose(Math.floor((highest - lowest) / step) + 1),
    'integer',
  );
};

const randomFloat: Operator = (call) => {
  const lowest = numberAttribute(call, 'min') ?? 0;
  const highest = numberAttribute(call, 'max') ?? 0;
  return numeric(lowest + ((highest - lowest) * call.run.choose(1000)) / 1000);
};

export const ARITHMETIC: Readonly<Record<string, Operator>> = {
  'qti-sum': folding(sum),
  'qti-product': folding((numbers) =>
    numbers.reduce((total, one) => total.times(one), new Decimal(1)).toNumber(),
  ),
  'qti-subtract': ofTwo((left, right) => new Decimal(left).minus(right).toNumber()),
  'qti-divide': ofTwo(
    (left, right) => (right === 0 ? Number.NaN : new Decimal(left).div(right).toNumber()),
    'float',
  ),
  'qti-power': ofTwo((left, right) => left ** right, 'float'),
  'qti-integer-divide': ofTwo((left, right) => Math.floor(left / right), 'integer'),
  'qti-integer-modulus': ofTwo((left, right) => left - right * Math.floor(left / right), 'integer'),
  'qti-integer-to-float': ofOne((value) => value, 'float'),
  'qti-truncate': ofOne((value) => Math.trunc(value), 'integer'),
  'qti-round': ofOne((value) => Math.round(value), 'integer'),
  'qti-round-to': roundTo,
  'qti-max': folding((numbers) => Math.max(...numbers)),
  'qti-min': folding((numbers) => Math.min(...numbers)),
  'qti-gcd': folding((numbers) => numbers.reduce(divisor, 0)),
  'qti-lcm': folding((numbers) => numbers.reduce(multiple, 1)),
  'qti-math-operator': mathOperator,
  'qti-math-constant': mathConstant,
  'qti-stats-operator': statsOperator,
  'qti-random-integer': randomInteger,
  'qti-random-float': randomFloat,
};
