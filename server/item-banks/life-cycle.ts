import type { FileStatus, Item } from './item.js';
import type { SourceConfirmation } from './sources/source.js';
import type { ItemUpstream } from './upstream.js';

/**
 * The life of a version: it is written, reviewed by somebody else, approved, drawn in exams, and taken out of use. A burned one is known
 * outside the exam: people practise on it, and it never comes back.
 */
export const ITEM_STATES = ['draft', 'inReview', 'approved', 'live', 'retired', 'burned'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export const TRANSITIONS = [
  'send',
  'withdraw',
  'return',
  'approve',
  'publish',
  'burn',
  'retire',
] as const;
export type Transition = (typeof TRANSITIONS)[number];

/** What happened to a version: which state it came to, by whom, when and why. The last one says its state. */
export interface ItemEvent {
  readonly to: ItemState;
  /** A person's id, or `files` for what was decided where the bank's files are kept. */
  readonly by: string;
  readonly at: Date;
  readonly comment?: string;
  /** At approval: of the table of variants that was approved. */
  readonly variantsHash?: string;
  /** The version that took its place. */
  readonly replacedBy?: number;
}

/** By whom something is done that came with the files of a bank. */
export const BY_FILES = 'files';

/** Its content changes only while it is a draft that nobody has reviewed. */
export interface ItemVersion {
  readonly version: number;
  readonly contentHash: string;
  readonly content: Item;
  /** Everybody who wrote on it: none of them may approve it. */
  readonly authors: readonly string[];
  readonly addedAt: Date;
  /** Never empty. */
  readonly events: readonly ItemEvent[];
}

/** An item with all its versions, 1, 2, 3 … */
export interface ItemRecord {
  readonly bankId: string;
  readonly itemId: string;
  /** One more with every change: who writes says which they have seen. */
  readonly revision: number;
  /** Who answers for it. */
  readonly ownerId?: string;
  /** Of the file's content and status, as files and database last agreed. */
  readonly syncedHash?: string;
  /** Where an author has said that it still holds although a source does not. */
  readonly confirmations?: readonly SourceConfirmation[];
  /** Of an item that came with a release of another's bank. */
  readonly upstream?: ItemUpstream;
  readonly versions: readonly ItemVersion[];
}

/** What a file of a bank says of an item. */
export interface FileForm {
  readonly item: Item;
  readonly status: FileStatus;
}
