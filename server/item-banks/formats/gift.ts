import MarkdownIt from 'markdown-it';
import { numbered, stemOf } from './a-question.js';
import { escapeHtml } from './safe-html.js';
import { FileRefused, LIMITS } from './foreign-question.js';
import type {
  ForeignAnswer,
  ForeignFile,
  ForeignQuestion,
  FormatReader,
} from './foreign-question.js';
import {
  giftBlocks,
  giftParts,
  giftTokens,
  holdEscapes,
  releaseEscapes,
  type GiftBlock,
  type GiftToken,
} from './gift-syntax.js';
import { splitLanguages } from './languages.js';
import { matchingBody } from './matching-body.js';
import { moodleContent } from './moodle-content.js';
import type { QuestionBody } from './question-content.js';
import { trueFalseBody } from './true-false.js';
import { rootNameOf } from './xml-tree.js';
import * as marks from './text-marks.js';
import { reason, type Reason } from '../reasons.js';

type Unnumbered = Omit<ForeignQuestion, 'index'>;
type Read =
  | (Pick<Unnumbered, 'type' | 'key' | 'options' | 'mark' | 'warnings' | 'keyResponse'> & {
      readonly body?: QuestionBody;
    })
  | Refusal;

interface Refusal {
  readonly type: string;
  readonly refused: Reason;
}

/** GIFT, after the rules of Moodle's reader; block by block, so that a bad question never costs the others. */
export const giftReader: FormatReader = {
  id: 'gift',
  recognises: ({ name, text }: ForeignFile) => {
    if (/\.gift(\.txt)?$/i.test(name)) return true;
    if (/\.(md|html?|xml|csv|json|ya?ml)$/i.test(name) || rootNameOf(text)) return false;
    const start = holdEscapes(text.slice(0, 200_000));
    // A title, or braces that hold what only GIFT puts there.
    return (
      /^[ \t]*::[^\n]*?::/m.test(start) || /\{\s*([=~#>]|(T|F|TRUE|FALSE)\s*[#}]|\})/.test(start)
    );
  },
  read: ({ text }) => {
    const blocks = giftBlocks(text);
    if (blocks.length === 0) throw new FileRefused(reason('noQuestions'));
    return numbered(blocks.map(readBlock));
  },
};

function readBlock(block: GiftBlock): Unnumbered {
  const at = { id: block.id, line: block.line };
  if (block.text.length > LIMITS.questionCharacters) {
    return refused({ ...at, title: null }, 'unknown', reason('tooLong'), '');
  }
  const parts = giftParts(holdEscapes(block.text));
  if ('refused' in parts) {
    return refused({ ...at, title: null }, 'unknown', parts.refused, block.text.slice(0, 200));
  }
  const about = { ...at, title: parts.title };
  const html = stemHtml(parts.stem);
  const read: Read =
    parts.answers === undefined ? { type: 'description' } : readAnswers(parts.answers);
  if ('refused' in read) return refused(about, read.type, read.refused, html);
  const { body, ...rest } = read;
  return {
    ...about,
    ...rest,
    ...(body
      ? {
          content: moodleContent({
            ...block,
            stem: html,
            feedback: stemHtml(parts.feedback),
            body,
          }),
        }
      : {}),
    stem: stemOf(html),
    status: 'imported',
  };
}

function refused(
  about: Pick<Unnumbered, 'id' | 'line' | 'title'>,
  type: string,
  why: Reason,
  html: string,
): Unnumbered {
  return { ...about, type, stem: stemOf(html), status: 'refused', reason: why };
}

function stemHtml(stem: string): string {
  const [, format = '', words = stem] =
    /^\[(html|markdown|plain|moodle)\]([\s\S]*)$/.exec(stem) ?? [];
  const text = releaseEscapes(words).trim();
  if (format === 'markdown') return new MarkdownIt({ html: false }).render(text);
  if (format === 'plain') return escapeHtml(text);
  return format === 'html' ? text : text.replace(/\n/g, '<br>');
}

/** Decides the type as Moodle does, in its order. */
function readAnswers(answers: string): Read {
  if (answers === '') return { type: 'essay' };
  if (giftTokens(answers).length > LIMITS.answers) {
    return { type: 'unknown', refused: reason('tooManyAnswers') };
  }
  if (answers.startsWith('#')) return readNumerical(answers.slice(1));
  if (answers.startsWith('>')) return readOrdering(answers.slice(1));
  if (answers.includes('~')) return readChoice(giftTokens(answers));
  if (answers.includes('=') && answers.includes('->'))
    return readMatching(giftTokens(answers, /=/));
  const verdict = /^(TRUE|FALSE|T|F)\s*(?:#|$)/i.exec(answers)?.[1]?.toUpperCase();
  if (verdict !== undefined) return readTrueFalse(verdict.startsWith('T'));
  return readShortAnswer(giftTokens(answers, /=/));
}

function readTrueFalse(right: boolean): Read {
  const answers = [
    { text: 'true', fraction: right ? 100 : 0 },
    { text: 'false', fraction: right ? 0 : 100 },
  ];
  return {
    type: 'truefalse',
    key: { correct: [right] },
    keyResponse: { response: right },
    mark: marks.markChoice(answers, true),
    body: trueFalseBody(right),
  };
}

function readNumerical(source: string): Read {
  const type = 'numerical';
  const answers = giftTokens(source).map((token) => ({
    text: token.text,
    fraction: token.weight ?? (token.sign === '~' ? 0 : 100),
  }));
  const wrong = answers.find(({ text, fraction }) => fraction > 0 && !marks.numberRange(text));
  if (wrong) return { type, refused: reason('giftNumber', { text: wrong.text }) };
  const read = keyed(type, answers, marks.markNumber(answers));
  if ('refused' in read) return read;
  const numbers = answers.map(({ text, fraction }) => ({ value: text, fraction }));
  return { ...read, body: { kind: 'number', answers: numbers, units: [] } };
}

function readShortAnswer(tokens: readonly GiftToken[]): Read {
  const answers = tokens.map(({ text, weight }) => ({ text, fraction: weight ?? 100 }));
  if (answers.some(({ text }) => text === '')) return { type: 'shortanswer', refused: EMPTY };
  return keyed('shortanswer', answers, marks.markWords(answers, false));
}

const EMPTY = reason('answerEmpty');

function readChoice(tokens: readonly GiftToken[]): Read {
  const answers = tokens.map(({ sign, weight, text }) => ({
    text: withoutFormat(text),
    fraction: weight ?? (sign === '=' ? 100 : 0),
  }));
  const equals = tokens.filter(({ sign }) => sign === '=').length;
  const type =
    equals === 0
      ? 'multichoice-multi'
      : equals > 1
        ? 'multichoice-multi-equals'
        : 'multichoice-single';
  if (answers.some(({ text }) => text === '')) return { type, refused: EMPTY };
  if (answers.length < 2) return { type, refused: reason('fewOptions') };
  const read = keyed(type, answers, marks.markChoice(answers, equals > 0));
  if ('refused' in read) return read;
  const options = answers.map(({ text }) => stemOf(text).html);
  const warnings = equals > 1 ? [reason('severalEquals')] : [];
  const body: QuestionBody = {
    kind: 'choice',
    several: equals === 0,
    options: answers.map(({ text, fraction }) => ({ words: splitLanguages(text), fraction })),
  };
  return { ...read, options, warnings, body };
}

function withoutFormat(text: string): string {
  return text.replace(/^\[(html|markdown|plain|moodle)\]\s*/, '');
}

function keyed(type: string, answers: readonly ForeignAnswer[], mark: marks.Mark): Read {
  // In an answer of numbers or words a smaller share is a consolation, not the key.
  const whole = answers.filter(({ fraction }) => fraction >= 100);
  const right =
    type === 'multichoice-multi' ? answers.filter(({ fraction }) => fraction > 0) : whole;
  if (right.length === 0) return { type, refused: reason('noFullMark') };
  const correct = right.map(({ text }) => text);
  const keyResponse = {
    response: type === 'multichoice-multi' ? correct : marks.sample(correct[0]),
  };
  return { type, key: { correct, answers }, keyResponse, mark };
}

function readMatching(tokens: readonly GiftToken[]): Read {
  const type = 'matching';
  const pairs: [string, string][] = [];
  for (const { text } of tokens) {
    const arrow = text.indexOf('->');
    if (arrow < 0) return { type, refused: reason('noArrow', { text: text.slice(0, 60) }) };
    pairs.push([
      withoutFormat(text.slice(0, arrow).trim()),
      withoutFormat(text.slice(arrow + 2).trim()),
    ]);
  }
  if (pairs.filter(([left]) => left !== '').length < 2) {
    return { type, refused: reason('fewPairs') };
  }
  if (pairs.some(([, right]) => right === '')) return { type, refused: EMPTY };
  const answers = pairs.map(([left, right]) => ({
    text: `${left} -> ${right}`.trim(),
    fraction: 100,
  }));
  return {
    type,
    key: { pairs, answers },
    keyResponse: { response: marks.rightSides(pairs) },
    body: matchingBody(pairs),
    mark: marks.markPairs(pairs),
  };
}

/** `{>2 EXACT VERTICAL` and then one item a line, in the right order. */
function readOrdering(source: string): Read {
  const [, ...lines] = source.split('\n');
  const order = lines.map((line) => releaseEscapes(line).trim()).filter((line) => line !== '');
  if (order.length < 2) return { type: 'ordering', refused: reason('fewSteps') };
  return {
    type: 'ordering',
    key: { correct: order, answers: [] },
    keyResponse: { response: order },
    body: { kind: 'ordering', options: order.map(splitLanguages) },
    mark: marks.markOrder(order),
  };
}
