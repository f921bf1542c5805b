import { escapeHtml, stemOf } from '../a-question.js';
import { plainText } from '../safe-html.js';
import { childElement, childElements, isElement, textOf, type XmlElement } from '../xml-tree.js';
import { ProcessingError } from './evaluation.js';
import { descendants } from './names.js';
import {
  keyConditionsOf,
  markQti12,
  unknownConditionsIn,
  type Qti12Response,
} from './qti12-processing.js';
import type { Unnumbered } from './read-item.js';
import { reason, type Reason } from '../../reasons.js';

const RESPONSES = new Set(['response_lid', 'response_str', 'response_num']);
const UNSUPPORTED = new Set(['response_xy', 'response_grp', 'response_extension']);
/** Where exporters say what kind of question it is; a later one is more particular. */
const TYPE_LABELS = ['cc_profile', 'question_type'];
/** Kinds of Canvas and others that cannot be asked here. */
const NOT_ASKED: Readonly<Record<string, Reason>> = {
  calculated_question: reason('formulaUnsupported'),
  file_upload_question: reason('typeUnsupported', { type: 'file_upload_question' }),
  text_only_question: reason('onlyText'),
};
const ESSAY = /essay|short response|^text-entry$/i;

/** All items of a `questestinterop` document. */
export function readQti12(root: XmlElement): Unnumbered[] {
  return root.name === 'item' ? [readItem(root)] : [...itemsIn(root)].map(readItem);
}

function* itemsIn(element: XmlElement): Generator<XmlElement> {
  for (const child of childElements(element)) {
    if (child.name === 'item') yield child;
    else yield* itemsIn(child);
  }
}

function readItem(item: XmlElement): Unnumbered {
  const presentation = childElement(item, 'presentation');
  const responses = responsesIn(presentation);
  const type = typeOf(item, responses);
  const title = item.attributes['title']?.trim() ?? '';
  const options = [...new Set(responses.flatMap(({ labels }) => [...labels.values()]))];
  const correct = keyConditionsOf(item);
  const asked = askedIn(item, responses);
  const question = {
    id: item.attributes['ident'] ?? null,
    title: title === '' ? null : title,
    type,
    stem: stemOf(presentation ? materialIn(presentation).trim() : ''),
    line: item.line,
  };
  const byPerson = correct.length === 0 && responses.length > 0 && ESSAY.test(type);
  const refused = whyRefused(item, type, asked, correct.length > 0 || byPerson);
  if (refused) return { ...question, status: 'refused', reason: refused };
  return {
    ...question,
    status: 'imported',
    key: correct.length > 0 ? { correct } : {},
    ...(options.length > 0 && { options }),
    ...(byPerson
      ? { warnings: [reason('byPerson')] }
      : {
          mark: (said) => {
            try {
              return markQti12(item, asked, said);
            } catch (error) {
              if (error instanceof ProcessingError) return { outcomes: {} };
              throw error;
            }
          },
        }),
  };
}

function whyRefused(
  item: XmlElement,
  type: string,
  responses: readonly Qti12Response[],
  marked: boolean,
): Reason | undefined {
  if (Object.hasOwn(NOT_ASKED, type)) return NOT_ASKED[type];
  const unsupported = [...descendants(item)].find(({ name }) => UNSUPPORTED.has(name));
  if (unsupported)
    return reason('responseUnsupported', { name: unsupported.name, line: unsupported.line });
  const [unknown] = unknownConditionsIn(item);
  if (unknown !== undefined) return reason('conditionUnsupported', { name: unknown });
  if (responses.length === 0) return reason('noResponse');
  if (!marked) return reason('noPoints');
  const stray = keyConditionsOf(item).find(({ response, value, op }) => {
    const named = responses.find(({ id }) => id === response);
    if (!named) return true;
    return op === 'varequal' && named.kind === 'choice' && !named.labels.has(value);
  });
  return stray && reason('keyNoOption', { value: stray.value, response: stray.response });
}

/** The responses; an exporter may leave them out where the text itself shows the gaps, as "[a]". */
function askedIn(item: XmlElement, declared: readonly Qti12Response[]): Qti12Response[] {
  const gaps = new Set(keyConditionsOf(item).map(({ response }) => response));
  for (const { id } of declared) gaps.delete(id);
  const bracketed = [...gaps].filter((id) => /^\[.+\]$/.test(id));
  return [
    ...declared,
    ...bracketed.map((id) => ({
      id,
      kind: 'text' as const,
      cardinality: 'single' as const,
      labels: new Map<string, string>(),
    })),
  ];
}

function responsesIn(presentation: XmlElement | undefined): Qti12Response[] {
  if (!presentation) return [];
  return [...descendants(presentation)]
    .filter(({ name }) => RESPONSES.has(name))
    .map((element) => {
      const inside = [...descendants(element)];
      const fib = inside.find(({ name }) => name === 'render_fib');
      const numeric =
        element.name === 'response_num' ||
        /decimal|integer|scientific/i.test(fib?.attributes['fibtype'] ?? '');
      const cardinality = (element.attributes['rcardinality'] ?? 'Single').toLowerCase();
      return {
        id: element.attributes['ident'] ?? '',
        kind: numeric ? 'number' : element.name === 'response_lid' && !fib ? 'choice' : 'text',
        cardinality:
          cardinality === 'multiple' || cardinality === 'ordered' ? cardinality : 'single',
        labels: new Map(
          inside
            .filter(({ name }) => name === 'response_label')
            .map((label) => [label.attributes['ident'] ?? '', plainText(materialIn(label))]),
        ),
      };
    });
}

/** The kind of question: as the exporter names it, else by its responses. */
function typeOf(item: XmlElement, responses: readonly Qti12Response[]): string {
  const metadata = childElements(item, 'itemmetadata').flatMap((one) => [...descendants(one)]);
  const labelled = new Map<string, string>();
  for (const field of metadata) {
    const label = textOf(childElement(field, 'fieldlabel')).trim();
    if (label !== '') labelled.set(label, textOf(childElement(field, 'fieldentry')).trim());
  }
  const named = TYPE_LABELS.map((label) => labelled.get(label)).findLast((type) => type);
  const written = ['bbmd_questiontype', 'qmd_itemtype']
    .map((name) => textOf(metadata.find((one) => one.name === name)).trim())
    .find((type) => type !== '');
  return named ?? written ?? byResponses(responses);
}

function byResponses([first]: readonly Qti12Response[]): string {
  if (!first) return 'text-only';
  if (first.kind === 'number') return 'numeric';
  return first.kind === 'text' ? 'text-entry' : `choice-${first.cardinality}`;
}

/** The HTML of all material inside; the options of a response are left out, what it asks is not. */
function materialIn(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (!isElement(child) || child.name === 'render_choice') return '';
      switch (child.name) {
        case 'mattext':
        case 'mat_formattedtext':
          return wordsOf(child);
        case 'matimage':
          return `<img src="${escapeHtml(child.attributes['uri'] ?? '').replace(/"/g, '&quot;')}" alt="">`;
        case 'render_extension':
        case 'render_hotspot':
        case 'itemfeedback':
          return '';
        default:
          return materialIn(child);
      }
    })
    .join('');
}

function wordsOf(text: XmlElement): string {
  const type = `${text.attributes['texttype'] ?? ''} ${text.attributes['type'] ?? ''}`;
  const html = /html/i.test(type);
  const words = text.children
    .map((child) => {
      if (isElement(child)) return markup(child);
      return html ? child : escapeHtml(child);
    })
    .join('');
  return `<div>${words}</div>`;
}

/** Markup that stands as elements inside a text. */
function markup(element: XmlElement): string {
  const inside = element.children
    .map((child) => (isElement(child) ? markup(child) : escapeHtml(child)))
    .join('');
  const attributes = Object.entries(element.attributes).map(
    ([name, value]) => ` ${name}="${escapeHtml(value).replace(/"/g, '&quot;')}"`,
  );
  return `<${element.name}${attributes.join('')}>${inside}</${element.name}>`;
}
