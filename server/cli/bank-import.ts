import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ImportDefaults } from '../item-banks/formats/content-item.rules.js';
import { listForeignFiles, readForeignPath } from '../item-banks/formats/foreign-path.js';
import {
  importCounts,
  importLine,
  importRow,
  type ImportRow,
} from '../item-banks/formats/import-plan.view.js';
import {
  importPlanner,
  type ImportTarget,
  type PlanEntry,
} from '../item-banks/formats/plan-import.js';
import { FORMATS } from '../item-banks/formats/readers.js';
import { storePlan } from '../item-banks/formats/store-plan.js';
import { readBank } from '../item-banks/read-bank.js';
import { isUnit } from '../item-banks/units.rules.js';
import type { Clock } from '../platform/clock.js';
import { LOCALES } from '../platform/locale.js';
import { addMonths, dateIn } from '../platform/plain-date.js';
import type { Command, CommandInput } from './command.js';

const USAGE =
  'bank import PATH [--format auto] (--dry-run | --bank DIR) [--topic T] [--language nb] [--unit U] [--skip-conflicts]';

/**
 * `medsert bank import PATH`: says what each question of another system becomes, and with `--bank` writes the new ones there as drafts.
 * Nothing is written when an id is taken by another item, unless `--skip-conflicts` leaves those out.
 */
export function bankImportCommand(clock: Clock): Command {
  return {
    name: 'bank import',
    usage: USAGE,
    summary:
      'read questions of other systems, say what each becomes, and keep the new ones as drafts',
    async run(input) {
      const { arguments: words, options, print } = input;
      const [path = ''] = words;
      const mistake = mistakeIn(input);
      if (mistake !== undefined) return print.usage(`${mistake}\n  medsert ${USAGE}`);
      const folder = options['bank'];
      const target = await targetIn(folder);
      if ('problem' in target) return print.usage(target.problem);
      const dryRun = options['dry-run'] === 'true';
      const { rows, entries } = await planned(path, options, target, clock, !dryRun);
      for (const row of rows) print.line(importLine(row));
      const counts = importCounts(rows);
      print.line(
        `${counts.new} new, ${counts.unchanged} in the bank already, ${counts.conflict} in conflict, ${counts.refused} refused`,
      );
      const blocked = counts.conflict > 0 && options['skip-conflicts'] !== 'true';
      if (!dryRun && blocked)
        print.line(
          'Nothing was written: give the items in conflict other ids, or add --skip-conflicts.',
        );
      if (!dryRun && !blocked && folder !== undefined) {
        const written = await storePlan(folder, entries);
        print.line(`${written.length} drafts written to ${folder}`);
      }
      print.json(rows);
      return counts.refused + counts.conflict === 0 ? 0 : 1;
    },
  };
}

function mistakeIn({ arguments: [path], options }: CommandInput): string | undefined {
  const { format = 'auto', language = 'nb', unit = 'ml' } = options;
  if (path === undefined) return 'Which file or folder?';
  if (!existsSync(path)) return `There is nothing at ${path}.`;
  if (!FORMATS.includes(format))
    return `"${format}" is no format we know. These are: ${FORMATS.join(', ')}.`;
  if (!LOCALES.some((locale) => locale === language))
    return `"${language}" is no language of ours. These are: ${LOCALES.join(', ')}.`;
  if (!isUnit(unit)) return `"${unit}" is no unit we know (see question-banks/README.md).`;
  if (options['dry-run'] !== 'true' && options['bank'] === undefined)
    return 'Into which bank? Add --bank DIR, or --dry-run to see what would be imported.';
  return undefined;
}

async function targetIn(
  folder: string | undefined,
): Promise<ImportTarget | { readonly problem: string }> {
  if (folder === undefined) return { items: [], topics: [] };
  const { bank, items, problems } = await readBank(folder);
  if (bank && problems.length === 0) return { items, topics: Object.keys(bank.topics) };
  const lines = problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
  return { problem: `The bank has to be in order before something is added:\n${lines.join('\n')}` };
}

async function planned(
  path: string,
  options: CommandInput['options'],
  target: ImportTarget,
  clock: Clock,
  keep: boolean,
): Promise<{ rows: ImportRow[]; entries: PlanEntry[] }> {
  const plan = importPlanner(target, defaultsIn(options, clock));
  const rows: ImportRow[] = [];
  const entries: PlanEntry[] = [];
  const isFolder = statSync(path).isDirectory();
  for (const below of listForeignFiles(path)) {
    const name = below === '' ? basename(path) : below;
    const report = await readForeignPath(
      isFolder ? join(path, below) : path,
      name,
      options['format'],
    );
    for (const entry of plan(report)) {
      rows.push(importRow(entry));
      if (keep) entries.push(entry);
    }
  }
  return { rows, entries };
}

function defaultsIn(options: CommandInput['options'], clock: Clock): ImportDefaults {
  return {
    language: LOCALES.find((locale) => locale === options['language']) ?? 'nb',
    topic: options['topic'],
    pool: 'exam',
    reviewBy: addMonths(dateIn('Europe/Oslo', clock()), 12),
    unit: options['unit'],
  };
}
