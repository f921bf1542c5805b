/**
 * Where the seal sits in the file. A PDF signature covers what its /ByteRange says; a verifier that believes any /ByteRange can be
 * shown one document and attest another. Ours has one form only, written by `sealPdf`: everything except the hex string of
 * /Contents, in a file of one revision.
 *
 *     /ByteRange [0 <start> <end> <rest>]
 *     /Contents <hex…>
 *              ^start  ^end
 */
export interface SealPosition {
  /** Offset of the `<` of /Contents; the first signed stretch ends here. */
  readonly start: number;
  /** Offset after the `>` of /Contents; the second signed stretch begins here. */
  readonly end: number;
}

/** What pdfkit writes for the numbers that are not known yet; ten characters each, so they are never too short. */
export const byteRangePlaceholder = '**********';

const emptyByteRange = `/ByteRange [0${` /${byteRangePlaceholder}`.repeat(3)}]`;

/** Finds the empty seal of a freshly made PDF. */
export function findEmptySeal(pdf: Buffer): { byteRangeStart: number; position: SealPosition } {
  const byteRangeStart = pdf.indexOf(emptyByteRange, 0, 'latin1');
  if (byteRangeStart === -1) throw new Error('The PDF has no empty seal');
  const contents = contentsAfter(pdf, byteRangeStart + emptyByteRange.length);
  if (contents === undefined) throw new Error('The empty seal has no /Contents');
  return { byteRangeStart, position: contents };
}

/** The same length as the placeholder it replaces: offsets in the file must not move. */
export function formatByteRange({ start, end }: SealPosition, fileLength: number): string {
  return `/ByteRange [0 ${start} ${end} ${fileLength - end}]`.padEnd(emptyByteRange.length);
}

/** The /Contents string that follows the byte range, with only white space between. */
function contentsAfter(pdf: Buffer, offset: number): SealPosition | undefined {
  const gap = /^ *\n\/Contents </.exec(pdf.toString('latin1', offset, offset + 80));
  if (gap === null) return undefined;
  const start = offset + gap[0].length - 1;
  const close = pdf.indexOf('>', start, 'latin1');
  return close === -1 ? undefined : { start, end: close + 1 };
}

export type ByteRangeFault =
  'not-sealed' | 'more-than-one-seal' | 'more-than-one-revision' | 'not-the-whole-file';

/** Finds the seal of a sealed file, or says what is wrong with the way it covers the file. */
export function locateSeal(pdf: Buffer): SealPosition | ByteRangeFault {
  const count = countOf(pdf, '/ByteRange');
  if (count === 0) return 'not-sealed';
  if (count > 1) return 'more-than-one-seal';
  // Appended revisions leave the first signature intact; only the count of endings tells.
  if (countOf(pdf, 'startxref') !== 1 || countOf(pdf, '%%EOF') !== 1) {
    return 'more-than-one-revision';
  }
  const byteRangeStart = pdf.indexOf('/ByteRange', 0, 'latin1');
  const written = pdf.toString('latin1', byteRangeStart, byteRangeStart + emptyByteRange.length);
  const position = contentsAfter(pdf, byteRangeStart + emptyByteRange.length);
  if (position === undefined || written !== formatByteRange(position, pdf.length)) {
    return 'not-the-whole-file';
  }
  return position;
}

function countOf(pdf: Buffer, word: string): number {
  let count = 0;
  for (
    let at = pdf.indexOf(word, 0, 'latin1');
    at !== -1;
    at = pdf.indexOf(word, at + word.length, 'latin1')
  ) {
    count += 1;
  }
  return count;
}
