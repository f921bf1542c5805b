import { LOCALES, type Locale } from '../../platform/locale.js';
import type { Item } from '../item.js';
import { contentsOf } from './item-content.rules.js';
import { csvWriter } from './write/csv.js';
import { giftWriter } from './write/gift.js';
import { moodleXmlWriter } from './write/moodle-xml.js';
import { qti3Writer } from './write/qti3.js';
import type { FormatWriter, WrittenPart } from './write/format-writer.js';

/** The formats we write. */
export const WRITERS: readonly FormatWriter[] = [
  moodleXmlWriter,
  giftWriter,
  qti3Writer,
  csvWriter,
];

/** What became of one item in an export. */
export interface ExportRow {
  readonly id: string;
  readonly questions: number;
  /** What the format does not carry, in words for the author. */
  readonly losses: readonly string[];
  /** Why nothing of it was written. */
  readonly refused?: string;
}

export interface Export {
  readonly bytes: Uint8Array;
  readonly rows: readonly ExportRow[];
}

export interface ExportOptions {
  /** Of the texts; all that the format copes with when it is left out. */
  readonly languages?: readonly Locale[] | undefined;
  /** The time that entries of an archive carry. */
  readonly modified: Date;
}

/** Writes items in one format; what cannot be written whole is named in the rows, item by item. */
export async function writeItems(
  items: readonly Item[],
  writer: FormatWriter,
  options: ExportOptions,
): Promise<Export> {
  const parts: WrittenPart[] = [];
  const rows = items.map((item) => {
    const written = writtenItem(item, writer, options);
    if ('refused' in written) return { id: item.id, questions: 0, losses: [], ...written };
    parts.push(...written.parts);
    return { id: item.id, questions: written.parts.length, losses: written.losses };
  });
  return { bytes: await writer.join(parts, options.modified), rows };
}

function writtenItem(
  item: Item,
  writer: FormatWriter,
  { languages }: ExportOptions,
): { parts: WrittenPart[]; losses: readonly string[] } | { refused: string } {
  const found = contentsOf(item, languages ?? (writer.holdsLanguages ? LOCALES : firstOf(item)));
  if ('refused' in found) return found;
  const losses = new Set(found.losses);
  const parts: WrittenPart[] = [];
  for (const content of found.contents) {
    const written = writer.write(content);
    if ('refused' in written) return written;
    parts.push({ content, text: written.text });
    for (const loss of written.losses) losses.add(loss);
  }
  return { parts, losses: [...losses] };
}

function firstOf({ texts }: Item): readonly Locale[] {
  return LOCALES.filter((locale) => texts[locale]).slice(0, 1);
}
