import type { CertificateFonts, FontName } from '../../certification/certificate-fonts.js';
import { printableText } from '../../certification/certificate-fonts.js';
import {
  createArchivalPdf,
  createElement,
  type Pdf,
  type StructureElement,
  type StructureOptions,
} from '../../certification/pdfkit-workarounds.js';
import type { Translate } from '../../platform/http/i18n.js';
import type { Locale } from '../../platform/locale.js';
import type { Fact, RecordedItem, RecordTable, RecordView } from './record.view.js';

/** The record as a PDF/A-3a and PDF/UA-1 file: tagged, with headings, tables and the languages of what it quotes. */

const LANGUAGES: Readonly<Record<Locale, string>> = {
  nb: 'nb-NO',
  nn: 'nn-NO',
  sv: 'sv-SE',
  en: 'en-GB',
};
const LEFT = 56;
const RIGHT = 539;
const TOP = 56;
const BOTTOM = 780;
const INK = '#1e2b3c';
const SOFT = '#4a5768';
const LINE = '#b8c0ca';
const PANEL = '#eef2f6';
const CELL = { x: 5, y: 3 } as const;

interface Paper {
  readonly pdf: Pdf;
  readonly root: StructureElement;
  readonly fonts: CertificateFonts;
  /** Where the next thing is drawn, from the top of the page. */
  y: number;
}

interface Style {
  readonly font?: FontName;
  readonly size?: number;
  readonly colour?: string;
}

export interface Printing {
  readonly author: string;
  readonly createdAt: Date;
  readonly page: (page: number, count: number) => string;
  readonly t: Translate;
}

export async function renderRecord(
  view: RecordView,
  fonts: CertificateFonts,
  { author, createdAt, page, t }: Printing,
): Promise<Buffer> {
  const properties = { title: view.title, author, subject: view.title, keywords: '' };
  const language = LANGUAGES[view.locale];
  const pdf = createArchivalPdf({ ...properties, producer: 'Medsert', createdAt, language }, fonts);
  const bytes = collect(pdf);
  const root = createElement(pdf, 'Document');
  pdf.addStructure(root);
  const paper: Paper = { pdf, root, fonts, y: TOP };
  drawRecord(paper, view, t);
  root.end();
  const { count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(index);
    drawFoot(paper, page(index + 1, count));
  }
  pdf.end();
  return bytes;
}

function collect(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    pdf.on('error', reject);
  });
}

function drawRecord(paper: Paper, view: RecordView, t: Translate): void {
  paragraph(paper, view.title, { tag: 'H1', font: 'serif', size: 20 });
  for (const remark of view.remarks) panel(paper, [remark]);
  facts(paper, view.who);
  heading(paper, t('record.decision'));
  panel(paper, [view.decision.heading, ...view.decision.lines]);
  table(paper, view.sections, [0.5, 0.12, 0.12, 0.26]);
  heading(paper, t('record.reproduction'));
  for (const line of view.reproduction.lines) paragraph(paper, line);
  heading(paper, t('record.rules.title'));
  facts(paper, view.rules);
  heading(paper, t('record.events.title'));
  table(paper, view.events, [0.22, 0.24, 0.2, 0.34]);
  heading(paper, t('record.items'));
  for (const item of view.items) drawItem(paper, item, view.locale, t);
}

function drawItem(paper: Paper, item: RecordedItem, locale: Locale, t: Translate): void {
  const lang = item.lang === locale ? {} : { lang: LANGUAGES[item.lang] };
  const width = RIGHT - LEFT;
  const stemHeight = heightOf(paper, item.stem, { font: 'bold', size: 11 }, width);
  keepRoom(paper, 60 + stemHeight);
  paper.y += 10;
  ornament(paper, () => {
    paper.pdf
      .moveTo(LEFT, paper.y)
      .lineTo(RIGHT, paper.y)
      .lineWidth(0.8)
      .strokeColor(LINE)
      .stroke();
  });
  paper.y += 8;
  paragraph(paper, item.heading, { tag: 'H3', font: 'bold', size: 11, gap: 0 });
  paragraph(paper, item.meta, { size: 9, colour: SOFT, gap: 0 });
  paragraph(paper, item.stem, { font: 'bold', size: 11, options: lang });
  if (item.parts.length > 0) {
    const keyed = item.parts.some(({ key }) => key !== '');
    const names = ['place', 'text', 'response', ...(keyed ? ['key'] : [])];
    const rows = item.parts.map((part) => [
      part.place,
      part.text,
      part.response,
      ...(keyed ? [part.key] : []),
    ]);
    const widths = keyed ? [0.06, 0.5, 0.22, 0.22] : [0.06, 0.64, 0.3];
    table(paper, { head: names.map((name) => t(`record.part.${name}`)), rows }, widths, lang);
  }
  facts(paper, [
    ...(item.outcome === '' ? [] : [{ term: t('record.item.outcome'), text: item.outcome }]),
    ...item.facts,
  ]);
  for (const report of item.reports) paragraph(paper, report);
}

interface ParagraphOptions extends Style {
  readonly tag?: 'P' | 'H1' | 'H2' | 'H3';
  readonly gap?: number;
  readonly options?: StructureOptions;
}

function heading(paper: Paper, text: string): void {
  keepRoom(paper, 90);
  paragraph(paper, text, { tag: 'H2', font: 'bold', size: 13, gap: 14 });
}

function paragraph(
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
function panel(paper: Paper, lines: readonly string[]): void {
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

function facts(paper: Paper, list: readonly Fact[]): void {
  if (list.length === 0) return;
  const rows = list.map(({ term, text }) => [term, text]);
  table(paper, { head: [], rows }, [0.28, 0.72]);
}

/** Rows are not split between pages; a row that is begun on a full page goes to the next. */
function table(
  paper: Paper,
  { head, rows }: RecordTable,
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
  ornament(paper, () => {
    paper.pdf
      .moveTo(LEFT, paper.y)
      .lineTo(RIGHT, paper.y)
      .lineWidth(0.4)
      .strokeColor(LINE)
      .stroke();
  });
}

function drawFoot(paper: Paper, text: string): void {
  ornament(paper, () => {
    write(paper, text, { size: 8.5, colour: SOFT }, LEFT, 800, RIGHT - LEFT);
  });
}

function keepRoom(paper: Paper, height: number): void {
  if (paper.y + height <= BOTTOM) return;
  paper.pdf.addPage();
  paper.y = TOP;
}

function set({ pdf, fonts }: Paper, raw: string, { font = 'sans', size = 10 }: Style): string {
  const printed = printableText(raw, font, fonts);
  pdf.font(printed.font).fontSize(size);
  return printed.text;
}

function heightOf(paper: Paper, raw: string, style: Style, width: number): number {
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
