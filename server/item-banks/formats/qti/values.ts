import type { ForeignValue } from '../foreign-question.js';

export type Scalar = string | number | boolean;

export interface Plain {
  readonly cardinality: 'single' | 'multiple' | 'ordered';
  readonly baseType: string;
  /** Never empty: an empty container is no value. Pairs and points are text with one space, durations are seconds. */
  readonly items: readonly Scalar[];
  /** Put together with a NULL, which a container does not hold. */
  readonly incomplete?: boolean;
}

export interface RecordValue {
  readonly cardinality: 'record';
  readonly fields: ReadonlyMap<string, QtiValue>;
}

/** What an expression gives; `null` is QTI's NULL. */
export type QtiValue = Plain | RecordValue | null;

const NUMERIC = new Set(['integer', 'float', 'duration']);

export function single(baseType: string, value: Scalar): Plain {
  return { cardinality: 'single', baseType, items: [value] };
}

export function truth(value: boolean): Plain {
  return single('boolean', value);
}

/** A number, or NULL when the arithmetic left the numbers. */
export function numeric(value: number, baseType = 'float'): QtiValue {
  return Number.isFinite(value) ? single(baseType, value) : null;
}

/** One scalar as its base type wants it; undefined when the text is no such thing. */
export function readScalar(raw: Scalar, baseType: string): Scalar | undefined {
  const text = String(raw).trim();
  switch (baseType) {
    case 'integer':
      return /^[+-]?\d+(\.0+)?$/.test(text) ? Number(text) : undefined;
    case 'float':
      if (/^[+-]?INF$/.test(text)) return undefined;
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
    case 'boolean':
      if (/^(true|1)$/i.test(text)) return true;
      return /^(false|0)$/i.test(text) ? false : undefined;
    case 'duration':
      return readDuration(text);
    case 'pair':
      return text.split(/\s+/).sort().join(' ');
    case 'directedPair':
      return text.split(/\s+/).join(' ');
    case 'point': {
      const numbers = text.split(/[\s,]+/).map(Number);
      return numbers.length === 2 && numbers.every(Number.isFinite) ? numbers.join(' ') : undefined;
    }
    case 'string':
      return String(raw);
    default:
      return text;
  }
}

/** Seconds; `PT1H30M` or a plain number. */
function readDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (!parts) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number((part as string | undefined) ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** What a person said, as a value of the variable it answers. Empty text and empty lists are no value. */
export function fromResponse(raw: ForeignValue, cardinality: string, baseType: string): QtiValue {
  if (raw === null) return null;
  if (cardinality === 'record') return recordFrom(raw);
  const list = Array.isArray(raw) ? (raw as readonly ForeignValue[]) : [raw];
  const items = list.flatMap((item) => {
    if (item === null || typeof item === 'object' || item === '') return [];
    const scalar = readScalar(item, baseType);
    return scalar === undefined ? [] : [scalar];
  });
  return container(cardinality, baseType, items);
}

function recordFrom(raw: ForeignValue): QtiValue {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return null;
  const fields = new Map<string, QtiValue>();
  for (const [name, value] of Object.entries(raw as Readonly<Record<string, ForeignValue>>))
    fields.set(name, fromResponse(value, 'single', typeof value === 'number' ? 'float' : 'string'));
  return { cardinality: 'record', fields };
}

/** A value of the cardinality; NULL when there is nothing in it. */
export function container(
  cardinality: string,
  baseType: string,
  items: readonly Scalar[],
): QtiValue {
  if (items.length === 0) return null;
  if (cardinality === 'multiple' || cardinality === 'ordered')
    return { cardinality, baseType, items };
  return { cardinality: 'single', baseType, items: items.slice(0, 1) };
}

/** The value for a report: numbers and booleans as themselves, containers as lists. */
export function toForeign(value: QtiValue): ForeignValue {
  if (value === null) return null;
  if (value.cardinality === 'record')
    return Object.fromEntries([...value.fields].map(([name, field]) => [name, toForeign(field)]));
  return value.cardinality === 'single' ? (value.items[0] ?? null) : value.items;
}

export function asNumber(value: QtiValue): number | undefined {
  const item = only(value);
  if (typeof item === 'number') return item;
  if (typeof item !== 'string' || value?.cardinality === 'record') return undefined;
  const read = readScalar(item, 'float');
  return typeof read === 'number' ? read : undefined;
}

export function asText(value: QtiValue): string | undefined {
  const item = only(value);
  return item === undefined ? undefined : String(item);
}

/** A condition as QTI players take it: NULL, 0, the empty text and an empty container are false. */
export function asBoolean(value: QtiValue): boolean | undefined {
  if (value === null) return undefined;
  if (value.cardinality !== 'single') return true;
  const item = value.items[0];
  return typeof item === 'string' ? item !== '' && item !== 'false' : Boolean(item);
}

/** The one item of a value, or the only one of a container. */
export function only(value: QtiValue): Scalar | undefined {
  return value === null || value.cardinality === 'record' || value.items.length !== 1
    ? undefined
    : value.items[0];
}

/** The numbers in some values; undefined when one is NULL or no number. */
export function allNumbers(values: readonly QtiValue[]): number[] | undefined {
  const numbers: number[] = [];
  for (const value of values) {
    if (value === null || value.cardinality === 'record') return undefined;
    for (const item of value.items) {
      const number = asNumber(single(value.baseType, item));
      if (number === undefined) return undefined;
      numbers.push(number);
    }
  }
  return numbers;
}

/** Whether two scalars are the same; a pair may be turned round. */
export function sameScalar(left: Scalar, right: Scalar, baseTypes: readonly string[]): boolean {
  if (left === right) return true;
  if (baseTypes.includes('pair')) return readScalar(left, 'pair') === readScalar(right, 'pair');
  if (baseTypes.some((type) => NUMERIC.has(type))) return Number(left) === Number(right);
  return String(left) === String(right);
}

/** QTI's `match`: the same items, in the same order only when both are ordered. */
export function sameValue(left: QtiValue, right: QtiValue): boolean {
  if (left === null || right === null) return left === right;
  if (left.cardinality === 'record' || right.cardinality === 'record') {
    if (left.cardinality !== 'record' || right.cardinality !== 'record') return false;
    return (
      left.fields.size === right.fields.size &&
      [...left.fields].every(([name, field]) => sameValue(field, right.fields.get(name) ?? null))
    );
  }
  if (left.items.length !== right.items.length) return false;
  const types = [left.baseType, right.baseType];
  if (left.cardinality === 'ordered' && right.cardinality === 'ordered')
    return left.items.every((item, place) => {
      const other = right.items[place];
      return other !== undefined && sameScalar(item, other, types);
    });
  const rest = [...right.items];
  return left.items.every((item) => {
    const found = rest.findIndex((other) => sameScalar(item, other, types));
    if (found < 0) return false;
    rest.splice(found, 1);
    return true;
  });
}
