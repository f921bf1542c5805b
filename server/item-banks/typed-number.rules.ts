import type { Response } from './item.js';

/**
 * How a typed number is read. One grammar for the whole service, because a misread separator is a wrong dose:
 * digits with at most one comma or point, a digit before and after it, and groups of three parted by spaces.
 */
export type TypedNumber =
  | { readonly kind: 'number'; /** Plain decimal text. */ readonly value: string }
  | {
      /** `1.000` and `1,000`: a thousand, or one? We ask; we never guess. */
      readonly kind: 'ambiguous';
      readonly asDecimal: string;
      readonly asThousands: string;
    }
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'unreadable';
      readonly reason: 'not-a-number' | 'no-digit-before-separator' | 'two-separators' | 'too-long';
    };

const LONGEST = 40;
const ANY_SPACE = /[\u0020\u00a0\u2009\u202f]/g;

export function readTypedNumber(typed: string): TypedNumber {
  if (typed.length > LONGEST) return { kind: 'unreadable', reason: 'too-long' };
  const trimmed = typed.trim();
  if (trimmed === '') return { kind: 'empty' };
  const text = closeGroups(trimmed);
  if (/^[.,]\d+$/.test(text)) return { kind: 'unreadable', reason: 'no-digit-before-separator' };
  if (/^\d+([.,]\d+){2,}$/.test(text)) return { kind: 'unreadable', reason: 'two-separators' };
  if (!/^\d+([.,]\d+)?$/.test(text)) return { kind: 'unreadable', reason: 'not-a-number' };
  const [whole = '', fraction] = text.split(/[.,]/);
  // With a leading zero (`0,125`) or more than three digits in front it can't be a thousands separator.
  if (fraction?.length === 3 && whole.length <= 3 && !whole.startsWith('0')) {
    return {
      kind: 'ambiguous',
      asDecimal: normal(whole, fraction),
      asThousands: normal(whole + fraction, undefined),
    };
  }
  return { kind: 'number', value: normal(whole, fraction) };
}

/** The number a typed text stands for, once a meaning was chosen where one was asked for. */
export function settledNumber(
  typed: string,
  meaning: 'decimal' | 'thousands' | undefined,
): string | undefined {
  const read = readTypedNumber(typed);
  if (read.kind === 'number') return read.value;
  if (read.kind !== 'ambiguous' || meaning === undefined) return undefined;
  return meaning === 'decimal' ? read.asDecimal : read.asThousands;
}

/** Whether the response can be held against a key: a number that can be read in one way, or something that is no number at all. */
export function isSettled(response: Response): boolean {
  return !('typed' in response) || settledNumber(response.typed, response.meaning) !== undefined;
}

function closeGroups(text: string): string {
  return /^\d{1,3}([\u0020\u00a0\u2009\u202f]\d{3})+([.,]\d+)?$/.test(text)
    ? text.replace(ANY_SPACE, '')
    : text;
}

function normal(whole: string, fraction: string | undefined): string {
  const front = whole.replace(/^0+(?=\d)/, '');
  const back = fraction?.replace(/0+$/, '') ?? '';
  return back === '' ? front : `${front}.${back}`;
}
