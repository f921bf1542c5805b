import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ItemImage } from '../images/image.rules.js';
import type { FileProblem, ProductTables } from '../item-file.js';
import type { FileForm } from '../life-cycle.js';
import { readBank, type Bank } from '../read-bank.js';
import { formOf } from './compare.rules.js';

/** An item's file as it was read. */
export interface ReadFile {
  /** Below the bank's folder. */
  readonly path: string;
  readonly text: string;
  readonly form: FileForm;
}

export interface BankFolder {
  readonly folder: string;
  readonly bank: Bank | undefined;
  readonly tables: ProductTables;
  readonly files: ReadonlyMap<string, ReadFile>;
  readonly images: ReadonlyMap<string, ItemImage>;
  readonly problems: readonly FileProblem[];
  /** Items of which a file cannot be used: nothing is concluded about them. */
  readonly unreadable: ReadonlySet<string>;
}

/** A bank's folder, with the text of every file that is in order. */
export async function readBankFolder(folder: string): Promise<BankFolder> {
  const { bank, itemsInFiles, images, tables, problems } = await readBank(folder);
  const bad = new Set(problems.map(({ file }) => file));
  const unreadable = new Set([...bad].map((file) => basename(file, '.yaml')));
  for (const { file, item } of itemsInFiles) if (bad.has(file)) unreadable.add(item.id);
  const files = new Map<string, ReadFile>();
  for (const { file: path, item } of itemsInFiles) {
    if (unreadable.has(item.id)) continue;
    const text = await readFile(join(folder, path), 'utf8');
    files.set(item.id, { path, text, form: formOf(item) });
  }
  return { folder, bank, tables, files, images, problems, unreadable };
}

/**
 * Writes a file whole or not at all. False when it is no longer what `before` says (nothing, when there was no file): somebody else has
 * written it meanwhile, and their work stays.
 */
export async function replaceFile(
  path: string,
  text: string,
  before: string | undefined,
): Promise<boolean> {
  const now = await readFile(path, 'utf8').catch(() => undefined);
  if (now !== before) return false;
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.new`;
  await writeFile(fresh, text);
  try {
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  return true;
}
