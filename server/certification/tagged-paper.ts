import type { Locale } from '../platform/locale.js';
import { printableText, type CertificateFonts, type FontName } from './certificate-fonts.js';
import {
  collectPdf,
  createArchivalPdf,
  createElement,
  PDF_LANGUAGES,
  type Pdf,
  type StructureElement,
  type StructureOptions,
} from './pdfkit-workarounds.js';

/** Documents of headings, paragraphs and tables as PDF/A-3a and PDF/UA-1: tagged as they are drawn, from top to bottom. */

const LEFT = 56;
const RIGHT = 539;
const TOP = 56;
const BOTTOM = 780;
const INK = '#1e2b3c';
/** Of what is said beside. */
export const SOFT_INK = '#4a5768';
const LINE = '#b8c0ca';
const PANEL = '#eef2f6';
const CELL = { x: 5, y: 3 } as const;

export interface Paper {
  readonly pdf: Pdf;
  readonly root: StructureElement;
  readonly fonts: CertificateFonts;
  /** Where the next thing is drawn, from the top of the page. */
  y: number;
}

export interface Style {
  readonly font?: FontName;
  readonly size?: number;
  readonly colour?: string;
}

/** A list of terms. */
export interface Fact {
  readonly term: string;
  readonly text: string;
}

export interface PaperTable {
  /** Empty: the first cell of each row says what the row is. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface PaperDocument {
  readonly title: string;
  readonly author: string;
  readonly locale: Locale;
  readonly createdAt: Date;
  /** At the foot of each page. */
  readonly page: (page: number, count: number) => string;
}

/** The document as a file, once `draw` has filled it. */
export async function printPaper(
  { title, author, locale, createdAt, page }: PaperDocument,
  fonts: CertificateFonts,
  draw: (paper: Paper) => void,
): Promise<Buffer> {
  const properties = { title, author, subject: title, keywords: '', producer: 'Medsert' };
  const language = PDF_LANGUAGES[locale];
  const pdf = createArchivalPdf({ ...properties, createdAt, language }, fonts);
  const bytes = collectPdf(pdf);
  const root = createElement(pdf, 'Document');
  pdf.addStructure(root);
  const paper: Paper = { pdf, root, fonts, y: TOP };
  draw(paper);
  root.end();
  const { count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(index);
    drawFoot(paper, page(index + 1, count));
  }
  pdf.end();
  return bytes;
}

interface ParagraphOptions extends Style {
  readonly tag?: 'P' | 'H1' | 'H2' | 'H3';
  readonly gap?: number;
  readonly options?: StructureOptions;
}

export function heading(paper: Paper, text: string): void {
  keepRoom(paper, 90);
  paragraph(paper, text, { tag: 'H2', font: 'bold', size: 13, gap: 14 });
}

export function paragraph(
  paper: Paper,
  text: string,
  { tag = 'P', gap = 4, options = {}, ...style }: ParagraphOptions = {},
): void {
  if (text === '') return;
  const width = RIGHT - LEFT;
  const height = heightOf(paper, text, style, width);
  keepRoom(paper, gap + height);
  paper.y += gap;
  tagged(paper, paper.root, tag, options, () => {
    write(paper, text, style, LEFT, paper.y, width);
  });
  paper.y += height;
}

/** Lines on a tinted ground, the first in bold. */
export function panel(paper: Paper, lines: readonly string[]): void {
  const width = RIGHT - LEFT - 20;
  const style = (index: number): Style => (index === 0 ? { font: 'bold' } : {});
  const heights = lines.map((line, index) => heightOf(paper, line, style(index), width) + 2);
  const height = heights.reduce((sum, one) => sum + one, 12);
  keepRoom(paper, height + 6);
  paper.y += 6;
  const top = paper.y;
  ornament(paper, () => {
    paper.pdf.rect(LEFT, top, RIGHT - LEFT, height).fill(PANEL);
  });
  paper.y += 6;
  lines.forEach((line, index) => {
    tagged(paper, paper.root, 'P', {}, () => {
      write(paper, line, style(index), LEFT + 10, paper.y, width);
    });
    paper.y += heights[index] ?? 0;
  });
  paper.y = top + height + 4;
}

export function facts(paper: Paper, list: readonly Fact[]): void {
  if (list.length === 0) return;
  const rows = list.map(({ term, text }) => [term, text]);
  table(paper, { head: [], rows }, [0.28, 0.72]);
}

/** Rows are not split between pages; a row that is begun on a full page goes to the next. */
export function table(
  paper: Paper,
  { head, rows }: PaperTable,
  shares: readonly number[],
  options: StructureOptions = {},
): void {
  paper.y += 6;
  const element = createElement(paper.pdf, 'Table');
  paper.root.add(element);
  const all = head.length === 0 ? rows : [head, ...rows];
  all.forEach((cells, index) => {
    row(paper, element, cells, shares, head.length > 0 && index === 0, options);
  });
  element.end();
}

function row(
  paper: Paper,
  parent: StructureElement,
  cells: readonly string[],
  shares: readonly number[],
  isHead: boolean,
  options: StructureOptions,
): void {
  const full = RIGHT - LEFT;
  const styles = cells.map((_cell, index): Style => ({
    font: isHead || index === 0 ? 'bold' : 'sans',
    size: 9.5,
  }));
  const widths = shares.map((share) => share * full - 2 * CELL.x);
  const heights = cells.map((cell, index) =>
    heightOf(paper, cell, styles[index] ?? {}, widths[index] ?? full),
  );
  const height = Math.max(...heights) + 2 * CELL.y;
  keepRoom(paper, height);
  const element = createElement(paper.pdf, 'TR');
  parent.add(element);
  if (isHead)
    ornament(paper, () => {
      paper.pdf.rect(LEFT, paper.y, full, height).fill(PANEL);
    });
  let x = LEFT;
  cells.forEach((cell, index) => {
    const at = { x: x + CELL.x, y: paper.y + CELL.y };
    const kind = isHead || index === 0 ? 'TH' : 'TD';
    const scope = isHead
      ? { scope: 'Column' as const }
      : index === 0
        ? { scope: 'Row' as const }
        : {};
    tagged(paper, element, kind, { ...scope, ...(isHead ? {} : options) }, () => {
      write(paper, cell, styles[index] ?? {}, at.x, at.y, widths[index] ?? full);
    });
    x += (shares[index] ?? 0) * full;
  });
  element.end();
  paper.y += height;
  rule(paper, 0.4);
}

/** A line across the page. */
export function rule(paper: Paper, lineWidth: number): void {
  ornament(paper, () => {
    paper.pdf
      .moveTo(LEFT, paper.y)
      .lineTo(RIGHT, paper.y)
      .lineWidth(lineWidth)
      .strokeColor(LINE)
      .stroke();
  });
}

function drawFoot(paper: Paper, text: string): void {
  ornament(paper, () => {
    write(paper, text, { size: 8.5, colour: SOFT_INK }, LEFT, 800, RIGHT - LEFT);
  });
}

export function keepRoom(paper: Paper, height: number): void {
  if (paper.y + height <= BOTTOM) return;
  paper.pdf.addPage();
  paper.y = TOP;
}

function set({ pdf, fonts }: Paper, raw: string, { font = 'sans', size = 10 }: Style): string {
  const printed = printableText(raw, font, fonts);
  pdf.font(printed.font).fontSize(size);
  return printed.text;
}

/** In points, over the whole width unless another is given. */
export function heightOf(paper: Paper, raw: string, style: Style, width = RIGHT - LEFT): number {
  const text = set(paper, raw, style);
  return text === '' ? 0 : paper.pdf.heightOfString(text, { width, lineGap: 1.5 });
}

function write(paper: Paper, raw: string, style: Style, x: number, y: number, width: number): void {
  const text = set(paper, raw, style);
  if (text !== '')
    paper.pdf.fillColor(style.colour ?? INK).text(text, x, y, { width, lineGap: 1.5 });
}

function tagged(
  { pdf }: Paper,
  parent: StructureElement,
  tag: string,
  options: StructureOptions,
  draw: () => void,
): void {
  parent.add(createElement(pdf, tag, options, draw));
}

function ornament({ pdf }: Paper, draw: () => void): void {
  pdf.markContent('Artifact', { type: 'Layout' });
  draw();
  pdf.endMarkedContent();
}
