import type { Item, ItemType } from '../item.js';
import { inEnglish } from '../reasons.js';
import type { PlanEntry, PlannedQuestion } from './plan-import.js';

/** One line of an import report: the question as it was read, and what it becomes. */
export interface ImportRow extends Omit<PlannedQuestion, 'reason' | 'warnings'> {
  readonly file: string;
  /** In English, as all that the command prints. */
  readonly reason?: string;
  readonly warnings?: readonly string[];
  readonly becomes: {
    readonly outcome: PlanEntry['outcome'];
    readonly reason?: string;
    readonly id?: string;
    readonly type?: ItemType;
    readonly key?: unknown;
    readonly warnings: readonly string[];
  };
}

export function importRow({
  file,
  question,
  outcome,
  reason,
  item,
  warnings,
}: PlanEntry): ImportRow {
  const { reason: refused, warnings: doubts, ...read } = question;
  return {
    file,
    ...read,
    ...(refused ? { reason: inEnglish(refused) } : {}),
    ...(doubts ? { warnings: doubts.map(inEnglish) } : {}),
    becomes: {
      outcome,
      ...(reason ? { reason: inEnglish(reason) } : {}),
      ...(item ? { id: item.id, type: item.type, key: keyOf(item) } : {}),
      warnings: warnings.map(inEnglish),
    },
  };
}

function keyOf(item: Item): unknown {
  if (item.type !== 'numeric') return item.key;
  return `${item.answer.expression} ${item.answer.unit}`;
}

/** The row in one line for a terminal. */
export function importLine({ file, line, index, type, title, id, becomes }: ImportRow): string {
  const place = line === undefined ? file : `${file}:${line}`;
  const what = [index === null ? '' : `#${index + 1}`, type, title ?? id ?? '']
    .filter((part) => part !== '')
    .join(' ');
  const { outcome, reason, warnings } = becomes;
  const named =
    becomes.id === undefined
      ? ''
      : ` ${becomes.type ?? ''} ${becomes.id}, key ${JSON.stringify(becomes.key)}`;
  const why = [reason, ...warnings].filter((part) => part !== undefined).join('; ');
  return `${place} ${what}: ${outcome}${named}${why === '' ? '' : `; ${why}`}`;
}

/** How many of each outcome. */
export function importCounts(
  rows: readonly ImportRow[],
): Readonly<Record<PlanEntry['outcome'], number>> {
  const counts = { new: 0, unchanged: 0, conflict: 0, refused: 0 };
  for (const { becomes } of rows) counts[becomes.outcome] += 1;
  return counts;
}
