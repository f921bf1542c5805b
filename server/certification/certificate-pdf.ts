import { bodyLimit, drawProof } from './certificate-proof.js';
import type { SealOptions } from './certificate-proof.js';
import { composeBody } from './certificate-body.js';
import type { Block } from './certificate-body.js';
import type { CertificateDocument } from './certificate-document.js';
import type { CertificateFonts } from './certificate-fonts.js';
import {
  drawFootLine,
  drawFrame,
  drawLaterPage,
  drawLetterhead,
  drawPageNumber,
} from './certificate-frame.js';
import { readLayout } from './certificate-layout.js';
import { paletteOf } from './certificate-sheet.js';
import type { Sheet } from './certificate-sheet.js';
import {
  attachAlternative,
  collectPdf,
  createArchivalPdf,
  createElement,
  PDF_LANGUAGES,
} from './pdfkit-workarounds.js';
import type { Pdf } from './pdfkit-workarounds.js';

/** The name of the attached credential. */
const credentialFileName = 'credential.jwt';

const printableNumber = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$/;

/** Distance of the end of the text from the foot, on pages after the first. */
const laterPageFoot = 70;

/**
 * Draws the certificate as a PDF/A-3a and PDF/UA-1 file with the credential attached and an empty seal for `sealPdf` to fill. The same
 * arguments give the same bytes. Throws `UnprintableCharacter` when a text holds a letter that none of the fonts has.
 */
export async function renderCertificate(
  document: CertificateDocument,
  fonts: CertificateFonts,
  seal: SealOptions,
): Promise<Buffer> {
  if (!printableNumber.test(document.number)) {
    throw new Error(`Not a certificate number: ${document.number}`);
  }
  const pdf = createArchivalPdf(
    {
      title: `${document.title} – ${document.number}`,
      author: document.issuer,
      subject: document.title,
      keywords: document.number,
      producer: 'Medsert',
      createdAt: seal.sealedAt,
      language: PDF_LANGUAGES[document.language],
    },
    fonts,
  );
  const bytes = collectPdf(pdf);
  const sheet = layOut(pdf, document, fonts);
  drawPages(sheet, document, seal);
  sheet.root.end();
  attachAlternative(pdf, Buffer.from(seal.credentialJwt, 'ascii'), {
    name: credentialFileName,
    type: 'application/jwt',
    description: document.labels.attachment,
    createdAt: seal.sealedAt,
  });
  pdf.end();
  return bytes;
}

function layOut(pdf: Pdf, document: CertificateDocument, fonts: CertificateFonts): Sheet {
  const layout = readLayout();
  const root = createElement(pdf, 'Document');
  pdf.addStructure(root);
  return {
    pdf,
    root,
    fonts,
    layout,
    palette: paletteOf(layout, document.themeColour),
    left: layout.margin,
    right: pdf.page.width - layout.margin,
  };
}

function drawPages(sheet: Sheet, document: CertificateDocument, seal: SealOptions): void {
  drawFrame(sheet);
  const top = drawLetterhead(sheet, document);
  const blocks = chooseDensity(sheet, document, bodyLimit(sheet) - top);
  placeBlocks(sheet, blocks, top, () => drawLaterPage(sheet, document));
  const pages = numberPages(sheet, document);
  // The proof comes last in reading order but always stands on the first page.
  sheet.pdf.switchToPage(0);
  drawProof(sheet, document, seal);
  drawFootLine(sheet, document, pages);
}

/** The roomiest composition that fits on the first page; when even the densest does not, the roomiest, on more pages. */
function chooseDensity(sheet: Sheet, document: CertificateDocument, room: number): Block[] {
  for (const density of sheet.layout.densities) {
    const blocks = composeBody(sheet, document, density);
    if (heightOf(blocks) <= room) return blocks;
  }
  return composeBody(sheet, document, sheet.layout.densities[0] ?? 1);
}

const heightOf = (blocks: readonly Block[]): number =>
  blocks.reduce((height, block, index) => height + block.height + (index === 0 ? 0 : block.gap), 0);

/** Draws the blocks from the top of the first page on; `openPage` begins another and tells where its text starts. */
function placeBlocks(
  sheet: Sheet,
  blocks: readonly Block[],
  top: number,
  openPage: () => number,
): void {
  let y = top;
  let limit = bodyLimit(sheet);
  let isFirstOnPage = true;
  blocks.forEach((block, index) => {
    const needed = block.gap + heightOf(withFollowers(blocks, index));
    if (!isFirstOnPage && y + needed > limit) {
      y = openPage();
      limit = sheet.pdf.page.height - laterPageFoot;
      isFirstOnPage = true;
    }
    if (!isFirstOnPage) y += block.gap;
    block.draw(y);
    y += block.height;
    isFirstOnPage = false;
  });
}

/** A block and those that must stand on the same page as it. */
function withFollowers(blocks: readonly Block[], index: number): readonly Block[] {
  const end = blocks.findIndex((block, at) => at >= index && block.keepWithNext !== true);
  return blocks.slice(index, end === -1 ? undefined : end + 1);
}

/** Numbers the pages if there is more than one; a reader must see that one is missing. Returns how many there are. */
function numberPages(sheet: Sheet, document: CertificateDocument): number {
  const { count } = sheet.pdf.bufferedPageRange();
  for (let page = 0; count > 1 && page < count; page += 1) {
    sheet.pdf.switchToPage(page);
    drawPageNumber(sheet, document, page + 1, count);
  }
  return count;
}
