import { readBankFolder } from '../exams/read-bank-folder.js';
import { variantTable } from '../item-banks/variant-table.rules.js';
import { variantTableView } from '../item-banks/variant-table.view.js';
import { readTexts } from '../platform/http/i18n.js';
import { LOCALES } from '../platform/locale.js';
import type { Command } from './command.js';

/** `medsert bank variants DIR ITEM`: the table that a second person approves. */
export const bankVariants: Command = {
  name: 'bank variants',
  usage: 'bank variants DIR ITEM [--locale nb]',
  summary: 'all variants of a numeric item: numbers, key, mistakes, worked solution',
  async run({ arguments: [folder, id], options, print }) {
    if (folder === undefined || id === undefined)
      return print.usage(
        'Which item? For example: medsert bank variants question-banks/legemiddelhandtering calculation-001',
      );
    const locale = LOCALES.find((one) => one === (options['locale'] ?? 'nb'));
    if (!locale) return print.usage(`--locale is one of ${LOCALES.join(', ')}`);
    const { items } = await readBankFolder(folder);
    const item = items.find((one) => one.id === id);
    if (item?.type !== 'numeric')
      return print.usage(`${folder} has no numeric item ${id} that can be read`);
    const table = variantTable(item);
    const view = variantTableView(item, table, locale, readTexts()(locale));
    const { summary, hash, more, rows, refused } = view;
    print.line([summary, hash, more].join(' ').trim());
    for (const { number, cells, answer, mistakes, solution } of rows) {
      print.line(`${number}. ${cells.join(', ')}: ${answer}`);
      for (const step of solution) print.line(`     ${step}`);
      for (const { name, value } of mistakes) print.line(`     ${value} (${name})`);
    }
    for (const line of refused) print.line(line);
    print.json({
      item: id,
      hash: table.hash,
      variants: table.rows.map(({ variant, distractors }) => ({
        ...variant,
        distractors: distractors.map(({ mistake, value }) => ({ mistake, value: value.toFixed() })),
      })),
      refused: table.refused,
    });
    return 0;
  },
};
