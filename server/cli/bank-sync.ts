import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from '../item-banks/content-hash.rules.js';
import type { BankRecord } from '../item-banks/bank.store.js';
import { planSources, settleSources, type SourcePlan } from '../item-banks/sync/sync-sources.js';
import { sourcesOf } from '../item-banks/sources/sources.rules.js';
import { BANK_FILE, type Bank } from '../item-banks/read-bank.js';
import { readBankFolder, replaceFile, type BankFolder } from '../item-banks/sync/bank-folder.js';
import {
  planSync,
  rememberInStep,
  settleItem,
  sideOf,
  type Side,
  type SyncEntry,
  type SyncKind,
  type SyncOutcome,
} from '../item-banks/sync/sync-bank.js';
import { bankFileText } from '../item-banks/write-item-file.js';
import { differenceLine, kindWords, reasonWords, SYNC_KINDS } from './bank-sync-words.js';
import type { Command, CommandInput } from './command.js';
import type { BankService } from './service.js';

const USAGE =
  'bank sync DIR [--apply] [--take files|database ITEM...] [--municipality SLUG] [--bank ID]';

/**
 * `medsert bank sync DIR`: what files and database would give each other. With `--apply` everything that is not in conflict is carried out;
 * `--take` settles the conflicts it names, and those alone.
 */
export function bankSyncCommand(openService: () => Promise<BankService>): Command {
  return {
    name: 'bank sync',
    usage: USAGE,
    summary:
      'bring a bank’s files and the database in step, both ways; without --apply only the plan',
    async run(input) {
      const mistake = mistakeIn(input);
      if (mistake !== undefined) return input.print.usage(`${mistake}\n  medsert ${USAGE}`);
      const service = await openService();
      try {
        return await sync(service, input);
      } finally {
        await service.close();
      }
    },
  };
}

const OPTIONS = ['apply', 'take', 'municipality', 'bank', 'json'];

function mistakeIn({ arguments: [folder, ...items], options }: CommandInput): string | undefined {
  const { take, bank } = options;
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) return `There is no option --${unknown}.`;
  if (folder === undefined) return 'Which folder?';
  if (take !== undefined && take !== 'files' && take !== 'database')
    return `--take is "files" or "database", not "${take}".`;
  if (take !== undefined && items.length === 0) return `Of which items? --take ${take} ITEM...`;
  if (take === undefined && items.length > 0)
    return `What shall become of ${items.join(', ')}? Add --take files or --take database.`;
  const hasFile = existsSync(join(folder, BANK_FILE));
  if (!hasFile && bank === undefined)
    return `There is no bank.yaml in ${folder}. To write a bank of the database there: --bank ID`;
  return hasFile && bank !== undefined ? '--bank is for a folder without bank.yaml.' : undefined;
}

async function sync(service: BankService, input: CommandInput): Promise<number> {
  const { print, options } = input;
  const [path = '', ...named] = input.arguments;
  const target = await targetOf(service, await readBankFolder(path), options);
  if ('problem' in target) return print.usage(target.problem);
  const { folder, bank } = target;
  const { entries, inStep } = await planSync(service.items, bank.id, folder);
  const take = options['take'] as Side | undefined;
  const sources = planSources(bank.sources, target.record?.addedSources);
  const inConflict = [
    ...entries.map(({ itemId, kind }) => ({ name: itemId, kind })),
    ...sources.entries.map(({ id, kind }) => ({ name: sourceName(id), kind })),
  ].flatMap(({ name, kind }) => (kind === 'conflict' ? [name] : []));
  const other = named.find((name) => !inConflict.includes(name));
  if (other !== undefined)
    return print.usage(`${other} is not in conflict. See medsert bank sync ${path}`);

  const { problems } = folder;
  for (const { file, line, message } of problems)
    print.line(`${kindWords('invalid')} ${file}:${line} ${message}`);
  if (target.change !== undefined) print.line(`${kindWords(target.change)} bank.yaml`);
  for (const { id, kind, differences } of sources.entries) {
    print.line(`${kindWords(kind)} ${BANK_FILE} ${sourceName(id)}`);
    for (const one of differences) print.line(`      ${differenceLine(one, kind)}`);
  }
  for (const entry of entries) {
    print.line(`${kindWords(entry.kind)} ${entry.path}${reasonWords(entry.reason)}`);
    for (const difference of entry.differences)
      print.line(`      ${differenceLine(difference, entry.kind)}`);
  }
  const apply = options['apply'] === 'true';
  const outcomes = await carryOut(service, target, { entries, sources, apply, take, named });
  if (apply) await rememberInStep(service.items, inStep);
  for (const [itemId, outcome] of outcomes) {
    const words = outcomeWords(outcome);
    if (words !== undefined) print.line(`${itemId}: ${words}`);
  }
  const done = [...outcomes.values()].filter((outcome) => outcome === 'done').length;
  const open = inConflict.filter((name) => outcomes.get(name) !== 'done').length;
  print.line(summaryOf([...sources.entries, ...entries], inStep.length, problems.length));
  print.line(verdict({ done, open, applied: apply || take !== undefined }));
  print.json({
    bank: bank.id,
    applied: apply || take !== undefined,
    inStep: inStep.length,
    bankFile: target.change ?? 'in-step',
    sources: sources.entries.map((entry) => ({
      ...entry,
      outcome: outcomes.get(sourceName(entry.id)),
    })),
    items: entries.map(({ itemId, kind, path: file, reason, differences }) => ({
      item: itemId,
      kind,
      file,
      reason,
      differences,
      outcome: outcomes.get(itemId),
    })),
    problems,
  });
  const failed = [...outcomes.values()].some((outcome) => outcome !== 'done');
  return open + problems.length > 0 || failed ? 1 : 0;
}

interface Target {
  readonly folder: BankFolder;
  readonly bank: Bank;
  readonly change?: 'new-in-files' | 'changed-in-files' | 'new-in-database';
  /** As the database has it; absent for one that is new there, or for a folder that is new. */
  readonly record?: BankRecord;
  /** Whose a bank that is new in the files becomes. */
  readonly ownerId?: string;
}

/** The bank on both sides; or what is missing to know which is meant and whose it is. */
async function targetOf(
  { banks, municipalities }: BankService,
  folder: BankFolder,
  options: CommandInput['options'],
): Promise<Target | { readonly problem: string }> {
  const { bank = '', municipality: slug } = options;
  if (bank !== '') {
    const found = await banks.find(bank);
    if (!found) return { problem: `The database has no bank ${bank}.` };
    const said = { ...saidBy(found), sources: sourcesOf(found) };
    return {
      folder: { ...folder, bank: said, problems: [] },
      bank: said,
      change: 'new-in-database',
    };
  }
  if (!folder.bank) {
    const lines = folder.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
    return { problem: `bank.yaml has to be in order first:\n${lines.join('\n')}` };
  }
  const { bank: inFile } = folder;
  const known = await banks.find(inFile.id);
  if (known) {
    const same = hashOf(saidBy(known)) === hashOf(inFile);
    const change = same ? {} : ({ change: 'changed-in-files' } as const);
    return { folder, bank: inFile, record: known, ...change };
  }
  if (slug === undefined)
    return {
      problem: `The database has no bank ${inFile.id} yet. Whose is it? --municipality SLUG`,
    };
  const municipality = await municipalities.findBySlug(slug);
  if (!municipality) return { problem: `There is no municipality ${slug}.` };
  return { folder, bank: inFile, change: 'new-in-files', ownerId: municipality.id };
}

/** What a bank's own file says. */
function saidBy(record: BankRecord): Bank {
  const {
    shipped: _shipped,
    ownerMunicipalityId: _owner,
    addedSources: _added,
    heldBy: _holder,
    upstream: _upstream,
    ...said
  } = record;
  return said;
}

interface Wish {
  readonly entries: readonly SyncEntry[];
  readonly sources: SourcePlan;
  readonly apply: boolean;
  readonly take: Side | undefined;
  readonly named: readonly string[];
}

/** As it is called where items are too; no item has a point in its name. */
function sourceName(id: string): string {
  return `sources.${id}`;
}

/** What became of each item and source that something was to be done with. */
async function carryOut(
  service: BankService,
  target: Target,
  wish: Wish,
): Promise<ReadonlyMap<string, SyncOutcome | 'held'>> {
  const { folder, bank, change, ownerId } = target;
  const { entries, apply, take, named } = wish;
  if (apply && change === 'new-in-database')
    await replaceFile(join(folder.folder, BANK_FILE), bankFileText(bank), undefined);
  if (apply && change === 'changed-in-files') await service.banks.describe(bank);
  if (apply && ownerId !== undefined) await service.banks.assign(bank, ownerId);
  const outcomes = new Map<string, SyncOutcome | 'held'>(
    await carryOutSources(service, target, wish),
  );
  const settle = settleItem(service);
  for (const entry of entries) {
    const side = named.includes(entry.itemId) ? take : apply ? sideOf(entry.kind) : undefined;
    if (side === undefined) continue;
    // A file that cannot be read may be the one that seems to be gone.
    const held = entry.kind === 'removed-in-files' && folder.problems.length > 0;
    outcomes.set(entry.itemId, held ? 'held' : await settle(bank.id, folder, entry, side));
  }
  return outcomes;
}

async function carryOutSources(
  service: BankService,
  { folder, bank, record }: Target,
  { sources: { entries, inStep }, apply, take, named }: Wish,
): Promise<ReadonlyMap<string, SyncOutcome>> {
  const isNamed = (id: string): boolean => named.includes(sourceName(id));
  const idsOf = (side: Side): string[] =>
    entries.flatMap(({ id, kind }) => {
      const to = isNamed(id) ? take : apply && kind === 'new-in-database' ? 'database' : undefined;
      return to === side ? [id] : [];
    });
  const [written, left] = [idsOf('database'), idsOf('files')];
  if (!record || [...written, ...left, ...(apply ? inStep : [])].length === 0) return new Map();
  const settled = { written, left: [...left, ...inStep] };
  const base = apply ? bank : saidBy(record);
  const outcome = await settleSources(service)(folder.folder, record, base, settled);
  return new Map([...written, ...left].map((id) => [sourceName(id), outcome]));
}

function outcomeWords(outcome: SyncOutcome | 'held'): string | undefined {
  if (typeof outcome === 'object')
    return `the database's version cannot be a file of this folder: ${outcome.unwritable}. Nothing was written`;
  switch (outcome) {
    case 'done':
      return undefined;
    case 'overtaken':
      return 'somebody changed it meanwhile; nothing was done with it. Run it again';
    case 'burned-before':
      return 'it is known outside the exam and does not come back. Give the file another id, or pool: practice, or --take database';
    case 'held':
      return 'is not retired before the invalid files are in order';
  }
}

function summaryOf(
  entries: readonly { readonly kind: SyncKind }[],
  inStep: number,
  invalid: number,
): string {
  const counts = SYNC_KINDS.map((kind) => [
    entries.filter((entry) => entry.kind === kind).length,
    kindWords(kind).trim(),
  ]);
  return [[inStep, 'in step'], ...counts, [invalid, 'invalid']]
    .filter(([count]) => count !== 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ');
}

function verdict(found: { done: number; open: number; applied: boolean }): string {
  const { done, open, applied } = found;
  const conflicts =
    open === 0
      ? ''
      : ` ${open} in conflict: say whose word holds, with --take files ITEM or --take database ITEM.`;
  return (
    (applied ? `${done} carried out.` : 'Nothing is changed yet: --apply carries it out.') +
    conflicts
  );
}
