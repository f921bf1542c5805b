import type { Translate } from '../platform/http/i18n.js';
import { csvOf, csvRows } from './csv.view.js';
import type { ReadEntry } from './audit-trail.js';

const COLUMNS = [
  'sequence',
  'at',
  'actorName',
  'actor',
  'action',
  'subject',
  'details',
  'aside',
  'requestId',
  'hash',
] as const;

/** How a batch of the trail is written to a file; `head` comes before the first. */
export interface TrailFormat {
  readonly contentType: string;
  head(t: Translate): string;
  batch(entries: readonly ReadEntry[]): string;
}

export const TRAIL_FORMATS = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    head: (t) => csvOf([COLUMNS.map((column) => t(`audit.column.${column}`))]),
    batch: (entries) => csvRows(entries.map(row)),
  },
  jsonl: {
    contentType: 'application/jsonl; charset=utf-8',
    head: () => '',
    batch: (entries) => entries.map((entry) => `${JSON.stringify(plain(entry))}\n`).join(''),
  },
} as const satisfies Readonly<Record<string, TrailFormat>>;

export type TrailFormatName = keyof typeof TRAIL_FORMATS;

/** Instants in UTC: a row must mean the same wherever it is read. */
function row(entry: ReadEntry): readonly string[] {
  const { sequence, at, actor, action, subject, details, aside, requestId, hash, names } = entry;
  return [
    String(sequence),
    at.toISOString(),
    names.get(actor) ?? '',
    actor,
    action,
    subject,
    details ? JSON.stringify(details) : '',
    aside === undefined || aside === 'erased' ? (aside ?? '') : JSON.stringify(aside),
    requestId ?? '',
    hash,
  ];
}

function plain({ names, ...entry }: ReadEntry) {
  const actorName = names.get(entry.actor);
  return actorName === undefined ? entry : { ...entry, actorName };
}
