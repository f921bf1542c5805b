import { randomInt } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U, so that nobody reads a 1 for an I on paper. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/** A fresh code: 80 bits, in four groups. */
export type CodeSource = () => string;

export const systemCodes: CodeSource = () =>
  grouped(Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''));

/** The code as it is stored, from what somebody typed: small letters, spaces, and I, L, O for 1, 1, 0 are understood. */
export function readCode(typed: string): string | undefined {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replaceAll('O', '0');
  if (text.length !== LENGTH || /[^0-9A-HJKMNP-TV-Z]/.test(text)) return undefined;
  return grouped(text);
}

function grouped(text: string): string {
  return text.replace(/(.{4})(?=.)/g, '$1-');
}
