import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import type { Font } from 'fontkit';
import { DomainError } from '../platform/errors.js';

export type FontName = 'sans' | 'bold' | 'serif';
export type CertificateFonts = Readonly<Record<FontName, Font>>;

const fontFiles: Readonly<Record<FontName, string>> = {
  sans: '@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf',
  bold: '@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf',
  serif: '@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf',
};

/** Parses the fonts: some 100 ms. Done once at start; the fonts then serve every certificate. */
export function loadCertificateFonts(): CertificateFonts {
  const { resolve } = createRequire(import.meta.url);
  const load = (name: FontName): Font => {
    const font = fontkit.create(readFileSync(resolve(fontFiles[name])));
    if (!('layout' in font)) throw new Error(`${fontFiles[name]} is not a single font`);
    return font;
  };
  return { sans: load('sans'), bold: load('bold'), serif: load('serif') };
}

/** A text holds a character that no font of the certificate has, such as a letter of a script we do not carry. */
export class UnprintableCharacter extends DomainError {
  readonly code = 'unprintable-character';
  readonly status = 422;
  readonly character: string;

  constructor(character: string) {
    const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    super(`No font has the character “${character}” (U+${codePoint})`);
    this.name = 'UnprintableCharacter';
    this.character = character;
  }
}

interface PrintableText {
  readonly text: string;
  readonly font: FontName;
}

/**
 * The text as it can be printed and the font for all of it. Source Serif lacks some Sámi letters (ŧ): such a name is set whole in the
 * semibold sans, because a single foreign letter inside it looks like a mistake. PDF/A forbids the empty box that a missing letter
 * would otherwise give.
 */
export function preparePrinting(
  raw: string,
  wanted: FontName,
  fonts: CertificateFonts,
): PrintableText {
  const text = tidy(raw);
  if (missingCharacter(text, fonts[wanted]) === undefined) return { text, font: wanted };
  const missing = missingCharacter(text, fonts.bold);
  if (missing !== undefined) throw new UnprintableCharacter(missing);
  return { text, font: 'bold' };
}

/**
 * The same for what people typed, in which anything may be: a character that no font has is printed as its number, so that the text is
 * still all there.
 */
export function printableText(
  raw: string,
  wanted: FontName,
  fonts: CertificateFonts,
): PrintableText {
  const text = Array.from(raw)
    .map((character) =>
      missingCharacter(tidy(character), fonts.bold) === undefined
        ? character
        : `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .join('');
  return preparePrinting(text, wanted, fonts);
}

/** Letters composed with their accents, plain spaces, and no hidden hyphens. */
const tidy = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u00ad\u200b]/g, '')
    .replace(/[^\S\u00a0]+/g, ' ')
    .trim();

const missingCharacter = (text: string, font: Font): string | undefined =>
  Array.from(text).find((character) => !font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0));
