import QRCode from 'qrcode';
import type { CertificateDocument } from './certificate-document.js';
import {
  drawOrnament,
  drawParagraph,
  drawTagged,
  drawText,
  fitText,
  lineWidthOf,
} from './certificate-sheet.js';
import type { Sheet } from './certificate-sheet.js';
import { fillPlaces } from './certificate-texts.js';
import { addLink, addSealField, createElement } from './pdfkit-workarounds.js';
import type { Box, Pdf } from './pdfkit-workarounds.js';

/** The foot of the certificate: how to check it, and the seal. */

export interface SealOptions {
  /** Whose seal it will be, as the seal box says it. */
  readonly signerName: string;
  /** Claimed time of sealing, and the only time in the file. */
  readonly sealedAt: Date;
  /** The Open Badges credential that is attached. */
  readonly credentialJwt: string;
  /** Room for the CMS. 16 kB hold a chain of three certificates and a time stamp twice over. */
  readonly reservedBytes?: number;
}

const defaultReservedBytes = 16 * 1024;

const qrSide = 104;
const sealWidth = 152;
const columnGap = 16;
/** Distance of the proof's top from the foot of the page. */
const proofHeight = 198;

/** The lowest point that the middle of the first page may reach. */
export const bodyLimit = (sheet: Sheet): number => proofTop(sheet) - 14;

const proofTop = (sheet: Sheet): number => sheet.pdf.page.height - proofHeight;

export function drawProof(sheet: Sheet, document: CertificateDocument, seal: SealOptions): void {
  const y = proofTop(sheet);
  drawQrCode(sheet, document, { x: sheet.left, y, width: qrSide, height: qrSide });
  const textLeft = sheet.left + qrSide + columnGap;
  const sealLeft = sheet.right - sealWidth;
  drawInstructions(sheet, document, {
    x: textLeft,
    y,
    width: sealLeft - columnGap - textLeft,
    height: qrSide,
  });
  drawSeal(sheet, document, seal, { x: sealLeft, y: y + 2 });
}

/** As rectangles, not as an image: sharp at every size, and small. */
function drawQrCode(sheet: Sheet, document: CertificateDocument, box: Box): void {
  const { modules } = QRCode.create(document.verifyUrl, { errorCorrectionLevel: 'M' });
  const side = box.width / modules.size;
  const isDark = (row: number, column: number): boolean =>
    column < modules.size && modules.data[row * modules.size + column] === 1;
  const draw = (): void => {
    sheet.pdf.save().fillColor('#000000');
    for (let row = 0; row < modules.size; row += 1) {
      for (const [from, to] of darkRuns(modules.size, (column) => isDark(row, column))) {
        sheet.pdf.rect(box.x + from * side, box.y + row * side, (to - from) * side, side);
      }
    }
    sheet.pdf.fill().restore();
  };
  const alt = fillPlaces(document.labels.qrAlternative, { url: document.verifyUrl });
  const bbox = [box.x, box.y, box.x + box.width, box.y + box.height] as const;
  drawTagged(sheet, 'Figure', draw, { alt, bbox });
}

/** Stretches of dark modules in a row, as [from, to). One rectangle a stretch leaves no hairlines between modules. */
function darkRuns(size: number, isDark: (column: number) => boolean): [number, number][] {
  const runs: [number, number][] = [];
  for (let from = 0; from < size; from += 1) {
    if (!isDark(from)) continue;
    let to = from;
    while (isDark(to)) to += 1;
    runs.push([from, to]);
    from = to;
  }
  return runs;
}

function drawInstructions(sheet: Sheet, document: CertificateDocument, box: Box): void {
  const { palette } = sheet;
  const { labels } = document;
  const { x, width } = box;
  const bold = { font: 'bold', colour: palette.ink } as const;
  const soft = { font: 'sans', colour: palette.soft, lineGap: 0.5 } as const;
  const heading = fitText(sheet, labels.verifyHeading, 'verifyHeading', bold, { width });
  const address = fitText(
    sheet,
    document.verifyUrl,
    'address',
    { font: 'sans', colour: palette.accent },
    { width, maxLines: 1 },
  );
  const code = fitText(sheet, `${labels.code} ${document.code}`, 'code', bold, { width });
  const help = fitText(sheet, labels.verifyHelp, 'small', soft, { width, maxLines: 4 });

  let y = box.y;
  drawParagraph(sheet, heading, x, y);
  y += heading.height + 2;
  drawAddress(
    sheet,
    document,
    { x, y, width: lineWidthOf(sheet, address), height: address.height },
    () => {
      drawText(sheet, address, x, y);
    },
  );
  y += address.height + 2;
  drawParagraph(sheet, code, x, y);
  y += code.height + 4;
  drawParagraph(sheet, help, x, y);
}

function drawAddress(
  sheet: Sheet,
  document: CertificateDocument,
  box: Box,
  draw: () => void,
): void {
  const { pdf, root } = sheet;
  const paragraph = createElement(pdf, 'P');
  root.add(paragraph);
  const link = createElement(pdf, 'Link');
  paragraph.add(link);
  link.add(draw);
  addLink(pdf, link, box, document.verifyUrl, document.labels.linkDescription);
  link.end();
  paragraph.end();
}

function drawSeal(
  sheet: Sheet,
  document: CertificateDocument,
  seal: SealOptions,
  corner: { x: number; y: number },
): void {
  const { palette, pdf, root } = sheet;
  const { labels } = document;
  const padding = 10;
  const width = sealWidth - 2 * padding;
  const accent = { font: 'bold', colour: palette.accent } as const;
  const bold = { font: 'bold', colour: palette.ink } as const;
  const soft = { font: 'sans', colour: palette.soft } as const;
  const lines = [
    fitText(sheet, labels.sealHeading, 'sealName', accent, { width, maxLines: 1 }),
    fitText(sheet, seal.signerName, 'sealName', bold, { width, maxLines: 2 }),
    fitText(sheet, labels.sealReason, 'small', soft, { width, maxLines: 1 }),
    fitText(sheet, formatInstant(seal.sealedAt), 'small', soft, { width, maxLines: 1 }),
  ];
  const gap = 2;
  const textHeight = lines.reduce((height, line) => height + line.height + gap, -gap);
  const box = { ...corner, width: sealWidth, height: textHeight + 2 * padding };
  drawOrnament(sheet, () => {
    drawSealBox(pdf, box, palette.panel, palette.accent);
  });
  let y = box.y + padding;
  for (const line of lines) {
    drawParagraph(sheet, line, box.x + padding, y);
    y += line.height + gap;
  }
  const form = createElement(pdf, 'Form');
  root.add(form);
  addSealField(pdf, form, {
    box,
    signerName: seal.signerName,
    reason: labels.sealReason,
    description: labels.sealField,
    sealedAt: seal.sealedAt,
    reservedBytes: seal.reservedBytes ?? defaultReservedBytes,
  });
  form.end();
}

function drawSealBox(pdf: Pdf, { x, y, width, height }: Box, fill: string, line: string): void {
  pdf.rect(x, y, width, height).fill(fill);
  pdf.rect(x + 0.5, y + 0.5, width - 1, height - 1);
  pdf.lineWidth(1).strokeColor(line).stroke();
}

/** `2026-11-21 19:35:21 UTC`: the same in every language, and the one the verifier shows. */
const formatInstant = (instant: Date): string =>
  `${instant.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
