import { hashOf, variantsHashOf } from '../../server/item-banks/content-hash.rules.js';
import type { Item } from '../../server/item-banks/item.js';
import type { ItemRecord, ItemState, ItemVersion } from '../../server/item-banks/life-cycle.js';
import { aSingleChoice } from './some-items.js';

const AT = new Date('2026-11-01T12:00:00Z');

export interface VersionInWords {
  readonly content?: Item;
  readonly authors?: readonly string[];
  /** The states it has been through. */
  readonly states?: readonly ItemState[];
}

/** A version that has come that far; at approval its variants were frozen. */
export function aVersion(version: number, words: VersionInWords = {}): ItemVersion {
  const { content = aSingleChoice(), authors = ['author'], states = ['draft'] } = words;
  const variantsHash = variantsHashOf(content);
  return {
    version,
    content,
    contentHash: hashOf(content),
    authors,
    addedAt: AT,
    events: states.map((to) => ({
      to,
      by: to === 'approved' ? 'reviewer' : 'author',
      at: AT,
      ...(to === 'approved' && variantsHash !== undefined ? { variantsHash } : {}),
    })),
  };
}

/** An item with versions, each told by what it has been through. */
export function aRecord(...versions: readonly VersionInWords[]): ItemRecord {
  const made = versions.map((words, index) => aVersion(index + 1, words));
  return {
    bankId: 'a-bank',
    itemId: made[0]?.content.id ?? '',
    revision: 1,
    ownerId: 'author',
    versions: made,
  };
}

/** The way of a version to each state. */
export const WAYS: Readonly<Record<ItemState, readonly ItemState[]>> = {
  draft: ['draft'],
  inReview: ['draft', 'inReview'],
  approved: ['draft', 'inReview', 'approved'],
  live: ['draft', 'inReview', 'approved', 'live'],
  retired: ['draft', 'inReview', 'approved', 'live', 'retired'],
  burned: ['draft', 'inReview', 'approved', 'live', 'burned'],
};
