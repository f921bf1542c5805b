import type { ForeignQuestion, ForeignResponse, ForeignValue } from '../foreign-question.js';
import { childElement, type XmlElement } from '../xml-tree.js';
import { declarationsOf, keyOf, type Declaration } from './declarations.js';
import {
  identifiersIn,
  interactionsOf,
  isSupported,
  mayLackKey,
  type Interaction,
} from './interactions.js';
import { isKnownTemplate, markerOf, processingKindOf, type ProcessingKind } from './mark-item.js';
import { descendants, inNamesOfQti3 } from './names.js';
import { contentOfItem } from './qti-content.js';
import { unknownRules } from './processing.js';
import { lossesIn, optionsIn, stemOfBody } from './stem.js';
import { toForeign } from './values.js';

export type Unnumbered = Omit<ForeignQuestion, 'index'>;

/** Whether an element, in the names of any version, is an item of QTI 2 or 3. */
export function isQtiItem(name: string | undefined): boolean {
  return name === 'assessmentItem' || name === 'qti-assessment-item';
}

/** One `assessmentItem` of QTI 2.x or 3.0 as a question; `onSteps` is told of the work that reading its key takes, and may refuse it. */
export function readQtiItem(source: XmlElement, onSteps: (steps: number) => void): Unnumbered {
  const item = inNamesOfQti3(source);
  const body = childElement(item, 'qti-item-body');
  const declarations = declarationsOf(item);
  const responses = declarations.filter(({ kind }) => kind === 'response');
  const interactions = interactionsOf(body, declarations);
  const kind = processingKindOf(item);
  const mark = markerOf(item);
  const tryOut = markerOf(item, onSteps);
  const options = optionsIn(body);
  const title = item.attributes['title']?.trim() ?? '';
  const question = {
    id: item.attributes['identifier'] ?? null,
    title: title === '' ? null : title,
    type: interactions[0]?.type ?? 'no-interaction',
    types: interactions.map(({ type }) => type),
    stem: stemOfBody(body),
    line: item.line,
    mark,
  };
  const reason = whyRefused(item, interactions, declarations, kind);
  if (reason !== undefined) return { ...question, status: 'refused', reason };
  const contradicts = kind !== 'none' && kind !== 'empty' && keyScoresNothing(responses, tryOut);
  const contradiction = 'the declared correct response gets no points by the response processing';
  if (contradicts && kind === 'inline')
    return { ...question, status: 'refused', reason: contradiction };
  const warnings = [
    ...(contradicts ? [contradiction] : warningsOf(kind, responses)),
    ...lossesIn(body),
  ];
  const content = contentOfItem(item, interactions, declarations, tryOut);
  return {
    ...question,
    status: 'imported',
    ...(content && { content }),
    key: { responses: responses.map(keyOf), responseProcessing: kind },
    ...(options.length > 0 && { options }),
    ...(warnings.length > 0 && { warnings }),
  };
}

/** The first thing about an item that we cannot ask or mark as its author meant it. */
function whyRefused(
  item: XmlElement,
  interactions: readonly Interaction[],
  declarations: readonly Declaration[],
  kind: ProcessingKind,
): string | undefined {
  const unsupported = interactions.find((interaction) => !isSupported(interaction));
  if (unsupported)
    return `the interaction "${unsupported.type}" (line ${unsupported.element.line}) is not supported`;
  if (interactions.length === 0) return 'has no interaction: there is nothing to respond to';
  if (item.attributes['adaptive'] === 'true') return 'adaptive items are not supported';
  if (
    declarations.some((declaration) => declaration.kind === 'template') ||
    childElement(item, 'qti-template-processing')
  )
    return 'items with template variables (values chosen at random) are not supported';
  return whyNoKey(interactions, declarations, kind) ?? whyNotMarked(item, kind) ?? undefined;
}

function whyNoKey(
  interactions: readonly Interaction[],
  declarations: readonly Declaration[],
  kind: ProcessingKind,
): string | undefined {
  for (const interaction of interactions) {
    const { response, type, element } = interaction;
    const declared = declarations.find(({ id, kind: of }) => of === 'response' && id === response);
    if (!declared)
      return `the interaction "${type}" (line ${element.line}) answers "${response}", which is not declared`;
    if (declared.areaMapping)
      return `areas of an image as key (areaMapping of "${response}") are not supported`;
    if (declared.baseType === 'file' || declared.cardinality === 'record')
      return `responses of the kind "${declared.baseType || declared.cardinality}" are not supported`;
    const stray = strayIn(interaction, declared);
    if (stray !== undefined)
      return `the key of "${response}" names "${stray}", which is no option (line ${declared.line})`;
    const keyed = declared.correct !== null || declared.mapping !== undefined;
    if (!keyed && kind !== 'inline' && !mayLackKey(interaction))
      return `the interaction "${type}" (line ${element.line}) has no key`;
    if (!keyed && kind === 'match_correct') return `the response "${response}" has no key`;
  }
  return undefined;
}

/** An identifier in the key that names none of the options; the item could never be answered right. */
function strayIn(interaction: Interaction, { correct, baseType }: Declaration): string | undefined {
  const known = identifiersIn(interaction);
  if (!known || correct === null || correct.cardinality === 'record') return undefined;
  if (!['identifier', 'pair', 'directedPair'].includes(baseType)) return undefined;
  return correct.items.flatMap((item) => String(item).split(' ')).find((id) => !known.has(id));
}

function whyNotMarked(item: XmlElement, kind: ProcessingKind): string | undefined {
  const rules = childElement(item, 'qti-response-processing');
  if (rules && kind === 'inline') {
    const [unknown] = unknownRules(rules);
    if (unknown !== undefined)
      return `the response processing uses "${unknown.replace(/^qti-/, '')}", which is not supported`;
    const custom = [...descendants(rules)].find(({ name }) => name === 'qti-custom-operator');
    if (custom)
      return `the response processing uses the custom operator "${custom.attributes['class'] ?? custom.attributes['definition'] ?? ''}" (line ${custom.line})`;
    return undefined;
  }
  if (kind === 'none' || kind === 'empty' || isKnownTemplate(kind)) return undefined;
  return `the response processing template "${kind}" is not known`;
}

function warningsOf(kind: ProcessingKind, responses: readonly Declaration[]): string[] {
  if (kind !== 'none' && kind !== 'empty') return [];
  return responses.some(({ correct, mapping }) => correct ?? mapping)
    ? ['the file does not say how to mark; it is marked by the declared key']
    : ['has no key: a person has to mark it'];
}

/** Whether the response that the file calls correct gets no points when it is marked as the file says. */
function keyScoresNothing(
  responses: readonly Declaration[],
  mark: NonNullable<ForeignQuestion['mark']>,
): boolean {
  const keyed = responses.filter(({ correct }) => correct !== null);
  if (keyed.length === 0) return false;
  const right: Record<string, ForeignValue> = Object.fromEntries(
    keyed.map(({ id, correct }) => [id, toForeign(correct)]),
  );
  const { score } = mark(right satisfies ForeignResponse);
  return score === undefined || score <= 0;
}
