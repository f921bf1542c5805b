import type { ForeignResponse, ForeignScore, ForeignValue } from '../foreign-question.js';
import { childElement, childElements, type XmlElement } from '../xml-tree.js';
import { declarationsOf, type Declaration } from './declarations.js';
import { ProcessingError, type Variable } from './evaluation.js';
import { mapped, mappedPoints } from './mapping.js';
import { ConstraintFailed, Run } from './processing.js';
import { asNumber, fromResponse, numeric, sameValue, toForeign, type QtiValue } from './values.js';

/** How often the values of a template are chosen anew before its constraint is given up. */
const MOST_ROUNDS = 200;

/** What response processing an item has: a standard template by its name, its own rules, or none. */
export type ProcessingKind = 'inline' | 'none' | 'empty' | (string & {});

export function processingKindOf(item: XmlElement): ProcessingKind {
  const processing = childElement(item, 'qti-response-processing');
  if (!processing) return 'none';
  const template = processing.attributes['template'] ?? processing.attributes['template-location'];
  if (childElements(processing).length > 0) return 'inline';
  if (template === undefined || template.trim() === '') return 'empty';
  return template
    .trim()
    .replace(/^.*[/#]/, '')
    .replace(/\.xml$/i, '');
}

/** The standard templates: what they give SCORE for a response variable. */
const TEMPLATES: Readonly<Record<string, (variable: Variable) => QtiValue>> = {
  match_correct: ({ value, correct }) =>
    numeric(value !== null && correct !== null && sameValue(value, correct) ? 1 : 0),
  map_response: ({ value, declaration }) =>
    value === null ? numeric(0) : mapped(value, declaration.mapping, declaration.baseType),
  map_response_point: ({ value, declaration }) =>
    value === null ? numeric(0) : mappedPoints(value, declaration.areaMapping),
  match_nothing: ({ value }) => numeric(value === null ? 1 : 0),
};

export function isKnownTemplate(kind: ProcessingKind): boolean {
  return templateNamed(kind) !== undefined;
}

function templateNamed(kind: ProcessingKind): ((variable: Variable) => QtiValue) | undefined {
  // Common Cartridge has its own names for the same.
  const name = kind.replace(/^CC2_/, '').replace(/^match_basic$|^match$/, 'match_correct');
  return Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined;
}

/** What marking needs of an item; the rest is not kept. */
interface Rules {
  readonly kind: ProcessingKind;
  readonly template: XmlElement | undefined;
  readonly response: XmlElement | undefined;
  readonly summary: XmlElement | undefined;
}

/** Marks responses to an item whose names are those of QTI 3.0; `onSteps` is told of the work done. */
export function markerOf(
  item: XmlElement,
  onSteps?: (steps: number) => void,
): (response: ForeignResponse) => ForeignScore {
  const declarations = declarationsOf(item);
  const rules: Rules = {
    kind: processingKindOf(item),
    template: childElement(item, 'qti-template-processing'),
    response: childElement(item, 'qti-response-processing'),
    summary: childElement(item, 'qti-outcome-processing'),
  };
  return (response) => {
    onSteps?.(declarations.length);
    const run = prepared(rules.template, declarations, onSteps);
    for (const declaration of declarations) {
      const variable = run.variables.get(declaration.id);
      if (declaration.kind !== 'response' || !variable) continue;
      const said = Object.hasOwn(response, declaration.id) ? response[declaration.id] : undefined;
      if (said !== undefined)
        variable.value = fromResponse(said, declaration.cardinality, declaration.baseType);
    }
    try {
      const marked = mark(rules, run);
      return { ...(marked && { score: scoreIn(run) }), outcomes: outcomesOf(run) };
    } catch (error) {
      if (!(error instanceof ProcessingError)) throw error;
      return { outcomes: outcomesOf(run) };
    }
  };
}

/** The item with its template values chosen: always the same ones for the same item. */
function prepared(
  rules: XmlElement | undefined,
  declarations: readonly Declaration[],
  onSteps?: (steps: number) => void,
): Run {
  if (!rules) return new Run(declarations, 0, onSteps);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const run = new Run(declarations, round, onSteps);
    try {
      run.process(rules);
      return run;
    } catch (error) {
      if (error instanceof ProcessingError) return run;
      if (!(error instanceof ConstraintFailed)) throw error;
    }
  }
  return new Run(declarations, 0, onSteps);
}

/** Carries out the processing; false when nothing tells how to mark. */
function mark({ kind, response: rules, summary }: Rules, run: Run): boolean {
  const template = templateNamed(kind);
  if (kind === 'inline' && rules) run.process(rules);
  else if (template) run.assign('SCORE', template(responseIn(run)));
  else if (kind !== 'none' && kind !== 'empty')
    throw new ProcessingError(`The response processing "${kind}" is not known`);
  else if (!summary) return markByKeys(run);
  if (summary) run.process(summary);
  return true;
}

/** The variable that the templates speak of: RESPONSE, or the only one there is. */
function responseIn(run: Run): Variable {
  const responses = responsesIn(run);
  const named =
    run.variables.get('RESPONSE') ?? (responses.length === 1 ? responses[0] : undefined);
  if (!named) throw new ProcessingError('The template wants a variable RESPONSE');
  return named;
}

function responsesIn(run: Run): Variable[] {
  return [...run.variables.values()].filter(({ declaration }) => declaration.kind === 'response');
}

/** An item without processing is marked by what it declares: the mapping, or the key, of each response. */
function markByKeys(run: Run): boolean {
  const keyed = responsesIn(run).filter(
    ({ declaration, correct }) => declaration.mapping ?? correct,
  );
  if (keyed.length === 0) return false;
  const scores = keyed.map((variable) => {
    const name = variable.declaration.mapping ? 'map_response' : 'match_correct';
    return asNumber(TEMPLATES[name]?.(variable) ?? null) ?? 0;
  });
  run.assign('SCORE', numeric(scores.reduce((total, one) => total + one, 0)));
  return true;
}

/** The outcome SCORE, or the only one that calls itself a score. */
function scoreIn(run: Run): number {
  const declared = [...run.variables.values()].filter(
    ({ declaration: { kind, id } }) =>
      kind === 'outcome' && /score/i.test(id) && !/max|min|norm/i.test(id),
  );
  const variable = run.variables.get('SCORE') ?? (declared.length === 1 ? declared[0] : undefined);
  return asNumber(variable?.value ?? null) ?? 0;
}

function outcomesOf(run: Run): Record<string, ForeignValue> {
  return Object.fromEntries(
    [...run.variables.values()]
      .filter(({ declaration }) => declaration.kind === 'outcome')
      .map(({ declaration, value }) => [declaration.id, toForeign(value)]),
  );
}
