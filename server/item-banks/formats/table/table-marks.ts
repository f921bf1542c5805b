import { addDays, plainDate } from '../../../platform/plain-date.js';
import type { Marks } from '../question-content.js';
import { CellProblem, meaning, namedColumns, unitOf } from './cells.js';
import type { TableRow } from './table-rows.js';
import { reason } from '../../reasons.js';

/** What a row says beside its texts and key, by the names of our marks. */
export function marksOf(row: TableRow): Marks {
  const { cells } = row;
  const type = meaning(row, 'type');
  const kept = [
    'topic',
    'group',
    'countries',
    'units',
    'decimals',
    'check',
    'criticalErrors',
  ].flatMap((name) => (cells[name] === undefined ? [] : [[name, cells[name]]]));
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
  const letters = namedColumns(row, /^[a-z]$/);
  const prompts = namedColumns(row, /^\d{1,2}$/);
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
    throw new CellProblem(row, 'last', reason('cellNoLetter', { cell: last }));
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
          reason('cellNoMistake', { cell: pair.slice(0, 40) }),
        );
      return [`error.${name}`, value.replace(',', '.')];
    }),
  );
}

/** A spreadsheet keeps a date as the days since 30 December 1899 (ECMA-376, 18.17.4.1). */
function dateOf(cell: string): string {
  return /^\d{5}$/.test(cell) ? addDays(plainDate('1899-12-30'), Number(cell)) : cell;
}
