import { LOCALES, type Locale } from '../../platform/locale.js';
import type { Item } from '../item.js';
import { isRecord, lineOf, parseYaml, readContent } from '../item-file.js';
import { FORM_MEMBERS, type ItemForm } from './item-form.js';

/** What keeps a form from being an item, and at which field. */
export interface FieldProblem {
  /** The name of the field, such as `texts.nb.stem`. */
  readonly field: string;
  /** Of the calculation. */
  readonly line?: number;
  /** For the author, in English. */
  readonly message: string;
}

export interface FormRead {
  readonly problems: readonly FieldProblem[];
  /** Only without problems. */
  readonly item?: Item;
  /** As far as it has come, for the linter and the preview: its texts may be empty, its key may be missing. */
  readonly unfinished: Item;
}

/** What a form can't change and an item must keep. */
type Kept = Pick<Item, 'provenance'>;

interface Calculation {
  readonly members: Readonly<Record<string, unknown>>;
  readonly problems: readonly FieldProblem[];
  readonly lineAt: (path: readonly PropertyKey[]) => number;
}

/** The item that the form says, with `kept` from the version before; or everything that is wrong, each at its field. */
export function itemOfForm(
  form: ItemForm,
  topics: Readonly<Record<string, unknown>>,
  { provenance }: Kept = {},
): FormRead {
  const calculation = form.type === 'numeric' ? calculationIn(form) : NO_CALCULATION;
  const content = {
    ...contentOf(form),
    ...calculation.members,
    ...(provenance ? { provenance } : {}),
  };
  const read = readContent({ ...content, status: 'draft', approval: '' });
  const placed = ('problems' in read ? read.problems : []).map(({ path, message }) => {
    const field = fieldOf(path);
    return field === 'calculation'
      ? { field, line: calculation.lineAt(path), message }
      : { field, message };
  });
  const problems = [
    ...calculation.problems,
    // What could not be read is not doubted for what it lacks.
    ...(calculation.problems.length > 0
      ? placed.filter(({ field }) => field !== 'calculation')
      : placed),
    ...(Object.hasOwn(topics, typed(form, 'topic'))
      ? []
      : [{ field: 'topic', message: 'is no topic of this bank' }]),
  ];
  const isWhole = problems.every(({ field }) => field !== 'calculation');
  const unfinished = {
    ...(form.type === 'numeric' ? NOTHING_TO_COMPUTE : {}),
    ...(isWhole ? content : contentOf(form)),
    ...('item' in read ? read.item : {}),
  } as unknown as Item;
  if (problems.length > 0 || !('item' in read)) return { problems, unfinished };
  const { status: _status, ...item } = read.item;
  return { problems, item, unfinished: item };
}

const NO_CALCULATION: Calculation = { members: {}, problems: [], lineAt: () => 1 };
const NOTHING_TO_COMPUTE = {
  parameters: {},
  derived: {},
  constraints: [],
  answer: { expression: '1', unit: 'ml', decimals: 0 },
  errors: {},
};

function contentOf(form: ItemForm): Record<string, unknown> {
  const optional = (name: string) =>
    typed(form, name) === '' ? {} : { [name]: typed(form, name) };
  const lint = linesOf(form, 'lint').map((line) => {
    const [, allow = line, because = ''] = /^(\w+)\s*:?\s*(.*)$/.exec(line) ?? [];
    return { allow, because };
  });
  return {
    id: typed(form, 'id'),
    type: form.type,
    topic: typed(form, 'topic'),
    pool: typed(form, 'pool'),
    critical: form.critical,
    difficulty: typed(form, 'difficulty'),
    ...optional('variantGroup'),
    ...(form.countries.length > 0 ? { countries: form.countries } : {}),
    reviewBy: typed(form, 'reviewBy'),
    sources: linesOf(form, 'sources'),
    ...(lint.length > 0 ? { lint } : {}),
    texts: textsOf(form),
    ...keyOf(form),
  };
}

function keyOf(form: ItemForm): Record<string, unknown> {
  const pinLast = typed(form, 'pinLast');
  const pin = pinLast === '' ? {} : { pinLast };
  const right = form.options.filter((letter) => form.right.includes(letter));
  switch (form.type) {
    case 'singleChoice':
      return { key: right[0] ?? '', ...pin };
    case 'multipleResponse':
      return { key: right, ...pin };
    case 'ordering':
      return { key: form.options };
    case 'matching':
      return {
        key: Object.fromEntries(
          form.prompts.map((prompt) => [prompt, typed(form, `key.${prompt}`)]),
        ),
      };
    case 'numeric':
      return {};
  }
}

/** Bokmål always; another language as soon as one word of it is written. */
function textsOf(form: ItemForm): Record<string, unknown> {
  return Object.fromEntries(
    LOCALES.flatMap((locale) =>
      locale === 'nb' || fieldsIn(form, locale).some((name) => typed(form, name) !== '')
        ? [[locale, textOf(form, locale)]]
        : [],
    ),
  );
}

function textOf(form: ItemForm, locale: Locale): Record<string, unknown> {
  const at = (name: string): string => typed(form, `texts.${locale}.${name}`);
  const named = (part: 'options' | 'prompts') =>
    form[part].length === 0
      ? {}
      : {
          [part]: Object.fromEntries(
            [...form[part]].sort().map((letter) => [letter, at(`${part}.${letter}`)]),
          ),
        };
  return {
    stem: at('stem'),
    ...named('options'),
    ...named('prompts'),
    rationale: at('rationale'),
  };
}

/** The names of all fields of one language. */
export function fieldsIn(form: ItemForm, locale: Locale): readonly string[] {
  const named = (part: 'options' | 'prompts') =>
    form[part].map((letter) => `texts.${locale}.${part}.${letter}`);
  return [
    `texts.${locale}.stem`,
    ...named('prompts'),
    ...named('options'),
    `texts.${locale}.rationale`,
  ];
}

export function typed(form: ItemForm, name: string): string {
  return (form.typed[name] ?? '').trim();
}

function linesOf(form: ItemForm, name: string): readonly string[] {
  return typed(form, name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function calculationIn(form: ItemForm): Calculation {
  const field = 'calculation';
  const text = form.typed[field] ?? '';
  const { document, lines, problems } = parseYaml(field, text);
  const lineAt = (path: readonly PropertyKey[]): number => lineOf(document, lines, path);
  if (problems.length > 0)
    return {
      members: {},
      problems: problems.map(({ line, message }) => ({ field, line, message })),
      lineAt,
    };
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  if (!isRecord(value))
    return { members: {}, problems: [{ field, line: 1, message: 'is no calculation' }], lineAt };
  const foreign = FORM_MEMBERS.filter((member) => Object.hasOwn(value, member)).map((member) => ({
    field,
    line: lineAt([member]),
    message: `${member} has a field of its own`,
  }));
  return { members: foreign.length > 0 ? {} : value, problems: foreign, lineAt };
}

/** The field of the form at which a part of the item is written. */
export function fieldOf(path: readonly PropertyKey[]): string {
  const [member = ''] = path;
  if (member === 'texts') return path.join('.');
  if (['sources', 'lint', 'countries', 'key', 'pinLast'].includes(String(member)))
    return String(member);
  const known: readonly PropertyKey[] = FORM_MEMBERS;
  return known.includes(member) ? String(member) : 'calculation';
}
