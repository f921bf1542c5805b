import { isElement, type XmlElement } from '../xml-tree.js';

const MATHML = 'http://www.w3.org/1998/Math/MathML';
const SVG = 'http://www.w3.org/2000/svg';
const XHTML = 'http://www.w3.org/1999/xhtml';
const XINCLUDE = 'http://www.w3.org/2001/XInclude';

/** Elements that QTI borrows from HTML: they keep their names. */
const HTML = new Set(
  (
    'a abbr acronym address article aside audio b bdi bdo big blockquote br caption cite code col colgroup dd del details dfn ' +
    'dir div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i iframe img ins kbd label li link main mark nav ' +
    'object ol p param picture pre q rb rbc rp rt rtc ruby s samp script section small source span strike strong style sub ' +
    'summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr center font input'
  ).split(' '),
);

/**
 * The same tree in the names of QTI 3.0: `choiceInteraction responseIdentifier` becomes `qti-choice-interaction response-identifier`.
 * HTML, MathML and SVG are left alone, so that one reader serves every version.
 */
export function inNamesOfQti3(element: XmlElement): XmlElement {
  if ([MATHML, SVG, XINCLUDE].includes(element.namespace)) return element;
  const children = element.children.map((child) =>
    isElement(child) ? inNamesOfQti3(child) : child,
  );
  if (element.namespace === XHTML || HTML.has(element.name)) return { ...element, children };
  const kebab = hyphenated(element.name);
  const name = kebab.startsWith('qti-') ? kebab : `qti-${kebab}`;
  const attributes = Object.create(null) as Record<string, string>;
  for (const [key, value] of Object.entries(element.attributes))
    attributes[key.includes(':') ? key : hyphenated(key)] = value;
  return {
    ...element,
    name: name === 'qti-is-not-null' ? 'qti-not-null' : name,
    attributes,
    children,
  };
}

/** The name of an element as 2.x and EXPECTED.md know it, for messages: `choice`, `extended-text`. */
export function plainName(element: XmlElement): string {
  return element.name.replace(/^qti-/, '').replace(/-interaction$/, '');
}

function hyphenated(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

/** All elements below, in document order. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  for (const child of element.children) {
    if (!isElement(child)) continue;
    yield child;
    yield* descendants(child);
  }
}
