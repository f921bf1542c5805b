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
  [/<\?/, 'saml-processing-instruction'],
];

/** XML 1.1 knows other line ends and characters than 1.0, and another alphabet than UTF-8 would be another text. */
const DECLARATION =
  /^<\?xml\s{1,9}version=(?:"1\.0"|'1\.0')(?:\s{1,9}encoding=(?:"utf-8"|'utf-8'))?(?:\s{1,9}standalone=(?:"(?:yes|no)"|'(?:yes|no)'))?\s{0,9}\?>/i;

/** A SAML message needs elements, attributes and text. Whatever else XML can do has served attacks only. */
export const plainMarkup: TextCheck = (xml) => {
  const content = withoutDeclaration(xml);
  for (const [pattern, code] of forbidden) {
    if (pattern.test(content)) throw new SamlRefusal(code);
  }
  for (const [, digits = ''] of content.matchAll(/&#(x?[0-9a-f]+);/gi)) {
    if (!isCharacter(digits)) throw new SamlRefusal('saml-character');
  }
};

/** Throws for a declaration that says anything but XML 1.0 in UTF-8. */
export function withoutDeclaration(xml: string): string {
  const content = xml.replace(DECLARATION, '');
  if (/^<\?xml\s/i.test(content)) throw new SamlRefusal('saml-xml-declaration');
  return content;
}

/** As XML 1.0 defines them (section 2.2). */
function isCharacter(digits: string): boolean {
  const code = /^x/i.test(digits) ? parseInt(digits.slice(1), 16) : Number(digits);
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}
