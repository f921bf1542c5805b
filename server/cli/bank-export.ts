import { writeFile } from 'node:fs/promises';
import { WRITERS, writeItems } from '../item-banks/formats/writers.js';
import { readBank } from '../item-banks/read-bank.js';
import type { Clock } from '../platform/clock.js';
import { LOCALES } from '../platform/locale.js';
import type { Command, CommandInput } from './command.js';

const FORMATS = WRITERS.map(({ id }) => id).join('|');
const USAGE = `bank export DIR --format ${FORMATS} --out FILE [--language nb|all]`;

/** `medsert bank export DIR`: a bank's items for another system, and what that format does not carry. */
export function bankExportCommand(clock: Clock): Command {
  return {
    name: 'bank export',
    usage: USAGE,
    summary: 'write the items of a bank for another system',
    async run({ arguments: [folder], options, print }) {
      const writer = WRITERS.find(({ id }) => id === options['format']);
      const out = options['out'];
      const languages = languagesIn(options);
      if (folder === undefined || !writer || !out || languages === undefined)
        return print.usage(`Which bank, which format, which file?\n  medsert ${USAGE}`);
      const { items, problems } = await readBank(folder);
      for (const { file, line, message } of problems) print.line(`${file}:${line} ${message}`);
      if (problems.length > 0)
        return print.usage('The bank has to be in order before it is exported.');
      const { bytes, rows } = await writeItems(items, writer, {
        languages: languages ?? undefined,
        modified: clock(),
      });
      await writeFile(out, bytes);
      for (const { id, refused, losses } of rows) {
        if (refused !== undefined) print.line(`${id}: not written, ${refused}`);
        else for (const loss of losses) print.line(`${id}: ${loss}`);
      }
      const refused = rows.filter((row) => row.refused !== undefined).length;
      const questions = rows.reduce((sum, row) => sum + row.questions, 0);
      print.line(
        `${rows.length - refused} items written as ${questions} questions, ${refused} refused`,
      );
      print.json({ questions, rows });
      return refused === 0 ? 0 : 1;
    },
  };
}

/** What `--language` says; null when the format's own choice will do, undefined when it is none of ours. */
function languagesIn({
  language,
}: CommandInput['options']): (typeof LOCALES)[number][] | null | undefined {
  if (language === undefined) return null;
  if (language === 'all') return [...LOCALES];
  const named = LOCALES.filter((locale) => locale === language);
  return named.length > 0 ? named : undefined;
}
