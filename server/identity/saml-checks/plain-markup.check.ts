import { SamlRefusal, type SamlRefusalCode } from '../saml-refusal.js';
import type { TextCheck } from './saml-check.js';

/** `<` cannot stand inside an attribute or a text, so these are what they look like wherever they stand. */
const forbidden: readonly (readonly [RegExp, SamlRefusalCode])[] = [
  [/<!ENTITY/i, 'saml-entity'],
  [/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)/i, 'saml-entity'],
  [/<!DOCTYPE/i, 'saml-doctype'],
  [/<!\[CDATA\[/, 'saml-cdata'],
  // Signatures are made over the text without comments, while parsers split a text at them: admin<!---->@evil.example.
  [/<!/, 'saml-comment'],
  [/<\?(?!xml\s)/, 'saml-processing-instruction'],
];

/** A SAML message needs elements, attributes and text. Whatever else XML can do has served attacks only. */
export const plainMarkup: TextCheck = (xml) => {
  for (const [pattern, code] of forbidden) {
    if (pattern.test(xml)) throw new SamlRefusal(code);
  }
};
