// How well questions of other systems come in, by the measures of the corpus's EXPECTED.md.
//   npm run score:corpus -- DIR expected.json
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { readForeignPath } from '../../server/item-banks/formats/foreign-path.js';
import type {
  ForeignQuestion,
  ForeignResponse,
  ForeignValue,
} from '../../server/item-banks/formats/foreign-question.js';
import type { FileReport } from '../../server/item-banks/formats/readers.js';
import { differenceOf, paired, type ExpectedItem } from './corpus-key.js';
import { inEnglish } from '../../server/item-banks/reasons.js';

interface ScoreCase {
  readonly name: string;
  readonly responses: ForeignResponse;
  readonly expect: {
    readonly score?: number;
    readonly maxScore?: number;
    readonly outcomes?: Readonly<Record<string, ForeignValue>>;
  };
}

interface ExpectedFile {
  readonly format: string;
  readonly expectFile: string;
  readonly items: readonly ExpectedItem[];
  readonly scoreCases?: readonly ScoreCase[];
}

type Expected = Readonly<Record<string, ExpectedFile>>;

const SECONDS = 2;
const KIBIBYTES = 256 * 1024;

/** What is counted, in all and by format. */
class Tally {
  readonly counts: Record<string, { right: number; of: number }> = {};

  count(name: string, right: boolean): void {
    const entry = (this.counts[name] ??= { right: 0, of: 0 });
    entry.of += 1;
    if (right) entry.right += 1;
  }

  percent(name: string): number {
    const { right, of } = this.counts[name] ?? { right: 0, of: 0 };
    return of === 0 ? 100 : Math.round((right / of) * 10_000) / 100;
  }
}

async function scoreCorpus(folder: string, expected: Expected): Promise<unknown> {
  const tally = new Tally();
  const details: string[] = [];
  const silent: string[] = [];
  for (const [name, wanted] of Object.entries(expected)) {
    const path = join(folder, name);
    if (!existsSync(path)) {
      details.push(`${name}: is not in the folder`);
      continue;
    }
    const before = process.resourceUsage().maxRSS;
    const started = performance.now();
    const report = await readForeignPath(path, name).catch((error: unknown) => {
      details.push(`${name}: CRASHED ${String(error)}`);
      return undefined;
    });
    const ms = performance.now() - started;
    const grown = process.resourceUsage().maxRSS - before;
    if (wanted.expectFile.startsWith('refuse')) {
      const cheap = ms < SECONDS * 1000 && grown < KIBIBYTES;
      const refused = report !== undefined && isRefused(report);
      if (wanted.expectFile === 'refuse') tally.count('E', refused && cheap);
      tally.count('E, with refuse-or-empty', refused && cheap);
      if (!refused || !cheap)
        details.push(`${name}: E ${Math.round(ms)} ms, not refused or too dear`);
    }
    if (report) {
      scoreItems(name, wanted, report, { tally, details, silent });
      scoreCases(name, wanted, report, { tally, details });
    }
  }
  return {
    A: tally.percent('A'),
    B: tally.percent('B'),
    C: silent.length,
    D: tally.percent('D'),
    E: tally.percent('E'),
    details: { counts: tally.counts, silent, others: details },
  };
}

function isRefused({ refused, questions }: FileReport): boolean {
  if (refused) return inEnglish(refused.reason) !== '';
  return (
    questions.length > 0 && questions.every(({ status, reason }) => status === 'refused' && reason)
  );
}

interface Sheet {
  readonly tally: Tally;
  readonly details: string[];
}

function scoreItems(
  name: string,
  { items, format }: ExpectedFile,
  { refused, questions }: FileReport,
  { tally, details, silent }: Sheet & { readonly silent: string[] },
): void {
  const ours = paired(items, questions);
  items.forEach((item, index) => {
    const question = ours[index];
    const about = `${name} #${index} ${item.id ?? item.name ?? item.text?.slice(0, 40) ?? ''}`;
    const difference =
      question?.status === 'imported' ? differenceOf(item, question) : reasonOf(question, refused);
    const imported = question?.status === 'imported' && difference === undefined;
    const told = question?.status !== 'imported' && difference !== undefined;
    for (const at of ['', ` ${format}`]) {
      if (item.expect === 'import') tally.count(`A${at}`, imported);
      tally.count(`B${at}`, imported || told);
    }
    if (question?.status === 'imported' && difference !== undefined) {
      silent.push(`${about}: ${difference}`);
    } else if (!imported && (item.expect === 'import' || !told)) {
      details.push(`${about}: ${difference ?? 'not reported at all'}`);
    }
  });
  for (const question of questions) {
    if (question.status === 'imported' && !ours.includes(question)) {
      silent.push(`${name} #${question.index} ${question.title ?? ''}: imported, but not expected`);
    }
  }
}

/** Why it did not come in; undefined when nobody said. */
function reasonOf(
  question: ForeignQuestion | undefined,
  refused: FileReport['refused'],
): string | undefined {
  const reason = question?.reason ?? refused?.reason;
  return reason && inEnglish(reason);
}

function scoreCases(
  name: string,
  { scoreCases: cases = [], format }: ExpectedFile,
  { questions }: FileReport,
  { tally, details }: Sheet,
): void {
  for (const { name: caseName, responses, expect } of cases) {
    const got = marked(questions[0], responses);
    const wrong = typeof got === 'string' ? got : wrongOutcome(expect, got);
    tally.count('D', wrong === undefined);
    tally.count(`D ${format}`, wrong === undefined);
    if (wrong !== undefined) details.push(`${name}: D "${caseName}": ${wrong}`);
  }
}

function marked(
  question: ForeignQuestion | undefined,
  responses: ForeignResponse,
): ReturnType<NonNullable<ForeignQuestion['mark']>> | string {
  try {
    const refused = question?.reason;
    return question?.mark?.(responses) ?? (refused ? inEnglish(refused) : 'cannot be marked');
  } catch (error) {
    return `CRASHED ${String(error)}`;
  }
}

function wrongOutcome(
  { score, maxScore, outcomes = {} }: ScoreCase['expect'],
  got: ReturnType<NonNullable<ForeignQuestion['mark']>>,
): string | undefined {
  if (score !== undefined && !sameValue(score, got.score)) {
    return `score: expected ${score}, got ${got.score ?? 'none'}`;
  }
  const wanted = { ...(maxScore === undefined ? {} : { MAXSCORE: maxScore }), ...outcomes };
  for (const [id, value] of Object.entries(wanted)) {
    if (!sameValue(value, got.outcomes[id])) {
      return `${id}: expected ${JSON.stringify(value)}, got ${JSON.stringify(got.outcomes[id])}`;
    }
  }
  return undefined;
}

function sameValue(wanted: ForeignValue, got: ForeignValue | undefined): boolean {
  if (typeof wanted === 'number' && typeof got === 'number') return Math.abs(wanted - got) < 1e-6;
  return JSON.stringify(wanted) === JSON.stringify(got ?? null);
}

const [folder, expectedFile] = process.argv.slice(2);
if (folder === undefined || expectedFile === undefined) {
  process.stderr.write('npm run score:corpus -- DIR expected.json\n');
  process.exitCode = 2;
} else {
  const beside = join(folder, expectedFile);
  const path = isAbsolute(expectedFile) || existsSync(expectedFile) ? expectedFile : beside;
  const expected = JSON.parse(readFileSync(path, 'utf8')) as Expected;
  process.stdout.write(`${JSON.stringify(await scoreCorpus(folder, expected), undefined, 2)}\n`);
}
