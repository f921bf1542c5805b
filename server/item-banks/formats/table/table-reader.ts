import { numbered, stemOf } from '../a-question.js';
import type { ForeignQuestion } from '../foreign-question.js';
import type { QuestionContent } from '../question-content.js';
import { cellMeaning } from './columns.js';
import { CellProblem } from './cells.js';
import { contentOfRows } from './table-content.js';
import { tableRows, type TableRow } from './table-rows.js';

type Unnumbered = Omit<ForeignQuestion, 'index'>;

/** The items of a table that follows the template; a wrong row is refused alone. */
export function questionsInTable(
  table: readonly (readonly string[])[],
): readonly ForeignQuestion[] {
  return numbered(itemsIn(tableRows(table)).map(questionOf));
}

/** Rows that follow each other with the same id are one item in several languages. */
function itemsIn(rows: readonly TableRow[]): [TableRow, ...TableRow[]][] {
  const items: [TableRow, ...TableRow[]][] = [];
  for (const row of rows) {
    const above = items.at(-1);
    const id = row.cells['id'];
    if (above && id !== undefined && above[0].cells['id'] === id) above.push(row);
    else items.push([row]);
  }
  return items;
}

function questionOf(rows: [TableRow, ...TableRow[]]): Unnumbered {
  const [{ line, cells }] = rows;
  const about = {
    id: cells['id'] ?? null,
    title: null,
    type: cellMeaning('type', cells['type'] ?? '') ?? 'unknown',
    stem: stemOf(cells['question'] ?? ''),
    line,
  };
  try {
    const content = contentOfRows(rows);
    return {
      ...about,
      status: 'imported',
      content,
      key: { correct: keyOf(content, cells['key']) },
    };
  } catch (error) {
    if (!(error instanceof CellProblem)) throw error;
    return { ...about, line: error.line, status: 'refused', reason: error.reason };
  }
}

function keyOf({ body }: QuestionContent, key = ''): string[] {
  return body.kind === 'number' ? body.answers.map(({ value }) => value) : [key];
}
