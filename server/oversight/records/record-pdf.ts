import type { CertificateFonts } from '../../certification/certificate-fonts.js';
import { PDF_LANGUAGES } from '../../certification/pdfkit-workarounds.js';
import {
  facts,
  heading,
  heightOf,
  keepRoom,
  panel,
  paragraph,
  printPaper,
  rule,
  SOFT_INK,
  table,
  type Paper,
} from '../../certification/tagged-paper.js';
import type { Translate } from '../../platform/http/i18n.js';
import type { Locale } from '../../platform/locale.js';
import type { RecordedItem, RecordView } from './record.view.js';

/** The record as a tagged PDF, with the languages of what it quotes. */

export interface Printing {
  readonly author: string;
  readonly createdAt: Date;
  readonly page: (page: number, count: number) => string;
  readonly t: Translate;
}

export function renderRecord(
  view: RecordView,
  fonts: CertificateFonts,
  { author, createdAt, page, t }: Printing,
): Promise<Buffer> {
  const { title, locale } = view;
  return printPaper({ title, author, locale, createdAt, page }, fonts, (paper) => {
    drawRecord(paper, view, t);
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
  const lang = item.lang === locale ? {} : { lang: PDF_LANGUAGES[item.lang] };
  const stemHeight = heightOf(paper, item.stem, { font: 'bold', size: 11 });
  keepRoom(paper, 60 + stemHeight);
  paper.y += 10;
  rule(paper, 0.8);
  paper.y += 8;
  paragraph(paper, item.heading, { tag: 'H3', font: 'bold', size: 11, gap: 0 });
  paragraph(paper, item.meta, { size: 9, colour: SOFT_INK, gap: 0 });
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
