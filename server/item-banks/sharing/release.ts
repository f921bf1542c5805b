import type { Bank } from '../read-bank.js';

/** Licences, by their SPDX ids, under which others may use, change and share on what they get. */
export const LICENCES = ['CC0-1.0', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'NLOD-2.0', 'EUPL-1.2'] as const;
export type Licence = (typeof LICENCES)[number];

export const RIGHTS_BASES = ['own', 'permission', 'licensed', 'free'] as const;
/**
 * Why an item may be given to others: the municipality's own people made all of it, whoever has the rights has said yes in writing, it was
 * under a licence that allows it, or nobody has rights in it (law texts).
 */
export type RightsBasis = (typeof RIGHTS_BASES)[number];

export interface Rights {
  readonly basis: RightsBasis;
  /** Where the permission or the licence is to be found; empty for what is the municipality's own. */
  readonly note: string;
}

/** Somebody has made sure that this text of an item, with its figures, may be given to others. */
export interface Clearance extends Rights {
  readonly bankId: string;
  readonly itemId: string;
  /** Another text wants another look. */
  readonly contentHash: string;
  readonly by: string;
  readonly at: Date;
}

/** One version of an item as it was published. The text stays where it is: a version that was ever live never changes. */
export interface ReleasedItem {
  readonly itemId: string;
  readonly version: number;
  readonly contentHash: string;
  /** What is burned is for practice only, and says so to whoever has it in their exams. */
  readonly state: 'live' | 'burned';
  /** Of the variants that can be asked: elsewhere they must come out the same. */
  readonly variantsHash?: string;
  readonly rights: Rights;
}

/** What a municipality has published of a bank; it is never changed. */
export interface Release {
  readonly bankId: string;
  /** 1, 2, 3 … */
  readonly number: number;
  readonly regionId: string;
  readonly publisherId: string;
  readonly publishedAt: Date;
  /** A person of the publisher. */
  readonly by: string;
  readonly licence: Licence;
  readonly rightsHolder: string;
  /** What has changed, in words. */
  readonly notes: string;
  readonly bank: Bank;
  readonly items: readonly ReleasedItem[];
}
