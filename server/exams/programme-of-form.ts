import { LOCALES, type Localised } from '../platform/locale.js';
import { isNetwork } from '../platform/networks.js';
import type { Course } from '../courses/course.js';
import { ALL_RULE_FIELDS, MAIN_FIELDS, ROUND_FIELD, type ProgrammeForm } from './programme-form.js';
import { formLength, type Programme, type Section, type Standard } from './programme.js';
import { withRules, type RuleField } from './rule-fields.js';

/** What keeps a form from being a programme, and at which field; `code` is a text `programmes.problem.<code>` with these values. */
export interface FormProblem {
  readonly field: string;
  readonly code:
    | 'number'
    | 'days'
    | 'choice'
    | 'network'
    | 'text'
    | 'topics'
    | 'topicTwice'
    | 'sections'
    | 'tooLong'
    | 'round'
    | 'id'
    | 'taken';
  readonly values: Readonly<Record<string, string | number>>;
}

/** What a new version says that an author can change. */
export type ProgrammeDraft = Pick<
  Programme,
  'id' | 'bankId' | 'courseId' | 'titles' | 'statement' | 'specification' | 'rules' | 'standard'
>;

export interface FormRead {
  readonly problems: readonly FormProblem[];
  /** Only without problems. */
  readonly draft?: ProgrammeDraft;
}

/** Topics of every bank the municipality may draw from, by the bank's id. */
export type TopicsOfBanks = ReadonlyMap<string, readonly string[]>;

/** What an author may choose from. */
export interface Choices {
  readonly topics: TopicsOfBanks;
  readonly courses: readonly Pick<Course, 'id'>[];
  readonly standards: readonly Standard[];
  /** Identifiers of programmes that are there; given where a new one is made, which must have another. */
  readonly taken?: readonly string[] | undefined;
}

const LONGEST_FORM = 200;
const MOST_NETWORKS = 50;
const LONGEST_TEXT = 1000;

/** The programme that the form says, with what it can't say from the version before; or everything that is wrong, each at its field. */
export function programmeOfForm(
  form: ProgrammeForm,
  before: Pick<Programme, 'id' | 'rules'>,
  { topics, courses, standards, taken }: Choices,
): FormRead {
  const problems: FormProblem[] = [];
  const fields = fieldReader(form, problems);
  const id = taken ? newIdIn(fields, taken) : before.id;
  const bankId = fields.choice(MAIN_FIELDS.bank, [...topics.keys()]);
  const courseId = fields.choice(
    MAIN_FIELDS.course,
    courses.map((course) => course.id),
  );
  const titles = fields.texts('titles');
  const statement = fields.texts('statement');
  const sections = form.sections.map((one) => sectionIn(fields, one, bankId, topics));
  const specification = { sections };
  if (sections.length === 0) fields.problem('sections', 'sections');
  doubled(fields, sections, bankId);
  if (problems.length === 0 && formLength(specification) > LONGEST_FORM)
    fields.problem('sections', 'tooLong', { most: LONGEST_FORM });
  const typed = ALL_RULE_FIELDS.map((field) => [field, ruleIn(fields, field)] as const);
  const rules = withRules(before.rules, typed);
  const round = fields.text(ROUND_FIELD);
  const standard = standards.find(({ roundId }) => roundId === round);
  if (round !== '' && !standard) fields.problem(ROUND_FIELD, 'round');
  if (problems.length > 0) return { problems };
  const draft = { id, bankId, courseId, titles, statement, specification, rules };
  return { problems, draft: standard ? { ...draft, standard } : draft };
}

/** A programme's address is made of it, and certificates name it: it never changes. */
const PROGRAMME_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** `new` is the address where programmes begin. */
const RESERVED = ['new'];

function newIdIn(fields: Fields, taken: readonly string[]): string {
  const id = fields.text(MAIN_FIELDS.id);
  if (!PROGRAMME_ID.test(id) || id.length > 60 || RESERVED.includes(id))
    fields.problem(MAIN_FIELDS.id, 'id');
  else if (taken.includes(id)) fields.problem(MAIN_FIELDS.id, 'taken');
  return id;
}

function sectionIn(fields: Fields, id: string, mainBank: string, topics: TopicsOfBanks): Section {
  const at = `sections.${id}`;
  const bankId = fields.text(`${at}.bankId`);
  const known = topics.get(bankId === '' ? mainBank : bankId) ?? [];
  const chosen = (fields.form.topics[id] ?? []).filter((topic) => known.includes(topic));
  if (chosen.length === 0) fields.problem(`${at}.topics`, 'topics');
  const quota = fields.number(`${at}.quota`, 1, LONGEST_FORM);
  return {
    id,
    titles: fields.texts(`${at}.titles`),
    ...(bankId === '' || bankId === mainBank ? {} : { bankId }),
    topics: chosen,
    quota,
    criticalAtLeast: fields.number(`${at}.criticalAtLeast`, 0, Math.max(quota, 0)),
    allRight: fields.text(`${at}.allRight`) !== '',
  };
}

/** Sections are drawn one by one: an item of both could be on a form twice. */
function doubled(fields: Fields, sections: readonly Section[], mainBank: string): void {
  const taken = new Set<string>();
  for (const { id, bankId = mainBank, topics } of sections)
    for (const topic of topics) {
      const name = `${bankId}/${topic}`;
      if (taken.has(name)) fields.problem(`sections.${id}.topics`, 'topicTwice', { topic });
      taken.add(name);
    }
}

function ruleIn(
  fields: Fields,
  rule: RuleField,
): number | boolean | string | readonly (number | string)[] {
  const name = `rules.${rule.name}`;
  switch (rule.kind) {
    case 'number':
      return fields.number(name, rule.min, rule.max);
    case 'yesNo':
      return fields.text(name) !== '';
    case 'choice':
      return fields.choice(name, rule.options);
    case 'networks':
      return fields.networks(name);
    case 'days':
      return fields.days(name);
  }
}

type Fields = ReturnType<typeof fieldReader>;

/** Reads fields one by one and notes what is wrong with each. */
function fieldReader(form: ProgrammeForm, problems: FormProblem[]) {
  const problem = (
    field: string,
    code: FormProblem['code'],
    values: FormProblem['values'] = {},
  ): void => {
    problems.push({ field, code, values });
  };
  const text = (name: string): string => (form.typed[name] ?? '').trim();
  return {
    form,
    problem,
    text,
    /** In at least one language. */
    texts(name: string): Localised {
      const given = LOCALES.flatMap((locale) => {
        const written = text(`${name}.${locale}`).slice(0, LONGEST_TEXT);
        return written === '' ? [] : [[locale, written] as const];
      });
      if (given.length === 0) problem(`${name}.${LOCALES[0]}`, 'text');
      return Object.fromEntries(given);
    },
    number(name: string, min: number, max: number): number {
      const written = text(name);
      const value = /^\d{1,5}$/.test(written) ? Number(written) : NaN;
      if (value >= min && value <= max) return value;
      problem(name, 'number', { min, max });
      return min;
    },
    /** With commas, spaces or lines between, each once. */
    networks(name: string): readonly string[] {
      const parts = text(name)
        .split(/[\s,;]+/)
        .filter((part) => part !== '');
      const wrong = parts.find((part) => !isNetwork(part));
      if (wrong !== undefined) problem(name, 'network', { network: wrong.slice(0, 60) });
      return [...new Set(parts)].slice(0, MOST_NETWORKS);
    },
    choice(name: string, options: readonly string[]): string {
      const chosen = text(name);
      if (!options.includes(chosen)) problem(name, 'choice');
      return chosen;
    },
    /** Whole numbers with commas or spaces between, each once, the largest first. */
    days(name: string): readonly number[] {
      const parts = text(name)
        .split(/[\s,;]+/)
        .filter((part) => part !== '');
      if (parts.length > 20 || parts.some((part) => !/^\d{1,3}$/.test(part))) problem(name, 'days');
      return [...new Set(parts.map(Number))].sort((one, other) => other - one);
    },
  };
}
