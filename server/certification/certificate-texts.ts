import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../platform/project-root.js';

/** The languages a certificate can be in: Bokmål, Nynorsk, Swedish, English. */
export const certificateLanguages = ['nb', 'nn', 'sv', 'en'] as const;
export type CertificateLanguage = (typeof certificateLanguages)[number];

/** The words that are the same on every certificate of a language, in the order they are printed. */
const labelKeys = [
  'number',
  'awardedTo',
  'results',
  'section',
  'result',
  'date',
  'scope',
  'verifyHeading',
  'code',
  'verifyHelp',
  'qrAlternative',
  'linkDescription',
  'sealHeading',
  'sealReason',
  'sealField',
  'attachment',
  'demo',
  'page',
] as const;

export type CertificateLabels = Readonly<Record<(typeof labelKeys)[number], string>>;

type Texts = Readonly<Record<string, string>>;

const textsSchema = z.record(z.string(), z.string().min(1));
const textsByLanguage = new Map<CertificateLanguage, Texts>();

function readTexts(language: CertificateLanguage): Texts {
  const known = textsByLanguage.get(language);
  if (known !== undefined) return known;
  const file = join(projectRoot, 'certificates', 'texts', `${language}.json`);
  const texts = textsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  textsByLanguage.set(language, texts);
  return texts;
}

/** A text of `certificates/texts/<language>.json` with its `{places}` filled in. An unknown key or an unfilled place throws. */
export function certificateText(
  language: CertificateLanguage,
  key: string,
  values: Readonly<Record<string, string>> = {},
): string {
  return fillPlaces(textOf(language, key), values);
}

function textOf(language: CertificateLanguage, key: string): string {
  const text = readTexts(language)[key];
  if (text === undefined) throw new Error(`No certificate text ${key} in ${language}`);
  return text;
}

/** Puts values into a text's `{places}`. */
export function fillPlaces(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Nothing to put in ${place} of “${text}”`);
    return value;
  });
}

/** The fixed words of a certificate. Those with places (`qrAlternative`, `page`) keep them: the printer knows the values. */
export function certificateLabels(language: CertificateLanguage): CertificateLabels {
  const entries = labelKeys.map((key) => [key, textOf(language, key)]);
  return Object.fromEntries(entries) as CertificateLabels;
}
