import { LOCALES, type Locale } from '../../platform/locale.js';
import { UNDETERMINED, type Words } from './question-content.js';

/** Two or more languages of one text, as the multi-language filter of Moodle knows them. */
const SPAN =
  '<span\\s+(?:lang="([\\w-]{2,12})"\\s+class="multilang"|class="multilang"\\s+lang="([\\w-]{2,12})")\\s*>([\\s\\S]*?)</span>';
const SPANS = new RegExp(`${SPAN}(?:\\s*${SPAN})*`, 'gi');
/** The same in the writing of its most used plugin: `{mlang nb}…{mlang}`. */
const MLANG = /\{mlang\s+([\w, -]{2,60}?)\s*\}([\s\S]*?)\{\s*mlang\s*\}/gi;

/** The languages of a text that holds several side by side; `und` alone when it holds one. */
export function splitLanguages(html: string): Words {
  if (html.includes('multilang')) return splitBy(html, SPANS, spansIn);
  if (html.includes('{mlang'))
    return splitBy(html, /(?:\{mlang\s[\s\S]*?\{\s*mlang\s*\}\s*)+/gi, mlangIn);
  return { [UNDETERMINED]: html };
}

type Part = readonly [language: string, html: string];

function splitBy(html: string, runs: RegExp, partsOf: (run: string) => readonly Part[]): Words {
  const found = [...html.matchAll(runs)].map(([run]) => ({ run, parts: partsOf(run) }));
  const languages = new Set(found.flatMap(({ parts }) => parts.map(([language]) => language)));
  languages.delete('other');
  if (languages.size === 0) return { [UNDETERMINED]: html };
  const inLanguage = (language: string): string =>
    found.reduce((text, { run, parts }) => {
      const own = parts.find(([of]) => of === language) ?? parts.find(([of]) => of === 'other');
      return text.replace(run, () => (own ?? parts[0])?.[1] ?? '');
    }, html);
  return Object.fromEntries([...languages].map((language) => [language, inLanguage(language)]));
}

function spansIn(run: string): Part[] {
  return [...run.matchAll(new RegExp(SPAN, 'gi'))].map(([, first, second, html = '']) => [
    (first ?? second ?? '').toLowerCase(),
    html,
  ]);
}

function mlangIn(run: string): Part[] {
  return [...run.matchAll(MLANG)].flatMap(([, languages = '', html = '']) =>
    languages.split(',').map((language): Part => [language.trim().toLowerCase(), html]),
  );
}

/** The text in its languages side by side, as Moodle's filter shows one of them; alone, it stands as it is. */
export function joinLanguages(words: Words): string {
  const entries = Object.entries(words);
  if (entries.length === 1) return entries[0]?.[1] ?? '';
  return entries
    .map(([language, html]) => `<span lang="${language}" class="multilang">${html}</span>`)
    .join('');
}

/** Ours of a language tag from elsewhere: `no`, `nb-NO` and `nb_no` are bokmål. Undefined for one we do not have. */
export function localeOf(tag: string): Locale | undefined {
  const language = tag.toLowerCase().split(/[-_]/)[0] ?? '';
  if (language === 'no') return 'nb';
  return LOCALES.find((locale) => locale === language);
}
