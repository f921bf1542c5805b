import { join } from 'node:path';
import type { AuditTrail } from '../../audit/audit-event.js';
import type { Clock } from '../../platform/clock.js';
import type { BankStore } from '../bank.store.js';
import { hashOf } from '../content-hash.rules.js';
import { itemPath } from '../formats/store-plan.js';
import { writeImages } from '../images/image-files.js';
import { imagesOf } from '../images/image.rules.js';
import type { ItemImageStore } from '../images/image.store.js';
import { readItemFile } from '../item-file.js';
import type { ItemStore } from '../item.store.js';
import type { FileForm, ItemRecord } from '../life-cycle.js';
import { currentVersion, stateOf } from '../life-cycle.rules.js';
import { replaceFile, type BankFolder, type ReadFile } from './bank-folder.js';
import {
  compare,
  differencesOf,
  formOf,
  formToWrite,
  type Comparison,
  type ConflictReason,
  type Difference,
} from './compare.rules.js';
import { mergeItemFile, newItemFile } from './merge-item-file.js';
import { takeFile } from './take-file.js';

export type SyncKind =
  | 'new-in-files'
  | 'changed-in-files'
  | 'removed-in-files'
  | 'new-in-database'
  | 'changed-in-database'
  | 'waiting'
  | 'conflict';

/** What the sync would do with one item, and why. */
export interface SyncEntry {
  readonly itemId: string;
  readonly kind: SyncKind;
  /** Of the file, below the bank's folder: where it is, or where it would come to be. */
  readonly path: string;
  readonly reason?: ConflictReason;
  readonly differences: readonly Difference[];
  readonly record: ItemRecord | undefined;
  readonly file: ReadFile | undefined;
}

export interface SyncPlan {
  readonly entries: readonly SyncEntry[];
  /** Items that are the same on both sides. */
  readonly inStep: readonly ItemRecord[];
}

export type Side = 'files' | 'database';

/** `overtaken`: somebody changed the item meanwhile. `unwritable`: why a file of this folder can't say what the database has. */
export type SyncOutcome = 'done' | 'overtaken' | 'burned-before' | { readonly unwritable: string };

export interface SyncDeps {
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly itemImages: ItemImageStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** Compares a bank's folder with the database, item by item. Files that are not in order take no part. */
export async function planSync(
  items: ItemStore,
  bankId: string,
  { files, unreadable }: BankFolder,
): Promise<SyncPlan> {
  const records = new Map((await items.allOf(bankId)).map((one) => [one.itemId, one]));
  const entries: SyncEntry[] = [];
  const inStep: ItemRecord[] = [];
  for (const itemId of [...new Set([...files.keys(), ...records.keys()])].sort()) {
    if (unreadable.has(itemId)) continue;
    const [record, file] = [records.get(itemId), files.get(itemId)];
    const found = compare(record, file?.form);
    const kind = kindOf(found, record, file);
    if (kind === 'in-step') inStep.push(...(record ? [record] : []));
    else
      entries.push({
        itemId,
        kind,
        path: file?.path ?? (record ? itemPath(currentVersion(record).content) : itemId),
        ...(found.kind === 'conflict' ? { reason: found.reason } : {}),
        differences: differencesOf(record, file?.form),
        record,
        file,
      });
  }
  return { entries, inStep };
}

function kindOf(
  { kind }: Comparison,
  record: ItemRecord | undefined,
  file: ReadFile | undefined,
): SyncKind | 'in-step' {
  if (kind === 'from-files')
    return !record ? 'new-in-files' : file ? 'changed-in-files' : 'removed-in-files';
  if (kind === 'from-database') return file ? 'changed-in-database' : 'new-in-database';
  return kind;
}

/** The side whose word goes to the other, where nobody has to decide. */
export function sideOf(kind: SyncKind): Side | undefined {
  if (kind === 'waiting' || kind === 'conflict') return undefined;
  return kind.endsWith('in-files') ? 'files' : 'database';
}

/** Brings one side's word on an item to the other. */
export function settleItem(deps: SyncDeps) {
  const intoDatabase = databaseTaker(deps);
  const intoFile = fileTaker(deps);
  return (
    bankId: string,
    folder: BankFolder,
    entry: SyncEntry,
    side: Side,
  ): Promise<SyncOutcome> =>
    side === 'files' ? intoDatabase(bankId, folder, entry) : intoFile(bankId, folder, entry);
}

/** Remembers of items that are the same on both sides that they are, so that the next change is known for what it is. */
export async function rememberInStep(items: ItemStore, inStep: readonly ItemRecord[]) {
  for (const record of inStep) {
    const hash = hashOf(formToWrite(record));
    if (record.syncedHash !== hash) await items.setSynced(record, hash);
  }
}

function databaseTaker(deps: SyncDeps) {
  const take = takeFile(deps);
  return async (
    bankId: string,
    { images }: BankFolder,
    { itemId, reason, record, file }: SyncEntry,
  ) => {
    if (reason === 'burned-before') return 'burned-before';
    for (const name of file ? imagesOf(file.form.item) : []) {
      const image = images.get(name);
      if (image) await deps.itemImages.put(bankId, image);
    }
    if (!(await take(bankId, record, file?.form))) return 'overtaken';
    const [bank, now] = await Promise.all([
      deps.banks.find(bankId),
      deps.items.find(bankId, itemId),
    ]);
    if (bank?.ownerMunicipalityId === undefined || !now) return 'done';
    const version = currentVersion(now);
    await deps.audit.record({
      municipalityId: bank.ownerMunicipalityId,
      actor: 'system',
      action: `item.${stateOf(version)}`,
      subject: `item:${bankId}/${itemId}`,
      at: deps.clock(),
      details: { version: version.version, contentHash: version.contentHash, from: 'files' },
    });
    return 'done';
  };
}

function fileTaker({ items, itemImages }: SyncDeps) {
  return async (
    bankId: string,
    folder: BankFolder,
    { record, file, path }: SyncEntry,
  ): Promise<SyncOutcome> => {
    if (!record) return 'overtaken';
    const form = formToWrite(record);
    const text = file
      ? mergeItemFile(file.text, file.form, form, folder.tables)
      : newItemFile(form, folder.tables);
    const unwritable = lossOf(path, text, form, folder);
    if (unwritable !== undefined) return { unwritable };
    for (const name of imagesOf(form.item)) {
      const image = await itemImages.find(bankId, name);
      if (!image) return { unwritable: `the image ${name} is not in the database` };
      await writeImages(folder.folder, [image]);
    }
    if (!(await replaceFile(join(folder.folder, path), text, file?.text))) return 'overtaken';
    return (await items.setSynced(record, hashOf(form))) ? 'done' : 'overtaken';
  };
}

/** What would be lost or wrong in the file, as it would be read again. */
function lossOf(
  path: string,
  text: string,
  form: FileForm,
  { tables, bank }: BankFolder,
): string | undefined {
  const { item, problems } = readItemFile(path, text, tables);
  if (!item) return problems.map(({ message }) => message).join('; ');
  if (bank && !Object.hasOwn(bank.topics, item.topic))
    return `topic ${item.topic} is not in bank.yaml`;
  return hashOf(formOf(item)) === hashOf(form)
    ? undefined
    : 'products.yaml has another table than the item was approved with';
}
