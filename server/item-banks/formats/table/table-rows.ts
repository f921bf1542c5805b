import { FileRefused, LIMITS } from '../foreign-question.js';
import { columnCalled } from './columns.js';
import { reason, within } from '../../reasons.js';

/** One row below the headings. */
export interface TableRow {
  /** From 1, the headings included, as spreadsheets number them. */
  readonly line: number;
  /** The heading of a column as it is written, for messages. */
  readonly headings: Readonly<Record<string, string>>;
  /** Column to what its cell says; empty cells are left out. */
  readonly cells: Readonly<Record<string, string>>;
}

const LONGEST_CELL = 10_000;
const MOST_COLUMNS = 100;

/** Rows by their headings. Throws `FileRefused` for a table that is none of ours, with row and column. */
export function tableRows(table: readonly (readonly string[])[]): TableRow[] {
  const first = table.findIndex((row) => row.some((cell) => cell.trim() !== ''));
  const headings = (table[first] ?? []).map((heading) => heading.trim());
  const columns = columnsOf(headings, first + 1);
  const named = Object.fromEntries(
    columns.flatMap((column, index) => (column === '' ? [] : [[column, headings[index] ?? '']])),
  );
  const rows = table.slice(first + 1).flatMap((row, index) => {
    const cells = cellsOf(row, columns, first + index + 2, named);
    return Object.keys(cells).length === 0
      ? []
      : [{ line: first + index + 2, headings: named, cells }];
  });
  if (rows.length > LIMITS.questions) throw new FileRefused(reason('tooManyRows'));
  if (rows.length === 0) throw new FileRefused(reason('noRows'));
  return rows;
}

function columnsOf(headings: readonly string[], line: number): string[] {
  if (headings.length > MOST_COLUMNS) throw new FileRefused(reason('tooManyColumns'), line);
  const columns = headings.map((heading) => {
    if (heading === '') return '';
    const column = columnCalled(heading);
    if (column === undefined)
      throw new FileRefused(
        within('inRow', { line }, reason('headingUnknown', { heading: heading.slice(0, 40) })),
        line,
      );
    return column;
  });
  const twice = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index);
  if (twice !== undefined)
    throw new FileRefused(
      within('inRow', { line }, reason('headingTwice', { heading: twice })),
      line,
    );
  for (const needed of ['type', 'question', 'key'])
    if (!columns.includes(needed))
      throw new FileRefused(
        within('inRow', { line }, reason('headingMissing', { heading: needed })),
        line,
      );
  return columns;
}

function cellsOf(
  row: readonly string[],
  columns: readonly string[],
  line: number,
  headings: Readonly<Record<string, string>>,
): Record<string, string> {
  const cells: Record<string, string> = {};
  row.forEach((cell, index) => {
    const text = cell.trim();
    if (text === '') return;
    const column = columns[index] ?? '';
    if (column === '')
      throw new FileRefused(reason('cellNoHeading', { line, column: index + 1 }), line);
    if (text.length > LONGEST_CELL)
      throw new FileRefused(
        within('inCell', { line, column: headings[column] ?? '' }, reason('cellTooLong')),
        line,
      );
    cells[column] = withoutGuard(text);
  });
  return cells;
}

/** What a spreadsheet would take for a formula is kept as text by an apostrophe. */
const FORMULA = /^'*[=+\-@]/;

export function withGuard(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function withoutGuard(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}
