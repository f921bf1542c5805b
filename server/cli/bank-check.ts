import { lintBankFolder, type FindingInFile } from '../exams/lint-bank-folder.js';
import { readBankFolder } from '../exams/read-bank-folder.js';
import type { Item } from '../item-banks/item.js';
import { variantsOf } from '../item-banks/variants.rules.js';
import { readTexts, type Translate } from '../platform/http/i18n.js';
import { LOCALES } from '../platform/locale.js';
import type { Clock } from '../platform/clock.js';
import { dateIn } from '../platform/plain-date.js';
import type { Command } from './command.js';

/** `medsert bank check DIR`: reads a bank as the service would, and says what an author must mend and what the linter doubts. */
export function bankCheckCommand(clock: Clock): Command {
  return {
    name: 'bank check',
    usage: 'bank check DIR [--strict]',
    summary:
      'read an item bank and list what its authors must mend; --strict fails on warnings too',
    async run({ arguments: [folder], options, print }) {
      if (folder === undefined)
        return print.usage(
          'Which folder? For example: medsert bank check question-banks/legemiddelhandtering',
        );
      const bank = await readBankFolder(folder);
      const { items, course, problems } = bank;
      const t = readTexts()('en');
      const findings = (await lintBankFolder(folder, bank, dateIn('Europe/Oslo', clock()))).map(
        (finding) => asSaid(finding, t),
      );
      for (const { file, line, message } of problems) print.line(`${file}:${line} ${message}`);
      for (const finding of findings) print.line(lineOf(finding));
      const summary = summaryOf(items);
      const lessons = course.course?.lessons.length ?? 0;
      print.line(
        `${items.length} items, ${summary.critical} critical, ${summary.practice} for practice, ` +
          `${summary.parametric} parametric with ${summary.variants} variants`,
      );
      for (const [topic, count] of Object.entries(summary.topics))
        print.line(`  ${topic}: ${count}`);
      print.line(`${lessons} lessons`);
      const errors = findings.filter(({ severity }) => severity === 'error').length;
      const warnings = findings.length - errors;
      print.line(verdict(problems.length + errors, warnings));
      print.json({ ...summary, lessons, problems, findings });
      return problems.length + errors === 0 && (options['strict'] !== 'true' || warnings === 0)
        ? 0
        : 1;
    },
  };
}

function verdict(problems: number, warnings: number): string {
  const warned = warnings === 0 ? '' : ` ${warnings} warnings.`;
  return problems === 0
    ? `No problems.${warned}`
    : `${problems} problems, to be mended first.${warned}`;
}

/** A finding as the command says it. */
function asSaid(
  { file, line, code, severity, place, key, params, replacement }: FindingInFile,
  t: Translate,
) {
  return {
    file,
    line,
    code,
    severity,
    field: place.path.join('.'),
    language: place.locale,
    range: place.range,
    message: t(key, params),
    suggestion: t(`${key}.fix`, params),
    replacement,
  };
}

function lineOf({
  file,
  line,
  severity,
  code,
  field,
  message,
  suggestion,
}: ReturnType<typeof asSaid>): string {
  const where = field === '' ? '' : `${field}: `;
  return `${file}:${line} ${severity} ${code} ${where}${message} ${suggestion}`;
}

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
