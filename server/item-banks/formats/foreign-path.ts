import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { LIMITS } from './foreign-question.js';
import type { ForeignPackage } from './foreign-question.js';
import { readForeignFile, tooLarge, type FileReport } from './readers.js';

/** What lies beside questions and is none: pictures, styles, sound. */
const ASSETS = new Set(
  (
    'png jpg jpeg gif svg webp bmp ico css js mjs ts woff woff2 ttf otf eot mp3 mp4 m4a ogg wav webm pdf xsd dtd xsl xslt ' +
    'swf map ds_store license gitignore'
  ).split(' '),
);
const MANIFEST = 'imsmanifest.xml';

/** Every file of questions under a path, a folder with a manifest as one; given relative to the path. */
export function listForeignFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [''];
  const entries = readdirSync(path, { withFileTypes: true }).sort((left, right) =>
    left.name < right.name ? -1 : 1,
  );
  if (entries.some(({ name }) => name === MANIFEST)) return [''];
  return entries.flatMap((entry) => {
    if (entry.isDirectory())
      return listForeignFiles(join(path, entry.name)).map((below) => join(entry.name, below));
    const kind = extname(entry.name).slice(1).toLowerCase();
    return entry.isFile() && !ASSETS.has(kind) && !entry.name.startsWith('.') ? [entry.name] : [];
  });
}

/** Reads a file or an unpacked package from disk; `name` is how the report calls it. */
export async function readForeignPath(
  path: string,
  name: string,
  format = 'auto',
): Promise<FileReport> {
  const about = statSync(path);
  if (about.isDirectory()) {
    return readForeignFile({ name, package: folderPackage(path) }, format);
  }
  // Asked before it is read: a file that is refused for its size costs nothing.
  if (about.size > LIMITS.fileBytes) {
    return { file: name, refused: { reason: tooLarge().reason }, questions: [] };
  }
  const bytes = readFileSync(path);
  const fileName = name === '' ? basename(path) : name;
  return readForeignFile({ name: fileName, bytes, beside: folderPackage(dirname(path)) }, format);
}

/** A folder as a package; nothing outside it is read, whatever a path or a link says. */
export function folderPackage(folder: string): ForeignPackage {
  const root = realpathSync(folder);
  let known: readonly string[] | undefined;
  return {
    get paths() {
      known ??= walk(root, root, []);
      return known;
    },
    bytes(path) {
      try {
        const full = realpathSync(join(root, path));
        const about = statSync(full);
        if (!full.startsWith(root + sep) || !about.isFile()) return undefined;
        return about.size > LIMITS.fileBytes ? undefined : readFileSync(full);
      } catch {
        return undefined;
      }
    },
  };
}

function walk(root: string, folder: string, found: string[]): string[] {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (found.length >= LIMITS.packageEntries) return found;
    const full = join(folder, entry.name);
    if (entry.isDirectory()) walk(root, full, found);
    else if (entry.isFile()) found.push(relative(root, full).split(sep).join('/'));
  }
  return found.sort();
}
