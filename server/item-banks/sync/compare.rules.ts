import { fileFormOf, hashOf, waitsBehindLive } from '../content-hash.rules.js';
import type { FiledItem, FileStatus } from '../item.js';
import { changesBetween, membersOf } from '../item-changes.rules.js';
import type { FileForm, ItemRecord } from '../life-cycle.js';
import { currentVersion, liveVersion, stateOf, wasBurned } from '../life-cycle.rules.js';

/** What has become of one item on the two sides since they last agreed. */
export type Comparison =
  | { readonly kind: 'in-step' }
  /** The file is new, changed or removed, and the database is as it was: the file's word goes in. */
  | { readonly kind: 'from-files' }
  /** The database has something new, and the file is as it was. */
  | { readonly kind: 'from-database' }
  /** Somebody works on a version in the database while another is live; the file keeps what is live. */
  | { readonly kind: 'waiting' }
  /** Nobody but a person can say which is meant. */
  | { readonly kind: 'conflict'; readonly reason: ConflictReason };

export type ConflictReason = 'both-changed' | 'removed-and-changed' | 'burned-before';

/** An item's file as it is now, in the form that hashes are taken of. */
export function formOf({ status, ...item }: FiledItem): FileForm {
  return { item, status };
}

/** Three-way: file and database, each against what they last agreed on. At least one of the two is there. */
export function compare(record: ItemRecord | undefined, file: FileForm | undefined): Comparison {
  if (!record) return { kind: 'from-files' };
  const inDatabase = hashOf(fileFormOf(record));
  if (!file) return withoutFile(record, inDatabase);
  const inFile = hashOf(file);
  if (inFile === inDatabase) return { kind: 'in-step' };
  if (waitsBehindLive(record) && inFile === hashOf(formToWrite(record))) return { kind: 'waiting' };
  if (inFile === record.syncedHash) return { kind: 'from-database' };
  if (wasBurned(record) && file.item.pool === 'exam' && file.status === 'approved')
    return { kind: 'conflict', reason: 'burned-before' };
  if (inDatabase === record.syncedHash) return { kind: 'from-files' };
  return { kind: 'conflict', reason: 'both-changed' };
}

function withoutFile(record: ItemRecord, inDatabase: string): Comparison {
  if (record.syncedHash === undefined) return { kind: 'from-database' };
  if (record.syncedHash !== inDatabase) return { kind: 'conflict', reason: 'removed-and-changed' };
  const isGone = stateOf(currentVersion(record)) === 'retired';
  return { kind: isGone ? 'in-step' : 'from-files' };
}

/** What the database would have the item's file say: what is live, also while somebody works on its successor. */
export function formToWrite(record: ItemRecord): FileForm {
  const live = waitsBehindLive(record) ? liveVersion(record) : undefined;
  return live ? { item: live.content, status: 'approved' } : fileFormOf(record);
}

/** What file and database last agreed on, if a version still says it. */
export function agreedOn({ versions, syncedHash }: ItemRecord): FileForm | undefined {
  const statuses: readonly FileStatus[] = ['approved', 'draft', 'retired'];
  return versions
    .flatMap(({ content: item }) => statuses.map((status) => ({ item, status })))
    .find((form) => hashOf(form) === syncedHash);
}

/** One member that file and database have differently; absent where a side has no such member. */
export interface Difference {
  /** As in the file: `texts.nb.stem`. */
  readonly path: string;
  readonly file?: string;
  readonly database?: string;
  /** As both had it when they last agreed, if that is known. */
  readonly agreed?: string;
}

/** Where the two sides differ, member by member. Nothing when only one side is there. */
export function differencesOf(
  record: ItemRecord | undefined,
  file: FileForm | undefined,
): readonly Difference[] {
  if (!record || !file) return [];
  const agreed = agreedOn(record);
  const agreedAt = membersOf(agreed ? flat(agreed) : {});
  return changesBetween(flat(file), flat(formToWrite(record))).map(({ path, before, after }) => {
    const then = agreedAt.get(path);
    return {
      path,
      ...(before === '' ? {} : { file: before }),
      ...(after === '' ? {} : { database: after }),
      ...(then === undefined ? {} : { agreed: then }),
    };
  });
}

function flat({ item, status }: FileForm): FiledItem {
  return { ...item, status };
}
