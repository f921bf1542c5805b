import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BankRecord, BankStore } from '../bank.store.js';
import { hashOf } from '../content-hash.rules.js';
import { changesBetween } from '../item-changes.rules.js';
import { BANK_FILE, readBankText, type Bank } from '../read-bank.js';
import type { Sources } from '../sources/source.js';
import { replaceFile } from './bank-folder.js';
import type { Difference } from './compare.rules.js';
import { mergeMembers } from './merge-item-file.js';
import type { SyncOutcome } from './sync-bank.js';

/** A source that authors added in the browser, beside what the bank's file says. */
export interface SourceEntry {
  readonly id: string;
  readonly kind: 'new-in-database' | 'conflict';
  readonly differences: readonly Difference[];
}

export interface SourcePlan {
  readonly entries: readonly SourceEntry[];
  /** Those that the file has by now just as they were added. */
  readonly inStep: readonly string[];
}

/** What the file would be given of the sources added in the browser. One that both have and say otherwise is in conflict. */
export function planSources(inFile: Sources = {}, added: Sources = {}): SourcePlan {
  const entries: SourceEntry[] = [];
  const inStep: string[] = [];
  for (const [id, source] of Object.entries(added)) {
    const filed = Object.hasOwn(inFile, id) ? inFile[id] : undefined;
    if (!filed) entries.push({ id, kind: 'new-in-database', differences: [] });
    else if (hashOf(filed) === hashOf(source)) inStep.push(id);
    else
      entries.push({
        id,
        kind: 'conflict',
        differences: changesBetween(filed, source).map(({ path, before, after }) => ({
          path,
          ...(before === '' ? {} : { file: before }),
          ...(after === '' ? {} : { database: after }),
        })),
      });
  }
  return { entries, inStep };
}

interface Settled {
  /** Goes into the file. */
  readonly written: readonly string[];
  /** Is in the file, whose word holds. */
  readonly left: readonly string[];
}

/**
 * Writes sources of the browser into `bank.yaml`, whose comments and order stay; from then on they are the file's, and `bank` is given them
 * too. An interrupted run can be given again: what the file has by then is in step.
 */
export function settleSources({ banks }: { readonly banks: BankStore }) {
  return async (
    folder: string,
    record: BankRecord,
    bank: Bank,
    { written, left }: Settled,
  ): Promise<SyncOutcome> => {
    const added = record.addedSources ?? {};
    const given = Object.fromEntries(Object.entries(added).filter(([id]) => written.includes(id)));
    if (written.length > 0) {
      const outcome = await intoFile(folder, given);
      if (outcome !== 'done') return outcome;
      await banks.describe({ ...bank, sources: { ...bank.sources, ...given } });
    }
    const settled = [...written, ...left];
    const rest = Object.entries(added).filter(([id]) => !settled.includes(id));
    const owner = record.ownerMunicipalityId ?? '';
    return (await banks.setSources(record, owner, Object.fromEntries(rest))) ? 'done' : 'overtaken';
  };
}

async function intoFile(folder: string, given: Sources): Promise<SyncOutcome> {
  const path = join(folder, BANK_FILE);
  const text = await readFile(path, 'utf8');
  const { bank: now, members } = readBankText(text);
  const sources = { ...now?.sources, ...given };
  const merged = mergeMembers(text, members, { ...members, sources });
  const { bank, problems } = readBankText(merged);
  if (!bank) return { unwritable: problems.map(({ message }) => message).join('; ') };
  if (hashOf(bank.sources) !== hashOf(sources)) return { unwritable: 'sources would be lost' };
  return (await replaceFile(path, merged, text)) ? 'done' : 'overtaken';
}
