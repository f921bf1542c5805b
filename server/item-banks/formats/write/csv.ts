import { readTypedNumber } from '../../typed-number.rules.js';
import { wordsOfHtml } from '../html-words.js';
import { optionNames, promptNames } from '../letters.js';
import type { QuestionContent, Words } from '../question-content.js';
import {
  CELL_WORDS,
  COLUMNS,
  HEADINGS,
  type Column,
  type TemplateLanguage,
} from '../table/columns.js';
import { withGuard } from '../table/table-rows.js';
import { utf8, type FormatWriter } from './format-writer.js';

type Cells = Readonly<Record<string, string>>;

/** The table of our template: a row for each item and language. */
export const csvWriter: FormatWriter = {
  id: 'csv',
  extension: 'csv',
  holdsLanguages: true,
  holdsImages: false,
  write: () => ({ text: '', losses: [] }),
  join: (parts) =>
    utf8(
      csvOf(
        tableOf(
          parts.flatMap(({ content }) => rowsOf(content)),
          'en',
        ),
      ),
    ),
};

/** Semicolons and a byte order mark: so Nordic spreadsheets open it as it is meant. */
export function csvOf(table: readonly (readonly string[])[]): string {
  const cell = (text: string): string =>
    /[";\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return `\uFEFF${table.map((row) => `${row.map((text) => cell(withGuard(text))).join(';')}\r\n`).join('')}`;
}

/** Headings and rows, with as many columns for options and prompts as are needed. */
export function tableOf(rows: readonly Cells[], language: TemplateLanguage): string[][] {
  const used = new Set(rows.flatMap((row) => Object.keys(row)));
  const extra = (pattern: RegExp): string[] =>
    [...used]
      .filter((column) => pattern.test(column))
      .sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
  const columns = [...COLUMNS].flatMap((column) =>
    column === 'key' ? [...extra(/^\d+$/), ...extra(/^[a-z]$/), column] : [column],
  );
  const headings = columns.map((column) =>
    Object.hasOwn(HEADINGS, column) ? HEADINGS[column as Column][language] : column.toUpperCase(),
  );
  return [
    headings,
    ...rows.map((row) => columns.map((column) => said(column, row[column] ?? '', language))),
  ];
}

function said(column: string, cell: string, language: TemplateLanguage): string {
  const words = Object.hasOwn(CELL_WORDS, column)
    ? CELL_WORDS[column as keyof typeof CELL_WORDS][cell]
    : undefined;
  return words?.[language === 'nb' ? 0 : 1] ?? cell;
}

/** A row for each language; only the first says what is the same in all. */
export function rowsOf(content: QuestionContent): Cells[] {
  return Object.keys(content.stem).map((language, index) => ({
    ...(content.id === null ? {} : { id: content.id }),
    language,
    ...textsOf(content, language),
    ...(index === 0 ? commonOf(content) : {}),
  }));
}

function textsOf(content: QuestionContent, language: string): Cells {
  const { body, marks, stem, rationale } = content;
  const text = (words: Words): string => wordsOfHtml(words[language] ?? '').text;
  const named = (names: readonly string[], list: readonly Words[]): Cells =>
    Object.fromEntries(list.map((words, index) => [names[index] ?? '', text(words)]));
  const options =
    body.kind === 'number'
      ? []
      : body.kind === 'choice'
        ? body.options.map(({ words }) => words)
        : body.options;
  return {
    question: text(stem),
    ...(rationale ? { rationale: text(rationale) } : {}),
    ...named(optionNames(marks, options.length), options),
    ...(body.kind === 'matching'
      ? named(promptNames(marks, body.prompts.length), body.prompts)
      : {}),
  };
}

function commonOf(content: QuestionContent): Cells {
  const { marks, sources, body } = content;
  const carried = [
    'topic',
    'pool',
    'critical',
    'difficulty',
    'group',
    'countries',
    'reviewBy',
    'unit',
    'units',
    'decimals',
    'check',
    'criticalErrors',
  ];
  const mistakes = Object.entries(marks).flatMap(([name, value]) =>
    name.startsWith('error.') ? [`${name.slice('error.'.length)}=${value}`] : [],
  );
  const last =
    body.kind === 'choice'
      ? optionNames(marks, body.options.length)[Number(marks['last']) - 1]
      : undefined;
  return {
    ...Object.fromEntries(
      carried.flatMap((name) => (marks[name] === undefined ? [] : [[name, marks[name]]])),
    ),
    ...typeAndKey(content),
    ...toleranceOf(content),
    ...(last === undefined ? {} : { last: last.toUpperCase() }),
    ...(mistakes.length > 0 ? { mistakes: mistakes.join(' ') } : {}),
    sources: sources.join('\n'),
  };
}

function typeAndKey({ body, marks }: QuestionContent): { type: string; key: string } {
  switch (body.kind) {
    case 'choice': {
      const letters = optionNames(marks, body.options.length);
      const right = letters.filter((_letter, index) => (body.options[index]?.fraction ?? 0) > 0);
      return {
        type: body.several ? 'multipleResponse' : 'singleChoice',
        key: right.join(' ').toUpperCase(),
      };
    }
    case 'ordering':
      return {
        type: 'ordering',
        key: optionNames(marks, body.options.length).join(' ').toUpperCase(),
      };
    case 'matching': {
      const letters = optionNames(marks, body.options.length);
      const prompts = promptNames(marks, body.prompts.length);
      const pairs = prompts.map(
        (prompt, index) => `${prompt}=${letters[body.key[index] ?? -1] ?? ''}`,
      );
      return { type: 'matching', key: pairs.join(' ').toUpperCase() };
    }
    case 'number':
      return { type: 'numeric', key: unmistakable(body.answers[0]?.value ?? '') };
  }
}

function toleranceOf({ body }: QuestionContent): Cells {
  const tolerance = body.kind === 'number' ? body.answers[0]?.tolerance : undefined;
  return tolerance === undefined ? {} : { tolerance: unmistakable(tolerance) };
}

/** `1.125` could be a thousand or one; `1.1250` is one. */
function unmistakable(value: string): string {
  return readTypedNumber(value).kind === 'ambiguous' ? `${value}0` : value;
}
