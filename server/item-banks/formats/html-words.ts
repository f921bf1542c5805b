import { imageHtml, inlineHtml } from '../inline-markdown.js';
import { decodeEntities, escapeHtml } from './safe-html.js';
import { reason, Reasons, type Reason } from '../reasons.js';

/** An item's text from HTML, and what it could not take along. */
export interface PlainWords {
  readonly text: string;
  readonly lost: readonly Reason[];
}

const BLOCKS = new Set(
  (
    'p div br li ul ol dl dt dd tr table h1 h2 h3 h4 h5 h6 blockquote pre hr section article ' +
    'figure caption'
  ).split(' '),
);
const OBJECT = reason('objectsLeftOut');
const PICTURE = reason('pictureLeftOut');
const LOST: Readonly<Record<string, Reason>> = {
  table: reason('tableAsLines'),
  ul: reason('listAsLines'),
  ol: reason('numberedAsLines'),
  a: reason('linkAsWords'),
  u: reason('underlineLeftOut'),
  svg: PICTURE,
  object: OBJECT,
  video: OBJECT,
  audio: OBJECT,
  iframe: reason('frameLeftOut'),
  math: reason('mathAsPlain'),
};
const RAISED: Readonly<Record<string, string>> = {
  sup: '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻',
  sub: '₀₁₂₃₄₅₆₇₈₉₊₋',
};
const EMPHASIS: Readonly<Record<string, 'strong' | 'em'>> = {
  b: 'strong',
  strong: 'strong',
  i: 'em',
  em: 'em',
};

/** What became of an image: its name in the bank, or why it is left out. */
export type PlacedImage = { readonly name: string } | { readonly refused: Reason };

/** Finds the image that an address in the source means; undefined when there is none. */
export type PlaceImage = (source: string) => PlacedImage | undefined;

/** Words that are emphasised alike; a line break or an image is a run of its own. */
interface Run {
  readonly text: string;
  readonly image?: { readonly name: string; readonly alt: string };
  readonly strong: boolean;
  readonly em: boolean;
}

/** HTML from elsewhere as an item's text: emphasis, line breaks and the images that are found stay, everything else becomes words. */
export function wordsOfHtml(html: string, place: PlaceImage = () => undefined): PlainWords {
  if (!/[<&*_\\\r\n\t]| {2}/.test(html)) return { text: html.trim(), lost: [] };
  const lost = new Reasons();
  const runs = tidied(runsIn(withoutHidden(html), lost, place));
  const plain = runs.map((run) => ({ ...run, strong: false, em: false }));
  for (const [candidate, escape] of [
    [runs, false],
    [runs, true],
    [plain, false],
    [plain, true],
  ] as const) {
    const text = markdownOf(candidate, escape);
    // Markdown has its own mind about stars inside words: what does not come out as it was is written otherwise.
    if (inlineHtml(text) !== htmlOf(candidate)) continue;
    if (candidate === plain && candidate.some((_run, index) => isEmphasised(runs[index])))
      lost.add(reason('emphasisLeftOut'));
    return { text, lost: lost.all };
  }
  return { text: runs.map(({ text }) => text).join(''), lost: lost.all };
}

const isEmphasised = (run: Run | undefined): boolean => run?.strong === true || run?.em === true;

function withoutHidden(html: string): string {
  return html
    .replace(/<(script|style|head|title)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '');
}

function runsIn(html: string, lost: Reasons, place: PlaceImage): Run[] {
  const runs: Run[] = [];
  const depth = { strong: 0, em: 0 };
  let raised: string | undefined;
  const add = (text: string): void => {
    runs.push({ text, strong: depth.strong > 0, em: depth.em > 0 });
  };
  for (const [piece] of html.matchAll(/<\/?[a-z][^<>]*>|[^<]+|</gi)) {
    const [, closing, tag] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(piece) ?? [];
    const name = tag?.toLowerCase();
    if (name === undefined) {
      const words = decodeEntities(piece).replace(/[ \t\r\n\f]+/g, ' ');
      add(raised === undefined ? words : raise(words, raised, lost));
      continue;
    }
    const emphasis = EMPHASIS[name];
    if (emphasis) depth[emphasis] = Math.max(0, depth[emphasis] + (closing === '/' ? -1 : 1));
    if (name === 'sup' || name === 'sub') raised = closing === '/' ? undefined : name;
    if (BLOCKS.has(name)) runs.push({ text: '\n', strong: false, em: false });
    if (name === 'td' || name === 'th') add(' ');
    if (name === 'img') {
      const image = imageIn(piece, place, lost);
      if (image) runs.push(image);
      continue;
    }
    const said = closing === '/' ? undefined : LOST[name];
    if (said !== undefined) lost.add(said);
  }
  return runs;
}

const NO_ALT = reason('noAlt');

function imageIn(tag: string, place: PlaceImage, lost: Reasons): Run | undefined {
  const source = attributeOf(tag, 'src');
  const placed = place(source);
  if (!placed || 'refused' in placed) {
    lost.add(placed ? { ...placed.refused, within: reason('pictureRefused') } : PICTURE);
    return undefined;
  }
  const alt = attributeOf(tag, 'alt').replaceAll('[', '(').replaceAll(']', ')');
  if (alt === '') lost.add(NO_ALT);
  const text = `![${alt.replaceAll('\\', '\\\\')}](${placed.name})`;
  return { text, image: { name: placed.name, alt }, strong: false, em: false };
}

function attributeOf(tag: string, name: string): string {
  const [, , value = ''] =
    new RegExp(`\\s${name}\\s*=\\s*(["'])([\\s\\S]*?)\\1`, 'i').exec(tag) ?? [];
  return decodeEntities(value).replace(/\s+/g, ' ').trim();
}

/** Digits have raised and lowered signs of their own; other words do not. */
function raise(words: string, how: string, lost: Reasons): string {
  const signs = RAISED[how] ?? '';
  if (/^[\d+−-]*$/.test(words))
    return words.replace(/[\d+−-]/g, (sign) => {
      const at = '0123456789+-'.indexOf(sign === '−' ? '-' : sign);
      return signs[at] ?? sign;
    });
  lost.add(reason('raisedOnLine'));
  return words;
}

/** Runs without double spaces and breaks, emphasis only around words. */
function tidied(runs: readonly Run[]): Run[] {
  const merged: Run[] = [];
  for (const run of runs.flatMap(outerSpaceApart)) {
    const last = merged.at(-1);
    if (run.text === '') continue;
    if (
      last &&
      run.text !== '\n' &&
      last.text !== '\n' &&
      !run.image &&
      !last.image &&
      last.strong === run.strong &&
      last.em === run.em
    )
      merged[merged.length - 1] = { ...last, text: last.text + run.text };
    else merged.push(run);
  }
  const out: Run[] = [];
  for (const run of merged) {
    const before = out.at(-1);
    const atStart = before === undefined || before.text === '\n' || before.text.endsWith(' ');
    if (run.image) {
      out.push(run);
      continue;
    }
    const text = (atStart ? run.text.replace(/^ +/, '') : run.text).replace(/ {2,}/g, ' ');
    if (text === '') continue;
    if (text === '\n') {
      while (out.at(-1)?.text === ' ') out.pop();
      trimLast(out);
      if (out.length === 0 || out.at(-1)?.text === '\n') continue;
    }
    out.push({ ...run, text });
  }
  while (/^\s$/.test(out.at(-1)?.text ?? '')) out.pop();
  trimLast(out);
  return out;
}

function trimLast(runs: Run[]): void {
  const last = runs.at(-1);
  if (last && !last.image && last.text !== '\n')
    runs[runs.length - 1] = { ...last, text: last.text.trimEnd() };
}

function outerSpaceApart(run: Run): Run[] {
  if (!isEmphasised(run)) return [run];
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(run.text) ?? [];
  const space = (text: string): Run => ({ text, strong: false, em: false });
  return [space(before), { ...run, text: words }, space(after)];
}

function markdownOf(runs: readonly Run[], escape: boolean): string {
  return runs
    .map(({ text, image, strong, em }) => {
      if (text === '\n') return '\\\n';
      if (image) return text;
      const words = escape ? text.replace(/[\\*_]/g, '\\$&') : text;
      const sign = `${strong ? '**' : ''}${em ? '*' : ''}`;
      return `${sign}${words}${sign}`;
    })
    .join('');
}

function htmlOf(runs: readonly Run[]): string {
  return runs
    .map(({ text, image, strong, em }) => {
      if (text === '\n') return '<br>\n';
      if (image) return imageHtml(image.name, image.alt);
      const words = escapeHtml(text).replaceAll('"', '&quot;');
      const inner = strong ? `<strong>${words}</strong>` : words;
      return em ? `<em>${inner}</em>` : inner;
    })
    .join('');
}
