import { writeFile } from 'node:fs/promises';
import { TEMPLATE_LANGUAGES } from '../item-banks/formats/table/columns.js';
import { templateTable } from '../item-banks/formats/table/template.js';
import { workbookOf } from '../item-banks/formats/table/workbook.js';
import { csvOf } from '../item-banks/formats/write/csv.js';
import type { Clock } from '../platform/clock.js';
import type { Command } from './command.js';

const USAGE = 'bank template csv|xlsx --out FILE [--language nb|en]';

/** `medsert bank template`: a table to write items in, with the headings that are read and an example of each type. */
export function bankTemplateCommand(clock: Clock): Command {
  return {
    name: 'bank template',
    usage: USAGE,
    summary: 'a table (CSV or Excel) to write items in',
    async run({ arguments: [format], options, print }) {
      const { out, language: named = 'nb' } = options;
      const language = TEMPLATE_LANGUAGES.find((one) => one === named);
      if ((format !== 'csv' && format !== 'xlsx') || !out || !language)
        return print.usage(`Which kind of table, which file?\n  medsert ${USAGE}`);
      const table = templateTable(language);
      await writeFile(out, format === 'csv' ? csvOf(table) : await workbookOf(table, clock()));
      print.line(`${out}: fill in the rows, then medsert bank import ${out} --dry-run`);
      print.json({ out });
      return 0;
    },
  };
}
