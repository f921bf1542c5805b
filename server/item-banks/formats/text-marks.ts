import { scored } from './a-question.js';
import type {
  ClozeGap,
  ForeignAnswer,
  ForeignResponse,
  ForeignScore,
  ForeignValue,
} from './foreign-question.js';
import { oneLine } from './safe-html.js';

/** Marks a response to a question of one of the text formats; their rules are Moodle's. */
export type Mark = (response: ForeignResponse) => ForeignScore;

const same = (left: string, right: string): boolean => oneLine(left) === oneLine(right);

/** What was said: the response called `response`, or the only one. */
function said(response: ForeignResponse): ForeignValue {
  return response['response'] ?? Object.values(response)[0] ?? null;
}

const isList = (value: ForeignValue): value is readonly ForeignValue[] => Array.isArray(value);

function words(value: ForeignValue | undefined): string[] {
  if (value === null || value === undefined) return [];
  if (isList(value)) return value.flatMap((entry) => words(entry));
  return typeof value === 'object' ? [] : [String(value)];
}

/** Share of the full mark, within 0 and 1. */
const bounded = (percent: number): number => Math.min(1, Math.max(0, percent / 100));

/** One option, or several: by its words or by its position from 0. */
export function markChoice(answers: readonly ForeignAnswer[], single: boolean): Mark {
  const positive = answers.filter(({ fraction }) => fraction > 0);
  const sum = positive.reduce((total, { fraction }) => total + fraction, 0);
  return (response) => {
    const chosen = [...new Set(options(said(response), answers))];
    if (single) return scored(chosen.length === 1 ? bounded(chosen[0]?.fraction ?? 0) : 0);
    // Shares that add up to more than the whole mark mean "all of these and no other".
    if (sum > 101) {
      const all = chosen.length === positive.length && chosen.every(({ fraction }) => fraction > 0);
      return scored(all ? 1 : 0);
    }
    const earned = chosen.reduce((total, { fraction }) => total + fraction, 0);
    return scored(earned > 99.9 ? 1 : bounded(earned));
  };
}

function options(value: ForeignValue, answers: readonly ForeignAnswer[]): ForeignAnswer[] {
  const list = isList(value) ? value : [value];
  return list.flatMap((entry) => {
    const answer =
      typeof entry === 'number'
        ? answers[entry]
        : answers.find(({ text }) => words(entry).some((word) => same(word, text)));
    return answer ? [answer] : [];
  });
}

/** Typed words; `*` in an answer stands for anything, the first answer that fits counts. */
export function markWords(answers: readonly ForeignAnswer[], caseCounts: boolean): Mark {
  return (response) => {
    const typed = words(said(response))[0] ?? '';
    const fits = answers.find(({ text }) => fitsPattern(typed, text, caseCounts));
    return scored(typed.trim() === '' ? 0 : bounded(fits?.fraction ?? 0));
  };
}

function fitsPattern(typed: string, pattern: string, caseCounts: boolean): boolean {
  const fold = (text: string): string =>
    caseCounts ? oneLine(text).normalize() : oneLine(text).normalize().toLowerCase();
  const parts = fold(pattern)
    .replaceAll('\\*', '\0')
    .split('*')
    .map((part) => part.replaceAll('\0', '*'));
  const text = fold(typed);
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** What an answer of numbers accepts: `3`, `3:0.5`, `1..5`, `*`; a decimal comma is read too. Undefined when it is no number. */
export function numberRange(text: string, tolerance?: string): NumberRange | undefined {
  const trimmed = text.trim();
  if (trimmed === '*') return { from: -Infinity, to: Infinity };
  const [low, high, more] = trimmed.split('..');
  if (low !== undefined && high !== undefined && more === undefined) {
    const [from, to] = [plainNumber(low), plainNumber(high)];
    return from === undefined || to === undefined ? undefined : { from, to };
  }
  const [value = '', spread = tolerance ?? '0'] = trimmed.split(':');
  const centre = plainNumber(value);
  const width = spread.trim() === '' ? 0 : plainNumber(spread);
  if (centre === undefined || width === undefined) return undefined;
  return { from: centre - Math.abs(width), to: centre + Math.abs(width) };
}

function plainNumber(text: string): number | undefined {
  const number = text.trim().replace(/^([-+]?\d+),(\d+)/, '$1.$2');
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(number) ? Number(number) : undefined;
}

/** A typed number; the first answer whose range holds it counts. */
export function markNumber(answers: readonly ForeignAnswer[]): Mark {
  const ranges = answers.map(({ text, tolerance, fraction }) => ({
    range: numberRange(text, tolerance),
    fraction,
  }));
  return (response) => {
    const typed = plainNumber(words(said(response))[0] ?? '');
    if (typed === undefined) return scored(0);
    // 6.25 + 0.05 is 6.3 to the author, though not to the machine.
    const slack = Math.abs(typed) * 1e-12;
    const fits = ranges.find(
      ({ range }) => range && typed >= range.from - slack && typed <= range.to + slack,
    );
    return scored(bounded(fits?.fraction ?? 0));
  };
}

/** A record from each left side to the right side chosen, or the right sides in order; the share of right ones. */
export function markPairs(pairs: readonly (readonly [string, string])[]): Mark {
  const asked = pairs.filter(([left]) => left !== '');
  return (response) => {
    const given = said(response);
    const fields = given !== null && typeof given === 'object' && !isList(given) ? given : response;
    const right = asked.filter(([left, answer], index) =>
      words(isList(given) ? given[index] : fields[left]).some((word) => same(word, answer)),
    );
    return scored(asked.length === 0 ? 0 : right.length / asked.length);
  };
}

/** The right side of every pair that is asked, in order. */
export function rightSides(pairs: readonly (readonly [string, string])[]): string[] {
  return pairs.filter(([left]) => left !== '').map(([, right]) => right);
}

export function markOrder(order: readonly string[]): Mark {
  return (response) => {
    const given = words(said(response));
    const right =
      given.length === order.length && order.every((word, i) => same(word, given[i] ?? ''));
    return scored(right ? 1 : 0);
  };
}

/** The response to gap n is named n, from 1; each gap counts with its weight. */
export function markCloze(gaps: readonly ClozeGap[]): Mark {
  const whole = gaps.reduce((sum, { weight }) => sum + weight, 0);
  const marks = gaps.map(markGap);
  return (response) => {
    const earned = gaps.reduce((sum, { weight }, index) => {
      const value = response[String(index + 1)] ?? null;
      return sum + weight * (marks[index]?.({ response: value }).score ?? 0);
    }, 0);
    return scored(whole === 0 ? 0 : earned / whole);
  };
}

function markGap({ kind, answers }: ClozeGap): Mark {
  if (/^(NUMERICAL|NM)$/.test(kind)) return markNumber(answers);
  if (/^(SHORTANSWER|SA|MW|SHORTANSWER_C|SAC|MWC)$/.test(kind)) {
    return markWords(answers, kind.endsWith('C'));
  }
  return markChoice(answers, !/^(MULTIRESPONSE|MR)/.test(kind));
}

/** Something a person could type that the answer `pattern` accepts. */
export function sample(pattern = ''): string {
  const range = numberRange(pattern);
  if (range && Number.isFinite(range.from)) return String((range.from + range.to) / 2);
  return pattern.replaceAll('\\*', '\0').replaceAll('*', '').replaceAll('\0', '*');
}
