import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInstance, type TFunction } from 'i18next';
import { formatter } from '../date-formatter.js';
import { LOCALES, type Locale } from '../locale.js';
import { projectRoot } from '../project-root.js';

/** The text for a key in one language; throws when there is none, so a missing text fails a test instead of printing nothing. */
export type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

export type Texts = (locale: Locale) => Translate;

/** Reads `views/locales/<language>/<feature>.json` into one flat list of keys, such as `attempt.title`. */
export function readTexts(): Texts {
  const i18n = createInstance();
  const resources = Object.fromEntries(
    LOCALES.map((locale) => [locale, { translation: textsOf(locale) }]),
  );
  void i18n.init({
    resources,
    initAsync: false,
    fallbackLng: { nn: ['nb'], sv: ['nb'], en: ['nb'], default: ['nb'] },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    saveMissing: true,
    missingKeyHandler: (_languages, _namespace, key) => {
      throw new Error(`No text for ${key}`);
    },
  });
  const fixed = new Map<Locale, Translate>(
    LOCALES.map((locale) => [locale, translator(textsOf(locale), i18n.getFixedT(locale))]),
  );
  return (locale) => {
    const t = fixed.get(locale);
    if (!t) throw new Error(`No texts for ${locale}`);
    return t;
  };
}

/** Plural forms and missing texts are the library's; a page of an exam prints hundreds of others, which are looked up and filled in here. */
function translator(texts: Readonly<Record<string, string>>, library: TFunction): Translate {
  return (key, values) => {
    const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
    if (text === undefined || (values && 'count' in values)) return library(key, values ?? {});
    return text.includes('{{') ? filledIn(text, values ?? {}) : text;
  };
}

function filledIn(text: string, values: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    const value = values[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : placeholder;
  });
}

/** A key belongs to one feature's file; twice would mean that one of them is never shown. */
export function textsOf(locale: Locale): Readonly<Record<string, string>> {
  const folder = join(projectRoot, 'views', 'locales', locale);
  const texts: Record<string, string> = {};
  for (const file of readdirSync(folder).sort()) {
    const own = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>;
    for (const [key, text] of Object.entries(own)) {
      if (Object.hasOwn(texts, key)) throw new Error(`The text ${key} is in two files (${file})`);
      texts[key] = text;
    }
  }
  return texts;
}

const LANGUAGE_TAGS: Readonly<Record<Locale, string>> = {
  nb: 'nb-NO',
  nn: 'nn-NO',
  sv: 'sv-SE',
  en: 'en-GB',
};

/** "21. november 2026" for a calendar date, whatever the time zone of the machine. */
export function formatDate(date: string, locale: Locale): string {
  return formatter(LANGUAGE_TAGS[locale], { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T12:00:00Z`),
  );
}

/** "14.35" (nb, nn), "14:35" (sv, en) for an instant, in a time zone. */
export function formatTime(
  instant: Date,
  locale: Locale,
  timeZone: string,
  to: 'minutes' | 'seconds' = 'minutes',
): string {
  const text = formatter(LANGUAGE_TAGS[locale], {
    hour: '2-digit',
    minute: '2-digit',
    ...(to === 'seconds' ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
    timeZone,
  }).format(instant);
  return locale === 'nb' || locale === 'nn' ? text.replaceAll(':', '.') : text;
}

export function formatDateTime(instant: Date, locale: Locale, timeZone: string): string {
  const date = formatter(LANGUAGE_TAGS[locale], {
    dateStyle: 'long',
    timeZone,
  }).format(instant);
  return `${date} ${formatTime(instant, locale, timeZone)}`;
}
