import { createHash } from 'node:crypto';
import type { FileStatus, Item } from './item.js';
import type { FileForm, ItemRecord } from './life-cycle.js';
import { currentVersion, liveVersion, poolOf, stateOf } from './life-cycle.rules.js';
import { variantsOf } from './variants.rules.js';

/** The same for the same content, in whatever order its members came. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Of every variant that can be asked; nothing for items that have none. */
export function variantsHashOf(item: Item): string | undefined {
  return item.type === 'numeric' ? hashOf(variantsOf(item)) : undefined;
}

/** The item's current version as its file would say it. */
export function fileFormOf(record: ItemRecord): FileForm {
  const current = currentVersion(record);
  return {
    item: { ...current.content, pool: poolOf(current) },
    status: fileStatusOf(record),
  };
}

function fileStatusOf(record: ItemRecord): FileStatus {
  switch (stateOf(currentVersion(record))) {
    // Of what waits to go live too: read elsewhere, a file that says "approved" would be live at once.
    case 'draft':
    case 'inReview':
    case 'approved':
      return 'draft';
    case 'live':
    case 'burned':
      return 'approved';
    case 'retired':
      return 'retired';
  }
}

/** Whether the current version waits while another one is live: then the file keeps what is live. */
export function waitsBehindLive(record: ItemRecord): boolean {
  const live = liveVersion(record);
  return live !== undefined && live !== currentVersion(record);
}
