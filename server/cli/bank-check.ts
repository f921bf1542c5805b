import { readBankFolder } from '../exams/read-bank-folder.js';
import type { Item } from '../item-banks/item.js';
import { variantsOf } from '../item-banks/variants.rules.js';
import { LOCALES } from '../platform/locale.js';
import type { Command } from './command.js';

/** `medsert bank check DIR`: reads a bank as the service would, and says what an author must mend. */
export const bankCheck: Command = {
  name: 'bank check',
  usage: 'bank check DIR',
  summary: 'read an item bank and list what its authors must mend',
  async run({ arguments: [folder], print }) {
    if (folder === undefined)
      return print.usage(
        'Which folder? For example: medsert bank check question-banks/legemiddelhandtering',
      );
    const { items, course, problems } = await readBankFolder(folder);
    for (const { file, line, message } of problems) print.line(`${file}:${line} ${message}`);
    const summary = summaryOf(items);
    print.line(
      `${items.length} items, ${summary.critical} critical, ${summary.practice} for practice, ` +
        `${summary.parametric} parametric with ${summary.variants} variants`,
    );
    for (const [topic, count] of Object.entries(summary.topics)) print.line(`  ${topic}: ${count}`);
    print.line(`${course.course?.lessons.length ?? 0} lessons`);
    print.line(
      problems.length === 0 ? 'No problems.' : `${problems.length} problems, to be mended first.`,
    );
    print.json({ ...summary, lessons: course.course?.lessons.length ?? 0, problems });
    return problems.length === 0 ? 0 : 1;
  },
};

function summaryOf(items: readonly Item[]) {
  const numeric = items.filter((item) => item.type === 'numeric');
  const topics: Record<string, number> = {};
  for (const item of items) topics[item.topic] = (topics[item.topic] ?? 0) + 1;
  return {
    items: items.length,
    critical: items.filter((item) => item.critical).length,
    practice: items.filter((item) => item.pool === 'practice').length,
    parametric: numeric.filter((item) => Object.keys(item.parameters).length > 0).length,
    variants: numeric.reduce((sum, item) => sum + variantsOf(item).length, 0),
    languages: Object.fromEntries(
      LOCALES.map((locale) => [locale, items.filter((item) => item.texts[locale]).length]),
    ),
    topics,
  };
}
