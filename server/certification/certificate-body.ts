import type { CertificateDocument, LabelledValue, ResultRow } from './certificate-document.js';
import { drawOrnament, drawParagraph, drawTagged, drawText, fitText } from './certificate-sheet.js';
import type { FittedText, Sheet } from './certificate-sheet.js';
import { createElement } from './pdfkit-workarounds.js';
import type { StructureElement } from './pdfkit-workarounds.js';

/** A piece of the middle of the certificate that is never split between pages. */
export interface Block {
  /** Space above it, unless it comes first on its page. */
  readonly gap: number;
  readonly height: number;
  /** A heading must not stand alone at the foot of a page. */
  readonly keepWithNext?: boolean;
  readonly draw: (y: number) => void;
}

/** The blocks from title to scope, measured in the given density; nothing is drawn yet. */
export function composeBody(sheet: Sheet, document: CertificateDocument, density: number): Block[] {
  return [
    ...composeTitle(sheet, document),
    ...composeHolder(sheet, document, density),
    composeValidity(sheet, document, density),
    ...composeResults(sheet, document, density),
    ...composeScope(sheet, document, density),
  ];
}

const widthOf = (sheet: Sheet): number => sheet.right - sheet.left;

function composeTitle(sheet: Sheet, document: CertificateDocument): Block[] {
  const ink = { font: 'serif', colour: sheet.palette.ink } as const;
  const fitting = { width: widthOf(sheet), maxLines: 2 };
  const title = fitText(sheet, document.title, 'title', ink, fitting);
  const rule: Block = {
    gap: 5,
    height: 2.4,
    draw: (y) => {
      drawOrnament(sheet, (pdf) => pdf.rect(sheet.left, y, 64, 2.4).fill(sheet.palette.theme));
    },
  };
  return [textBlock(sheet, title, { gap: 0, tag: 'H1' }), rule];
}

function composeHolder(sheet: Sheet, document: CertificateDocument, density: number): Block[] {
  const { palette } = sheet;
  const width = widthOf(sheet);
  const soft = { font: 'sans', colour: palette.soft } as const;
  const name = { font: 'serif', colour: palette.accent } as const;
  const plain = { font: 'sans', colour: palette.ink, lineGap: 2.5 * density } as const;
  const awarded = fitText(sheet, document.labels.awardedTo, 'awarded', soft, { width, density });
  const holder = fitText(sheet, document.holder, 'holder', name, { width, maxLines: 1 });
  const statement = fitText(sheet, document.statement, 'statement', plain, { width, density });
  return [
    textBlock(sheet, awarded, { gap: 18 * density }),
    textBlock(sheet, holder, { gap: 0 }),
    textBlock(sheet, statement, { gap: 6 * density }),
  ];
}

/** A paragraph or heading across the page. */
function textBlock(
  sheet: Sheet,
  text: FittedText,
  { gap, tag = 'P' }: { gap: number; tag?: 'P' | 'H1' | 'H2' },
): Block {
  return {
    gap,
    height: text.height,
    keepWithNext: tag !== 'P',
    draw: (y) => {
      drawTagged(sheet, tag, () => {
        drawText(sheet, text, sheet.left, y);
      });
    },
  };
}

function composeHeading(sheet: Sheet, text: string, density: number): Block {
  const ink = { font: 'bold', colour: sheet.palette.ink } as const;
  const heading = fitText(sheet, text, 'heading', ink, { width: widthOf(sheet), density });
  return textBlock(sheet, heading, { gap: 16 * density, tag: 'H2' });
}

// --- the panel with dates ---

const panelPadding = { x: 12, y: 9 };

function composeValidity(sheet: Sheet, document: CertificateDocument, density: number): Block {
  const values = [document.issued, document.validTo, document.rules].filter(
    (value) => value !== undefined,
  );
  const columnWidth = widthOf(sheet) / values.length;
  const cells = values.map((value) => fitLabelled(sheet, value, columnWidth - panelPadding.x));
  const height = Math.max(...cells.map((cell) => cell.height)) + 2 * panelPadding.y;
  return {
    gap: 14 * density,
    height,
    draw: (y) => {
      drawOrnament(sheet, (pdf) => {
        pdf.roundedRect(sheet.left, y, widthOf(sheet), height, 3).fill(sheet.palette.panel);
        pdf.rect(sheet.left, y, 3, height).fill(sheet.palette.theme);
      });
      cells.forEach(({ label, value }, index) => {
        const x = sheet.left + panelPadding.x + index * columnWidth;
        drawParagraph(sheet, label, x, y + panelPadding.y);
        drawParagraph(sheet, value, x, y + panelPadding.y + label.height);
      });
    },
  };
}

function fitLabelled(sheet: Sheet, { label, value }: LabelledValue, width: number) {
  const { soft, ink } = sheet.palette;
  const fittedLabel = fitText(sheet, label, 'label', { font: 'sans', colour: soft }, { width });
  const bold = { font: 'bold', colour: ink } as const;
  const fittedValue = fitText(sheet, value, 'value', bold, { width, maxLines: 1 });
  const height = fittedLabel.height + fittedValue.height;
  return { label: fittedLabel, value: fittedValue, height };
}

// --- the table of results ---

const cellPadding = { x: 6, y: 2.6 };

function composeResults(sheet: Sheet, document: CertificateDocument, density: number): Block[] {
  if (document.results.length === 0) return [];
  const { labels } = document;
  const table = openedOnce(sheet, 'Table');
  const head = { section: labels.section, result: labels.result, date: labels.date };
  return [
    composeHeading(sheet, labels.results, density),
    composeRow(sheet, head, table, density, 'head'),
    ...document.results.map((row) => composeRow(sheet, row, table, density, 'body')),
  ];
}

function composeRow(
  sheet: Sheet,
  row: ResultRow,
  table: () => StructureElement,
  density: number,
  kind: 'head' | 'body',
): Block {
  const { palette, layout, pdf, left } = sheet;
  const isHead = kind === 'head';
  const ink = { font: isHead ? 'bold' : 'sans', colour: palette.ink } as const;
  const texts = [row.section, row.result, row.date];
  const cells = texts.map((text, column) => {
    const share = layout.tableColumns[column] ?? 0;
    const width = share * widthOf(sheet) - 2 * cellPadding.x;
    return fitText(sheet, text, 'table', ink, { width, density });
  });
  const height = Math.max(...cells.map((cell) => cell.height)) + 2 * cellPadding.y * density;
  return {
    gap: isHead ? 6 * density : 0,
    height,
    keepWithNext: isHead,
    draw: (y) => {
      const rowElement = createElement(pdf, 'TR');
      table().add(rowElement);
      if (isHead) {
        drawOrnament(sheet, () =>
          pdf.rect(left, y, widthOf(sheet), height).fill(palette.tableHead),
        );
      }
      let x = left + cellPadding.x;
      for (const cell of cells) {
        const at = { x, y: y + cellPadding.y * density };
        const options = isHead ? ({ scope: 'Column' } as const) : {};
        const draw = (): void => {
          drawText(sheet, cell, at.x, at.y);
        };
        drawTagged(sheet, isHead ? 'TH' : 'TD', draw, options, rowElement);
        x += cell.width + 2 * cellPadding.x;
      }
      rowElement.end();
      drawOrnament(sheet, () =>
        pdf
          .moveTo(left, y + height)
          .lineTo(sheet.right, y + height)
          .lineWidth(0.4)
          .strokeColor(palette.line)
          .stroke(),
      );
    },
  };
}

// --- the list of what the certificate covers ---

const bulletIndent = 12;

function composeScope(sheet: Sheet, document: CertificateDocument, density: number): Block[] {
  if (document.scope.length === 0) return [];
  const list = openedOnce(sheet, 'L');
  return [
    composeHeading(sheet, document.labels.scope, density),
    ...document.scope.map((text, index) =>
      composeBullet(sheet, text, list, density, index === 0 ? 4 * density : 1.5 * density),
    ),
  ];
}

function composeBullet(
  sheet: Sheet,
  text: string,
  list: () => StructureElement,
  density: number,
  gap: number,
): Block {
  const { palette, pdf, left } = sheet;
  const width = widthOf(sheet) - bulletIndent;
  const dot = { font: 'bold', colour: palette.accent } as const;
  const bullet = fitText(sheet, '•', 'list', dot, { width: bulletIndent, density });
  const ink = { font: 'sans', colour: palette.ink } as const;
  const body = fitText(sheet, text, 'list', ink, { width, density });
  return {
    gap,
    height: body.height,
    draw: (y) => {
      const item = createElement(pdf, 'LI');
      list().add(item);
      const drawBullet = (): void => {
        drawText(sheet, bullet, left + 2, y);
      };
      const drawBody = (): void => {
        drawText(sheet, body, left + bulletIndent, y);
      };
      drawTagged(sheet, 'Lbl', drawBullet, {}, item);
      drawTagged(sheet, 'LBody', drawBody, {}, item);
      item.end();
    },
  };
}

/** An element that comes into being when the first of its parts is drawn: measuring must leave no trace in the file. */
function openedOnce(sheet: Sheet, tag: string): () => StructureElement {
  let element: StructureElement | undefined;
  return () => {
    if (element === undefined) {
      element = createElement(sheet.pdf, tag);
      sheet.root.add(element);
    }
    return element;
  };
}
