import { stemOf } from '../a-question.js';
import type { ForeignQuestion } from '../foreign-question.js';
import { plainText } from '../safe-html.js';
import { isElement, textOf, type XmlElement } from '../xml-tree.js';
import { isChoice } from './interactions.js';
import { descendants } from './names.js';
import { reason, type Reason } from '../../reasons.js';

/** Shown only after a response, or to others than the candidate. */
const HIDDEN = new Set([
  'qti-feedback-inline',
  'qti-feedback-block',
  'qti-modal-feedback',
  'qti-template-block',
  'qti-template-inline',
  'qti-stylesheet',
  'qti-catalog-info',
  'qti-companion-materials-info',
]);
/** Where a gap in running text stands. */
const GAPS = new Set(['qti-text-entry-interaction', 'qti-inline-choice-interaction', 'qti-gap']);
const VOID = new Set(['br', 'hr', 'img', 'col', 'wbr', 'source', 'track', 'param', 'input']);

/** The stem of an item: its body without options, feedback and what only assessors see. */
export function stemOfBody(body: XmlElement | undefined): ForeignQuestion['stem'] {
  return stemOf(body ? htmlInside(body) : '');
}

/** The texts of the options, in document order. */
export function optionsIn(body: XmlElement | undefined): string[] {
  if (!body) return [];
  return [...descendants(body)].filter(isChoice).map((choice) => plainText(inner(choice)));
}

/** What of a body a stem cannot show as it is; the author should look at it. */
export function lossesIn(body: XmlElement | undefined): Reason[] {
  const elements = body ? [...descendants(body)] : [];
  const has = (test: (element: XmlElement) => boolean): boolean => elements.some(test);
  return [
    ...(has(({ name }) => name === 'math') ? [reason('mathAsText')] : []),
    ...(has(({ name }) => name === 'video' || name === 'audio') ||
    has(
      ({ name, attributes }) =>
        name === 'object' && !(attributes['type'] ?? 'image/').startsWith('image/'),
    )
      ? [reason('objectsLeftOut')]
      : []),
    ...(has(({ name }) => name === 'qti-hotspot-choice') ? [reason('hotspotsByName')] : []),
    ...(has(({ name }) => name.startsWith('qti-feedback-')) ? [reason('feedbackLeftOut')] : []),
  ];
}

/** The HTML inside an element, as `stemOfBody` shows it; not sanitised yet. */
export function htmlInside(element: XmlElement): string {
  return inner(element).trim();
}

function inner(element: XmlElement): string {
  return element.children
    .map((child) => (isElement(child) ? html(child) : escaped(child)))
    .join('');
}

function html(element: XmlElement): string {
  const { name, attributes } = element;
  if (HIDDEN.has(name)) return '';
  if (GAPS.has(name)) return ' ____ ';
  if (name === 'qti-hottext') return `<u>${inner(element)}</u>`;
  if (isChoice(element) || name === 'qti-gap-img') return '';
  if (name === 'qti-rubric-block')
    return attributes['view']?.includes('candidate') === false
      ? ''
      : `<div>${inner(element)}</div>`;
  if (name === 'qti-prompt') return `<p>${inner(element)}</p>`;
  if (name === 'qti-printed-variable') return `{${escaped(attributes['identifier'] ?? '')}}`;
  if (name === 'object' && attributes['type']?.startsWith('image/'))
    return tag('img', { src: attributes['data'] ?? '', alt: textOf(element).trim() });
  if (name.startsWith('qti-')) return inner(element);
  if (VOID.has(name)) return tag(name, attributes);
  return `${tag(name, attributes)}${inner(element)}</${name}>`;
}

function tag(name: string, attributes: Readonly<Record<string, string>>): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<${name}${written.join('')}>`;
}

function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
