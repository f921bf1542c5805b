import type { ConflictReason, Difference } from '../item-banks/sync/compare.rules.js';
import type { SyncKind } from '../item-banks/sync/sync-bank.js';

export const SYNC_KINDS: readonly SyncKind[] = [
  'new-in-files',
  'changed-in-files',
  'removed-in-files',
  'new-in-database',
  'changed-in-database',
  'waiting',
  'conflict',
];

/** As wide as the widest, so that a plan can be read down. */
export function kindWords(kind: SyncKind | 'invalid'): string {
  const words = kind === 'waiting' ? 'waits in database' : kind.replaceAll('-', ' ');
  return words.padEnd('changed in database'.length);
}

export function reasonWords(reason: ConflictReason | undefined): string {
  switch (reason) {
    case undefined:
      return '';
    case 'both-changed':
      return ': both sides have changed';
    case 'removed-and-changed':
      return ': the file is gone, and the database has changed';
    case 'burned-before':
      return ': the file would bring back what is known outside the exam';
  }
}

/** One member as each side has it; in a conflict also as both last had it. */
export function differenceLine(
  { path, file, database, agreed }: Difference,
  kind: SyncKind,
): string {
  const said = (value: string | undefined): string =>
    value === undefined ? 'nothing' : `“${value}”`;
  if (kind === 'conflict') {
    const before = agreed === undefined ? '' : `, before ${said(agreed)}`;
    return `${path}: file ${said(file)}, database ${said(database)}${before}`;
  }
  return kind === 'changed-in-files'
    ? `${path}: ${said(database)} becomes ${said(file)}`
    : `${path}: ${said(file)} becomes ${said(database)}`;
}
