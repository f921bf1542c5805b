import type { Clock } from '../../platform/clock.js';
import { fileFormOf, hashOf } from '../content-hash.rules.js';
import type { FileStatus } from '../item.js';
import type { ItemStore } from '../item.store.js';
import {
  BY_FILES,
  type FileForm,
  type ItemRecord,
  type ItemState,
  type ItemVersion,
} from '../life-cycle.js';
import { currentVersion, latestVersion, replacements, stateOf } from '../life-cycle.rules.js';

const STATE_OF_FILE: Readonly<Record<FileStatus, ItemState>> = {
  draft: 'draft',
  approved: 'live',
  retired: 'retired',
};

/** The state of an item of which there is nothing but its file. */
export function stateOfFile(status: FileStatus): ItemState {
  return STATE_OF_FILE[status];
}

/**
 * Brings what a file says into the database: as the item's first version, as a new one that takes the place of all others, or as a new state
 * of the one there is. Without a file the item is retired. False when somebody changed the item meanwhile.
 */
export function takeFile({ items, clock }: { items: ItemStore; clock: Clock }) {
  return async (
    bankId: string,
    record: ItemRecord | undefined,
    file: FileForm | undefined,
  ): Promise<boolean> => {
    if (!record) return file ? items.create(firstVersion(bankId, file, clock())) : false;
    const form: FileForm = file ?? { ...fileFormOf(record), status: 'retired' };
    const syncedHash = hashOf(form);
    const current = currentVersion(record);
    const to = stateOfFile(form.status);
    const at = clock();
    if (hashOf(form.item) === current.contentHash && canBecome(stateOf(current), to)) {
      const event = { to, by: BY_FILES, at };
      const others = replacements(record, current.version, ['approved', 'live'], BY_FILES, at);
      return items.append(record, [{ version: current.version, event }, ...others], {
        syncedHash,
      });
    }
    const added = versionOf(latestVersion(record).version + 1, form, at);
    const inUse = ['draft', 'inReview', 'approved', 'live'] as const;
    const events = replacements(record, added.version, inUse, BY_FILES, at);
    return items.addVersion(record, added, { events, syncedHash });
  };
}

/** Whether the file only says another state of the same text. What was retired comes back as a new version. */
function canBecome(from: ItemState, to: ItemState): boolean {
  return (
    (to === 'live' && ['draft', 'inReview', 'approved'].includes(from)) ||
    (to === 'retired' && ['draft', 'inReview', 'approved', 'live'].includes(from))
  );
}

function firstVersion(bankId: string, file: FileForm, at: Date): Omit<ItemRecord, 'revision'> {
  return {
    bankId,
    itemId: file.item.id,
    syncedHash: hashOf(file),
    versions: [versionOf(1, file, at)],
  };
}

function versionOf(version: number, { item, status }: FileForm, at: Date): ItemVersion {
  return {
    version,
    contentHash: hashOf(item),
    content: item,
    authors: [],
    addedAt: at,
    events: [{ to: stateOfFile(status), by: BY_FILES, at }],
  };
}
