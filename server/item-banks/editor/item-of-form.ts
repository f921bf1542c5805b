import { LOCALES, type Locale } from '../../platform/locale.js';
import type { Item } from '../item.js';
import { readContent } from '../item-file.js';
import { calculationField, calculationOfForm, twice } from './calculation-of-form.js';
import type { FieldProblem } from './field-problem.js';
import { FORM_MEMBERS, type ItemForm } from './item-form.js';

export interface FormRead {
  readonly problems: readonly FieldProblem[];
  /** Only without problems. */
  readonly item?: Item;
  /** As far as it has come, for the linter and the preview: its texts may be empty, its key may be missing. */
  readonly unfinished: Item;
}

/** What a form can't change and an item must keep. */
type Kept = Pick<Item, 'provenance'>;

/** The item that the form says, with `kept` from the version before; or everything that is wrong, each at its field. */
export function itemOfForm(
  form: ItemForm,
  topics: Readonly<Record<string, unknown>>,
  { provenance }: Kept = {},
): FormRead {
  const isNumeric = form.type === 'numeric';
  const content = {
    ...contentOf(form),
    ...(isNumeric ? calculationOfForm(form.typed) : {}),
    ...(provenance ? { provenance } : {}),
  };
  const read = readContent({ ...content, status: 'draft', approval: '' });
  const problems: readonly FieldProblem[] = [
    ...('problems' in read ? read.problems : []).map(({ path, message, said }) => ({
      field: fieldOf(path, form),
      message,
      said,
    })),
    ...(isNumeric ? twice(form.typed) : []),
    ...(Object.hasOwn(topics, typed(form, 'topic'))
      ? []
      : [{ field: 'topic', message: 'is no topic of this bank' }]),
  ];
  // A calculation that cannot be read has no shape to be looked at.
  const isWhole = !isNumeric || !problems.some(({ field }) => isOfCalculation(field));
  const unfinished = {
    ...(isNumeric ? NOTHING_TO_COMPUTE : {}),
    ...(isWhole ? content : contentOf(form)),
    ...('item' in read ? read.item : {}),
  } as unknown as Item;
  if (problems.length > 0 || !('item' in read)) return { problems, unfinished };
  const { status: _status, ...item } = read.item;
  return { problems, item, unfinished: item };
}

/** Whether a field is of the calculation, and not of what every type has. */
export function isOfCalculation(field: string): boolean {
  const [member = ''] = field.split('.');
  const known: readonly string[] = [...FORM_MEMBERS, 'key', 'pinLast'];
  return !known.includes(member);
}

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

/** The field of the form at which a part of the item is written. */
export function fieldOf(path: readonly PropertyKey[], form: ItemForm): string {
  const [member = ''] = path;
  if (member === 'texts') return path.join('.');
  const known: readonly PropertyKey[] = [...FORM_MEMBERS, 'key', 'pinLast'];
  return form.type === 'numeric' && !known.includes(member)
    ? calculationField(form.typed, path)
    : String(member);
}
