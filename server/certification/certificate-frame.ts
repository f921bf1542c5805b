import type { Arms, Shape } from '../organisation/settings/arms.js';
import type { CertificateDocument } from './certificate-document.js';
import { readEmblem } from './certificate-layout.js';
import type { Emblem } from './certificate-layout.js';
import { drawOrnament, drawParagraph, drawText, fitText } from './certificate-sheet.js';
import type { FittedText, Sheet } from './certificate-sheet.js';
import { fillPlaces } from './certificate-texts.js';

/** What surrounds the middle of a certificate: frame, letterhead, the band of the demo, the foot line. */

const emblemHeight = 44;
const widestArms = 88;
const numberWidth = 150;

/** The coloured band and the double frame. */
export function drawFrame(sheet: Sheet): void {
  const { layout, palette } = sheet;
  const { width, height } = sheet.pdf.page;
  const [outer, inner] = layout.frameInsets;
  drawOrnament(sheet, (pdf) => {
    pdf.rect(0, 0, width, layout.bandHeight).fill(palette.theme);
    const frame = (inset: number, lineWidth: number): void => {
      const top = inset + 6;
      pdf.rect(inset, top, width - 2 * inset, height - top - inset);
      pdf.lineWidth(lineWidth).strokeColor(palette.line).stroke();
    };
    frame(outer, 0.8);
    frame(inner, 0.3);
  });
}

/** Emblem, issuer and number. Returns where the title may begin. */
export function drawLetterhead(sheet: Sheet, document: CertificateDocument): number {
  const { palette, left, right } = sheet;
  const top = drawHead(sheet, document, drawParagraph);
  const emblemWidth = document.arms
    ? drawArms(sheet, document.arms, left, top)
    : drawEmblem(sheet, readEmblem(), left, top);
  const x = left + emblemWidth + 12;
  const width = right - numberWidth - 12 - x;
  const bold = { font: 'bold', colour: palette.ink } as const;
  const issuer = fitText(sheet, document.issuer, 'issuer', bold, { width, maxLines: 1 });
  const soft = { font: 'sans', colour: palette.soft } as const;
  const unit = fitText(sheet, document.unit, 'unit', soft, { width });
  const numberText = `${document.labels.number} ${document.number}`;
  const number = fitText(
    sheet,
    numberText,
    'number',
    { ...soft, align: 'right' },
    { width: numberWidth },
  );

  const textTop = top + Math.max(0, (emblemHeight - issuer.height - unit.height) / 2 - 2);
  drawParagraph(sheet, issuer, x, textTop);
  drawParagraph(sheet, unit, x, textTop + issuer.height);
  drawParagraph(sheet, number, right - numberWidth, textTop + 3);
  const bottom = Math.max(top + emblemHeight, textTop + issuer.height + unit.height);
  return bottom + 28;
}

/** Draws the emblem in the standard height, whatever units its paths are in. Returns its width. */
function drawEmblem(sheet: Sheet, emblem: Emblem, x: number, y: number): number {
  const scale = emblemHeight / emblem.height;
  drawOrnament(sheet, (pdf) => {
    pdf.save().translate(x, y).scale(scale);
    for (const { path, fill } of emblem.shapes) {
      pdf.path(path).fill(fill === 'theme' ? sheet.palette.theme : fill);
    }
    pdf.restore();
  });
  return emblem.width * scale;
}

/** Where the text of a page begins. In a demo, below the band that says so. */
function drawHead(sheet: Sheet, document: CertificateDocument, draw: typeof drawText): number {
  return document.demo ? drawDemoBand(sheet, document, draw) : 62;
}

/** Draws the arms as high as the emblem, or less where they are wide. Returns their width. */
function drawArms(sheet: Sheet, arms: Arms, x: number, y: number): number {
  const scale = Math.min(emblemHeight / arms.height, widestArms / arms.width);
  const width = arms.width * scale;
  drawOrnament(sheet, (pdf) => {
    if (arms.kind === 'picture') {
      pdf.image(Buffer.from(arms.png, 'base64'), x, y, { width });
      return;
    }
    pdf.save().translate(x, y).scale(scale);
    for (const shape of arms.shapes) drawShape(pdf, shape);
    pdf.restore();
  });
  return width;
}

function drawShape(pdf: Sheet['pdf'], { path, fill, stroke, evenOdd, matrix }: Shape): void {
  pdf.save();
  if (matrix) pdf.transform(...matrix);
  if (fill) pdf.path(path).fill(fill, evenOdd ? 'even-odd' : 'non-zero');
  if (stroke) pdf.lineWidth(stroke.width).path(path).stroke(stroke.colour);
  pdf.restore();
}

/** Says in words, above everything else, that this is not a real certificate. Returns where the text begins. */
function drawDemoBand(sheet: Sheet, document: CertificateDocument, draw: typeof drawText): number {
  const [, inner] = sheet.layout.frameInsets;
  const side = inner + 6;
  const box = { y: inner + 12, width: sheet.pdf.page.width - 2 * side, height: 22 };
  const white = { font: 'bold', colour: '#ffffff', align: 'center' } as const;
  const text = fitText(sheet, document.labels.demo, 'demo', white, { width: box.width });
  drawOrnament(sheet, (pdf) => {
    pdf.rect(side, box.y, box.width, box.height).fill(sheet.palette.warning);
  });
  draw(sheet, text, side, box.y + (box.height - text.height) / 2);
  return box.y + box.height + 14;
}

/** Opens a page after the first. What its head says was said on the first, so it is an ornament. Returns where the text begins. */
export function drawLaterPage(sheet: Sheet, document: CertificateDocument): number {
  sheet.pdf.addPage();
  drawFrame(sheet);
  return drawHead(sheet, document, drawTextAsOrnament);
}

/** The line of text inside the frame at the foot of the first page, and the number of the page below it if there are more. */
export function drawFootLine(sheet: Sheet, document: CertificateDocument, pages: number): void {
  const width = sheet.right - sheet.left;
  const ink = { font: 'sans', colour: sheet.palette.soft, align: 'center' } as const;
  const foot = fitText(sheet, document.footer, 'footer', ink, { width, maxLines: 2 });
  const distance = pages > 1 ? 56 : 42;
  drawParagraph(sheet, foot, sheet.left, sheet.pdf.page.height - distance - foot.height);
}

/** Number of the certificate and of the page, at the foot of the current page. */
export function drawPageNumber(
  sheet: Sheet,
  document: CertificateDocument,
  page: number,
  pages: number,
): void {
  const places = { page: String(page), pages: String(pages) };
  const { labels, number } = document;
  const text = `${labels.number} ${number} · ${fillPlaces(labels.page, places)}`;
  const ink = { font: 'sans', colour: sheet.palette.soft, align: 'center' } as const;
  const line = fitText(sheet, text, 'footer', ink, { width: sheet.right - sheet.left });
  drawTextAsOrnament(sheet, line, sheet.left, sheet.pdf.page.height - 40 - line.height);
}

function drawTextAsOrnament(sheet: Sheet, text: FittedText, x: number, y: number): void {
  drawOrnament(sheet, () => {
    drawText(sheet, text, x, y);
  });
}
