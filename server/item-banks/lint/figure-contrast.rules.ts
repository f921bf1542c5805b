import { contrastRatio } from '../../platform/colour.js';
import { FileRefused } from '../formats/foreign-question.js';
import { isElement, parseXml, textOf, type XmlElement } from '../formats/xml-tree.js';
import { imagesNamedIn } from '../images/image.rules.js';
import { textsIn } from './item-texts.js';
import type { FigureRule, Hit, ItemRule } from './lint-rule.js';
import type { PictureContrast } from './picture-contrast.js';

const PAGE = '#ffffff';
const ENOUGH = 4.5;
const ENOUGH_FOR_LARGE = 3;
/** WCAG's large text: 18 pt, or 14 pt in bold, in CSS pixels. */
const LARGE = 24;
const LARGE_BOLD = 18.66;

/** What elements hand down to their children. */
interface Style {
  readonly fill: string;
  readonly fontSize: number;
  readonly bold: boolean;
}

interface Painted {
  covers(x: number, y: number): boolean;
  readonly fill: string;
}

/**
 * Q07: each word of an SVG against what lies under its first letters: the last rectangle, circle or ellipse painted there, else a white page.
 * Figures with transforms, style sheets, gradients or paths as backgrounds can't be computed and are passed over where they are so. Of an
 * item's PNG, the strongest colour against its ground; what can't be judged so is said, and whoever has looked at it allows it with a reason.
 * Source: WCAG 2.2, success criterion 1.4.3.
 */
export const figureContrast: FigureRule & ItemRule = {
  code: 'Q07',
  summary:
    'Words in an SVG stand out from what is under them (4.5:1, large ones 3:1), and in a PNG something does; other pictures must be looked at',
  source: 'WCAG 2.2, 1.4.3',
  inItem(item, { pictures }) {
    const seen = new Set<string>();
    return textsIn(item).flatMap(({ text, path, locale }) =>
      imagesNamedIn(text).flatMap(({ name, alt, markdown }): Hit[] => {
        const doubt = seen.has(name) ? undefined : doubtAbout(pictures.get(name));
        seen.add(name);
        if (!doubt) return [];
        const from = text.indexOf(markdown);
        const range = { from, to: from + markdown.length };
        const params = { ...doubt.params, found: alt };
        return [{ place: { path, locale, range }, variant: doubt.variant, params }];
      }),
    );
  },
  inFigure(svg) {
    try {
      const root = parseXml(svg);
      const hits: Hit[] = [];
      walk(root, { fill: '#000000', fontSize: 16, bold: false }, [], hits);
      return hits;
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      return [{ place: { path: [] }, variant: 'unreadable' }];
    }
  },
};

/** A picture that is not there is another matter. */
function doubtAbout(contrast: PictureContrast | undefined) {
  if (!contrast) return undefined;
  if ('unjudged' in contrast) return { variant: contrast.unjudged, params: {} };
  return contrast.strongest < ENOUGH
    ? { variant: 'faint', params: { ratio: contrast.strongest.toFixed(1) } }
    : undefined;
}

function walk(element: XmlElement, inherited: Style, painted: Painted[], hits: Hit[]): void {
  const properties = propertiesOf(element);
  // Where things are, or which colour they have, is then known to a browser only.
  if (properties['transform'] !== undefined || properties['class'] !== undefined) return;
  const style = styleOf(properties, inherited);
  const shape = shapeOf(element, style);
  if (shape) painted.push(shape);
  if (element.name === 'text') hits.push(...faintText(element, properties, style, painted));
  else for (const child of element.children.filter(isElement)) walk(child, style, painted, hits);
}

type Properties = Readonly<Record<string, string>>;

/** Attributes, and what a `style` attribute says, which counts more. */
function propertiesOf({ attributes }: XmlElement): Properties {
  const declared = (attributes['style'] ?? '').split(';').flatMap((declaration) => {
    const [name, value] = declaration.split(':');
    return name !== undefined && value !== undefined ? [[name.trim(), value.trim()] as const] : [];
  });
  return { ...attributes, ...Object.fromEntries(declared) };
}

function styleOf(properties: Properties, inherited: Style): Style {
  const weight = properties['font-weight'];
  return {
    fill: properties['fill'] ?? inherited.fill,
    fontSize: Number.parseFloat(properties['font-size'] ?? String(inherited.fontSize)),
    bold: weight === undefined ? inherited.bold : weight === 'bold' || Number(weight) >= 700,
  };
}

function shapeOf({ name, attributes }: XmlElement, { fill }: Style): Painted | undefined {
  if (fill === 'none') return undefined;
  const length = (attribute: string): number => Number.parseFloat(attributes[attribute] ?? '0');
  if (name === 'rect') {
    const [left, top] = [length('x'), length('y')];
    const [right, bottom] = [left + length('width'), top + length('height')];
    return { fill, covers: (x, y) => x >= left && x <= right && y >= top && y <= bottom };
  }
  if (name !== 'circle' && name !== 'ellipse') return undefined;
  const [radiusX, radiusY] =
    name === 'circle' ? [length('r'), length('r')] : [length('rx'), length('ry')];
  const covers = (x: number, y: number): boolean =>
    ((x - length('cx')) / radiusX) ** 2 + ((y - length('cy')) / radiusY) ** 2 <= 1;
  return { fill, covers };
}

function faintText(
  element: XmlElement,
  properties: Properties,
  { fill, fontSize, bold }: Style,
  painted: readonly Painted[],
): Hit[] {
  const x = Number.parseFloat(properties['x'] ?? '0');
  const y = Number.parseFloat(properties['y'] ?? '0') - fontSize / 3;
  const under = painted.findLast((shape) => shape.covers(x, y))?.fill ?? PAGE;
  const [colour, background] = [hexOf(fill), hexOf(under)];
  if (colour === undefined || background === undefined) return [];
  const ratio = contrastRatio(colour, background);
  const isLarge = fontSize >= (bold ? LARGE_BOLD : LARGE);
  if (ratio >= (isLarge ? ENOUGH_FOR_LARGE : ENOUGH)) return [];
  const params = {
    found: textOf(element).trim(),
    ratio: ratio.toFixed(1),
    line: element.line,
  };
  return [{ place: { path: [] }, params }];
}

/** `#rrggbb` for the colours that can be known; undefined for gradients and names beyond black and white. */
function hexOf(colour: string): string | undefined {
  if (/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  if (/^#[0-9a-f]{3}$/i.test(colour)) return colour.replace(/[0-9a-f]/gi, '$&$&');
  return { white: '#ffffff', black: '#000000', currentcolor: '#000000' }[colour.toLowerCase()];
}
