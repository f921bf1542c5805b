import { posix } from 'node:path';
import { decodeText, isZip } from '../decode-text.js';
import {
  FileRefused,
  LIMITS,
  type ForeignPackage,
  type FormatReader,
} from '../foreign-question.js';
import { Allowance } from '../qti/qti-document.js';
import { descendants } from '../qti/names.js';
import { openZip } from '../qti/zip-package.js';
import { childElements, parseXml, textOf, type XmlElement } from '../xml-tree.js';
import { questionsInTable } from './table-reader.js';
import { reason } from '../../reasons.js';

const WORKBOOK = 'xl/workbook.xml';
/** What one sheet of questions never reaches. */
const ONE_PART = { characters: 8 * 1024 * 1024, marks: 400_000 };
const MOST_COLUMNS = 100;

/** The table of the template as an Excel workbook (Office Open XML); the first sheet is read, formulas are not. */
export const xlsxReader: FormatReader = {
  id: 'xlsx',
  recognises: ({ bytes }) => isZip(bytes) && Buffer.from(bytes).includes(WORKBOOK),
  read: async ({ bytes }) => questionsInTable(sheetOf(await openZip(bytes))),
};

function sheetOf(pack: ForeignPackage): string[][] {
  const allowance = new Allowance();
  const part = (path: string): XmlElement | undefined => {
    const bytes = pack.bytes(path);
    if (!bytes) return undefined;
    const text = decodeText(bytes);
    allowance.take(text, ONE_PART);
    return parseXml(text);
  };
  const sheet = part(firstSheet(part(WORKBOOK), part('xl/_rels/workbook.xml.rels')));
  if (!sheet) throw new FileRefused(reason('noSheet'));
  return tableIn(sheet, sharedStrings(part('xl/sharedStrings.xml')));
}

/** The path of the sheet that stands first. */
function firstSheet(workbook: XmlElement | undefined, links: XmlElement | undefined): string {
  const sheets = childElements(workbook).find(({ name }) => name === 'sheets');
  const id = childElements(sheets, 'sheet')[0]?.attributes['r:id'];
  const link = childElements(links, 'Relationship').find(
    ({ attributes }) => attributes['Id'] === id,
  );
  const target = link?.attributes['Target'];
  return target === undefined
    ? 'xl/worksheets/sheet1.xml'
    : posix.join(target.startsWith('/') ? '' : 'xl', target).replace(/^\//, '');
}

/** Phonetic hints (`rPh`) are no part of a text. */
function words(element: XmlElement): string {
  return childElements(element)
    .map((child) => (child.name === 't' ? textOf(child) : child.name === 'r' ? words(child) : ''))
    .join('');
}

function sharedStrings(part: XmlElement | undefined): string[] {
  return childElements(part, 'si').map(words);
}

function tableIn(sheet: XmlElement, shared: readonly string[]): string[][] {
  const rows = [...descendants(sheet)].filter(({ name }) => name === 'row');
  const table: string[][] = [];
  for (const row of rows) {
    const number = Number(row.attributes['r'] ?? table.length + 1);
    if (!Number.isInteger(number) || number < 1 || number > LIMITS.questions)
      throw new FileRefused(reason('tooManyRows'), LIMITS.questions);
    while (table.length < number - 1) table.push([]);
    table[number - 1] = cellsIn(row, shared);
  }
  return table;
}

function cellsIn(row: XmlElement, shared: readonly string[]): string[] {
  const cells: string[] = [];
  for (const cell of childElements(row, 'c')) {
    const column = columnOf(cell.attributes['r'], cells.length);
    if (column >= MOST_COLUMNS) throw new FileRefused(reason('tooManyColumns'));
    while (cells.length < column) cells.push('');
    cells[column] = textOfCell(cell, shared);
  }
  return cells;
}

/** From 0: `B7` is 1. */
function columnOf(reference: string | undefined, next: number): number {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return next;
  return (
    [...letters.matchAll(/[A-Z]/g)].reduce(
      (sum, [letter]) => sum * 26 + letter.charCodeAt(0) - 64,
      0,
    ) - 1
  );
}

function textOfCell(cell: XmlElement, shared: readonly string[]): string {
  const value = textOf(childElements(cell, 'v')[0]);
  switch (cell.attributes['t'] ?? 'n') {
    case 's':
      return shared[Number(value)] ?? '';
    case 'inlineStr':
      return childElements(cell, 'is').map(words).join('');
    case 'b':
      return value === '1' ? 'true' : value === '' ? '' : 'false';
    case 'e':
      throw new FileRefused(reason('cellError', { cell: cell.attributes['r'] ?? '', value }));
    default:
      return value;
  }
}
