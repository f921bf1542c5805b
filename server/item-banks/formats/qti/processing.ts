import { childElements, type XmlElement } from '../xml-tree.js';
import type { Declaration } from './declarations.js';
import { attribute, ProcessingError, type Evaluation, type Variable } from './evaluation.js';
import { isExpression, valueOf } from './expressions.js';
import { lookedUp } from './mapping.js';
import { descendants } from './names.js';
import { asBoolean, readScalar, single, type QtiValue } from './values.js';

/** Far more than an honest item needs, a fraction of a second. */
const MOST_STEPS = 5000;

const CONDITIONS = new Set([
  'qti-response-condition',
  'qti-outcome-condition',
  'qti-template-condition',
]);
const BRANCHES = /^qti-(response|outcome|template)-(if|else-if|else)$/;
const FRAGMENTS = new Set(['qti-response-processing-fragment', 'qti-outcome-processing-fragment']);
const SETTERS = new Set([
  'qti-set-outcome-value',
  'qti-set-response-value',
  'qti-set-template-value',
  'qti-set-correct-response',
  'qti-set-default-value',
  'qti-lookup-outcome-value',
]);
const EXITS = new Set(['qti-exit-response', 'qti-exit-template', 'qti-exit-test']);
const PARTS = new Set([
  'qti-match-table',
  'qti-match-table-entry',
  'qti-interpolation-table',
  'qti-interpolation-table-entry',
]);

class Exit extends Error {}
/** A template constraint does not hold: the values are to be chosen again. */
export class ConstraintFailed extends Error {}

/** One run over an item's rules: its variables, and what it may still spend. */
export class Run implements Evaluation {
  readonly variables: Map<string, Variable>;
  private steps = 0;
  private rest: number;
  private readonly onSteps: (steps: number) => void;

  /**
   * `round` tells which of the possible choices are taken; the first round takes the first of all. `onSteps` is told of the work done, and
   * may throw when all runs together have done enough.
   */
  constructor(
    declarations: readonly Declaration[],
    round = 0,
    onSteps: (steps: number) => void = () => undefined,
  ) {
    this.rest = round;
    this.onSteps = onSteps;
    this.variables = new Map(
      declarations.map((declaration) => [
        declaration.id,
        {
          declaration,
          value: initialOf(declaration),
          correct: declaration.correct,
          default: declaration.default,
        },
      ]),
    );
  }

  evaluate(expression: XmlElement): QtiValue {
    this.spend(1);
    return valueOf(expression, this);
  }

  spend(steps: number): void {
    this.steps += steps;
    this.onSteps(steps);
    if (this.steps > MOST_STEPS) throw new ProcessingError('The processing takes too many steps');
  }

  choose(size: number): number {
    if (size < 1) return 0;
    const choice = this.rest % size;
    this.rest = Math.floor(this.rest / size);
    return choice;
  }

  /** Carries out the rules in an element until they end or exit. */
  process(rules: XmlElement): void {
    try {
      for (const rule of childElements(rules)) this.rule(rule);
    } catch (error) {
      if (!(error instanceof Exit)) throw error;
    }
  }

  /** Sets a variable as its declaration wants it; one that nobody declared is taken as it is. */
  assign(id: string, value: QtiValue): void {
    const variable = this.variables.get(id);
    if (variable) variable.value = typed(value, variable.declaration);
    else
      this.variables.set(id, {
        declaration: {
          id,
          kind: 'outcome',
          cardinality: value?.cardinality ?? 'single',
          baseType: value && value.cardinality !== 'record' ? value.baseType : '',
          default: null,
          correct: null,
          line: 0,
        },
        value,
        correct: null,
        default: null,
      });
  }

  private rule(rule: XmlElement): void {
    this.spend(1);
    const id = attribute(rule, 'identifier') ?? '';
    const [expression] = childElements(rule);
    if (CONDITIONS.has(rule.name)) this.condition(rule);
    else if (FRAGMENTS.has(rule.name)) for (const part of childElements(rule)) this.rule(part);
    else if (EXITS.has(rule.name)) throw new Exit();
    else if (rule.name === 'qti-template-constraint') {
      if (expression && asBoolean(this.evaluate(expression)) !== true) throw new ConstraintFailed();
    } else if (SETTERS.has(rule.name)) this.set(rule, id, expression);
    else throw new ProcessingError(`The rule "${rule.name.replace(/^qti-/, '')}" is not supported`);
  }

  private set(rule: XmlElement, id: string, expression: XmlElement | undefined): void {
    const variable = this.variables.get(id);
    const value = expression ? this.evaluate(expression) : null;
    switch (rule.name) {
      case 'qti-set-correct-response':
        if (variable) variable.correct = value && typed(value, variable.declaration);
        return;
      case 'qti-set-default-value':
        if (!variable) return;
        // Without an expression it puts the variable back to its default.
        if (expression) variable.default = typed(value, variable.declaration);
        variable.value = variable.default;
        return;
      case 'qti-lookup-outcome-value': {
        const declaration = variable?.declaration;
        if (declaration?.lookup)
          this.assign(id, lookedUp(value, declaration.lookup, declaration.baseType));
        return;
      }
      default:
        this.assign(id, value);
    }
  }

  private condition(rule: XmlElement): void {
    for (const branch of childElements(rule)) {
      if (!BRANCHES.test(branch.name))
        throw new ProcessingError(`The rule "${branch.name.replace(/^qti-/, '')}" is misplaced`);
      const isElse = branch.name.endsWith('-else');
      const [test, ...then] = childElements(branch);
      if (!isElse && (!test || asBoolean(this.evaluate(test)) !== true)) continue;
      for (const part of isElse ? childElements(branch) : then) this.rule(part);
      return;
    }
  }
}

/** A response begins unanswered; a number that is to be worked out begins as 0, by the standard. */
function initialOf({ kind, cardinality, baseType, default: preset }: Declaration): QtiValue {
  if (kind === 'response') return null;
  const number = cardinality === 'single' && (baseType === 'integer' || baseType === 'float');
  return preset ?? (kind === 'outcome' && number ? single(baseType, 0) : null);
}

/** A value in the base type of a variable, where it can be. */
function typed(value: QtiValue, { baseType, cardinality }: Declaration): QtiValue {
  if (value === null || value.cardinality === 'record' || baseType === '') return value;
  const numbers = baseType === 'float' || baseType === 'integer';
  const items = value.items.flatMap((item) =>
    numbers && typeof item === 'number' ? [item] : (readScalar(item, baseType) ?? []),
  );
  if (items.length === 0) return null;
  const plain = cardinality === 'multiple' || cardinality === 'ordered' ? cardinality : undefined;
  return { cardinality: plain ?? value.cardinality, baseType, items };
}

/** The names in some rules that this interpreter does not know; the first one tells why an item is refused. */
export function unknownRules(rules: XmlElement): string[] {
  return [...descendants(rules)].map(({ name }) => name).filter((name) => !isKnown(name));
}

function isKnown(name: string): boolean {
  return (
    isExpression(name) ||
    CONDITIONS.has(name) ||
    BRANCHES.test(name) ||
    FRAGMENTS.has(name) ||
    SETTERS.has(name) ||
    EXITS.has(name) ||
    PARTS.has(name) ||
    name === 'qti-template-constraint'
  );
}
