import { tint } from '../platform/colour.js';
import { readableOnWhite } from './certificate-colours.js';
import { preparePrinting } from './certificate-fonts.js';
import type { CertificateFonts, FontName } from './certificate-fonts.js';
import type { CertificateLayout, TextRole } from './certificate-layout.js';
import { createElement } from './pdfkit-workarounds.js';
import type { Pdf, StructureElement, StructureOptions } from './pdfkit-workarounds.js';

/** The paper in hand: the document being drawn, its structure, and the design it is drawn in. */
export interface Sheet {
  readonly pdf: Pdf;
  /** The Document element: everything that is read out hangs below it. */
  readonly root: StructureElement;
  readonly fonts: CertificateFonts;
  readonly layout: CertificateLayout;
  readonly palette: Palette;
  /** Left and right edge of the text, in points from the left of the page. */
  readonly left: number;
  readonly right: number;
}

export interface Palette {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly warning: string;
  /** The municipality's colour, for areas. */
  readonly theme: string;
  /** The same for text, or ink where it would be too pale to read. */
  readonly accent: string;
  readonly panel: string;
  readonly tableHead: string;
}

export function paletteOf(layout: CertificateLayout, themeColour: string): Palette {
  const accent = readableOnWhite(themeColour, layout.colours.ink);
  return {
    ...layout.colours,
    theme: themeColour,
    accent,
    panel: tint(accent, 0.05),
    tableHead: tint(accent, 0.09),
  };
}

export interface TextStyle {
  readonly font: FontName;
  readonly size: number;
  readonly colour: string;
  /** Extra space between lines. */
  readonly lineGap?: number;
  readonly align?: 'left' | 'center' | 'right';
}

/** A text with the style it was fitted in and the height it takes. */
export interface FittedText {
  readonly text: string;
  readonly style: TextStyle;
  readonly width: number;
  readonly height: number;
}

interface Fitting {
  readonly width: number;
  /** More lines only when the text does not fit in the smallest size either. */
  readonly maxLines?: number;
  /** Scale of the sizes of the layout. */
  readonly density?: number;
}

type Ink = Omit<TextStyle, 'size'>;

/** Picks the largest size of the role in which the text keeps to its lines and no word has to be broken. */
export function fitText(
  sheet: Sheet,
  text: string,
  role: TextRole,
  ink: Ink,
  { width, maxLines = Infinity, density = 1 }: Fitting,
): FittedText {
  const sizes = sheet.layout.sizes[role].map((size) => size * density);
  const candidates = sizes.map((size) => fitInSize(sheet, text, { ...ink, size }, width));
  const fitting = candidates.find(({ lines, wordsFit }) => wordsFit && lines <= maxLines);
  const chosen = fitting ?? candidates.at(-1);
  if (chosen === undefined) throw new Error(`The layout has no size for ${role}`);
  return chosen.fitted;
}

function fitInSize(
  sheet: Sheet,
  raw: string,
  style: TextStyle,
  width: number,
): { fitted: FittedText; lines: number; wordsFit: boolean } {
  const { text, font } = preparePrinting(raw, style.font, sheet.fonts);
  const { pdf } = sheet;
  pdf.font(font).fontSize(style.size);
  const height = text === '' ? 0 : pdf.heightOfString(text, { width, lineGap: style.lineGap ?? 0 });
  const lineHeight = pdf.currentLineHeight(true) + (style.lineGap ?? 0);
  return {
    fitted: { text, style: { ...style, font }, width, height },
    lines: Math.round(height / lineHeight),
    wordsFit: text.split(/[\s-]/).every((word) => pdf.widthOfString(word) <= width),
  };
}

export function drawText({ pdf }: Sheet, fitted: FittedText, x: number, y: number): void {
  const { style, text, width } = fitted;
  if (text === '') return;
  pdf
    .font(style.font)
    .fontSize(style.size)
    .fillColor(style.colour)
    .text(text, x, y, { width, lineGap: style.lineGap ?? 0, align: style.align ?? 'left' });
}

/** Width of the widest line of a text that takes one line. */
export function lineWidthOf({ pdf }: Sheet, { text, style, width }: FittedText): number {
  return Math.min(width, pdf.font(style.font).fontSize(style.size).widthOfString(text));
}

/** Content that is read out, as an element of the given kind. */
export function drawTagged(
  sheet: Sheet,
  tag: string,
  draw: () => void,
  options: StructureOptions = {},
  parent: StructureElement = sheet.root,
): void {
  parent.add(createElement(sheet.pdf, tag, options, draw));
}

export function drawParagraph(sheet: Sheet, fitted: FittedText, x: number, y: number): void {
  drawTagged(sheet, 'P', () => {
    drawText(sheet, fitted, x, y);
  });
}

/** Ornament: screen readers pass it over. */
export function drawOrnament({ pdf }: Sheet, draw: (pdf: Pdf) => void): void {
  pdf.markContent('Artifact', { type: 'Layout' });
  draw(pdf);
  pdf.endMarkedContent();
}
