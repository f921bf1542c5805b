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
import { reason, type Reason } from '../../reasons.js';

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
  const refused = whyRefused(item, interactions, declarations, kind);
  if (refused) return { ...question, status: 'refused', reason: refused };
  const contradicts = kind !== 'none' && kind !== 'empty' && keyScoresNothing(responses, tryOut);
  const contradiction = reason('keyScoresNothing');
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
): Reason | undefined {
  const unsupported = interactions.find((interaction) => !isSupported(interaction));
  if (unsupported)
    return reason('interactionUnsupported', {
      type: unsupported.type,
      line: unsupported.element.line,
    });
  if (interactions.length === 0) return reason('noInteraction');
  if (item.attributes['adaptive'] === 'true') return reason('adaptive');
  if (
    declarations.some((declaration) => declaration.kind === 'template') ||
    childElement(item, 'qti-template-processing')
  )
    return reason('templateVariables');
  return whyNoKey(interactions, declarations, kind) ?? whyNotMarked(item, kind) ?? undefined;
}

function whyNoKey(
  interactions: readonly Interaction[],
  declarations: readonly Declaration[],
  kind: ProcessingKind,
): Reason | undefined {
  for (const interaction of interactions) {
    const { response, type, element } = interaction;
    const declared = declarations.find(({ id, kind: of }) => of === 'response' && id === response);
    if (!declared) return reason('responseUndeclared', { type, line: element.line, response });
    if (declared.areaMapping) return reason('areaKey', { response });
    if (declared.baseType === 'file' || declared.cardinality === 'record')
      return reason('responseKind', { kind: declared.baseType || declared.cardinality });
    const stray = strayIn(interaction, declared);
    if (stray !== undefined) return reason('keyStray', { response, stray, line: declared.line });
    const keyed = declared.correct !== null || declared.mapping !== undefined;
    if (!keyed && kind !== 'inline' && !mayLackKey(interaction))
      return reason('interactionNoKey', { type, line: element.line });
    if (!keyed && kind === 'match_correct') return reason('responseNoKey', { response });
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

function whyNotMarked(item: XmlElement, kind: ProcessingKind): Reason | undefined {
  const rules = childElement(item, 'qti-response-processing');
  if (rules && kind === 'inline') {
    const [unknown] = unknownRules(rules);
    if (unknown !== undefined)
      return reason('processingUnsupported', { rule: unknown.replace(/^qti-/, '') });
    const custom = [...descendants(rules)].find(({ name }) => name === 'qti-custom-operator');
    if (custom)
      return reason('processingCustom', {
        name: custom.attributes['class'] ?? custom.attributes['definition'] ?? '',
        line: custom.line,
      });
    return undefined;
  }
  if (kind === 'none' || kind === 'empty' || isKnownTemplate(kind)) return undefined;
  return reason('processingTemplate', { name: kind });
}

function warningsOf(kind: ProcessingKind, responses: readonly Declaration[]): Reason[] {
  if (kind !== 'none' && kind !== 'empty') return [];
  return responses.some(({ correct, mapping }) => correct ?? mapping)
    ? [reason('markedByKey')]
    : [reason('byPerson')];
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
