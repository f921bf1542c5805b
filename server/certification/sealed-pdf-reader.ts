import { inflateSync } from 'node:zlib';

/**
 * Finds the number and the credential inside a certificate. It understands only files as `renderCertificate` writes them, and is used
 * only after the seal has been found genuine; every other file ends in a `SealedPdfError`.
 */
export class SealedPdfError extends Error {
  override readonly name = 'SealedPdfError';
}

/** A credential is about 3 kB; a stream that unfolds to more is not one. */
const largestAttachment = 256 * 1024;

/** One row of a classic cross-reference table: ten digits, five digits, a letter, and line end. */
const crossReferenceRow = 20;

interface SealedContent {
  readonly number: string;
  readonly credentialJwt: string;
}

export function readSealedContent(pdf: Buffer): SealedContent {
  const trailer = readTrailer(pdf);
  return {
    number: readNumber(pdf, trailer),
    credentialJwt: readAttachment(pdf, trailer).toString('latin1'),
  };
}

interface Trailer {
  readonly text: string;
  readonly crossReferenceStart: number;
}

function readTrailer(pdf: Buffer): Trailer {
  const start = pdf.lastIndexOf('trailer', undefined, 'latin1');
  if (start === -1) throw new SealedPdfError('no trailer');
  const text = pdf.toString('latin1', start);
  const offset = Number(capture(text, /startxref\n(\d{1,10})\n/));
  const head = /^xref\n0 \d{1,10}\n/.exec(pdf.toString('latin1', offset, offset + 40));
  if (head === null) throw new SealedPdfError('no cross-reference table');
  return { text, crossReferenceStart: offset + head[0].length };
}

/** The number stands in the document information as the only keyword. */
function readNumber(pdf: Buffer, trailer: Trailer): string {
  const info = objectAt(pdf, trailer, capture(trailer.text, /\/Info (\d+) 0 R/));
  const keywords = objectAt(pdf, trailer, capture(info.text, /\/Keywords (\d+) 0 R/));
  return capture(keywords.text, /^\(([^()\\]*)\)\n/);
}

function readAttachment(pdf: Buffer, trailer: Trailer): Buffer {
  const catalogue = objectAt(pdf, trailer, capture(trailer.text, /\/Root (\d+) 0 R/));
  const file = objectAt(pdf, trailer, capture(catalogue.text, /\/AF \[(\d+) 0 R\]/));
  const stream = objectAt(pdf, trailer, capture(file.text, /\/EF <<\n\/F (\d+) 0 R/));
  const dictionary = capture(stream.text, /^(<<\n\/Type \/EmbeddedFile[^]*?>>\n)stream\n/);
  const start = stream.start + dictionary.length + 'stream\n'.length;
  const length = Number(capture(dictionary, /\/Length (\d{1,10})\n/));
  return unfold(pdf.subarray(start, start + length));
}

function unfold(deflated: Buffer): Buffer {
  try {
    return inflateSync(deflated, { maxOutputLength: largestAttachment });
  } catch {
    throw new SealedPdfError('the attachment does not unfold to a credential');
  }
}

interface PdfObject {
  /** Offset of what follows `n 0 obj`. */
  readonly start: number;
  /** The object up to some length; dictionaries of ours are far shorter. */
  readonly text: string;
}

function objectAt(pdf: Buffer, { crossReferenceStart }: Trailer, id: string): PdfObject {
  const row = crossReferenceStart + Number(id) * crossReferenceRow;
  const offset = Number(capture(pdf.toString('latin1', row, row + 20), /^(\d{10}) 00000 n/));
  const head = `${id} 0 obj\n`;
  const start = offset + head.length;
  if (pdf.toString('latin1', offset, start) !== head) {
    throw new SealedPdfError(`object ${id} is not where it should be`);
  }
  const end = pdf.indexOf('\nendobj', start, 'latin1');
  return { start, text: pdf.toString('latin1', start, Math.min(end + 1, start + 4096)) };
}

function capture(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new SealedPdfError(`${pattern.source} not found`);
  return found;
}
