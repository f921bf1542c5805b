import { createHash } from 'node:crypto';
import type { Clock } from '../platform/clock.js';
import type { DrawableItem } from './drawn-item.rules.js';
import type { Item } from './item.js';
import type { ItemStore, ItemVersion } from './item.store.js';
import type { Bank } from './read-bank.js';
import { variantsOf } from './variants.rules.js';

/** Items in memory. Versions never change, so what was read once stays right. */
export interface ItemCatalogue {
  bank(bankId: string): Bank;
  /** The latest versions of a bank's items, whatever their status. */
  latest(bankId: string): readonly DrawableItem[];
  /** One version; read from the database once if another instance added it. */
  version(bankId: string, itemId: string, version: number): Promise<Item>;
}

export interface BankContent {
  readonly bank: Bank;
  readonly items: readonly Item[];
}

/** Brings the files of a bank into the database (a changed file becomes a new version) and holds them ready. */
export async function openItemCatalogue(
  { items, clock }: { items: ItemStore; clock: Clock },
  contents: readonly BankContent[],
): Promise<ItemCatalogue> {
  const banks = new Map<string, Bank>();
  const latest = new Map<string, DrawableItem[]>();
  const versions = new Map<string, Item>();
  const key = (bankId: string, itemId: string, version: number): string =>
    `${bankId}/${itemId}/${version}`;
  const remember = (found: readonly ItemVersion[]): void => {
    for (const { bankId, itemId, version, content } of found)
      versions.set(key(bankId, itemId, version), content);
  };

  for (const { bank, items: files } of contents) {
    banks.set(bank.id, bank);
    const known = latestOf(await items.versionsOf(bank.id));
    const current: DrawableItem[] = [];
    for (const item of files) {
      const before = known.get(item.id);
      const contentHash = hashOf(item);
      let version = before?.version ?? 0;
      if (before?.contentHash !== contentHash) {
        // When another instance adds the same file at the same moment, its version is the same as ours.
        await items.addVersion(bank.id, item, contentHash, version, clock());
        version += 1;
      }
      current.push({ item, version, variants: item.type === 'numeric' ? variantsOf(item) : [] });
    }
    remember(await items.versionsOf(bank.id));
    latest.set(bank.id, current);
  }

  return {
    bank(bankId) {
      const bank = banks.get(bankId);
      if (!bank) throw new Error(`Unknown item bank ${bankId}`);
      return bank;
    },
    latest: (bankId) => latest.get(bankId) ?? [],
    async version(bankId, itemId, version) {
      const wanted = key(bankId, itemId, version);
      if (!versions.has(wanted)) remember(await items.versionsOf(bankId));
      const item = versions.get(wanted);
      if (!item) throw new Error(`There is no item ${wanted}`);
      return item;
    },
  };
}

function latestOf(versions: readonly ItemVersion[]): Map<string, ItemVersion> {
  const latest = new Map<string, ItemVersion>();
  for (const version of versions) {
    const known = latest.get(version.itemId);
    if (!known || known.version < version.version) latest.set(version.itemId, version);
  }
  return latest;
}

function hashOf(item: Item): string {
  return createHash('sha256').update(JSON.stringify(item)).digest('hex');
}
