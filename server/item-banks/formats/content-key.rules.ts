import { decimal, plain } from '../expression.rules.js';
import { unitCalled } from '../units.rules.js';
import type { ItemType } from '../item.js';
import { isDecimal } from '../numeric-model.rules.js';
import { wordsOfHtml } from './html-words.js';
import { optionNames, promptNames } from './letters.js';
import type {
  ContentNumber,
  ContentOption,
  QuestionBody,
  QuestionContent,
} from './question-content.js';
import { inEnglish, reason, type Reason, type Reasons } from '../reasons.js';

/** A question that is none of our types. */
export class NotOurs extends Error {
  readonly reason: Reason;

  constructor(why: Reason) {
    super(inEnglish(why));
    this.reason = why;
  }
}

export interface ItemKey {
  readonly type: ItemType;
  /** The members of an item's file that hold the key. */
  readonly members: Readonly<Record<string, unknown>>;
}

type Of<Kind extends QuestionBody['kind']> = Extract<QuestionBody, { readonly kind: Kind }>;

/** Type and key of the item that a content becomes. Throws `NotOurs`; what is not kept is added to the warnings. */
export function keyOf(
  { body, marks }: QuestionContent,
  defaults: { readonly unit?: string | undefined },
  warnings: Reasons,
): ItemKey {
  switch (body.kind) {
    case 'choice': {
      const letters = optionNames(marks, body.options.length);
      if (letters.length > 26) throw new NotOurs(reason('manyOptions'));
      const last = letters[Number(marks['last']) - 1];
      const pinned = last === undefined ? {} : { pinLast: last };
      if (!body.several)
        return {
          type: 'singleChoice',
          members: { key: letters[oneRight(body, warnings)], ...pinned },
        };
      const key = letters.filter((_letter, index) => (body.options[index]?.fraction ?? 0) > 0);
      warnOfShares(marks, warnings);
      return { type: 'multipleResponse', members: { key, ...pinned } };
    }
    case 'ordering':
      return { type: 'ordering', members: { key: optionNames(marks, body.options.length) } };
    case 'matching': {
      const letters = optionNames(marks, body.options.length);
      const prompts = promptNames(marks, body.prompts.length);
      const key = prompts
        .map((name, index) => [name, letters[body.key[index] ?? -1]] as const)
        .sort(([left], [right]) => (left < right ? -1 : 1));
      warnOfShares(marks, warnings);
      return { type: 'matching', members: { key: Object.fromEntries(key) } };
    }
    case 'number':
      return { type: 'numeric', members: numberMembers(body, marks, defaults.unit, warnings) };
  }
}

const WHOLE = 99.9;

function oneRight({ options }: Of<'choice'>, warnings: Reasons): number {
  const right = options.filter(({ fraction }) => fraction > WHOLE);
  if (right.length === 0) throw new NotOurs(reason('noWholeOption'));
  if (right.length > 1) throw new NotOurs(reason('severalWholeOptions'));
  for (const option of options)
    if (option.fraction > 0 && option.fraction <= WHOLE)
      warnings.add(reason('shareNotKept', { option: nameOf(option) }));
  return options.findIndex(({ fraction }) => fraction > WHOLE);
}

function nameOf({ words }: ContentOption): string {
  return wordsOfHtml(Object.values(words)[0] ?? '').text.slice(0, 60);
}

function warnOfShares(marks: QuestionContent['marks'], warnings: Reasons): void {
  if (marks['scoring'] !== 'all') warnings.add(reason('sharesNotKept'));
}

function numberMembers(
  { answers, units }: Of<'number'>,
  marks: QuestionContent['marks'],
  unitByDefault: string | undefined,
  warnings: Reasons,
): Record<string, unknown> {
  const { value, tolerance } = oneNumber(answers, warnings);
  const named = marks['unit'] ?? unitIn(units) ?? unitByDefault;
  if (named === undefined) throw new NotOurs(reason('numberNoUnit'));
  if (marks['unit'] === undefined && units.length > 1)
    warnings.add(reason('unitsNotKept', { unit: named }));
  const choices = marks['units']?.split(' ');
  const places = value.split('.')[1]?.length ?? 0;
  return {
    answer: {
      expression: value,
      unit: named,
      decimals: Math.max(places, Number(marks['decimals'] ?? 0)),
      ...(choices ? { units: choices } : {}),
      ...checkOf(marks['check'], tolerance),
    },
    ...(marks['criticalErrors'] === undefined
      ? {}
      : { criticalErrors: marks['criticalErrors'].split(' ') }),
    ...mistakesIn(marks),
  };
}

function unitIn(units: readonly string[]): string | undefined {
  const [first] = units;
  if (first === undefined || first.trim() === '') return undefined;
  const known = unitCalled(first);
  if (known === undefined) throw new NotOurs(reason('unitUnknown', { unit: first.slice(0, 40) }));
  return known;
}

function checkOf(figures: string | undefined, tolerance: string): { check?: unknown } {
  const [, kind, count] = /^(decimals|significantFigures) (\d)$/.exec(figures ?? '') ?? [];
  if (kind !== undefined) return { check: { [kind]: Number(count) } };
  return tolerance === '0' ? {} : { check: { absolute: tolerance } };
}

interface OneNumber {
  readonly value: string;
  readonly tolerance: string;
}

function oneNumber(answers: readonly ContentNumber[], warnings: Reasons): OneNumber {
  const right = answers.filter(({ fraction }) => fraction > WHOLE);
  if (answers.some(({ fraction }) => fraction > 0 && fraction <= WHOLE))
    warnings.add(reason('numberShareNotKept'));
  const [answer, ...more] = right;
  if (!answer) throw new NotOurs(reason('noWholeNumber'));
  if (more.length > 0) throw new NotOurs(reason('severalNumbers'));
  const written = answer.value.trim();
  const [low, high] = written.split('..');
  if (low !== undefined && high !== undefined) return middleOf(digitsOf(low), digitsOf(high));
  const [text = '', spread = answer.tolerance ?? '0'] = written.split(':');
  const value = digitsOf(text);
  const tolerance = digitsOf(spread.trim() === '' ? '0' : spread);
  if (value === '0') throw new NotOurs(reason('numberZero'));
  return { value, tolerance };
}

/** Ends that count as right, as a number with a tolerance. */
function middleOf(low: string, high: string): OneNumber {
  const middle = decimal(low).plus(high).div(2);
  const tolerance = decimal(high).minus(low).div(2);
  if (tolerance.lessThan(0) || !middle.greaterThan(0))
    throw new NotOurs(reason('noRange', { range: `${low}..${high}` }));
  return { value: plain(middle), tolerance: plain(tolerance) };
}

function digitsOf(text: string): string {
  const value = text.trim().replace(',', '.').replace(/^\+/, '');
  if (!isDecimal(value))
    throw new NotOurs(reason('noPlainNumber', { text: text.trim().slice(0, 40) }));
  return plainDigits(value);
}

/** Without zeros that say nothing: "2.50" is 2.5. */
function plainDigits(value: string): string {
  const [whole = '0', places = ''] = value.split('.');
  const kept = places.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '')}${kept === '' ? '' : `.${kept}`}`;
}

function mistakesIn(marks: QuestionContent['marks']): { errors?: Record<string, string> } {
  const named = Object.entries(marks)
    .filter(([name, value]) => name.startsWith('error.') && isDecimal(value))
    .map(([name, value]) => [name.slice('error.'.length), value]);
  return named.length === 0 ? {} : { errors: Object.fromEntries(named) as Record<string, string> };
}
