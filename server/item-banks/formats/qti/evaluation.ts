import type { XmlElement } from '../xml-tree.js';
import type { Declaration } from './declarations.js';
import type { QtiValue } from './values.js';

/** A declared variable with what it holds now. */
export interface Variable {
  readonly declaration: Declaration;
  value: QtiValue;
  correct: QtiValue;
  default: QtiValue;
}

/** What an operator may ask of the run it is part of. */
export interface Evaluation {
  readonly variables: ReadonlyMap<string, Variable>;
  /** The value of an expression; counts a step. */
  evaluate(expression: XmlElement): QtiValue;
  /** Counts steps of work that one expression does by itself; throws when there were too many. */
  spend(steps: number): void;
  /** A whole number below `size`, for what an item leaves to chance. The same run always chooses the same. */
  choose(size: number): number;
}

export interface Call {
  readonly node: XmlElement;
  /** The values of the element's children, in order. */
  readonly values: readonly QtiValue[];
  readonly run: Evaluation;
}

export type Operator = (call: Call) => QtiValue;

/** Response processing that cannot be carried out as it is written. */
export class ProcessingError extends Error {}

export function attribute(node: XmlElement, name: string): string | undefined {
  return node.attributes[name];
}

/** An attribute that may be a number or the name of a variable holding one. */
export function numberAttribute(call: Call, name: string): number | undefined {
  const written = attribute(call.node, name)?.trim();
  if (written === undefined || written === '') return undefined;
  if (Number.isFinite(Number(written))) return Number(written);
  const variable = call.run.variables.get(written.replace(/^\{|\}$/g, ''));
  const value = variable?.value;
  return value && value.cardinality !== 'record' ? Number(value.items[0]) : undefined;
}
