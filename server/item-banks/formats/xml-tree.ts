import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes';
import { FileRefused, LIMITS } from './foreign-question.js';
import { reason } from '../reasons.js';

export interface XmlElement {
  /** The local name; a prefix is left out. */
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
  /** From 1. */
  readonly line: number;
}

interface OpenElement extends XmlElement {
  readonly attributes: Record<string, string>;
  readonly children: (XmlElement | string)[];
}

export interface XmlOptions {
  /** Takes each child of the root when it is complete; it is then forgotten, so that a long list costs little memory. */
  readonly onChild?: (child: XmlElement, root: XmlElement) => void;
  /** A DOCTYPE that only names a DTD is passed over (it is never fetched); otherwise any is refused. */
  readonly bareDoctype?: boolean;
}

/**
 * Reads XML into a tree. Throws `FileRefused` with the line for what is not well-formed, for a DOCTYPE (so no entity is
 * ever defined), and beyond the limits.
 */
export function parseXml(text: string, options: XmlOptions = {}): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: OpenElement[] = [];
  const opened: { root?: OpenElement } = {};
  let elements = 0;
  parser.on('error', (error) => {
    throw new FileRefused(reason('xmlBroken', { detail: plainError(error.message) }), parser.line);
  });
  parser.on('doctype', (doctype) => {
    if (options.bareDoctype !== true || doctype.includes('[')) {
      throw new FileRefused(reason('xmlDoctype'), parser.line);
    }
  });
  let attributes = 0;
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > LIMITS.attributes) throw new FileRefused(reason('xmlAttributes'), parser.line);
  });
  parser.on('opentag', (tag) => {
    attributes = 0;
    elements += 1;
    if (elements > LIMITS.elements) throw new FileRefused(reason('xmlElements'), parser.line);
    if (open.length >= LIMITS.elementDepth) {
      throw new FileRefused(reason('xmlDepth', { most: LIMITS.elementDepth }), parser.line);
    }
    const element = elementOf(tag, parser.line);
    if (open.length === 0) opened.root = element;
    else if (options.onChild === undefined || open.length > 1) open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element && opened.root && open.length === 1) options.onChild?.(element, opened.root);
  });
  const addText = (words: string): void => {
    open.at(-1)?.children.push(words);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text).close();
  if (!opened.root) throw new FileRefused(reason('xmlNone'), 1);
  return opened.root;
}

function elementOf(tag: SaxesTagNS, line: number): OpenElement {
  const attributes = Object.create(null) as Record<string, string>;
  for (const [name, attribute] of Object.entries<SaxesAttributeNS>(tag.attributes)) {
    attributes[name] = attribute.value;
  }
  return { name: tag.local, namespace: tag.uri, attributes, children: [], line };
}

/** saxes begins its messages with line and column, which we say ourselves. */
function plainError(message: string): string {
  return message.replace(/^(?:[^:]*:)?\d+:\d+: /, '');
}

export function isElement(node: XmlElement | string): node is XmlElement {
  return typeof node !== 'string';
}

export function childElements(element: XmlElement | undefined, name?: string): XmlElement[] {
  return (element?.children ?? [])
    .filter(isElement)
    .filter((child) => name === undefined || child.name === name);
}

export function childElement(
  element: XmlElement | undefined,
  ...path: readonly string[]
): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(
    (parent, name) => childElements(parent, name)[0],
    element,
  );
}

/** All text inside, in document order. */
export function textOf(element: XmlElement | undefined): string {
  return (element?.children ?? []).map((node) => (isElement(node) ? textOf(node) : node)).join('');
}

/** The root element's name, from the first characters only; undefined when it does not look like XML. */
export function rootNameOf(text: string): string | undefined {
  const start = text
    .slice(0, 20_000)
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<\?[\s\S]*?\?>/g, '')
    .replace(/<!DOCTYPE[^>[]*(\[[\s\S]*?\])?\s*>/i, '')
    .trimStart();
  return /^<(?:[\w.-]+:)?([\w.-]+)/.exec(start)?.[1];
}
