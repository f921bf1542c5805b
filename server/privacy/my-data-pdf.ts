import type { CertificateFonts } from '../certification/certificate-fonts.js';
import { heading, paragraph, printPaper, SOFT_INK, table } from '../certification/tagged-paper.js';
import type { Locale } from '../platform/locale.js';
import type { MyDataDocument } from './my-data-document.view.js';

interface Printing {
  readonly locale: Locale;
  readonly author: string;
  readonly createdAt: Date;
  readonly page: (page: number, count: number) => string;
  readonly nothing: string;
}

/** What is kept about a person as a tagged PDF. */
export function renderMyData(
  document: MyDataDocument,
  fonts: CertificateFonts,
  { nothing, ...printing }: Printing,
): Promise<Buffer> {
  const { title, about, parts } = document;
  return printPaper({ title, ...printing }, fonts, (paper) => {
    paragraph(paper, title, { tag: 'H1', font: 'serif', size: 20 });
    for (const line of about) paragraph(paper, line);
    for (const part of parts) {
      heading(paper, part.title);
      paragraph(paper, part.why, { size: 9, colour: SOFT_INK });
      if (part.tables.length === 0) paragraph(paper, nothing);
      for (const one of part.tables) table(paper, one, sharesOf(one));
      paragraph(paper, part.more);
    }
  });
}

/** The first column is the widest of many. */
function sharesOf({ head, rows }: MyDataDocument['parts'][number]['tables'][number]): number[] {
  const columns = head.length || (rows[0]?.length ?? 1);
  if (columns === 1) return [1];
  if (columns === 2) return [0.35, 0.65];
  const rest = 0.7 / (columns - 1);
  return [0.3, ...Array.from({ length: columns - 1 }, () => rest)];
}
