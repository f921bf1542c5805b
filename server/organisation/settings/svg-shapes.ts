import type { ArmsRefusal, DrawnArms, Matrix, Shape } from './arms.js';
import { plainPath } from './svg-path.js';
import { matrixOf, multiplied } from './svg-transform.js';

const MOST_SHAPES = 1_000;
const DEEPEST = 30;
/** Nothing of these is drawn. */
const SILENT = ['title', 'desc', 'metadata', 'defs', 'namedview'];
const NAMED: Readonly<Record<string, string>> = {
  ...{ black: '#000000', white: '#ffffff', red: '#ff0000', blue: '#0000ff', green: '#008000' },
  ...{ yellow: '#ffff00', gold: '#ffd700', silver: '#c0c0c0', gray: '#808080', grey: '#808080' },
};

/** What a shape is painted with, as it inherits it. */
interface Paint {
  readonly fill: string;
  readonly stroke: string;
  readonly strokeWidth: string;
  readonly fillRule: string;
  readonly matrix?: Matrix;
}

class Refused extends Error {
  readonly refusal: ArmsRefusal;

  constructor(refusal: ArmsRefusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

const refuse = (reason: 'element' | 'colour' | 'path' | 'transform', what: string): never => {
  throw new Refused({ reason, what: what.slice(0, 60) });
};

/** The filled and stroked shapes of a drawing, in the order they are painted. */
export function shapesOf(root: Element): DrawnArms | ArmsRefusal {
  const box = boxOf(root);
  if (!box) return { reason: 'no-size' };
  const [x, y, width, height] = box;
  const shapes: Shape[] = [];
  const paint = { fill: '#000000', stroke: 'none', strokeWidth: '1', fillRule: 'nonzero' };
  const moved = x === 0 && y === 0 ? {} : { matrix: [1, 0, 0, 1, 0 - x, 0 - y] as const };
  try {
    collect(root, { ...paint, ...moved }, classesIn(root), shapes, 0);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  if (shapes.length > MOST_SHAPES) return { reason: 'too-many' };
  return shapes.length === 0 ? { reason: 'empty' } : { kind: 'drawn', width, height, shapes };
}

function boxOf(root: Element): readonly [number, number, number, number] | undefined {
  const box = (root.getAttribute('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const size = ['width', 'height'].map((name) => Number.parseFloat(root.getAttribute(name) ?? ''));
  const [x = 0, y = 0, width = 0, height = 0] = box.length === 4 ? box : [0, 0, ...size];
  const isUsable =
    [x, y, width, height].every(Number.isFinite) &&
    width >= 1 &&
    height >= 1 &&
    width < 1e5 &&
    height < 1e5;
  return isUsable ? [x, y, width, height] : undefined;
}

type Classes = ReadonlyMap<string, Readonly<Record<string, string>>>;

function collect(
  element: Element,
  inherited: Paint,
  classes: Classes,
  shapes: Shape[],
  depth: number,
): void {
  if (depth > DEEPEST || shapes.length > MOST_SHAPES) return;
  const name = element.localName;
  if (SILENT.includes(name) || name === 'style') return;
  const style = styleOf(element, classes);
  if (style['display'] === 'none') return;
  if (
    ['clip-path', 'mask', 'filter'].some((one) => style[one] !== undefined && style[one] !== 'none')
  )
    refuse('element', 'clip-path, mask, filter');
  const paint = paintOf(element, style, inherited);
  if (name === 'svg' || name === 'g') {
    for (const child of childrenOf(element)) collect(child, paint, classes, shapes, depth + 1);
    return;
  }
  const path = pathOf(element) ?? refuse('element', name);
  const fill = colourOf(paint.fill);
  const stroke = colourOf(paint.stroke);
  const width = Number.parseFloat(paint.strokeWidth);
  if (path === '' || (!fill && !stroke)) return;
  shapes.push({
    path,
    ...(fill && { fill }),
    ...(stroke && width > 0 && { stroke: { colour: stroke, width } }),
    ...(paint.fillRule === 'evenodd' && { evenOdd: true as const }),
    ...(paint.matrix && { matrix: paint.matrix }),
  });
}

function childrenOf(element: Element): Element[] {
  return Array.from(element.childNodes).filter((node): node is Element => node.nodeType === 1);
}

function paintOf(
  element: Element,
  style: Readonly<Record<string, string>>,
  inherited: Paint,
): Paint {
  const transform = element.getAttribute('transform') ?? '';
  const own =
    transform.trim() === '' ? undefined : (matrixOf(transform) ?? refuse('transform', transform));
  const matrix = own ? multiplied(inherited.matrix, own) : inherited.matrix;
  return {
    fill: style['fill'] ?? inherited.fill,
    stroke: style['stroke'] ?? inherited.stroke,
    strokeWidth: style['stroke-width'] ?? inherited.strokeWidth,
    fillRule: style['fill-rule'] ?? inherited.fillRule,
    ...(matrix && { matrix }),
  };
}

const PAINTED = [
  'fill',
  'stroke',
  'stroke-width',
  'fill-rule',
  'display',
  'clip-path',
  'mask',
  'filter',
];

/** As attributes, by its classes, and in its own style: the later wins. */
function styleOf(element: Element, classes: Classes): Readonly<Record<string, string>> {
  const attributes = PAINTED.flatMap((name) => {
    const value = element.getAttribute(name) ?? '';
    return value === '' ? [] : [[name, value.trim()] as const];
  });
  const byClass = (element.getAttribute('class') ?? '')
    .split(/\s+/)
    .map((name) => classes.get(name));
  const own = declarations(element.getAttribute('style') ?? '');
  const all = [Object.fromEntries(attributes), ...byClass, own];
  return Object.fromEntries(all.flatMap((one) => Object.entries({ ...one })));
}

/** Rules of single classes, as drawing programs write them; others are passed over. */
function classesIn(root: Element): Classes {
  const sheets = Array.from(root.getElementsByTagName('style'), ({ textContent }) => textContent);
  const rules = sheets.join('\n').matchAll(/([^{}]+)\{([^{}]*)\}/g);
  const classes = new Map<string, Readonly<Record<string, string>>>();
  for (const [, selectors = '', body = ''] of rules)
    for (const [, name = ''] of selectors.matchAll(/(?:^|,)\s*\.([\w-]+)\s*(?=,|$)/g))
      classes.set(name, { ...classes.get(name), ...declarations(body) });
  return classes;
}

function declarations(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(';').map((one): readonly [string, string] => {
    const [name = '', value = ''] = one.split(':').map((part) => part.trim());
    return [name, value];
  });
  return Object.fromEntries(
    pairs.filter(([name, value]) => PAINTED.includes(name) && value !== ''),
  );
}

function colourOf(value: string): string | undefined {
  const text = value.toLowerCase();
  if (text === 'none' || text === 'transparent') return undefined;
  if (/^#[0-9a-f]{6}$/.test(text)) return text;
  if (/^#[0-9a-f]{3}$/.test(text)) return text.replace(/[0-9a-f]/g, '$&$&');
  const rgb = /^rgb\((\d{1,3}),\s*(\d{1,3}),\s*(\d{1,3})\)$/.exec(text);
  if (rgb)
    return `#${rgb
      .slice(1)
      .map((part) => Math.min(255, Number(part)).toString(16).padStart(2, '0'))
      .join('')}`;
  return Object.hasOwn(NAMED, text) ? NAMED[text] : refuse('colour', value);
}

/** The shape as path data; undefined for what is no shape. */
function pathOf(element: Element): string | undefined {
  const number = (name: string, otherwise = 0): number => {
    const value = Number.parseFloat(element.getAttribute(name) ?? '');
    return Number.isFinite(value) ? value : otherwise;
  };
  switch (element.localName) {
    case 'path':
      return readPath(element.getAttribute('d') ?? '');
    case 'rect': {
      const [x, y, width, height] = [number('x'), number('y'), number('width'), number('height')];
      return width > 0 && height > 0 ? readPath(`M${x} ${y}h${width}v${height}h${-width}z`) : '';
    }
    case 'circle':
      return ellipse(number('cx'), number('cy'), number('r'), number('r'));
    case 'ellipse':
      return ellipse(number('cx'), number('cy'), number('rx'), number('ry'));
    case 'polygon':
    case 'polyline': {
      const points = (element.getAttribute('points') ?? '').trim();
      return points === ''
        ? ''
        : readPath(`M${points}${element.localName === 'polygon' ? 'z' : ''}`);
    }
    default:
      return undefined;
  }
}

function readPath(data: string): string {
  const text = data.trim();
  return text === '' ? '' : (plainPath(text) ?? refuse('path', text));
}

function ellipse(cx: number, cy: number, rx: number, ry: number): string {
  if (rx <= 0 || ry <= 0) return '';
  return readPath(
    `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`,
  );
}
