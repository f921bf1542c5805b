import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { CourseRead } from '../courses/read-course.js';
import type { ItemInFile } from '../item-banks/item-file.js';
import type { Finding } from '../item-banks/lint/finding.js';
import { lintFigure, lintItem, lintLesson } from '../item-banks/lint/lint-item.js';
import { lintProfile, type LintProfile } from '../item-banks/lint/lint-profile.js';
import { contrastOfPicture, type PictureContrast } from '../item-banks/lint/picture-contrast.js';
import { LOCALES } from '../platform/locale.js';
import { supersededOn } from '../item-banks/sources/sources.rules.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { BankFolder } from './read-bank-folder.js';

export interface FindingInFile extends Finding {
  readonly file: string;
  readonly line: number;
}

/** What the linter finds in a bank that was read: its items, the checks, texts and figures of its course. */
export async function lintBankFolder(
  folder: string,
  { bank, itemsInFiles, images, course }: BankFolder,
  today: PlainDate,
): Promise<readonly FindingInFile[]> {
  const superseded = supersededOn(bank?.sources ?? {}, today);
  const pictures = new Map<string, PictureContrast>();
  for (const { name, bytes } of images.values())
    pictures.set(name, await contrastOfPicture(name, bytes));
  const profile = { ...lintProfile(bank?.lint), superseded, pictures };
  return [
    ...[...itemsInFiles, ...course.checks].flatMap((item) => inItem(item, profile)),
    ...(await inLessons(folder, course.lintExceptions, profile)),
  ];
}

function inItem({ item, file, lineAt }: ItemInFile, profile: LintProfile): FindingInFile[] {
  return lintItem(item, profile).map((finding) => {
    const words = finding.place.range ? String(finding.params['found'] ?? '') : '';
    return { ...finding, file, line: lineAt(finding.place.path, words) };
  });
}

async function inLessons(
  folder: string,
  exceptions: CourseRead['lintExceptions'],
  profile: LintProfile,
): Promise<FindingInFile[]> {
  const entries = await readdir(join(folder, 'course'), {
    recursive: true,
    withFileTypes: true,
  }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const found: FindingInFile[] = [];
  for (const path of paths.sort()) {
    const file = relative(folder, path);
    if (path.endsWith('.svg')) {
      const findings = lintFigure(await readFile(path, 'utf8'), profile);
      found.push(
        ...findings.map((one) => ({ ...one, file, line: Number(one.params['line'] ?? 1) })),
      );
    }
    const locale = LOCALES.find((language) => basename(path) === `${language}.md`);
    if (locale === undefined) continue;
    const markdown = await readFile(path, 'utf8');
    const allowed = exceptions.get(basename(dirname(path))) ?? [];
    for (const finding of lintLesson(markdown, locale, allowed, profile))
      found.push({ ...finding, file, line: lineIn(markdown, finding.place.range?.from ?? 0) });
  }
  return found;
}

function lineIn(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
