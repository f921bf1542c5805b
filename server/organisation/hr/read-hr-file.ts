import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { unpackedWorkbook } from './unpacked-workbook.js';

/** A table as a person wrote it: every cell as text, with the number of its line in the file. */
export interface HrTable {
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

export type HrFileProblem = 'empty' | 'unreadable' | 'too-large';

/** For a municipality of 100,000 employees. */
export const LARGEST_FILE = 20 * 1024 * 1024;
const MOST_LINES = 300_000;

/**
 * The table in a CSV file (separated by semicolon, comma or tabulator; UTF-8, UTF-16 with its mark, or Windows-1252) or in the first sheet of an
 * Excel workbook. Which of them it is, is told by the content; the name of the file says nothing.
 */
export async function readHrFile(bytes: Uint8Array): Promise<HrTable | HrFileProblem> {
  if (bytes.length > LARGEST_FILE) return 'too-large';
  try {
    const lines = isZip(bytes) ? await excelLines(bytes) : csvLines(textOf(bytes));
    if (lines === 'too-large' || lines.length > MOST_LINES) return 'too-large';
    const [header, ...rows] = lines.filter(({ cells }) => cells.some((cell) => cell !== ''));
    return header === undefined ? 'empty' : { header: header.cells, rows };
  } catch {
    return 'unreadable';
  }
}

type Lines = HrTable['rows'];

function csvLines(text: string): Lines {
  const records = parse(text, {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    info: true,
  }) as unknown as { readonly info: { readonly lines: number }; readonly record: string[] }[];
  return records.map(({ info, record }) => ({ line: info.lines, cells: record }));
}

/** The one that the first line has most of. */
function delimiterOf(text: string): string {
  const first = /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? '';
  const count = (delimiter: string): number => first.split(delimiter).length;
  return [';', '\t', ','].toSorted((a, b) => count(b) - count(a))[0] ?? ';';
}

async function excelLines(bytes: Uint8Array): Promise<Lines | 'too-large'> {
  const workbook = await unpackedWorkbook(bytes);
  if (workbook === 'too-large') return 'too-large';
  const rows = await readSheet(workbook);
  return rows.map((cells, index) => ({ line: index + 1, cells: cells.map(textOfCell) }));
}

function textOfCell(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3;
}

function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
