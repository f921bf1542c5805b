import { hitsOf, type TextRule } from './lint-rule.js';
import { pattern } from './unit-pattern.js';

const GDPR = 'GDPR article 5(1)(c)';

const NORWEGIAN = pattern('(?<!\\d)\\d{6}[ -]?\\d{5}(?!\\d)');
const SWEDISH = pattern('(?<!\\d)(?:19|20)?\\d{6}[-+ ]?\\d{4}(?!\\d)');

/**
 * P01: a real person's number, told by its control digits. Norwegian birth and D numbers (day + 40); synthetic ones (month + 40 or + 80) are nobody's
 * and pass. Swedish personal and coordination numbers (day + 60). Source: Skatteetaten and Skatteverket on the structure of the numbers.
 */
export const nationalIdentityNumber: TextRule = {
  code: 'P01',
  summary: 'No national identity number (Norway, Sweden), told by its control digits',
  source: `${GDPR} and 87; Skatteetaten and Skatteverket on the structure of the numbers`,
  inText: (text) => [
    ...hitsOf(text, NORWEGIAN, ([found = '']) =>
      isNorwegianNumber(digitsOf(found)) ? {} : undefined,
    ),
    ...hitsOf(text, SWEDISH, ([found = '']) => (isSwedishNumber(digitsOf(found)) ? {} : undefined)),
  ],
};

function digitsOf(text: string): number[] {
  return (text.match(/\d/g) ?? []).map(Number);
}

function pairAt(digits: readonly number[], index: number): number {
  return (digits[index] ?? 0) * 10 + (digits[index + 1] ?? 0);
}

function isDay(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

const FIRST_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1] as const;
const SECOND_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1] as const;

/** Eleven digits; both weighted sums, control digits included, are multiples of 11. */
function isNorwegianNumber(digits: readonly number[]): boolean {
  const day = pairAt(digits, 0);
  const sum = (weights: readonly number[]): number =>
    weights.reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0);
  return (
    isDay(day > 40 ? day - 40 : day, pairAt(digits, 2)) &&
    sum(FIRST_WEIGHTS) % 11 === 0 &&
    sum(SECOND_WEIGHTS) % 11 === 0
  );
}

/** The last ten digits pass the Luhn test. */
function isSwedishNumber(all: readonly number[]): boolean {
  const digits = all.slice(-10);
  const day = pairAt(digits, 4);
  const sum = digits.reduce((total, digit, index) => {
    const doubled = digit * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return isDay(day > 60 ? day - 60 : day, pairAt(digits, 2)) && sum % 10 === 0;
}

const PHONE = pattern(
  [
    '(?<![\\d+])(?:\\+|00)(?:47|46|45|358)[ -]?\\d(?:[ -]?\\d){6,9}(?!\\d)',
    '(?<![\\d.,/-])[2-9]\\d \\d\\d \\d\\d \\d\\d(?![\\d.,]|\\p{L})',
    '(?<![\\d.,/-])[49]\\d\\d \\d\\d \\d\\d\\d(?!\\d)',
    '(?<![\\d.,/-])0\\d{1,3}-\\d{2,3} ?\\d{2} ?\\d{2,3}(?!\\d)',
    '(?<=(?:tlf|telefon|mobil|tel|phone)\\.?:? ?)\\d{8,10}(?!\\d)',
  ].join('|'),
  'i',
);

/** Numbers of public services, which are nobody's: poison information in Norway and Sweden. */
const PUBLIC_SERVICES: readonly string[] = ['22591300', '0104566700'];

/** P02: numbering plans of Norway (8 digits in their usual groups) and Sweden (0 and a hyphen), or with the country's code. Source: Nkom and PTS numbering plans. */
export const phoneNumber: TextRule = {
  code: 'P02',
  summary: 'No telephone number of a person',
  source: `${GDPR}; numbering plans of Norway and Sweden`,
  inText: (text) =>
    hitsOf(text, PHONE, ([found = '']) =>
      PUBLIC_SERVICES.includes(digitsOf(found).join('')) ? undefined : {},
    ),
};

const EMAIL = pattern('[\\p{L}\\d._%+-]+@[\\p{L}\\d-]+(?:\\.[\\p{L}\\d-]+)*\\.\\p{L}{2,}');
const NOBODYS =
  /@(?:[\p{L}\d-]+\.)*(?:example\.(?:com|org|net)|[\p{L}\d-]+\.(?:example|invalid|test))$/iu;

/** P03. Addresses that RFC 2606 keeps for examples pass. */
export const emailAddress: TextRule = {
  code: 'P03',
  summary: 'No e-mail address (those of RFC 2606, such as example.org, pass)',
  source: `${GDPR}; RFC 2606`,
  inText: (text) => hitsOf(text, EMAIL, ([found = '']) => (NOBODYS.test(found) ? undefined : {})),
};

const HSA_ID = pattern('(?<![\\p{L}\\d])SE\\d{10}-[A-Z0-9]{4,}(?![\\p{L}\\d])', 'i');

/** P04: SE, the ten digits of an organisation, a hyphen and a suffix. Source: Inera, HSA-id. */
export const hsaId: TextRule = {
  code: 'P04',
  summary: 'No HSA-id of a Swedish employee or unit',
  source: `${GDPR}; Inera, HSA-id`,
  inText: (text) => hitsOf(text, HSA_ID),
};
