import { LIMITS } from './foreign-question.js';
import type { ClozeGap, ForeignAnswer, ForeignResponse } from './foreign-question.js';
import { plainText } from './safe-html.js';
import { sample } from './text-marks.js';

const KINDS =
  'MULTICHOICE(?:_[VHS]|_VS|_HS)?|MC[VHS]?|MC[VH]S|MULTIRESPONSE(?:_[HS]|_HS)?|MR[HS]?|MRHS|NUMERICAL|NM|SHORTANSWER(?:_C)?|SAC?|MWC?';

/** How `{2:SHORTANSWER:=right~wrong}` begins. */
const OPENING = new RegExp(`\\{(\\d{0,4}):(${KINDS}):`, 'g');

interface FoundGap {
  readonly start: number;
  readonly end: number;
  readonly weight: string;
  readonly kind: string;
  readonly source: string;
}

/** Where the gaps are, in one pass; a backslash keeps a sign as it is. */
function findGaps(html: string): FoundGap[] {
  const found: FoundGap[] = [];
  for (const opening of html.matchAll(OPENING)) {
    if (opening.index < (found.at(-1)?.end ?? 0)) continue;
    const from = opening.index + opening[0].length;
    let end = from;
    while (end < html.length && html[end] !== '}') end += html[end] === '\\' ? 2 : 1;
    if (end >= html.length) break;
    const [, weight = '', kind = ''] = opening;
    const source = html.slice(from, end);
    found.push({ start: opening.index, end: end + 1, weight, kind, source });
  }
  return found;
}

export function hasGaps(text: string): boolean {
  return findGaps(text).length > 0;
}

/** The gaps that Moodle's cloze writing puts into a text; undefined when there are too many. */
export function clozeGaps(html: string): ClozeGap[] | undefined {
  const gaps = findGaps(html).map(({ weight, kind, source }) => {
    const answers = splitUnescaped(source, '~').map(gapAnswer);
    return {
      kind,
      answers,
      correct: answers.filter(({ fraction }) => fraction === 100).map(({ text }) => text),
      weight: weight === '' ? 1 : Number(weight),
    };
  });
  const tooMany = [gaps, ...gaps.map(({ answers }) => answers)].some(
    (list) => list.length > LIMITS.answers,
  );
  return tooMany ? undefined : gaps;
}

/** The stem with a blank for each gap. */
export function withoutGaps(html: string): string {
  const found = findGaps(html);
  const between = found.map(({ start }, index) => html.slice(found[index - 1]?.end ?? 0, start));
  return [...between, html.slice(found.at(-1)?.end ?? 0)].join('_____');
}

/** A right response to every gap; undefined when a gap has none. */
export function clozeKeyResponse(gaps: readonly ClozeGap[]): ForeignResponse | undefined {
  if (gaps.length === 0 || gaps.some(({ correct }) => correct.length === 0)) return undefined;
  return Object.fromEntries(
    gaps.map(({ kind, correct }, index) => [
      String(index + 1),
      /^M[CUR]/.test(kind)
        ? /^(MULTIRESPONSE|MR)/.test(kind)
          ? correct
          : (correct[0] ?? '')
        : sample(correct[0]),
    ]),
  );
}

function gapAnswer(source: string): ForeignAnswer {
  const [, sign = '', percent, words = ''] =
    /^\s*(=?)(?:%(-?\d+(?:\.\d+)?)%)?([^]*)$/.exec(source) ?? [];
  return {
    text: plainText(splitUnescaped(words, '#')[0]?.replace(/\\(.)/g, '$1') ?? ''),
    fraction: percent === undefined ? (sign === '=' ? 100 : 0) : Number(percent),
  };
}

function splitUnescaped(text: string, sign: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    // An entity such as &#8217; has no feedback sign.
    else if (text[index] === sign && !(sign === '#' && text[index - 1] === '&')) {
      pieces.push(text.slice(from, index));
      from = index + 1;
    }
  }
  return [...pieces, text.slice(from)];
}
