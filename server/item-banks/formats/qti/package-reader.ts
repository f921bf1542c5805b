import { numbered } from '../a-question.js';
import { decodeText, isZip } from '../decode-text.js';
import {
  FileRefused,
  LIMITS,
  type ForeignFile,
  type ForeignPackage,
  type FormatReader,
} from '../foreign-question.js';
import { parseXml, type XmlElement } from '../xml-tree.js';
import { descendants } from './names.js';
import { Allowance, holdsQuestions, readQtiDocument } from './qti-document.js';
import { imagesIn } from './package-images.js';
import type { Unnumbered } from './read-item.js';
import { openZip } from './zip-package.js';
import { reason, within, type Reason } from '../../reasons.js';

const MANIFEST = /(^|\/)imsmanifest\.xml$/i;
/** Where questions can be: Canvas writes `.xml.qti`, Blackboard `res00001.dat`. */
const QUESTIONS = /\.(xml|qti|dat)$/i;

/** A content package (`imsmanifest.xml`) with QTI of any version, as a ZIP or as a folder. */
export const qtiPackageReader: FormatReader = {
  id: 'qti-package',
  recognises: ({ bytes, package: folder }) =>
    folder ? folder.paths.some((path) => QUESTIONS.test(path)) : isZip(bytes),
  read: async (file) => numbered(readPackage(await packageOf(file), file.package !== undefined)),
};

function packageOf({ bytes, package: folder }: ForeignFile): Promise<ForeignPackage> {
  return folder ? Promise.resolve(folder) : openZip(bytes);
}

function readPackage(pack: ForeignPackage, isFolder: boolean): Unnumbered[] {
  const questions: Unnumbered[] = [];
  const missing = missingFrom(pack, isFolder);
  const allowance = new Allowance();
  const withImages = imagesIn(pack);
  let read = 0;
  for (const path of [...pack.paths].sort()) {
    if (!QUESTIONS.test(path) || MANIFEST.test(path)) continue;
    const bytes = pack.bytes(path);
    if (!bytes) continue;
    read += bytes.length;
    if (read > LIMITS.packageBytes) throw new FileRefused(reason('tooLarge'));
    questions.push(
      ...questionsOf(bytes, path, allowance).map((question) => withImages(question, path)),
    );
    if (questions.length > LIMITS.questions) throw new FileRefused(reason('tooManyQuestions'));
  }
  if (questions.length === 0)
    throw new FileRefused(
      missing.length > 0
        ? reason('packageMissing', { names: missing.slice(0, 3).join(', ') })
        : reason('packageEmpty'),
    );
  return [...questions, ...missing.map((path) => brokenPart(path, reason('partMissing')))];
}

function questionsOf(bytes: Uint8Array, path: string, allowance: Allowance): Unnumbered[] {
  try {
    if (bytes.length > LIMITS.fileBytes) throw new FileRefused(reason('tooLarge'));
    const text = decodeText(bytes);
    if (!holdsQuestions(text)) return [];
    return readQtiDocument(text, allowance).map((question) => ({ ...question, part: path }));
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return [brokenPart(path, error.reason, error.line)];
  }
}

/** A file of the package of which nothing could be read. */
function brokenPart(path: string, why: Reason, line?: number): Unnumbered {
  return {
    id: null,
    title: null,
    type: 'unknown',
    part: path,
    stem: { html: '', text: '' },
    status: 'refused',
    reason: within('inPart', { part: path }, why),
    ...(line !== undefined && { line }),
  };
}

/** The items that the manifest lists but the package does not hold. A folder may do without a manifest. */
function missingFrom(pack: ForeignPackage, isFolder: boolean): string[] {
  const path = [...pack.paths]
    .filter((one) => MANIFEST.test(one))
    .sort((left, right) => left.length - right.length)[0];
  const bytes = path === undefined ? undefined : pack.bytes(path);
  if (path === undefined || !bytes) {
    if (isFolder) return [];
    throw new FileRefused(reason('noManifest'));
  }
  const base = path.replace(/[^/]*$/, '');
  const present = new Set(pack.paths.map(plainPath));
  return itemsListedIn(manifestOf(bytes)).filter((href) => !present.has(plainPath(base + href)));
}

function manifestOf(bytes: Uint8Array): XmlElement {
  try {
    return parseXml(decodeText(bytes), { bareDoctype: true });
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    throw new FileRefused(within('inPart', { part: 'imsmanifest.xml' }, error.reason), error.line);
  }
}

function itemsListedIn(manifest: XmlElement): string[] {
  return [...descendants(manifest)]
    .filter(
      ({ name, attributes }) =>
        name === 'resource' && /^imsqti_(apip)?item|^imsqti_item/.test(attributes['type'] ?? ''),
    )
    .flatMap(({ attributes }) => attributes['href'] ?? []);
}

/** Paths are compared without their escapes and case. */
function plainPath(path: string): string {
  try {
    return decodeURIComponent(path).toLowerCase();
  } catch {
    return path.toLowerCase();
  }
}
