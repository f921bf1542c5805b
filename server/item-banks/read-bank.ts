import { readFile, readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { z } from 'zod';
import { LOCALES, type Localised } from '../platform/locale.js';
import { readImage } from './images/image-files.js';
import { imagesOf, type ItemImage } from './images/image.rules.js';
import type { FiledItem, Item } from './item.js';
import {
  isRecord,
  lineOf,
  parseYaml,
  readItemFile,
  type FileProblem,
  type ItemInFile,
  type ProductTables,
} from './item-file.js';
import { lintChangesSchema, type LintChanges } from './lint/lint-profile.js';
import { sourcesSchema, type Sources } from './sources/source.js';
import { sourceProblems } from './sources/sources.rules.js';
import { readProducts } from './read-products.js';

export interface Bank {
  readonly id: string;
  readonly titles: Localised;
  /** Topic to its title, in the order of the course. */
  readonly topics: Readonly<Record<string, Localised>>;
  /** What its pharmacist has decided about the linter. */
  readonly lint?: LintChanges | undefined;
  /** What its items stand on, by id. */
  readonly sources?: Sources | undefined;
}

export interface BankRead {
  readonly bank: Bank | undefined;
  readonly items: readonly FiledItem[];
  /** The same items with their places, for what is said about them. */
  readonly itemsInFiles: readonly ItemInFile[];
  /** Those that the items show, by name. */
  readonly images: ReadonlyMap<string, ItemImage>;
  /** Real products that the bank's items and check questions refer to. */
  readonly tables: ProductTables;
  readonly problems: readonly FileProblem[];
}

const localised = z.partialRecord(z.enum(LOCALES), z.string());
const bankSchema = z.strictObject({
  id: z.string(),
  titles: localised,
  licence: z.string(),
  approval: z.string(),
  languages: z.array(z.enum(LOCALES)),
  topics: z.record(z.string(), localised),
  lint: lintChangesSchema.optional(),
  sources: sourcesSchema.optional(),
});

/** Reads a bank's folder: `bank.yaml` and every item. Nothing is thrown for what an author can mend; it is listed instead. */
export async function readBank(folder: string): Promise<BankRead> {
  const { bank, problems } = await readBankFile(folder);
  const products = await readProducts(folder);
  const files = await itemFiles(join(folder, 'items'));
  const itemsInFiles: ItemInFile[] = [];
  const found: FileProblem[] = [...problems, ...products.problems];
  const groups = new Map<string, string>();
  const seen = new Map<string, string>();
  const images = new Map<string, ItemImage>();
  for (const path of files) {
    const file = relative(folder, path);
    const read = readItemFile(file, await readFile(path, 'utf8'), products.tables);
    found.push(...read.problems);
    if (!read.item) continue;
    found.push(...placeProblems(file, read.item, bank, seen, groups));
    for (const name of imagesOf(read.item)) {
      const image = images.get(name) ?? (await readImage(folder, name));
      if ('problem' in image) found.push({ file, line: 1, message: image.problem });
      else images.set(name, image);
    }
    itemsInFiles.push(read);
  }
  const items = itemsInFiles.map(({ item }) => item);
  return { bank, items, itemsInFiles, images, tables: products.tables, problems: found };
}

function placeProblems(
  file: string,
  item: Item,
  bank: Bank | undefined,
  seen: Map<string, string>,
  groups: Map<string, string>,
): FileProblem[] {
  const say = (message: string): FileProblem => ({ file, line: 1, message });
  const problems: FileProblem[] = [];
  if (basename(file, '.yaml') !== item.id)
    problems.push(say(`id ${item.id} is not the file's name`));
  if (bank && !Object.hasOwn(bank.topics, item.topic))
    problems.push(say(`topic ${item.topic} is not in bank.yaml`));
  const other = seen.get(item.id);
  if (other !== undefined) problems.push(say(`id ${item.id} is used by ${other} too`));
  seen.set(item.id, file);
  if (item.variantGroup !== undefined) {
    const topic = groups.get(item.variantGroup) ?? item.topic;
    // The draw fills one topic after the other, so a group over two topics could leave the later one short.
    if (topic !== item.topic)
      problems.push(say(`variant group ${item.variantGroup} is used in topic ${topic} too`));
    groups.set(item.variantGroup, topic);
  }
  return problems;
}

export const BANK_FILE = 'bank.yaml';

async function readBankFile(
  folder: string,
): Promise<{ bank: Bank | undefined; problems: readonly FileProblem[] }> {
  const content = await readFile(join(folder, BANK_FILE), 'utf8').catch(() => undefined);
  if (content !== undefined) return readBankText(content);
  const message = `there is no ${BANK_FILE} in ${folder}`;
  return { bank: undefined, problems: [{ file: BANK_FILE, line: 1, message }] };
}

/** A bank's file, with its members as they stand there. */
export function readBankText(content: string): {
  readonly bank: Bank | undefined;
  readonly members: Readonly<Record<string, unknown>>;
  readonly problems: readonly FileProblem[];
} {
  const file = BANK_FILE;
  const { document, lines, problems } = parseYaml(file, content);
  if (problems.length > 0) return { bank: undefined, members: {}, problems };
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  const members = isRecord(value) ? value : {};
  const parsed = bankSchema.safeParse(value);
  if (parsed.success) {
    const wrong = sourceProblems(parsed.data.sources ?? {}).map(({ id, message }) => ({
      file,
      line: lineOf(document, lines, ['sources', id]),
      message: `sources.${id} ${message}`,
    }));
    return { bank: wrong.length > 0 ? undefined : parsed.data, members, problems: wrong };
  }
  return {
    bank: undefined,
    members,
    problems: parsed.error.issues.map((issue) => ({
      file,
      line: lineOf(document, lines, issue.path),
      message: `${issue.path.join('.')}: ${issue.message}`,
    })),
  };
}

async function itemFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
