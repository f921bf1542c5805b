/** What a column holds; options are columns named by a letter, prompts by a number. */
export const COLUMNS = [
  'id',
  'type',
  'language',
  'topic',
  'question',
  'key',
  'unit',
  'tolerance',
  'rationale',
  'sources',
  'pool',
  'critical',
  'difficulty',
  'group',
  'countries',
  'reviewBy',
  'last',
  'units',
  'decimals',
  'check',
  'mistakes',
  'criticalErrors',
] as const;
export type Column = (typeof COLUMNS)[number];

export const TEMPLATE_LANGUAGES = ['nb', 'en'] as const;
export type TemplateLanguage = (typeof TEMPLATE_LANGUAGES)[number];

/** The headings of a template; both are read, in small or capital letters. */
export const HEADINGS: Readonly<Record<Column, Readonly<Record<TemplateLanguage, string>>>> = {
  id: { nb: 'id', en: 'id' },
  type: { nb: 'type', en: 'type' },
  language: { nb: 'språk', en: 'language' },
  topic: { nb: 'emne', en: 'topic' },
  question: { nb: 'spørsmål', en: 'question' },
  key: { nb: 'fasit', en: 'key' },
  unit: { nb: 'enhet', en: 'unit' },
  tolerance: { nb: 'toleranse', en: 'tolerance' },
  rationale: { nb: 'begrunnelse', en: 'rationale' },
  sources: { nb: 'kilder', en: 'sources' },
  pool: { nb: 'bruk', en: 'pool' },
  critical: { nb: 'kritisk', en: 'critical' },
  difficulty: { nb: 'vanskelighet', en: 'difficulty' },
  group: { nb: 'variantgruppe', en: 'variant group' },
  countries: { nb: 'land', en: 'countries' },
  reviewBy: { nb: 'gjennomgås innen', en: 'review by' },
  last: { nb: 'alltid sist', en: 'always last' },
  units: { nb: 'enheter å velge mellom', en: 'units to choose from' },
  decimals: { nb: 'desimaler', en: 'decimals' },
  check: { nb: 'rett avrundet til', en: 'right when rounded to' },
  mistakes: { nb: 'kjente feil', en: 'known mistakes' },
  criticalErrors: { nb: 'feil som gir stryk', en: 'mistakes that fail' },
};

/** Words in cells that stand for ours; the first of each is what we write in that language. */
export const CELL_WORDS: Readonly<
  Record<'type' | 'pool' | 'critical' | 'difficulty', Readonly<Record<string, readonly string[]>>>
> = {
  type: {
    singleChoice: ['ett rett svar', 'single choice'],
    multipleResponse: ['flere rette svar', 'multiple response'],
    ordering: ['rekkefølge', 'ordering'],
    matching: ['kobling', 'matching'],
    numeric: ['tall', 'number'],
  },
  pool: { exam: ['eksamen', 'exam'], practice: ['øving', 'practice'] },
  critical: { true: ['ja', 'yes', 'x'], false: ['nei', 'no'] },
  difficulty: {
    easy: ['lett', 'easy'],
    medium: ['middels', 'medium'],
    hard: ['vanskelig', 'hard'],
  },
};

/** The column under a heading: one of ours, the letter of an option, the number of a prompt. */
export function columnCalled(heading: string): string | undefined {
  const name = heading.trim().toLowerCase();
  if (/^([a-z]|\d{1,2})$/.test(name)) return name;
  return COLUMNS.find(
    (column) => column.toLowerCase() === name || Object.values(HEADINGS[column]).includes(name),
  );
}

/** Our word for what a cell says; undefined when it is none. */
export function cellMeaning(column: keyof typeof CELL_WORDS, cell: string): string | undefined {
  const said = cell.trim().toLowerCase();
  return Object.entries(CELL_WORDS[column]).find(
    ([ours, words]) => ours.toLowerCase() === said || words.includes(said),
  )?.[0];
}
