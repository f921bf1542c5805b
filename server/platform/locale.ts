/** The languages of the service: bokmål, nynorsk, Swedish, English. */
export const LOCALES = ['nb', 'nn', 'sv', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** What each is called in itself. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = {
  nb: 'Bokmål',
  nn: 'Nynorsk',
  sv: 'Svenska',
  en: 'English',
};

/** A text in some of the languages. */
export type Localised<T = string> = Readonly<Partial<Record<Locale, T>>>;

const INSTEAD: Readonly<Record<Locale, readonly Locale[]>> = {
  nb: ['nb', 'nn', 'en', 'sv'],
  nn: ['nn', 'nb', 'en', 'sv'],
  sv: ['sv', 'nb', 'nn', 'en'],
  en: ['en', 'nb', 'nn', 'sv'],
};

export interface InLocale<T> {
  readonly locale: Locale;
  readonly value: T;
}

/** The text in the reader's language, or else in the one they are most likely to read; says which it is, for the `lang` attribute. */
export function inLocale<T>(texts: Localised<T>, locale: Locale): InLocale<T> {
  for (const candidate of INSTEAD[locale]) {
    const value = texts[candidate];
    if (value !== undefined) return { locale: candidate, value };
  }
  throw new Error('A text must exist in one language at least');
}
