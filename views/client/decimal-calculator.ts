// The four kinds of arithmetic on exact decimals: 0,1 + 0,2 is 0,3, and a third times three is one. What has been entered is kept as
// numbers and signs; nothing is ever evaluated as code. Multiplication and division go before addition and subtraction.

/** `under` is more than 0, and the two have no divisor in common. */
interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

const SIGNS = ['+', '−', '×', '÷'] as const;
type Sign = (typeof SIGNS)[number];

interface Step {
  readonly number: Fraction;
  readonly sign: Sign;
}

/** A calculation under way, or its result. */
export interface Calculation {
  readonly steps: readonly Step[];
  /** The number under way as it was typed, with a comma; empty when the next one has not been begun. */
  readonly entry: string;
  /** After `=`, with what was calculated in words. */
  readonly outcome?: { readonly of: string; readonly value: Fraction | undefined };
}

export const CLEARED: Calculation = { steps: [], entry: '' };

const MOST_DIGITS = 15;
const MOST_STEPS = 20;
const DECIMALS_SHOWN = 10;

/** What a key makes of a calculation. Keys: digits, `,`, the four signs, `=`, `C` (clear), `⌫` (take back). Others change nothing. */
export function press(calculation: Calculation, key: string): Calculation {
  if (/^\d$/.test(key)) return digit(begun(calculation), key);
  if (key === ',') return comma(begun(calculation));
  if (isSign(key)) return sign(calculation, key);
  if (key === '=') return equals(calculation);
  if (key === 'C') return CLEARED;
  return key === '⌫' ? takeBack(calculation) : calculation;
}

/** The number under way, or the result; nothing that can't be said (a division by zero) is `undefined`. */
export function shownNumber({ entry, outcome }: Calculation, comma: ',' | '.'): string | undefined {
  if (!outcome) return (entry === '' ? '0' : entry).replace(',', comma);
  return outcome.value && decimalOf(outcome.value, comma);
}

/** What has been entered so far, as one line. */
export function shownLine(calculation: Calculation, comma: ',' | '.'): string {
  const { outcome } = calculation;
  return (outcome ? `${outcome.of} =` : lineOf(calculation)).replaceAll(',', comma);
}

function isSign(key: string): key is Sign {
  return SIGNS.some((one) => one === key);
}

/** A digit after a result begins anew. */
function begun(calculation: Calculation): Calculation {
  return calculation.outcome ? CLEARED : calculation;
}

function digit({ steps, entry }: Calculation, key: string): Calculation {
  if (entry.replace(',', '').length >= MOST_DIGITS) return { steps, entry };
  return { steps, entry: entry === '0' ? key : entry + key };
}

function comma({ steps, entry }: Calculation): Calculation {
  if (entry.includes(',')) return { steps, entry };
  return { steps, entry: entry === '' ? '0,' : `${entry},` };
}

/** A sign after a result goes on with it; a second sign takes the place of the first. */
function sign(calculation: Calculation, key: Sign): Calculation {
  const { steps, entry, outcome } = calculation;
  if (outcome)
    return outcome.value ? { steps: [{ number: outcome.value, sign: key }], entry: '' } : CLEARED;
  if (entry !== '' && steps.length < MOST_STEPS)
    return { steps: [...steps, { number: fractionOf(entry), sign: key }], entry: '' };
  const last = steps.at(-1);
  return last ? { steps: [...steps.slice(0, -1), { ...last, sign: key }], entry } : calculation;
}

function equals(calculation: Calculation): Calculation {
  const { steps, entry, outcome } = calculation;
  if (outcome || steps.length === 0 || entry === '') return calculation;
  const value = valueOf(steps, fractionOf(entry));
  return { ...CLEARED, outcome: { of: lineOf(calculation), value } };
}

function takeBack({ steps, entry, outcome }: Calculation): Calculation {
  if (outcome) return CLEARED;
  if (entry !== '') return { steps, entry: entry.slice(0, -1) };
  const last = steps.at(-1);
  return last ? { steps: steps.slice(0, -1), entry: decimalOf(last.number, ',') } : CLEARED;
}

function lineOf({ steps, entry }: Calculation): string {
  const before = steps.flatMap(({ number, sign: its }) => [decimalOf(number, ','), its]);
  return [...before, ...(entry === '' ? [] : [entry])].join(' ');
}

/** Undefined when something is divided by zero. */
function valueOf(steps: readonly Step[], last: Fraction): Fraction | undefined {
  let sum: Fraction = { over: 0n, under: 1n };
  let product: Fraction | undefined;
  let how: Sign = '+';
  for (const { number, sign: next } of [...steps, { number: last, sign: '+' as const }]) {
    if (product === undefined || how === '+' || how === '−') {
      if (product) sum = plus(sum, product);
      product = how === '−' ? { ...number, over: -number.over } : number;
    } else if (how === '×') {
      product = reduced(product.over * number.over, product.under * number.under);
    } else {
      if (number.over === 0n) return undefined;
      product = reduced(product.over * number.under, product.under * number.over);
    }
    how = next;
  }
  return product ? plus(sum, product) : sum;
}

function plus(one: Fraction, other: Fraction): Fraction {
  return reduced(one.over * other.under + other.over * one.under, one.under * other.under);
}

function fractionOf(typed: string): Fraction {
  const [whole = '0', decimals = ''] = typed.replace('≈ ', '').replace('−', '-').split(',');
  return reduced(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}

function reduced(over: bigint, under: bigint): Fraction {
  const positive = under < 0n ? -1n : 1n;
  const divisor = divisorOf(over < 0n ? -over : over, under * positive) || 1n;
  return { over: (over * positive) / divisor, under: (under * positive) / divisor };
}

function divisorOf(one: bigint, other: bigint): bigint {
  return other === 0n ? one : divisorOf(other, one % other);
}

/** With all its decimals, or rounded to ten of them, which is said by `≈`. */
function decimalOf({ over, under }: Fraction, comma: ',' | '.'): string {
  const scale = 10n ** BigInt(DECIMALS_SHOWN);
  const size = over < 0n ? -over : over;
  const scaled = (size * scale * 2n + under) / (under * 2n);
  const exact = (size * scale) % under === 0n;
  const whole = scaled / scale;
  const decimals = String(scaled % scale)
    .padStart(DECIMALS_SHOWN, '0')
    .replace(/0+$/, '');
  const minus = over < 0n ? '−' : '';
  return `${exact ? '' : '≈ '}${minus}${whole}${decimals === '' ? '' : comma + decimals}`;
}
