/**
 * Whether a text holds a national identity number: Norwegian (fødselsnummer, D-number and the synthetic ones; two check digits by modulus 11,
 * as Skatteetaten describes them) or Swedish (personnummer, samordningsnummer; check digit by Luhn, SKV 704). Such numbers are never stored.
 */
export function holdsNationalNumber(text: string): boolean {
  const candidates = text.match(/(?<!\d)\d{6}(?:\d{2})?[ +-]?\d{4,5}(?!\d)/g) ?? [];
  return candidates.some((found) => {
    const digits = found.replace(/\D/g, '');
    return isNorwegian(digits) || isSwedish(digits);
  });
}

function isNorwegian(digits: string): boolean {
  if (digits.length !== 11) return false;
  const day = Number(digits.slice(0, 2)) % 40;
  const month = Number(digits.slice(2, 4)) % 40;
  return (
    isDayAndMonth(day, month) &&
    weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) &&
    weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1])
  );
}

function weighted(digits: string, weights: readonly number[]): boolean {
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11 === 0;
}

function isSwedish(digits: string): boolean {
  if (digits.length === 12 && !/^(?:18|19|20)/.test(digits)) return false;
  if (digits.length !== 10 && digits.length !== 12) return false;
  const ten = digits.slice(-10);
  const day = Number(ten.slice(4, 6)) % 60;
  return isDayAndMonth(day, Number(ten.slice(2, 4))) && luhn(ten);
}

function luhn(digits: string): boolean {
  const sum = Array.from(digits, Number).reduce((total, digit, at) => {
    const weightedDigit = at % 2 === 0 ? digit * 2 : digit;
    return total + (weightedDigit > 9 ? weightedDigit - 9 : weightedDigit);
  }, 0);
  return sum % 10 === 0;
}

function isDayAndMonth(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}
