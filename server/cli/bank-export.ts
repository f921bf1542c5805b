import { writeFile } from 'node:fs/promises';
import {
  EXPORT_LANGUAGES,
  exportLanguages,
  WRITERS,
  writeItems,
} from '../item-banks/formats/writers.js';
import { inEnglish } from '../item-banks/reasons.js';
import { readBank } from '../item-banks/read-bank.js';
import type { Clock } from '../platform/clock.js';
import type { Command } from './command.js';

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
      const wanted = options['language'];
      const language = EXPORT_LANGUAGES.find((one) => one === wanted);
      if (folder === undefined || !writer || !out || language !== wanted)
        return print.usage(`Which bank, which format, which file?\n  medsert ${USAGE}`);
      const { items, images, problems } = await readBank(folder);
      for (const { file, line, message } of problems) print.line(`${file}:${line} ${message}`);
      if (problems.length > 0)
        return print.usage('The bank has to be in order before it is exported.');
      const { bytes, rows, questions, ...exported } = await writeItems(items, writer, {
        languages: exportLanguages(language),
        modified: clock(),
        images,
      });
      await writeFile(out, bytes);
      const said = rows.map(({ refused: why, ...row }) => ({
        ...row,
        losses: row.losses.map(inEnglish),
        ...(why ? { refused: inEnglish(why) } : {}),
      }));
      for (const { id, refused, losses } of said) {
        if (refused !== undefined) print.line(`${id}: not written, ${refused}`);
        else for (const loss of losses) print.line(`${id}: ${loss}`);
      }
      const refused = exported.refused.length;
      print.line(
        `${rows.length - refused} items written as ${questions} questions, ${refused} refused`,
      );
      print.json({ questions, rows: said });
      return refused === 0 ? 0 : 1;
    },
  };
}
