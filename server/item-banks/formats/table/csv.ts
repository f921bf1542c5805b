import { CsvError, parse } from 'csv-parse/sync';
import { FileRefused, type FormatReader } from '../foreign-question.js';
import { columnCalled } from './columns.js';
import { questionsInTable } from './table-reader.js';
import { reason } from '../../reasons.js';

/** The table of the template as CSV, parted by semicolons, commas or tabs. */
export const csvReader: FormatReader = {
  id: 'csv',
  recognises: ({ name, text }) => {
    const headings = firstLine(text)
      .split(separatorOf(text))
      .map((cell) => cell.replace(/"/g, ''));
    const known = headings.map(columnCalled);
    return (
      /\.(csv|tsv)$/i.test(name) || ['type', 'question', 'key'].every((one) => known.includes(one))
    );
  },
  read: ({ text }) => questionsInTable(parsed(text)),
};

function parsed(text: string): string[][] {
  try {
    return parse(text, {
      delimiter: separatorOf(text),
      relax_column_count: true,
      bom: true,
      max_record_size: 200_000,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new FileRefused(
      reason('csvBroken', { detail: error.message }),
      Number(error['lines']) || 1,
    );
  }
}

const firstLine = (text: string): string => /^[^\r\n]{0,5000}/.exec(text)?.[0] ?? '';

function separatorOf(text: string): string {
  const line = firstLine(text);
  const counts = [';', '\t', ','].map((sign) => [line.split(sign).length, sign] as const);
  return counts.reduce((best, one) => (one[0] > best[0] ? one : best))[1];
}
