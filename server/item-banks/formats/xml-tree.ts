import { SaxesParser } from 'saxes';
import { FileRefused, LIMITS } from './foreign-question.js';

/** An element without its comments and processing instructions; text and CDATA are plain strings, in document order. */
export interface XmlElement {
  /** The local name, as written. */
  readonly name: string;
  readonly prefix: string;
  readonly uri: string;
  /** By the name as written (`xml:lang`). */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** Where it begins, from 1. */
  readonly line: number;
}

export type XmlNode = XmlElement | string;

interface OpenElement extends XmlElement {
  readonly children: XmlNode[];
}

/**
 * Reads a document with namespaces into a tree. Nothing outside the text is ever fetched: a DOCTYPE that only names a DTD is passed
 * over, one that declares anything is refused, and so is every entity beyond the five of XML.
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: OpenElement[] = [];
  let root: OpenElement | undefined;
  let elements = 0;
  const refuse = (message: string): never => {
    throw new FileRefused(message, parser.line);
  };
  parser.on('error', (error) =>
    refuse(`The XML is not well-formed: ${error.message.replace(/^\d+:\d+: /, '')}`),
  );
  parser.on('doctype', (doctype) => {
    if (doctype.includes('['))
      refuse('The XML declares its own entities or elements (DOCTYPE), which is not taken in');
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > LIMITS.elements) refuse('The XML has too many elements');
    if (open.length >= LIMITS.elementDepth) refuse('The XML is nested too deeply');
    const attributes = Object.create(null) as Record<string, string>;
    for (const [name, attribute] of Object.entries(tag.attributes))
      attributes[name] = attribute.value;
    const element: OpenElement = {
      name: tag.local,
      prefix: tag.prefix,
      uri: tag.uri,
      attributes,
      children: [],
      line: parser.line,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  const addText = (value: string): void => void open.at(-1)?.children.push(value);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text.replace(/^\uFEFF/, '')).close();
  return root ?? refuse('The file holds no XML');
}

/** The bytes of an XML document as text: by its byte order mark, else by the encoding it declares, else UTF-8. */
export function decodeXml(bytes: Uint8Array): string {
  const declared = /^<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(
    Buffer.from(bytes.subarray(0, 200)).toString('latin1'),
  )?.[1];
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  const utf16 = declared !== undefined && /^utf-?16/i.test(declared);
  try {
    return new TextDecoder(marked ?? (utf16 ? 'utf-8' : (declared ?? 'utf-8')), {
      fatal: true,
    }).decode(bytes);
  } catch {
    throw new FileRefused(`The text is not written in the encoding ${declared ?? 'UTF-8'}`);
  }
}

export function isElement(node: XmlNode): node is XmlElement {
  return typeof node !== 'string';
}

/** The child elements, all or those of one name. */
export function elementsOf(element: XmlElement, name?: string): XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement => isElement(child) && (name === undefined || child.name === name),
  );
}

export function firstOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element && elementsOf(element, name)[0];
}

/** All elements below, in document order. */
export function* descendantsOf(element: XmlElement): Generator<XmlElement> {
  for (const child of element.children) {
    if (!isElement(child)) continue;
    yield child;
    yield* descendantsOf(child);
  }
}

/** All text below, put together as it stands. */
export function textOf(element: XmlElement | undefined): string {
  if (!element) return '';
  return element.children.map((child) => (isElement(child) ? textOf(child) : child)).join('');
}
