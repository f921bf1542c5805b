import { aikenReader } from './aiken.js';
import { clozeTextReader } from './cloze-text.js';
import { decodeText, isZip } from './decode-text.js';
import { FileRefused, LIMITS } from './foreign-question.js';
import type {
  ForeignFile,
  ForeignPackage,
  ForeignQuestion,
  FormatReader,
} from './foreign-question.js';
import { giftReader } from './gift.js';
import { moodleXmlReader } from './moodle-xml.js';
import { qtiPackageReader } from './qti/package-reader.js';
import { qti12Reader, qtiReader } from './qti/qti-reader.js';
import { csvReader } from './table/csv.js';
import { xlsxReader } from './table/xlsx.js';
import { rootNameOf } from './xml-tree.js';
import { reason, type Reason } from '../reasons.js';

/** The formats we read. `auto` takes the first that recognises a file: what has a clear sign stands before what is only text. */
export const READERS: readonly FormatReader[] = [
  moodleXmlReader,
  qtiReader,
  qti12Reader,
  xlsxReader,
  qtiPackageReader,
  csvReader,
  aikenReader,
  clozeTextReader,
  giftReader,
];

export const FORMATS: readonly string[] = ['auto', ...READERS.map(({ id }) => id)];

/** What was found in one file: its questions, or why nothing of it can be used. */
export interface FileReport {
  readonly file: string;
  /** Undefined when no format recognised it. */
  readonly format?: string;
  readonly refused?: { readonly reason: Reason; readonly line?: number };
  readonly questions: readonly ForeignQuestion[];
}

export interface FileInput {
  readonly name: string;
  readonly bytes?: Uint8Array;
  /** The folder of an unpacked package, in place of bytes. */
  readonly package?: ForeignPackage;
  readonly beside?: ForeignPackage;
}

/** Reads one file or package; whatever is wrong with it becomes part of the report. */
export async function readForeignFile(input: FileInput, format = 'auto'): Promise<FileReport> {
  const { name } = input;
  try {
    const file = opened(input);
    const reader =
      format === 'auto'
        ? READERS.find((candidate) => candidate.recognises(file))
        : READERS.find(({ id }) => id === format);
    if (!reader) return { file: name, refused: { reason: unknownFormat(file) }, questions: [] };
    try {
      const questions = await reader.read(file);
      return { file: name, format: reader.id, questions };
    } catch (error) {
      return { file: name, format: reader.id, refused: refusalOf(error), questions: [] };
    }
  } catch (error) {
    return { file: name, refused: refusalOf(error), questions: [] };
  }
}

function opened({
  name,
  bytes = new Uint8Array(),
  package: folder,
  beside,
}: FileInput): ForeignFile {
  if (bytes.length > LIMITS.fileBytes) throw tooLarge();
  return {
    name,
    bytes,
    text: folder || isZip(bytes) ? '' : decodeText(bytes),
    ...(folder ? { package: folder } : {}),
    ...(beside ? { beside } : {}),
  };
}

export function tooLarge(): FileRefused {
  return new FileRefused(reason('fileTooLarge', { most: LIMITS.fileBytes / 1024 / 1024 }));
}

function refusalOf(error: unknown): { reason: Reason; line?: number } {
  if (!(error instanceof FileRefused)) throw error;
  return { reason: error.reason, ...(error.line === undefined ? {} : { line: error.line }) };
}

function unknownFormat({ text, bytes, package: folder }: ForeignFile): Reason {
  if (folder) return reason('folderUnknown');
  if (bytes.length === 0) return reason('empty');
  if (isZip(bytes)) return reason('zipUnknown');
  const root = rootNameOf(text);
  return root === undefined
    ? reason('formatUnknown')
    : reason('xmlUnknown', { root: root.slice(0, 60) });
}
