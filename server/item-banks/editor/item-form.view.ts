import type { Translate } from '../../platform/http/i18n.js';
import { LOCALES, type Locale } from '../../platform/locale.js';
import { titleOf } from '../item-list.view.js';
import { POOLS } from '../item-filters.js';
import type { ItemWords } from '../bank-words.view.js';
import type { FindingView } from '../lint/findings.view.js';
import type { Bank } from '../read-bank.js';
import type { Pictures } from '../lint/picture-contrast.js';
import { calculationView } from './calculation.view.js';
import type { FieldMessage, FieldProblem } from './field-problem.js';
import { imagesView } from './images.view.js';
import { fieldOf, fieldsIn, isOfCalculation, typed } from './item-of-form.js';
import { problemWords } from './problem-words.view.js';
import type { ItemForm } from './item-form.js';

export interface FormViewInput {
  readonly form: ItemForm;
  readonly bank: Bank;
  readonly problems: readonly FieldProblem[];
  readonly findings: readonly FindingView[];
  readonly pictures: Pictures;
  /** A new item still has to be given its id. */
  readonly isNew: boolean;
  /** The field to go on with after a row was added, moved or taken away; may be empty. */
  readonly focus: string;
}

interface Fields {
  readonly input: FormViewInput;
  readonly words: ItemWords;
  readonly messages: ReadonlyMap<string, readonly FieldMessage[]>;
}

const DIFFICULTIES = ['easy', 'medium', 'hard'] as const;
const ROWS = { stem: 4, options: 2, prompts: 2, rationale: 4 } as const;

/** Everything that `views/partials/item-form.hbs` prints. */
export function itemFormView(input: FormViewInput, words: ItemWords) {
  const { form, bank, isNew } = input;
  const { t } = words;
  const fields: Fields = { input, words, messages: messagesOf(input, words) };
  const isChoice = form.type === 'singleChoice' || form.type === 'multipleResponse';
  return {
    type: form.type,
    isNew,
    optionLetters: form.options.join(' '),
    promptLetters: form.prompts.join(' '),
    id: plainField('id', fields),
    topic: selectField('topic', topicsOf(bank, words), fields),
    pool: selectField('pool', named(POOLS, 'items.pool', t), fields),
    difficulty: selectField('difficulty', named(DIFFICULTIES, 'items.difficulty', t), fields),
    reviewBy: plainField('reviewBy', fields),
    variantGroup: plainField('variantGroup', fields),
    sources: plainField('sources', fields),
    lint: plainField('lint', fields),
    critical: form.critical,
    countries: (['NO', 'SE'] as const).map((country) => ({
      value: country,
      text: t(`editor.country.${country}`),
      checked: form.countries.includes(country),
    })),
    languages: LOCALES.map((locale) => languageState(form, locale, t)),
    stem: languageFields('stem', ROWS.stem, fields),
    rationale: languageFields('rationale', ROWS.rationale, fields),
    options: form.type !== 'numeric' && optionsView(fields),
    prompts: form.type === 'matching' && promptsView(fields),
    pinLast: isChoice && selectField('pinLast', lettersToChoose(form, t('editor.noPin')), fields),
    images: imagesView(
      {
        form,
        bankId: bank.id,
        pictures: input.pictures,
        messages: fields.messages,
        partLabel: (part) => partLabel(part, t),
      },
      words,
    ),
    keyMessages: fields.messages.get('key') ?? [],
    calculation:
      form.type === 'numeric' &&
      calculationView({ typed: form.typed, focus: input.focus, messages: fields.messages }, words),
  };
}

/** Whether a field of the form shows what is said about this part of an item. */
export function hasField(form: ItemForm, path: string): boolean {
  const field = fieldOf(path.split('.'), form);
  if (field.startsWith('texts.'))
    return LOCALES.some((locale) => fieldsIn(form, locale).includes(field));
  return true;
}

function messagesOf(
  { form, problems, findings }: FormViewInput,
  { t, locale }: ItemWords,
): ReadonlyMap<string, readonly FieldMessage[]> {
  const messages = new Map<string, FieldMessage[]>();
  const add = (field: string, message: FieldMessage): void => {
    messages.set(field, [...(messages.get(field) ?? []), message]);
  };
  for (const problem of problems)
    add(problem.field, {
      colour: 'danger',
      ...problemText(form, problem, locale, t),
      suggestion: '',
    });
  for (const { field, colour, code, message, suggestion } of findings)
    add(fieldOf(field.split('.'), form), {
      colour,
      text: `${code} ${message}`,
      detail: '',
      suggestion,
    });
  return messages;
}

/** One sentence for each field, on what it takes; of what is computed also what the computation says. */
function problemText(
  form: ItemForm,
  problem: FieldProblem,
  locale: Locale,
  t: Translate,
): { text: string; detail: string } {
  const { field, message, image } = problem;
  if (image !== undefined) return { text: t('editor.image.unknown', { image }), detail: '' };
  if (field.startsWith('image.')) return { text: t(`editor.image.problem.${message}`), detail: '' };
  if (isOfCalculation(field)) return problemWords(problem, locale, t);
  if (field === 'key') return { text: t(`editor.problem.key.${form.type}`), detail: '' };
  if (!field.startsWith('texts.')) return { text: t(`editor.problem.${field}`), detail: '' };
  const part = field.split('.')[2] ?? 'stem';
  const { length } = typed(form, field);
  const isText = part === 'stem' || part === 'rationale';
  return isText && length >= 5 && length <= 2000
    ? { text: t('editor.problem.placeholder'), detail: message }
    : { text: t(`editor.problem.${part}`), detail: '' };
}

function plainField(
  name: string,
  { input: { form, focus }, words: { t }, messages }: Fields,
  label = t(`editor.${name}`),
) {
  const found = messages.get(name) ?? [];
  return {
    name,
    id: idOf(name),
    label,
    value: form.typed[name] ?? '',
    invalid: found.some(({ colour }) => colour === 'danger'),
    focus: focus === name,
    messages: found,
  };
}

function selectField(name: string, choices: readonly Choice[], fields: Fields, label?: string) {
  const field = plainField(name, fields, label);
  return {
    ...field,
    options: choices.map((choice) => ({ ...choice, chosen: choice.value === field.value })),
  };
}

interface Choice {
  readonly value: string;
  readonly text: string;
}

function named(values: readonly string[], key: string, t: Translate): readonly Choice[] {
  return values.map((value) => ({ value, text: t(`${key}.${value}`) }));
}

function topicsOf({ topics }: Bank, words: ItemWords): readonly Choice[] {
  return [
    { value: '', text: words.t('item.choose') },
    ...Object.entries(topics).map(([value, titles]) => ({
      value,
      text: titleOf(titles, value, words),
    })),
  ];
}

/** An option is called by its letter and what it says in bokmål. */
function lettersToChoose(form: ItemForm, nothing: string): readonly Choice[] {
  return [
    { value: '', text: nothing },
    ...form.options.map((letter) => ({
      value: letter,
      text: `${letter.toUpperCase()} ${typed(form, `texts.nb.options.${letter}`)}`.slice(0, 80),
    })),
  ];
}

/** The same part of the item in all four languages, side by side. */
function languageFields(part: string, rows: number, { input, words, messages }: Fields) {
  const { form, focus } = input;
  const { t } = words;
  return LOCALES.map((locale) => {
    const name = `texts.${locale}.${part}`;
    const found = messages.get(name) ?? [];
    const begun = fieldsIn(form, locale).some((field) => typed(form, field) !== '');
    return {
      name,
      id: idOf(name),
      lang: locale,
      language: t(`items.language.${locale}`),
      label: `${partLabel(part, t)}, ${t(`items.language.${locale}`)}`,
      value: form.typed[name] ?? '',
      rows,
      missing: begun && typed(form, name) === '',
      invalid: found.some(({ colour }) => colour === 'danger'),
      focus: focus === name,
      messages: found,
    };
  });
}

function partLabel(part: string, t: Translate): string {
  const [kind = '', letter = ''] = part.split('.');
  return t(`lint.part.${kind}`, { letter: letter.toUpperCase() });
}

function optionsView(fields: Fields) {
  const { form } = fields.input;
  const { t } = fields.words;
  const last = form.options.length - 1;
  return {
    heading: t(`editor.options.${form.type}`),
    hint: t(`editor.optionsHint.${form.type}`),
    rows: form.options.map((letter, index) => ({
      letter,
      heading:
        form.type === 'ordering'
          ? t('editor.step', { number: index + 1 })
          : partLabel(`options.${letter}`, t),
      right: (form.type === 'singleChoice' || form.type === 'multipleResponse') && {
        inputType: form.type === 'singleChoice' ? 'radio' : 'checkbox',
        id: `right-${letter}`,
        checked: form.right.includes(letter),
      },
      up: form.type === 'ordering' && index > 0,
      down: form.type === 'ordering' && index < last,
      fields: languageFields(`options.${letter}`, ROWS.options, fields),
    })),
  };
}

function promptsView(fields: Fields) {
  const { form } = fields.input;
  const { t } = fields.words;
  return form.prompts.map((prompt) => ({
    letter: prompt,
    heading: partLabel(`prompts.${prompt}`, t),
    partner: selectField(
      `key.${prompt}`,
      lettersToChoose(form, t('item.choose')),
      fields,
      t('editor.partner'),
    ),
    fields: languageFields(`prompts.${prompt}`, ROWS.prompts, fields),
  }));
}

/** How far a language has come. */
function languageState(form: ItemForm, locale: Locale, t: Translate) {
  const names = fieldsIn(form, locale);
  const missing = names.filter((name) => typed(form, name) === '').length;
  const language = t(`items.language.${locale}`);
  if (missing === names.length)
    return { colour: 'neutral', text: t('editor.languageNone', { language }) };
  return missing === 0
    ? { colour: 'success', text: t('editor.languageWhole', { language }) }
    : { colour: 'warning', text: t('editor.languageLacks', { language, count: missing }) };
}

function idOf(name: string): string {
  return name.replaceAll('.', '-');
}
