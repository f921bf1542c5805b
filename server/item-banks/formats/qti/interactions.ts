import type { XmlElement } from '../xml-tree.js';
import type { Declaration } from './declarations.js';
import { descendants, plainName } from './names.js';

/** A place in an item where the candidate responds. */
export interface Interaction {
  /** `choice-single`, `text-entry` ... as import reports name it. */
  readonly type: string;
  readonly response: string;
  readonly element: XmlElement;
}

/** What we can ask, in the names of the standard. */
const SUPPORTED = new Set([
  'qti-choice-interaction',
  'qti-inline-choice-interaction',
  'qti-text-entry-interaction',
  'qti-extended-text-interaction',
  'qti-order-interaction',
  'qti-match-interaction',
  'qti-associate-interaction',
  'qti-gap-match-interaction',
  'qti-hottext-interaction',
  'qti-hotspot-interaction',
  'qti-slider-interaction',
]);

/** A person reads these; without a key they are complete all the same. */
const READ_BY_A_PERSON = new Set(['extended-text', 'text-entry']);

const CHOICES = new Set([
  'qti-simple-choice',
  'qti-inline-choice',
  'qti-simple-associable-choice',
  'qti-gap-text',
  'qti-hottext',
]);

/** The interactions of an item in document order. */
export function interactionsOf(
  body: XmlElement | undefined,
  declarations: readonly Declaration[],
): Interaction[] {
  if (!body) return [];
  return [...descendants(body)]
    .filter(({ name }) => /^qti-.*-interaction$/.test(name))
    .map((element) => {
      const response = element.attributes['response-identifier'] ?? '';
      const declared = declarations.find(({ id, kind }) => kind === 'response' && id === response);
      const choice = element.name === 'qti-choice-interaction';
      const many = declared?.cardinality === 'multiple' || declared?.cardinality === 'ordered';
      const type = choice ? `choice-${many ? 'multiple' : 'single'}` : plainName(element);
      return { type, response, element };
    });
}

export function isSupported({ element }: Interaction): boolean {
  return SUPPORTED.has(element.name);
}

export function mayLackKey({ type }: Interaction): boolean {
  return READ_BY_A_PERSON.has(type);
}

/** The identifiers a response may name; undefined when it is typed, not chosen. */
export function identifiersIn({ element }: Interaction): ReadonlySet<string> | undefined {
  const named = [...descendants(element)].flatMap(({ name, attributes }) =>
    name.startsWith('qti-') ? (attributes['identifier'] ?? []) : [],
  );
  return named.length > 0 ? new Set(named) : undefined;
}

export function isChoice(element: XmlElement): boolean {
  return CHOICES.has(element.name);
}
