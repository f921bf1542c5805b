import { childElements, textOf, type XmlElement } from '../xml-tree.js';
import { ARITHMETIC } from './arithmetic-operators.js';
import { COMPARISONS } from './comparison-operators.js';
import { CONTAINERS, LAZY_CONTAINERS } from './container-operators.js';
import { lookupIn } from './declarations.js';
import {
  attribute,
  ProcessingError,
  type Call,
  type Evaluation,
  type Operator,
  type Variable,
} from './evaluation.js';
import { lookedUp, mapped, mappedPoints } from './mapping.js';
import { asText, readScalar, single } from './values.js';

function variableOf({ node, run }: Call): Variable | undefined {
  return run.variables.get(attribute(node, 'identifier') ?? '');
}

const substring: Operator = ({ node, values }) => {
  const [part, whole] = values.map(asText);
  if (part === undefined || whole === undefined) return null;
  const exact = attribute(node, 'case-sensitive') !== 'false';
  return single(
    'boolean',
    exact ? whole.includes(part) : whole.toLowerCase().includes(part.toLowerCase()),
  );
};

const baseValue: Operator = ({ node }) => {
  const baseType = attribute(node, 'base-type') ?? 'string';
  const scalar = readScalar(textOf(node).trim(), baseType);
  return scalar === undefined || scalar === '' ? null : single(baseType, scalar);
};

const mapResponse: Operator = (call) => {
  const variable = variableOf(call);
  if (!variable) return null;
  const { declaration, value } = variable;
  return mapped(value, declaration.mapping, declaration.baseType);
};

const lookupTable: Operator = ({ node, values }) => {
  const table = lookupIn(node);
  return table ? lookedUp(values[0] ?? null, table, 'float') : null;
};

const VARIABLES: Readonly<Record<string, Operator>> = {
  'qti-base-value': baseValue,
  'qti-null': () => null,
  'qti-variable': (call) => variableOf(call)?.value ?? null,
  'qti-correct': (call) => variableOf(call)?.correct ?? null,
  'qti-default': (call) => variableOf(call)?.default ?? null,
  'qti-map-response': mapResponse,
  'qti-map-outcome': mapResponse,
  'qti-map-response-point': (call) => {
    const variable = variableOf(call);
    return variable ? mappedPoints(variable.value, variable.declaration.areaMapping) : null;
  },
  'qti-substring': substring,
  'qti-lookup-table': lookupTable,
};

const EAGER = { ...ARITHMETIC, ...COMPARISONS, ...CONTAINERS, ...VARIABLES };
/** Children of an expression that are no expressions. */
const TABLES = new Set(['qti-match-table', 'qti-interpolation-table']);

export function isExpression(name: string): boolean {
  return Object.hasOwn(EAGER, name) || Object.hasOwn(LAZY_CONTAINERS, name);
}

/** The value of one expression; its parts by way of `run`, which counts the steps. */
export function valueOf(node: XmlElement, run: Evaluation): ReturnType<Operator> {
  if (Object.hasOwn(LAZY_CONTAINERS, node.name)) {
    return LAZY_CONTAINERS[node.name]?.({ node, values: [], run }) ?? null;
  }
  const operator = Object.hasOwn(EAGER, node.name) ? EAGER[node.name] : undefined;
  if (!operator)
    throw new ProcessingError(
      `The expression "${node.name.replace(/^qti-/, '')}" is not supported`,
    );
  // The parameters of an operator nobody has registered are of no use.
  const operands =
    node.name === 'qti-custom-operator'
      ? []
      : childElements(node).filter((child) => !TABLES.has(child.name));
  return operator({ node, values: operands.map((child) => run.evaluate(child)), run });
}
