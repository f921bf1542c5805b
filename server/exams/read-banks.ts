import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BankContent } from '../item-banks/item-catalogue.js';
import { projectRoot } from '../platform/project-root.js';
import { readBankFolder } from './read-bank-folder.js';

/** What the service ships: banks, their courses, and the programmes that they propose. */
export type Banks = Awaited<ReturnType<typeof readBanks>>;

/** Reads every bank under the folder. A bank with mistakes stops the start: half a bank would draw other exams than its authors meant. */
export async function readBanks(folder = join(projectRoot, 'question-banks')) {
  const entries = await readdir(folder, { withFileTypes: true });
  const paths = entries.filter((one) => one.isDirectory()).map(({ name }) => join(folder, name));
  const reads = await Promise.all(paths.map(readBankFolder));
  for (const [index, { problems }] of reads.entries()) {
    const [first] = problems;
    if (!first) continue;
    throw new Error(
      `The item bank ${paths[index] ?? ''} has ${problems.length} mistakes, the first in ` +
        `${first.file}:${first.line}: ${first.message}. See all of them with: npx medsert bank check`,
    );
  }
  return {
    contents: reads.flatMap(({ bank, items, images }): BankContent[] =>
      bank ? [{ bank, items, images: [...images.values()] }] : [],
    ),
    courses: reads.map(({ course }) => course),
    templates: reads.flatMap(({ template }) => (template ? [template] : [])),
  };
}
