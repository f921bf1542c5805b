import { addDays, plainDate } from '../../../platform/plain-date.js';
import { inlineHtml } from '../../inline-markdown.js';
import { readTypedNumber } from '../../typed-number.rules.js';
import { isUnit, unitCalled } from '../../units.rules.js';
import { localeOf } from '../languages.js';
import {
  UNDETERMINED,
  type Marks,
  type QuestionBody,
  type QuestionContent,
  type Words,
} from '../question-content.js';
import { CELL_WORDS, cellMeaning } from './columns.js';
import type { TableRow } from './table-rows.js';

/** Something wrong in a cell, with its row and column. */
export class CellProblem extends Error {
  readonly line: number;

  constructor({ line, headings }: TableRow, column: string, message: string) {
    super(`row ${line}, column "${headings[column] ?? column}": ${message}`);
    this.line = line;
  }
}

/** The question in a row, and in the rows below it that give the same id in other languages. Throws `CellProblem`. */
export function contentOfRows(rows: readonly [TableRow, ...TableRow[]]): QuestionContent {
  const [first] = rows;
  const texts = new RowTexts(rows);
  const { cells } = first;
  const type = meaning(first, 'type');
  if (type === undefined) throw new CellProblem(first, 'type', 'is empty');
  const rationale = cells['rationale'] === undefined ? {} : { rationale: texts.of('rationale') };
  return {
    id: cells['id'] ?? null,
    stem: texts.of('question'),
    ...rationale,
    sources: (cells['sources'] ?? '').split(/\s*\n\s*/).filter((source) => source !== ''),
    body: bodyOf(type, first, texts),
    marks: marksOf(first),
  };
}

/** A column in every language that the rows of one item have. */
class RowTexts {
  private readonly rows: ReadonlyMap<string, TableRow>;

  constructor(rows: readonly TableRow[]) {
    const named = new Map<string, TableRow>();
    for (const row of rows) {
      const said = row.cells['language'];
      const language = said === undefined ? UNDETERMINED : localeOf(said);
      if (language === undefined)
        throw new CellProblem(
          row,
          'language',
          `"${said ?? ''}" is no language of ours (nb, nn, sv, en)`,
        );
      if (named.has(language))
        throw new CellProblem(row, 'language', 'this id and language stand in a row above');
      named.set(language, row);
    }
    this.rows = named;
  }

  of(column: string): Words {
    return Object.fromEntries(
      [...this.rows].map(([language, row]) => {
        const cell = row.cells[column];
        if (cell === undefined) throw new CellProblem(row, column, 'is empty');
        return [language, inlineHtml(cell).replace(/\s*\n\s*/g, ' ')];
      }),
    );
  }
}

function meaning(row: TableRow, column: keyof typeof CELL_WORDS): string | undefined {
  const cell = row.cells[column];
  if (cell === undefined) return undefined;
  const said = cellMeaning(column, cell);
  if (said !== undefined) return said;
  const known = Object.entries(CELL_WORDS[column]).map(([ours, words]) => words[0] ?? ours);
  throw new CellProblem(row, column, `"${cell.slice(0, 40)}" is none of ${known.join(', ')}`);
}

function bodyOf(type: string, row: TableRow, texts: RowTexts): QuestionBody {
  if (type === 'numeric') return numberOf(row);
  const letters = named(row, /^[a-z]$/);
  const key = row.cells['key'] ?? '';
  const said = key
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((part) => part !== '');
  const options = (list: readonly string[]): Words[] => list.map((letter) => texts.of(letter));
  if (said.length === 0) throw new CellProblem(row, 'key', 'is empty');
  if (type === 'matching') return matchingOf(row, letters, said, texts);
  const stray = said.find((letter) => !letters.includes(letter));
  if (stray !== undefined)
    throw new CellProblem(row, 'key', `"${stray}" is the letter of no option`);
  if (type === 'ordering') {
    if (said.length !== letters.length || new Set(said).size !== letters.length)
      throw new CellProblem(row, 'key', 'must name every option once, in the right order');
    return { kind: 'ordering', options: options(said) };
  }
  if (type === 'singleChoice' && said.length > 1)
    throw new CellProblem(row, 'key', 'names several options, and only one can be right');
  return {
    kind: 'choice',
    several: type === 'multipleResponse',
    options: letters.map((letter) => ({
      words: texts.of(letter),
      fraction: said.includes(letter) ? 100 / said.length : 0,
    })),
  };
}

/** The columns of options or prompts in which something stands. */
function named({ cells }: TableRow, pattern: RegExp): string[] {
  return Object.keys(cells)
    .filter((column) => pattern.test(column))
    .sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
}

const PAIR = /^(\d{1,2})=([a-z])$/;

function matchingOf(
  row: TableRow,
  letters: readonly string[],
  said: readonly string[],
  texts: RowTexts,
): QuestionBody {
  const prompts = named(row, /^\d{1,2}$/);
  const pairs = new Map(
    said.map((pair) => {
      const [, prompt = '', letter = ''] = PAIR.exec(pair) ?? [];
      if (!prompts.includes(prompt) || !letters.includes(letter))
        throw new CellProblem(
          row,
          'key',
          `"${pair}" is no pair of a prompt and an option, such as 1=B`,
        );
      return [prompt, letter];
    }),
  );
  if (pairs.size !== prompts.length)
    throw new CellProblem(row, 'key', 'must name every prompt once, such as 1=B 2=A');
  const used = prompts.map((prompt) => pairs.get(prompt) ?? '');
  const order = [...new Set([...used, ...letters])];
  return {
    kind: 'matching',
    prompts: prompts.map((prompt) => texts.of(prompt)),
    options: order.map((letter) => texts.of(letter)),
    key: used.map((letter) => order.indexOf(letter)),
  };
}

function numberOf(row: TableRow): QuestionBody {
  const typed = row.cells['key'] ?? '';
  const read = readTypedNumber(typed);
  if (read.kind === 'ambiguous')
    throw new CellProblem(
      row,
      'key',
      `"${typed}" can mean ${read.asDecimal} or ${read.asThousands}: write ${read.asDecimal}0 or ${read.asThousands}`,
    );
  if (read.kind !== 'number')
    throw new CellProblem(row, 'key', `"${typed.slice(0, 40)}" is no number`);
  const unit = row.cells['unit'];
  if (unit === undefined) throw new CellProblem(row, 'unit', 'is empty');
  return {
    kind: 'number',
    answers: [{ value: read.value, fraction: 100 }],
    units: [unitOf(row, unit)],
  };
}

function unitOf(row: TableRow, words: string): string {
  const unit = isUnit(words) ? words : unitCalled(words);
  if (unit === undefined)
    throw new CellProblem(row, 'unit', `"${words.slice(0, 40)}" is no unit we know`);
  return unit;
}

function marksOf(row: TableRow): Marks {
  const { cells } = row;
  const type = meaning(row, 'type');
  const kept = ['topic', 'group', 'countries', 'units', 'decimals'].flatMap((name) =>
    cells[name] === undefined ? [] : [[name, cells[name]]],
  );
  const words = (['pool', 'difficulty'] as const).flatMap((name) => {
    const said = meaning(row, name);
    return said === undefined ? [] : [[name, said]];
  });
  const date = cells['reviewBy'];
  return {
    ...(Object.fromEntries([...kept, ...words]) as Record<string, string>),
    ...(type === 'singleChoice' || type === 'numeric' ? {} : { scoring: 'all' }),
    ...(meaning(row, 'critical') === 'true' ? { critical: 'true' } : {}),
    ...(type === 'numeric' && cells['unit'] !== undefined
      ? { unit: unitOf(row, cells['unit']) }
      : {}),
    ...(date === undefined ? {} : { reviewBy: dateOf(date) }),
    ...lettersOf(row, type),
    ...mistakesOf(row),
  };
}

/** The letters as they are named, in the order in which the body has them. */
function lettersOf(row: TableRow, type: string | undefined): Marks {
  const letters = named(row, /^[a-z]$/);
  const prompts = named(row, /^\d{1,2}$/);
  const key = (row.cells['key'] ?? '').toLowerCase();
  const first =
    type === 'ordering'
      ? key.match(/[a-z]/g)
      : prompts.map((prompt) => new RegExp(`(?:^|\\s)${prompt}=([a-z])`).exec(key)?.[1] ?? '');
  const order =
    type === 'ordering' || type === 'matching'
      ? [...new Set([...(first ?? []), ...letters])]
      : letters;
  const last = row.cells['last']?.toLowerCase();
  if (last !== undefined && !letters.includes(last))
    throw new CellProblem(row, 'last', `"${last}" is the letter of no option`);
  return {
    letters: order.join(' '),
    ...(prompts.length > 0 ? { prompts: prompts.join(' ') } : {}),
    ...(last === undefined ? {} : { last: String(order.indexOf(last) + 1) }),
  };
}

function mistakesOf(row: TableRow): Marks {
  const pairs = (row.cells['mistakes'] ?? '').split(/\s+/).filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([a-zA-Z]+)=(\d+(?:[.,]\d+)?)$/.exec(pair) ?? [];
      if (name === undefined || value === undefined)
        throw new CellProblem(
          row,
          'mistakes',
          `"${pair.slice(0, 40)}" is not written as tenfold=50`,
        );
      return [`error.${name}`, value.replace(',', '.')];
    }),
  );
}

/** A spreadsheet keeps a date as the days since 30 December 1899 (ECMA-376, 18.17.4.1). */
function dateOf(cell: string): string {
  return /^\d{5}$/.test(cell) ? addDays(plainDate('1899-12-30'), Number(cell)) : cell;
}
