import { Decimal } from 'decimal.js';
import { attribute, numberAttribute, type Call, type Operator } from './evaluation.js';
import { patternMatches } from './pattern.js';
import { rounded } from './rounding.js';
import { isInside } from './shapes.js';
import {
  allNumbers,
  asBoolean,
  asNumber,
  asText,
  sameScalar,
  sameValue,
  truth,
  type QtiValue,
} from './values.js';

/** Two numbers compared; NULL when one is missing. */
function comparing(holds: (left: number, right: number) => boolean): Operator {
  return ({ values }) => {
    const [left, right] = values.map(asNumber);
    return left === undefined || right === undefined ? null : truth(holds(left, right));
  };
}

/** Comparing containers costs each with each, which the run has to afford. */
function onBoth(
  { values, run }: Call,
  holds: (left: NonNullable<QtiValue>, right: NonNullable<QtiValue>) => boolean,
): QtiValue {
  const [left = null, right = null] = values;
  if (left === null || right === null) return null;
  run.spend(Math.floor((sizeOf(left) * sizeOf(right)) / 500));
  return truth(holds(left, right));
}

function sizeOf(value: NonNullable<QtiValue>): number {
  return value.cardinality === 'record' ? value.fields.size : value.items.length;
}

const equal: Operator = (call) =>
  onBoth(call, (left, right) => {
    const [x, y] = [asNumber(left), asNumber(right)];
    if (x === undefined || y === undefined) return sameValue(left, right);
    const mode = attribute(call.node, 'tolerance-mode') ?? 'exact';
    if (mode === 'exact') return x === y;
    const written = (attribute(call.node, 'tolerance') ?? '0').trim().split(/\s+/);
    const [below = 0, above = below] = written.map((part) => asNumberOrVariable(call, part) ?? 0);
    const base = new Decimal(x);
    const reach = (size: number): Decimal =>
      mode === 'relative' ? base.abs().times(size).div(100) : new Decimal(size);
    const lowest = base.minus(reach(below));
    const highest = base.plus(reach(above));
    const open = (name: string): boolean => attribute(call.node, name) === 'false';
    return (
      (open('include-lower-bound') ? lowest.lt(y) : lowest.lte(y)) &&
      (open('include-upper-bound') ? highest.gt(y) : highest.gte(y))
    );
  });

function asNumberOrVariable({ run }: Call, written: string): number | undefined {
  if (Number.isFinite(Number(written))) return Number(written);
  return asNumber(run.variables.get(written.replace(/^\{|\}$/g, ''))?.value ?? null);
}

const equalRounded: Operator = (call) =>
  onBoth(call, (left, right) => {
    const [x, y] = [asNumber(left), asNumber(right)];
    if (x === undefined || y === undefined) return false;
    return rounded(call, x) === rounded(call, y);
  });

const stringMatch: Operator = (call) =>
  onBoth(call, (left, right) => {
    const fold = (value: QtiValue): string => {
      const text = asText(value) ?? '';
      return attribute(call.node, 'case-sensitive') === 'false' ? text.toLowerCase() : text;
    };
    return attribute(call.node, 'substring') === 'true'
      ? fold(left).includes(fold(right))
      : fold(left) === fold(right);
  });

/** The pattern is an attribute; some writers give it as a second expression. */
const patternMatch: Operator = ({ node, values, run }) => {
  const [subject = null, second = null] = values;
  const pattern = attribute(node, 'pattern') ?? asText(second);
  const text = asText(subject);
  if (text === undefined || pattern === undefined) return null;
  const ignoreCase = attribute(node, 'case-sensitive') === 'false';
  return truth(
    patternMatches(pattern, text, ignoreCase, (steps) => {
      run.spend(steps);
    }),
  );
};

const and: Operator = ({ values }) => {
  const truths = values.map(asBoolean);
  if (truths.includes(false)) return truth(false);
  return truths.includes(undefined) ? null : truth(true);
};

const or: Operator = ({ values }) => {
  const truths = values.map(asBoolean);
  if (truths.includes(true)) return truth(true);
  return truths.includes(undefined) ? null : truth(false);
};

const not: Operator = ({ values }) => {
  const value = asBoolean(values[0] ?? null);
  return value === undefined ? null : truth(!value);
};

const anyN: Operator = (call) => {
  const truths = call.values.map(asBoolean);
  const known = truths.filter((value) => value === true).length;
  const possible = known + truths.filter((value) => value === undefined).length;
  const [fewest, most] = [numberAttribute(call, 'min') ?? 0, numberAttribute(call, 'max') ?? 0];
  if (known >= fewest && possible <= most) return truth(true);
  return possible < fewest || known > most ? truth(false) : null;
};

const member: Operator = (call) =>
  onBoth(call, (item, list) => {
    if (item.cardinality === 'record' || list.cardinality === 'record') return false;
    const [wanted] = item.items;
    return (
      wanted !== undefined &&
      list.items.some((other) => sameScalar(wanted, other, [item.baseType, list.baseType]))
    );
  });

const contains: Operator = (call) =>
  onBoth(call, (whole, part) => {
    if (whole.cardinality === 'record' || part.cardinality === 'record') return false;
    const types = [whole.baseType, part.baseType];
    const same = (left: (typeof whole.items)[number] | undefined, right: typeof left): boolean =>
      left !== undefined && right !== undefined && sameScalar(left, right, types);
    if (whole.cardinality === 'ordered')
      return whole.items.some((_, from) =>
        part.items.every((item, place) => same(item, whole.items[from + place])),
      );
    const rest = [...whole.items];
    return part.items.every((item) => {
      const found = rest.findIndex((other) => same(item, other));
      if (found >= 0) rest.splice(found, 1);
      return found >= 0;
    });
  });

const inside: Operator = ({ node, values }) => {
  const [points = null] = values;
  if (points === null || points.cardinality === 'record') return null;
  const shape = attribute(node, 'shape') ?? 'default';
  const coords = attribute(node, 'coords') ?? '';
  return truth(points.items.some((point) => isInside(String(point), shape, coords)));
};

const duration =
  (holds: (left: number, right: number) => boolean): Operator =>
  ({ values }) => {
    const numbers = allNumbers(values);
    const [left, right] = numbers ?? [];
    return left === undefined || right === undefined ? null : truth(holds(left, right));
  };

const customOperator: Operator = () => null;

export const COMPARISONS: Readonly<Record<string, Operator>> = {
  'qti-match': (call) => onBoth(call, sameValue),
  'qti-equal': equal,
  'qti-equal-rounded': equalRounded,
  'qti-string-match': stringMatch,
  'qti-pattern-match': patternMatch,
  'qti-lt': comparing((left, right) => left < right),
  'qti-lte': comparing((left, right) => left <= right),
  'qti-gt': comparing((left, right) => left > right),
  'qti-gte': comparing((left, right) => left >= right),
  'qti-duration-lt': duration((left, right) => left < right),
  'qti-duration-gte': duration((left, right) => left >= right),
  'qti-and': and,
  'qti-or': or,
  'qti-not': not,
  'qti-any-n': anyN,
  'qti-is-null': ({ values }) => truth((values[0] ?? null) === null),
  'qti-not-null': ({ values }) => truth((values[0] ?? null) !== null),
  'qti-member': member,
  'qti-contains': contains,
  'qti-inside': inside,
  /** Nobody has registered one here, so its value is unknown. */
  'qti-custom-operator': customOperator,
};
