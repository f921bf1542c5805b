import { inlineHtml } from '../../inline-markdown.js';
import { readTypedNumber } from '../../typed-number.rules.js';
import { localeOf } from '../languages.js';
import {
  UNDETERMINED,
  type QuestionBody,
  type QuestionContent,
  type Words,
} from '../question-content.js';
import { CellProblem, meaning, namedColumns, unitOf } from './cells.js';
import { marksOf } from './table-marks.js';
import type { TableRow } from './table-rows.js';
import { reason } from '../../reasons.js';

/** The question in a row, and in the rows below it that give the same id in other languages. Throws `CellProblem`. */
export function contentOfRows(rows: readonly [TableRow, ...TableRow[]]): QuestionContent {
  const [first] = rows;
  const texts = new RowTexts(rows);
  const { cells } = first;
  const type = meaning(first, 'type');
  if (type === undefined) throw new CellProblem(first, 'type', reason('cellEmpty'));
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
        throw new CellProblem(row, 'language', reason('cellNoLanguage', { cell: said ?? '' }));
      if (named.has(language)) throw new CellProblem(row, 'language', reason('cellLanguageTwice'));
      named.set(language, row);
    }
    this.rows = named;
  }

  of(column: string): Words {
    return Object.fromEntries(
      [...this.rows].map(([language, row]) => {
        const cell = row.cells[column];
        if (cell === undefined) throw new CellProblem(row, column, reason('cellEmpty'));
        return [language, inlineHtml(cell).replace(/\s*\n\s*/g, ' ')];
      }),
    );
  }
}

function bodyOf(type: string, row: TableRow, texts: RowTexts): QuestionBody {
  if (type === 'numeric') return numberOf(row);
  const letters = namedColumns(row, /^[a-z]$/);
  const key = row.cells['key'] ?? '';
  const said = key
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((part) => part !== '');
  const options = (list: readonly string[]): Words[] => list.map((letter) => texts.of(letter));
  if (said.length === 0) throw new CellProblem(row, 'key', reason('cellEmpty'));
  if (type === 'matching') return matchingOf(row, letters, said, texts);
  const stray = said.find((letter) => !letters.includes(letter));
  if (stray !== undefined)
    throw new CellProblem(row, 'key', reason('cellNoLetter', { cell: stray }));
  if (type === 'ordering') {
    if (said.length !== letters.length || new Set(said).size !== letters.length)
      throw new CellProblem(row, 'key', reason('keyNotWhole'));
    return { kind: 'ordering', options: options(said) };
  }
  if (type === 'singleChoice' && said.length > 1)
    throw new CellProblem(row, 'key', reason('keyNamesSeveral'));
  return {
    kind: 'choice',
    several: type === 'multipleResponse',
    options: letters.map((letter) => ({
      words: texts.of(letter),
      fraction: said.includes(letter) ? 100 / said.length : 0,
    })),
  };
}

const PAIR = /^(\d{1,2})=([a-z])$/;

function matchingOf(
  row: TableRow,
  letters: readonly string[],
  said: readonly string[],
  texts: RowTexts,
): QuestionBody {
  const prompts = namedColumns(row, /^\d{1,2}$/);
  const pairs = new Map(
    said.map((pair) => {
      const [, prompt = '', letter = ''] = PAIR.exec(pair) ?? [];
      if (!prompts.includes(prompt) || !letters.includes(letter))
        throw new CellProblem(row, 'key', reason('keyNoPair', { cell: pair }));
      return [prompt, letter];
    }),
  );
  if (pairs.size !== prompts.length) throw new CellProblem(row, 'key', reason('keyPairsMissing'));
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
  const value = numberIn(row, 'key');
  const tolerance = row.cells['tolerance'] === undefined ? '0' : numberIn(row, 'tolerance');
  const unit = row.cells['unit'];
  if (unit === undefined) throw new CellProblem(row, 'unit', reason('cellEmpty'));
  const answer = { value, fraction: 100, ...(tolerance === '0' ? {} : { tolerance }) };
  return { kind: 'number', answers: [answer], units: [unitOf(row, unit)] };
}

function numberIn(row: TableRow, column: string): string {
  const typed = row.cells[column] ?? '';
  const read = readTypedNumber(typed);
  if (read.kind === 'number') return read.value;
  if (read.kind === 'ambiguous')
    throw new CellProblem(
      row,
      column,
      reason('cellAmbiguous', {
        cell: typed,
        decimal: read.asDecimal,
        thousands: read.asThousands,
      }),
    );
  throw new CellProblem(row, column, reason('cellNoNumber', { cell: typed.slice(0, 40) }));
}
