import type { Locale } from '../platform/locale.js';
import { formatNumber } from './units.rules.js';

const MINUS = '\u2212';
const NO_BREAK_SPACE = '\u00a0';

/** "84 %", without a space in English. */
export function percent(share: number, locale: Locale): string {
  return `${Math.round(share * 100)}${locale === 'en' ? '' : NO_BREAK_SPACE}%`;
}

/** With so many decimals, and a minus sign that is one. */
export function number(value: number, decimals: number, locale: Locale): string {
  const text = formatNumber(Math.abs(value).toFixed(decimals), locale);
  return value < 0 && Number(value.toFixed(decimals)) !== 0 ? MINUS + text : text;
}
