import { DOMParser } from '@xmldom/xmldom';

/**
 * The root of a well-formed document, or nothing. The parser is lenient by nature (unquoted attributes, unclosed elements) and only
 * warns; here every warning is fatal, so that no other reader of the same bytes can understand them differently.
 */
export function parseXml(xml: string): Element | undefined {
  const parser = new DOMParser({
    errorHandler: (level: string) => {
      throw new Error(`XML ${level}`);
    },
  });
  try {
    // Typed as always there, but an empty document has none.
    // A line ends as XML 1.0, 2.11, has it: what was signed was read so.
    const root = parser.parseFromString(xml.replace(/\r\n?/g, '\n'), 'text/xml')
      .documentElement as Element | null;
    return root ?? undefined;
  } catch {
    return undefined;
  }
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

export function childElements(parent: Element): Element[] {
  return Array.from(parent.childNodes).filter(isElement);
}

export function childrenNamed(parent: Element, namespace: string, name: string): Element[] {
  return childElements(parent).filter(
    (child) => child.localName === name && child.namespaceURI === namespace,
  );
}

/** The child of that name if there is exactly one. */
export function onlyChild(parent: Element, namespace: string, name: string): Element | undefined {
  const found = childrenNamed(parent, namespace, name);
  return found.length === 1 ? found[0] : undefined;
}

/** The element itself and all below it, in document order. */
export function* everyElement(root: Element): Generator<Element> {
  yield root;
  for (const child of childElements(root)) yield* everyElement(child);
}

/** An attribute without a value and an absent one are the same to us: neither names anything. */
export function attributeOf(element: Element | undefined, name: string): string | undefined {
  const value = element?.getAttribute(name);
  return value === null || value === '' ? undefined : value;
}

export function textOf(element: Element | undefined): string {
  return element?.textContent ?? '';
}

/** Fit for element text and for attributes in either kind of quotes, in XML and in HTML. */
export function escapeMarkup(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
