import { readFile } from 'node:fs/promises';
import { countsOf, type FileRefusal, type ImportCounts } from '../organisation/hr/import-people.js';
import type { ImportPlan } from '../organisation/hr/import-plan.rules.js';
import type { Command, CommandInput } from './command.js';
import type { HrService } from './service.js';

const USAGE = 'hr import FILE --municipality SLUG [--apply] [--confirm-endings NUMBER]';

/** `medsert hr import`: what a file from the HR system would change, and with `--apply` the change itself. */
export function hrImportCommand(openService: () => Promise<HrService>): Command {
  return {
    name: 'hr import',
    usage: USAGE,
    summary: 'read people and employments from a CSV or Excel file; without --apply only the plan',
    async run(input) {
      const mistake = mistakeIn(input);
      if (mistake !== undefined) return input.print.usage(`${mistake}\n  medsert ${USAGE}`);
      const service = await openService();
      try {
        return await importFile(service, input);
      } finally {
        await service.close();
      }
    },
  };
}

const OPTIONS = ['municipality', 'apply', 'confirm-endings', 'json'];

function mistakeIn({ arguments: [file, ...more], options }: CommandInput): string | undefined {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) return `There is no option --${unknown}.`;
  if (file === undefined) return 'Which file?';
  if (more.length > 0) return `One file at a time, not "${more.join(' ')}" as well.`;
  if (!options['municipality']) return '--municipality is missing.';
  const confirmed = options['confirm-endings'];
  return confirmed === undefined || /^\d+$/.test(confirmed)
    ? undefined
    : '--confirm-endings is the number of employments that may end.';
}

async function importFile(service: HrService, input: CommandInput): Promise<number> {
  const { print, options } = input;
  const [path = ''] = input.arguments;
  const municipality = await service.municipalities.findBySlug(options['municipality'] ?? '');
  if (!municipality) throw new Error(`There is no municipality ${options['municipality'] ?? ''}.`);
  const bytes = await readFile(path).catch(() => {
    throw new Error(`The file ${path} cannot be read.`);
  });
  const file = { municipalityId: municipality.id, bytes };
  if (options['apply'] !== 'true') {
    const planned = await service.hr.plan(file);
    if (!planned.readable) return refuse(print, planned.refusal);
    return tell(print, planned.plan, { state: 'planned' });
  }
  const confirmed = options['confirm-endings'];
  const outcome = await service.hr.apply({
    ...file,
    actor: 'system',
    ...(confirmed === undefined ? {} : { confirmedEndings: Number(confirmed) }),
  });
  if (outcome.state === 'refused') return refuse(print, outcome.refusal);
  if (outcome.state === 'unconfirmed') {
    const { plan } = outcome;
    print.line(
      `Nothing was changed. The file would end ${plan.ending} of ${plan.running} employments ` +
        `(${plan.doubts.join(', ')}). If that is meant: --confirm-endings ${plan.ending}`,
    );
    tell(print, plan, { state: 'unconfirmed' });
    return 1;
  }
  return tell(print, outcome.plan, { state: 'applied', overtaken: outcome.overtaken });
}

interface Done {
  readonly state: 'planned' | 'unconfirmed' | 'applied';
  readonly overtaken?: number;
}

function tell(print: CommandInput['print'], plan: ImportPlan, done: Done): number {
  const counts = countsOf(plan);
  print.line(`${done.state}: ${wordsFor(counts)}`);
  for (const { line, problem, value } of plan.refused)
    print.line(`  line ${line}: ${problem}${value === undefined ? '' : ` (${value})`}`);
  if (done.overtaken) print.line(`  ${done.overtaken} changed meanwhile: run it again`);
  const { running, doubts, refused } = plan;
  print.json({ ...done, counts, running, doubts, refused });
  return refused.length > 0 || (done.overtaken ?? 0) > 0 ? 1 : 0;
}

function wordsFor(counts: ImportCounts): string {
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
}

function refuse(print: CommandInput['print'], refusal: FileRefusal): number {
  const columns = 'columns' in refusal ? `: ${refusal.columns.join(', ')}` : '';
  print.line(`The file is not read (${refusal.problem}${columns}). Nothing was changed.`);
  print.json({ state: 'refused', ...refusal });
  return 1;
}
