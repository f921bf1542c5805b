import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { z } from 'zod';
import {
  lineOf,
  parseYaml,
  readCheckFile,
  type FileProblem,
  type ItemInFile,
  type ProductTables,
} from '../item-banks/item-file.js';
import type { LintException } from '../item-banks/lint/lint-code.js';
import { lintExceptionsSchema } from '../item-banks/lint/lint-profile.js';
import { LOCALES, type Locale, type Localised } from '../platform/locale.js';
import type { Course, CourseCatalogue, Lesson } from './course.js';

const localised = z.partialRecord(z.enum(LOCALES), z.string());
/** It is in addresses, and names a field of a session's record. */
const id = z.string().regex(/^[a-z0-9-]{1,60}$/, 'has small letters, digits and hyphens only');
const courseSchema = z.strictObject({
  id,
  version: z.number().int().positive(),
  titles: localised,
  approval: z.string(),
  lessons: z
    .array(
      z.strictObject({
        id,
        folder: z.string().regex(/^[a-z0-9-]+$/),
        minutes: z.number().int().positive(),
        titles: localised,
        lint: lintExceptionsSchema.optional(),
      }),
    )
    .min(1),
});

const FEWEST_CHECKS = 3;
const FIGURE = /^[a-z0-9][a-z0-9.-]*\.svg$/;

export interface CourseRead {
  readonly course: Course | undefined;
  readonly figures: ReadonlyMap<string, string>;
  readonly checks: readonly ItemInFile[];
  /** Where the linter is wrong about a lesson, by the lesson's folder. */
  readonly lintExceptions: ReadonlyMap<string, readonly LintException[]>;
  readonly problems: readonly FileProblem[];
}

/** Reads `course/` of a bank: lessons, checks and figures. What an author can mend is listed, not thrown. */
export async function readCourse(folder: string, tables: ProductTables = {}): Promise<CourseRead> {
  const figures = new Map<string, string>();
  const file = 'course/course.yaml';
  const content = await readFile(join(folder, 'course.yaml'), 'utf8').catch(() => undefined);
  if (content === undefined) return nothing([{ file, line: 1, message: 'is missing' }]);
  const { document, lines, problems } = parseYaml(file, content);
  const parsed = courseSchema.safeParse(
    problems.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 }),
  );
  if (!parsed.success) {
    const found = parsed.error.issues.map((issue) => ({
      file,
      line: lineOf(document, lines, issue.path),
      message: `${issue.path.join('.')}: ${issue.message}`,
    }));
    return nothing([...problems, ...found]);
  }
  const { id: courseId, version, titles, lessons: entries } = parsed.data;
  const lessons: Lesson[] = [];
  const checks: ItemInFile[] = [];
  const found: FileProblem[] = [];
  for (const [index, entry] of entries.entries()) {
    if (lessons.some((lesson) => lesson.id === entry.id)) {
      const line = lineOf(document, lines, ['lessons', index]);
      found.push({ file, line, message: `the lesson ${entry.id} is there twice` });
    }
    const read = await readLesson(courseId, entry, join(folder, entry.folder), figures, tables);
    lessons.push({
      id: entry.id,
      titles: entry.titles,
      minutes: entry.minutes,
      html: read.html,
      check: read.check.map(({ item }) => item),
    });
    checks.push(...read.check);
    found.push(...read.problems);
  }
  return {
    course: { id: courseId, version, titles, lessons },
    figures,
    checks,
    lintExceptions: new Map(entries.map(({ folder, lint = [] }) => [folder, lint])),
    problems: found,
  };
}

function nothing(problems: readonly FileProblem[]): CourseRead {
  return {
    course: undefined,
    figures: new Map(),
    checks: [],
    lintExceptions: new Map(),
    problems,
  };
}

export function courseCatalogue(reads: readonly CourseRead[]): CourseCatalogue {
  const courses = new Map(
    reads.flatMap(({ course }) => (course ? [[course.id, course] as const] : [])),
  );
  const figures = new Map(reads.flatMap((read) => [...read.figures]));
  return {
    find: (courseId) => courses.get(courseId),
    all: () => [...courses.values()],
    figure: (courseId, lessonId, file) => figures.get(`${courseId}/${lessonId}/${file}`),
  };
}

async function readLesson(
  courseId: string,
  entry: { readonly id: string; readonly folder: string },
  folder: string,
  figures: Map<string, string>,
  tables: ProductTables,
): Promise<{ html: Localised; check: readonly ItemInFile[]; problems: FileProblem[] }> {
  const shown = `course/${entry.folder}`;
  const problems: FileProblem[] = [];
  const files = await readdir(folder).catch((): string[] => []);
  for (const file of files.filter((name) => FIGURE.test(name)))
    figures.set(`${courseId}/${entry.id}/${file}`, await readFile(join(folder, file), 'utf8'));

  const html: Partial<Record<Locale, string>> = {};
  for (const locale of LOCALES) {
    if (!files.includes(`${locale}.md`)) continue;
    const markdown = await readFile(join(folder, `${locale}.md`), 'utf8');
    const made = lessonHtml(markdown, (figure) =>
      files.includes(figure) && FIGURE.test(figure)
        ? `/courses/${courseId}/lessons/${entry.id}/figures/${figure}`
        : undefined,
    );
    html[locale] = made.html;
    problems.push(
      ...made.missing.map((figure) => ({
        file: `${shown}/${locale}.md`,
        line: lineWith(markdown, `](${figure}`),
        message: `the figure ${figure} is not in the folder`,
      })),
    );
  }
  if (html.nb === undefined)
    problems.push({ file: `${shown}/nb.md`, line: 1, message: 'the lesson in bokmål is missing' });

  const checkFile = `${shown}/check.yaml`;
  const content = await readFile(join(folder, 'check.yaml'), 'utf8').catch(() => '');
  const defaults = {
    topic: entry.id,
    pool: 'course',
    status: 'approved',
    difficulty: 'medium',
    reviewBy: '2027-12-31',
    approval: 'see course.yaml',
    sources: ['The lesson itself'],
  };
  const check = readCheckFile(checkFile, content, defaults, tables);
  problems.push(...check.problems);
  if (check.items.length < FEWEST_CHECKS)
    problems.push({
      file: checkFile,
      line: 1,
      message: `has ${check.items.length} check questions, at least ${FEWEST_CHECKS} are needed`,
    });
  return { html, check: check.items, problems };
}

/** The first line that holds the text; 1 if none does. */
function lineWith(markdown: string, text: string): number {
  return markdown.split('\n').findIndex((line) => line.includes(text)) + 1 || 1;
}

/** Markdown to HTML, with HTML in the text shown as text. Figures become figure elements; tables get a frame that scrolls. */
function lessonHtml(
  markdown: string,
  addressOf: (figure: string) => string | undefined,
): { html: string; missing: string[] } {
  const missing: string[] = [];
  const engine = new MarkdownIt({ html: false, linkify: false, typographer: false });
  engine.validateLink = (address) => /^(https:\/\/|[a-z0-9][a-z0-9.-]*\.svg$)/.test(address);
  const escaped = (value: string | number | null | undefined): string =>
    engine.utils.escapeHtml(String(value ?? ''));
  engine.renderer.rules['image'] = (tokens, index) => {
    const token = tokens[index];
    const source = String(token?.attrGet('src') ?? '');
    const address = addressOf(source);
    if (address === undefined) missing.push(source);
    const caption = token?.attrGet('title');
    return (
      `<span class="figure"><img src="${escaped(address)}" alt="${escaped(token?.content)}" loading="lazy">` +
      (caption ? `<span class="caption">${escaped(caption)}</span></span>` : '</span>')
    );
  };
  engine.renderer.rules['table_open'] = () =>
    '<div class="table-scroll" tabindex="0" role="group"><table class="ds-table" data-border="true">';
  engine.renderer.rules['table_close'] = () => '</table></div>';
  engine.renderer.rules['blockquote_open'] = () =>
    '<div class="ds-alert remember" data-color="info"><div>';
  engine.renderer.rules['blockquote_close'] = () => '</div></div>';
  return { html: engine.render(markdown), missing };
}
