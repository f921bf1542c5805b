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
import { imagesFrom } from './package-images.js';
import type { Unnumbered } from './read-item.js';
import { openZip } from './zip-package.js';

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
  let read = 0;
  for (const path of [...pack.paths].sort()) {
    if (!QUESTIONS.test(path) || MANIFEST.test(path)) continue;
    const bytes = pack.bytes(path);
    if (!bytes) continue;
    read += bytes.length;
    if (read > LIMITS.packageBytes) throw new FileRefused('is too large');
    questions.push(...questionsOf(bytes, path, allowance).map(imagesFrom(pack, path)));
    if (questions.length > LIMITS.questions) throw new FileRefused('has too many questions');
  }
  if (questions.length === 0)
    throw new FileRefused(
      missing.length > 0
        ? `lists questions that are not in the package (${missing.slice(0, 3).join(', ')})`
        : 'is a package without questions',
    );
  return [
    ...questions,
    ...missing.map((path) => brokenPart(path, 'is listed in imsmanifest.xml but is missing')),
  ];
}

function questionsOf(bytes: Uint8Array, path: string, allowance: Allowance): Unnumbered[] {
  try {
    if (bytes.length > LIMITS.fileBytes) throw new FileRefused('is too large');
    const text = decodeText(bytes);
    if (!holdsQuestions(text)) return [];
    return readQtiDocument(text, allowance).map((question) => ({ ...question, part: path }));
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return [brokenPart(path, error.message, error.line)];
  }
}

/** A file of the package of which nothing could be read. */
function brokenPart(path: string, reason: string, line?: number): Unnumbered {
  return {
    id: null,
    title: null,
    type: 'unknown',
    part: path,
    stem: { html: '', text: '' },
    status: 'refused',
    reason: `${path}: ${reason}`,
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
    throw new FileRefused('is a ZIP archive without imsmanifest.xml: no package of questions');
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
    throw new FileRefused(`imsmanifest.xml: ${error.message}`, error.line);
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
