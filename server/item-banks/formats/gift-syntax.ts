import { linesOf } from './a-question.js';
import { FileRefused, LIMITS } from './foreign-question.js';
import { reason, type Reason } from '../reasons.js';

/** What GIFT writes with a backslash, each held by a character that no text has while the structure is looked for. */
const ESCAPES: readonly (readonly [written: string, held: string, meant: string])[] = [
  ['\\\\', '\u0001', '\\'],
  ['\\:', '\u0002', ':'],
  ['\\#', '\u0003', '#'],
  ['\\=', '\u0004', '='],
  ['\\{', '\u0005', '{'],
  ['\\}', '\u0006', '}'],
  ['\\~', '\u0007', '~'],
  ['\\n', '\u000e', '\n'],
];

export function holdEscapes(text: string): string {
  return ESCAPES.reduce(
    (result, [written, held]) => result.replaceAll(written, held),
    // eslint-disable-next-line no-control-regex -- they would be taken for held characters
    text.replace(/[\u0001-\u0008\u000b\u000e-\u001f]/g, ' '),
  );
}

export function releaseEscapes(text: string): string {
  return ESCAPES.reduce((result, [, held, meant]) => result.replaceAll(held, meant), text);
}

/** One question's lines: without comments, between empty lines. */
export interface GiftBlock {
  readonly text: string;
  /** Of its first line, from 1. */
  readonly line: number;
  /** From a comment `[id:...]` before it. */
  readonly id: string | null;
  /** From comments `[tag:...]` before it. */
  readonly tags: readonly string[];
  /** Of the `$CATEGORY:` line before it. */
  readonly category: string | undefined;
}

/** Splits a file at its empty lines; comments and `$CATEGORY:` lines are no part of a question. */
export function giftBlocks(text: string): GiftBlock[] {
  const blocks: GiftBlock[] = [];
  let lines: string[] = [];
  let first = 0;
  let id: string | null = null;
  let tags: string[] = [];
  let category: string | undefined;
  const close = (): void => {
    if (lines.length > 0) {
      if (blocks.length >= LIMITS.questions) throw new FileRefused(reason('tooManyQuestions'));
      blocks.push({ text: lines.join('\n'), line: first, id, tags, category });
      id = null;
      tags = [];
    }
    lines = [];
  };
  let number = 0;
  for (const line of linesOf(text)) {
    number += 1;
    const trimmed = line.trim();
    if (trimmed === '') close();
    else if (trimmed.startsWith('//')) {
      id = /\[id:([^\]\\]{1,200})\]/.exec(trimmed)?.[1] ?? id;
      tags.push(...tagsIn(trimmed));
    } else if (lines.length > 0 || !trimmed.startsWith('$CATEGORY:')) {
      if (lines.length === 0) first = number;
      lines.push(line);
    } else category = trimmed.slice('$CATEGORY:'.length).trim();
  }
  close();
  return blocks;
}

/** `[tag:a word]`; a bracket inside is kept by a backslash. */
function tagsIn(comment: string): string[] {
  return [...comment.matchAll(/\[tag:((?:[^\]\\]|\\.){1,200})\]/g)].map(([, tag = '']) =>
    tag.replace(/\\(.)/g, '$1'),
  );
}

export interface GiftParts {
  readonly title: string | null;
  /** With a blank where the answers stood when words follow them; escapes still held. */
  readonly stem: string;
  /** What the braces hold, general feedback left out; undefined for a text without a question. */
  readonly answers: string | undefined;
  /** General feedback; escapes still held. */
  readonly feedback: string;
}

/** Takes a block (escapes held) apart. A reason instead of parts says what is wrong. */
export function giftParts(block: string): GiftParts | { readonly refused: Reason } {
  const named = /^\s*::([\s\S]*?)::/.exec(block);
  const title = named ? releaseEscapes(named[1] ?? '').trim() : null;
  const rest = named ? block.slice(named[0].length) : block.trimStart();
  if (!named && rest.startsWith('::')) return { refused: reason('titleNoEnd') };
  const start = rest.indexOf('{');
  const end = rest.indexOf('}');
  if (start < 0 && end < 0) return { title, stem: rest.trim(), answers: undefined, feedback: '' };
  if (start < 0 || end < start) return { refused: reason('answersNoBegin') };
  if (end < 0) return { refused: reason('answersNoEnd') };
  const inside = rest.slice(start + 1, end);
  const after = rest.slice(end + 1).trim();
  if (/[{}]/.test(inside) || /[{}]/.test(after)) {
    return { refused: reason('moreBraces') };
  }
  const before = rest.slice(0, start).trim();
  const feedback = inside.lastIndexOf('####');
  return {
    title,
    stem: after === '' ? before : `${before} _____ ${after}`.trim(),
    answers: (feedback < 0 ? inside : inside.slice(0, feedback)).trim(),
    feedback: feedback < 0 ? '' : inside.slice(feedback + 4).trim(),
  };
}

/** An answer as written: its sign, its weight in percent when it has one, its words without feedback. */
export interface GiftToken {
  /** Empty when no sign stands before it. */
  readonly sign: '=' | '~' | '';
  readonly weight: number | undefined;
  readonly text: string;
}

/** Splits the answers at each sign. */
export function giftTokens(answers: string, signs = /[=~]/): GiftToken[] {
  const tokens: GiftToken[] = [];
  let sign: GiftToken['sign'] = '';
  let rest = answers;
  for (;;) {
    const at = rest.search(signs);
    const piece = at < 0 ? rest : rest.slice(0, at);
    if (sign !== '' || piece.trim() !== '') tokens.push(tokenOf(sign, piece));
    if (at < 0) return tokens;
    sign = rest[at] === '=' ? '=' : '~';
    rest = rest.slice(at + 1);
  }
}

function tokenOf(sign: GiftToken['sign'], piece: string): GiftToken {
  const weight = /^\s*%(-?\d{1,3}(?:\.\d*)?)%/.exec(piece);
  const words = weight ? piece.slice(weight[0].length) : piece;
  const feedback = words.indexOf('#');
  return {
    sign,
    weight: weight ? Number(weight[1]) : undefined,
    text: releaseEscapes(feedback < 0 ? words : words.slice(0, feedback)).trim(),
  };
}
