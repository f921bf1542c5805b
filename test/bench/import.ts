// 10,000 questions of Moodle XML read in a dry run by the built command: seconds and peak memory.
//   npm run bench -- import [--questions 10000]
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../server/platform/project-root.js';

const at = process.argv.indexOf('--questions');
const questions = at < 0 ? 10_000 : Number(process.argv[at + 1]);

/** Every third is a single choice, a numerical one or a matching one, with feedback, as exports have it. */
function questionXml(n: number): string {
  const text = (words: string): string => `<text><![CDATA[<p>${words} ${n}</p>]]></text>`;
  const head = `<name><text>Question ${n}</text></name><questiontext format="html">${text('Which dose is right for patient')}</questiontext>`;
  if (n % 3 === 0)
    return `<question type="numerical">${head}<answer fraction="100"><text>${n / 4}</text><tolerance>0.01</tolerance></answer></question>`;
  if (n % 3 === 1)
    return `<question type="matching">${head}${[1, 2, 3].map((part) => `<subquestion format="html">${text(`Sign ${part}`)}<answer><text>Cause ${part}</text></answer></subquestion>`).join('')}</question>`;
  return `<question type="multichoice">${head}<single>true</single>${[100, 0, 0, 0].map((fraction, option) => `<answer fraction="${fraction}" format="html">${text(`Option ${option}`)}<feedback>${text('Because')}</feedback></answer>`).join('')}</question>`;
}

async function peakKilobytes(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
}

const folder = await mkdtemp(join(tmpdir(), 'medsert-import-'));
const file = join(folder, 'questions.xml');
const all = Array.from({ length: questions }, (_none, index) => questionXml(index + 1));
await writeFile(
  file,
  `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${all.join('\n')}\n</quiz>\n`,
);
try {
  const from = performance.now();
  const command = spawn(
    process.execPath,
    [
      join(projectRoot, 'dist', 'server', 'cli', 'medsert.js'),
      'bank',
      'import',
      file,
      '--format',
      'auto',
      '--dry-run',
      '--json',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const chunks: string[] = [];
  command.stdout.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
  let peak = 0;
  const watching = setInterval(() => {
    void peakKilobytes(command.pid ?? 0).then((now) => (peak = Math.max(peak, now)));
  }, 20);
  await new Promise((resolve) => command.once('close', resolve));
  clearInterval(watching);
  const imported = chunks.join('').match(/"status": ?"imported"/g)?.length ?? 0;
  const seconds = Math.round((performance.now() - from) / 10) / 100;
  process.stdout.write(
    `${JSON.stringify({ questions, imported, seconds, peakMiB: Math.round(peak / 1024) }, undefined, 2)}\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
