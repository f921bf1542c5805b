import type { Clock } from '../platform/clock.js';
import { remembered } from '../platform/remembered.js';
import type { BankStore } from './bank.store.js';
import { hashOf } from './content-hash.rules.js';
import type { DrawableItem } from './drawn-item.rules.js';
import type { ItemImage } from './images/image.rules.js';
import type { ItemImageStore } from './images/image.store.js';
import type { FiledItem, Item } from './item.js';
import type { ItemStore } from './item.store.js';
import type { ItemRecord } from './life-cycle.js';
import { approvedVariants, burnedVersion, liveVersion, stateOf } from './life-cycle.rules.js';
import type { Bank } from './read-bank.js';
import { compare, formOf, type ConflictReason } from './sync/compare.rules.js';
import { takeFile } from './sync/take-file.js';
import { variantsOf } from './variants.rules.js';

/** Items in memory. A version that was ever live never changes, so what was read once stays right. */
export interface ItemCatalogue {
  bank(bankId: string): Promise<Bank>;
  /** What exams may draw now: live versions, by item id. Asks the database what has changed, so that another instance's changes count at once. */
  live(bankId: string): Promise<readonly DrawableItem[]>;
  /** What people practise on now: what is live in the practice pool, and what exams have lost. */
  practice(bankId: string): Promise<readonly DrawableItem[]>;
  /** One version that was drawn; read from the database when it is not in memory. */
  version(bankId: string, itemId: string, version: number): Promise<Item>;
}

export interface BankContent {
  readonly bank: Bank;
  readonly items: readonly FiledItem[];
  /** What the items show. */
  readonly images?: readonly ItemImage[];
}

/** An item of which file and database say different things, so that a person must decide; the database's word holds meanwhile. */
export interface FileConflict {
  readonly bankId: string;
  readonly itemId: string;
  readonly reason: ConflictReason;
}

interface CatalogueDeps {
  readonly items: ItemStore;
  readonly banks: BankStore;
  readonly itemImages: ItemImageStore;
  readonly clock: Clock;
}

/** Many writes share one wait for the journal. */
const AT_ONCE = 50;

/** Brings banks that come with the service into the database: a file that has changed becomes a new version. */
export function takeBanks(deps: CatalogueDeps) {
  const take = takeFile(deps);
  return async (contents: readonly BankContent[]): Promise<readonly FileConflict[]> => {
    const conflicts: FileConflict[] = [];
    for (const { bank, items: files, images = [] } of contents) {
      await deps.banks.putShipped(bank);
      for (const image of images) await deps.itemImages.put(bank.id, image);
      const records = new Map(
        (await deps.items.allOf(bank.id)).map((record) => [record.itemId, record]),
      );
      const forms = new Map(files.map((file) => [file.id, formOf(file)]));
      const itemIds = [...new Set([...forms.keys(), ...records.keys()])];
      const takeItem = async (itemId: string): Promise<void> => {
        const [record, form] = [records.get(itemId), forms.get(itemId)];
        const found = compare(record, form);
        // When another instance takes the same file at the same moment, what it writes is the same.
        if (found.kind === 'from-files') await take(bank.id, record, form);
        if (found.kind === 'conflict')
          conflicts.push({ bankId: bank.id, itemId, reason: found.reason });
      };
      for (let from = 0; from < itemIds.length; from += AT_ONCE)
        await Promise.all(itemIds.slice(from, from + AT_ONCE).map(takeItem));
    }
    return conflicts;
  };
}

export function openItemCatalogue({
  items,
  banks,
}: Pick<CatalogueDeps, 'items' | 'banks'>): ItemCatalogue {
  const known = new Map<string, Known>();
  const versions = new Map<string, Item>();
  const key = (bankId: string, itemId: string, version: number): string =>
    `${bankId}/${itemId}/${version}`;

  async function inUse(bankId: string): Promise<readonly DrawableItem[]> {
    const before = known.get(bankId) ?? NOTHING;
    const state = await items.stateOf(bankId);
    if (state === before.state) return before.drawable;
    const revisions = await items.revisionsOf(bankId);
    const changed = [...revisions].flatMap(([id, revision]) =>
      before.revisions.get(id) === revision ? [] : [id],
    );
    const records = await items.allOf(bankId, changed);
    const byId = new Map(before.byId);
    for (const record of records) {
      const live = drawableOf(record);
      if (live) byId.set(record.itemId, live);
      else byId.delete(record.itemId);
    }
    const drawable = [...revisions.keys()].flatMap((id) => byId.get(id) ?? []);
    // By what was read, not by what was asked: an item may have changed again between the two reads.
    const read = new Map(records.map(({ itemId, revision }) => [itemId, revision]));
    known.set(bankId, {
      // Read before the items: what changed meanwhile is asked for again.
      state,
      revisions: new Map([...before.revisions, ...read]),
      byId,
      drawable,
    });
    return drawable;
  }

  return {
    bank: remembered(async (bankId: string): Promise<Bank> => {
      const bank = await banks.find(bankId);
      if (!bank) throw new Error(`Unknown item bank ${bankId}`);
      return bank;
    }),
    live: async (bankId) => (await inUse(bankId)).filter(({ state }) => state === 'live'),
    practice: async (bankId) =>
      (await inUse(bankId)).filter(
        ({ state, item }) => state === 'burned' || item.pool === 'practice',
      ),
    async version(bankId, itemId, version) {
      const wanted = key(bankId, itemId, version);
      const held = versions.get(wanted);
      if (held) return held;
      const record = await items.find(bankId, itemId);
      const found = record?.versions.find((one) => one.version === version);
      if (!found) throw new Error(`There is no item ${wanted}`);
      // A draft may still be rewritten.
      if (stateOf(found) !== 'draft') versions.set(wanted, found.content);
      return found.content;
    },
  };
}

interface Known {
  readonly state: string;
  readonly revisions: ReadonlyMap<string, number>;
  readonly byId: ReadonlyMap<string, DrawableItem>;
  readonly drawable: readonly DrawableItem[];
}

const NOTHING: Known = { state: '', revisions: new Map(), byId: new Map(), drawable: [] };

/** The version that is live, or burned, unless its numbers are not those that were approved. */
function drawableOf(record: ItemRecord): DrawableItem | undefined {
  const used = liveVersion(record) ?? burnedVersion(record);
  if (!used) return undefined;
  const { content: item, version } = used;
  const variants = item.type === 'numeric' ? variantsOf(item) : [];
  const approved = approvedVariants(used);
  if (approved !== undefined && approved !== hashOf(variants)) return undefined;
  return { item, version, state: stateOf(used), variants };
}
