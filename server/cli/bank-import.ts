import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listForeignFiles, readForeignPath } from '../item-banks/formats/foreign-path.js';
import { score, type ForeignQuestion } from '../item-banks/formats/foreign-question.js';
import { FORMATS, type FileReport } from '../item-banks/formats/readers.js';
import type { Command } from './command.js';

/** `medsert bank import PATH --dry-run`: what would be imported as what, and what would be refused and why. */
export const bankImport: Command = {
  name: 'bank import',
  usage: 'bank import PATH [--format auto] --dry-run',
  summary: 'read questions of other systems and say what each would become',
  async run({ arguments: [path], options, print }) {
    const format = options['format'] ?? 'auto';
    if (path === undefined)
      return print.usage('Which file or folder? medsert bank import PATH --dry-run');
    if (!FORMATS.includes(format)) {
      return print.usage(`"${format}" is no format we know. These are: ${FORMATS.join(', ')}`);
    }
    if (options['dry-run'] !== 'true') {
      return print.usage('Storing is not there yet. Add --dry-run to see what would be imported.');
    }
    if (!existsSync(path)) return print.usage(`There is nothing at ${path}`);
    const rows: ImportRow[] = [];
    for (const below of listForeignFiles(path)) {
      const name = below === '' ? basename(path) : below;
      const full = statSync(path).isDirectory() ? join(path, below) : path;
      rows.push(...rowsOf(await readForeignPath(full, name, format)));
    }
    for (const row of rows) print.line(lineOf(row));
    const refused = rows.filter(({ status }) => status === 'refused').length;
    print.line(`${rows.length - refused} would be imported, ${refused} refused`);
    print.json(rows);
    return refused === 0 ? 0 : 1;
  },
};

export interface ImportRow extends Partial<
  Pick<ForeignQuestion, 'types' | 'part' | 'key' | 'reason' | 'line' | 'warnings'>
> {
  readonly file: string;
  /** Null when the file as a whole was refused. */
  readonly index: number | null;
  readonly id: string | null;
  readonly title: string | null;
  readonly type: string | null;
  readonly status: ForeignQuestion['status'];
  /** What the key's own response scores: a key that does not score is worth a look. */
  readonly score?: number;
}

function rowsOf({ file, refused, questions }: FileReport): ImportRow[] {
  if (refused) {
    const status = 'refused' as const;
    return [{ file, index: null, id: null, title: null, type: null, status, ...refused }];
  }
  return questions.map((question) => {
    const { mark: _mark, keyResponse, stem: _stem, options: _options, ...shown } = question;
    const full = keyResponse ? score(question, keyResponse) : undefined;
    return { file, ...shown, ...(full === undefined ? {} : { score: full }) };
  });
}

function lineOf({
  file,
  line,
  index,
  type,
  title,
  id,
  status,
  reason,
  warnings,
}: ImportRow): string {
  const place = line === undefined ? file : `${file}:${line}`;
  const what = [index === null ? '' : `#${index + 1}`, type ?? '', title ?? id ?? '']
    .filter((part) => part !== '')
    .join(' ');
  const why = [reason, ...(warnings ?? [])].filter((part) => part !== undefined).join('; ');
  return `${place} ${what === '' ? '' : `${what}: `}${status}${why === '' ? '' : `, ${why}`}`;
}
