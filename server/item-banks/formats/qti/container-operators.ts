import { attribute, numberAttribute, ProcessingError, type Operator } from './evaluation.js';
import {
  asNumber,
  container,
  only,
  sameScalar,
  single,
  type QtiValue,
  type Scalar,
} from './values.js';

/** More than any honest item repeats or collects. */
const LONGEST = 1000;

/** Operands put together; those that are NULL are left out. */
function collecting(cardinality: 'multiple' | 'ordered'): Operator {
  return ({ values }) => collect(values, cardinality);
}

function collect(values: readonly QtiValue[], cardinality: 'multiple' | 'ordered'): QtiValue {
  const items: Scalar[] = [];
  const types = new Set<string>();
  for (const value of values) {
    if (value === null || value.cardinality === 'record') continue;
    types.add(value.baseType);
    if (items.length + value.items.length > LONGEST)
      throw new ProcessingError('A container holds too much');
    items.push(...value.items);
  }
  const [baseType = 'string'] = types;
  // Containers are of one base type; a mixed one is told by the text it then holds.
  const mixed = types.size > 1;
  const whole = container(
    cardinality,
    mixed ? 'string' : baseType,
    mixed ? items.map(String) : items,
  );
  return whole && whole.cardinality !== 'record' && values.includes(null)
    ? { ...whole, incomplete: true }
    : whole;
}

const index: Operator = (call) => {
  const [list = null, second = null] = call.values;
  const place = numberAttribute(call, 'n') ?? asNumber(second);
  if (list === null || list.cardinality === 'record' || place === undefined) return null;
  const item = list.items[place - 1];
  return item === undefined ? null : single(list.baseType, item);
};

const remove: Operator = ({ values }) => {
  const [item = null, list = null] = values;
  const unwanted = only(item);
  if (unwanted === undefined || list === null || list.cardinality === 'record') return null;
  return container(
    list.cardinality,
    list.baseType,
    list.items.filter((other) => !sameScalar(unwanted, other, [list.baseType])),
  );
};

const random: Operator = ({ values, run }) => {
  const [list = null] = values;
  if (list === null || list.cardinality === 'record') return null;
  const item = list.items[run.choose(list.items.length)];
  return item === undefined ? null : single(list.baseType, item);
};

const repeat: Operator = (call) => {
  const times = numberAttribute(call, 'number-repeats') ?? 0;
  if (times > LONGEST) throw new ProcessingError('An expression repeats too often');
  const [expression] = call.node.children.filter((child) => typeof child !== 'string');
  if (!expression || times < 1) return null;
  const rounds = Array.from({ length: times }, () => call.run.evaluate(expression));
  return collect(rounds, 'ordered');
};

const fieldValue: Operator = ({ node, values }) => {
  const [record = null] = values;
  if (record?.cardinality !== 'record') return null;
  return record.fields.get(attribute(node, 'field-identifier') ?? '') ?? null;
};

/** Not of QTI, but written: a record made of the fields in it. */
const record: Operator = ({ node, run }) => {
  const fields = new Map<string, QtiValue>();
  for (const field of node.children) {
    if (typeof field === 'string') continue;
    const [expression] = field.children.filter((child) => typeof child !== 'string');
    if (expression)
      fields.set(attribute(field, 'field-identifier') ?? '', run.evaluate(expression));
  }
  return { cardinality: 'record', fields };
};

export const CONTAINERS: Readonly<Record<string, Operator>> = {
  'qti-multiple': collecting('multiple'),
  'qti-ordered': collecting('ordered'),
  'qti-container-size': ({ values }) =>
    single(
      'integer',
      values[0] === null || values[0] === undefined || values[0].cardinality === 'record'
        ? 0
        : values[0].items.length,
    ),
  'qti-index': index,
  'qti-delete': remove,
  'qti-random': random,
  'qti-field-value': fieldValue,
};

/** Those that evaluate their children themselves. */
export const LAZY_CONTAINERS: Readonly<Record<string, Operator>> = {
  'qti-repeat': repeat,
  'qti-record': record,
};
