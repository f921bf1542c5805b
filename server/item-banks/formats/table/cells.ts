import { isUnit, unitCalled } from '../../units.rules.js';
import { CELL_WORDS, cellMeaning } from './columns.js';
import type { TableRow } from './table-rows.js';
import { inEnglish, reason, within, type Reason } from '../../reasons.js';

/** Something wrong in a cell, with its row and column. */
export class CellProblem extends Error {
  readonly reason: Reason;
  readonly line: number;

  constructor({ line, headings }: TableRow, column: string, why: Reason) {
    const reason = within('inCell', { line, column: headings[column] ?? column }, why);
    super(inEnglish(reason));
    this.reason = reason;
    this.line = line;
  }
}

/** What the cell says in our words; undefined when it is empty. */
export function meaning(row: TableRow, column: keyof typeof CELL_WORDS): string | undefined {
  const cell = row.cells[column];
  if (cell === undefined) return undefined;
  const said = cellMeaning(column, cell);
  if (said !== undefined) return said;
  const known = Object.entries(CELL_WORDS[column]).map(([ours, words]) => words[0] ?? ours);
  throw new CellProblem(
    row,
    column,
    reason('cellNoneOf', { cell: cell.slice(0, 40), known: known.join(', ') }),
  );
}

/** The columns of options or prompts in which something stands. */
export function namedColumns({ cells }: TableRow, pattern: RegExp): string[] {
  return Object.keys(cells)
    .filter((column) => pattern.test(column))
    .sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
}

export function unitOf(row: TableRow, words: string): string {
  const unit = isUnit(words) ? words : unitCalled(words);
  if (unit === undefined)
    throw new CellProblem(row, 'unit', reason('cellNoUnit', { cell: words.slice(0, 40) }));
  return unit;
}
