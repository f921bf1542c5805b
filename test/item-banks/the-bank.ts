import { join } from 'node:path';
import { readProgramme, type ProgrammeTemplate } from '../../server/exams/read-programme.js';
import type { DrawableItem } from '../../server/item-banks/drawn-item.rules.js';
import type { FiledItem } from '../../server/item-banks/item.js';
import { readBank, type Bank } from '../../server/item-banks/read-bank.js';
import { stateOfFile } from '../../server/item-banks/sync/take-file.js';
import { variantsOf } from '../../server/item-banks/variants.rules.js';
import { projectRoot } from '../../server/platform/project-root.js';

/** The bank that the service is delivered with, as it lies in the repository. */
export interface TheBank {
  readonly bank: Bank;
  readonly items: readonly FiledItem[];
  readonly drawables: readonly DrawableItem[];
  readonly template: ProgrammeTemplate;
}

export const bankFolder = join(projectRoot, 'question-banks', 'legemiddelhandtering');

let read: Promise<TheBank> | undefined;

/** Read once a test run; nobody changes it. */
export function theBank(): Promise<TheBank> {
  read ??= readIt();
  return read;
}

async function readIt(): Promise<TheBank> {
  const { bank, items, problems } = await readBank(bankFolder);
  if (!bank) throw new Error('The bank cannot be read');
  const programme = await readProgramme(bankFolder, bank);
  const all = [...problems, ...programme.problems];
  if (all.length > 0 || !programme.template)
    throw new Error(all.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
  return { bank, items, drawables: items.map(drawable), template: programme.template };
}

/** The item with every variant that can be asked, in its first version. */
export function drawable(item: FiledItem): DrawableItem {
  const state = stateOfFile(item.status);
  return { item, version: 1, state, variants: item.type === 'numeric' ? variantsOf(item) : [] };
}
