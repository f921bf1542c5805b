import { LOCALES, type Locale } from '../../platform/locale.js';
import { imagesOf, type ItemImage } from '../images/image.rules.js';
import type { Item } from '../item.js';
import { contentsOf } from './item-content.rules.js';
import type { ContentImage } from './question-content.js';
import { csvWriter } from './write/csv.js';
import { giftWriter } from './write/gift.js';
import { moodleXmlWriter } from './write/moodle-xml.js';
import { qti3Writer } from './write/qti3.js';
import { utf8, type FormatWriter, type WrittenPart } from './write/format-writer.js';
import { reason, Reasons, type Reason } from '../reasons.js';

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
  /** What the format does not carry. */
  readonly losses: readonly Reason[];
  /** Why nothing of it was written. */
  readonly refused?: Reason;
}

export interface Export {
  readonly bytes: Uint8Array;
  readonly extension: string;
  readonly rows: readonly ExportRow[];
  readonly questions: number;
  /** The items of which nothing was written. */
  readonly refused: readonly string[];
}

export interface ExportOptions {
  /** Of the texts; all that the format copes with when it is left out. */
  readonly languages?: readonly Locale[] | undefined;
  /** One item is wanted by itself, not a collection with one item in it. */
  readonly alone?: boolean;
  /** The time that entries of an archive carry. */
  readonly modified: Date;
  /** Those that the items show, by name. */
  readonly images?: ReadonlyMap<string, ItemImage>;
}

/** What a person asks for: a language, all, or (nothing said) what the format copes with. */
export const EXPORT_LANGUAGES = [...LOCALES, 'all'] as const;

export function exportLanguages(
  said: (typeof EXPORT_LANGUAGES)[number] | undefined,
): readonly Locale[] | undefined {
  return said === undefined ? undefined : said === 'all' ? LOCALES : [said];
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
  const [only] = parts;
  // Images need the archive around them.
  const isSingle = options.alone && parts.length === 1 && !only?.content.images;
  const single = isSingle ? writer.single : undefined;
  return {
    bytes: await (only && single ? utf8(only.text) : writer.join(parts, options.modified)),
    extension: single ?? writer.extension,
    rows,
    questions: parts.length,
    refused: rows.flatMap((row) => ('refused' in row ? [row.id] : [])),
  };
}

function writtenItem(
  item: Item,
  writer: FormatWriter,
  { languages, images: known }: ExportOptions,
): { parts: WrittenPart[]; losses: readonly Reason[] } | { refused: Reason } {
  const names = imagesOf(item);
  if (names.length > 0 && !writer.holdsImages)
    return { refused: reason('formatNoImage', { names: names.join(', '), format: writer.id }) };
  const missing = names.find((name) => !known?.has(name));
  if (missing !== undefined) return { refused: reason('imageMissing', { name: missing }) };
  const images = names.flatMap((name): ContentImage[] => {
    const image = known?.get(name);
    return image ? [{ source: name, bytes: image.bytes }] : [];
  });
  const found = contentsOf(item, languages ?? (writer.holdsLanguages ? LOCALES : firstOf(item)));
  if ('refused' in found) return found;
  const losses = new Reasons(found.losses);
  const parts: WrittenPart[] = [];
  for (const one of found.contents) {
    const content = images.length > 0 ? { ...one, images } : one;
    const written = writer.write(content);
    if ('refused' in written) return written;
    parts.push({ content, text: written.text });
    for (const loss of written.losses) losses.add(loss);
  }
  return { parts, losses: losses.all };
}

function firstOf({ texts }: Item): readonly Locale[] {
  return LOCALES.filter((locale) => texts[locale]).slice(0, 1);
}
