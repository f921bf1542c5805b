import type { ItemStore } from '../item.store.js';
import type { ItemEvent, ItemRecord, ItemVersion } from '../life-cycle.js';
import { currentVersion, latestVersion, replacements, stateOf } from '../life-cycle.rules.js';
import type { ItemUpstream } from '../upstream.js';
import { upstreamOf, type ItemComparison, type OfferedItem } from './upstream.rules.js';

interface Taking {
  readonly bankId: string;
  readonly by: string;
  readonly at: Date;
  /** In the item's history. */
  readonly comment: string;
  /** Who answers for items that are new. */
  readonly ownerId?: string;
}

const IN_USE = ['draft', 'inReview', 'approved', 'live'] as const;

/**
 * Brings an item to what the release says of it, as a version that takes the place of all others: it was reviewed where it comes from, and its
 * hash says that it is the same text. False when somebody changed the item meanwhile. Doing it again changes nothing.
 */
export async function takeOffered(
  items: ItemStore,
  { record, offered, change }: ItemComparison,
  taking: Taking,
): Promise<boolean> {
  if (!record) return offered ? created(items, offered, taking) : true;
  if (change === 'ours') return true;
  if (change === 'same' || change === 'burned-here') return keepOwn(items, { record, offered });
  const upstream = agreedOn(record, offered);
  const { by, at } = taking;
  const current = currentVersion(record);
  const isRetired = stateOf(current) === 'retired';
  if (!offered)
    return isRetired
      ? items.setUpstream(record, upstream)
      : items.append(
          record,
          record.versions
            .filter((one) => IN_USE.some((state) => state === stateOf(one)))
            .map(({ version }) => ({ version, event: eventOf('retired', taking) })),
          { upstream },
        );
  if (current.contentHash === offered.contentHash && !isRetired) {
    const event = eventOf(offered.state, taking, offered);
    const others = replacements(record, current.version, ['approved', 'live'], by, at);
    return items.append(record, [{ version: current.version, event }, ...others], { upstream });
  }
  const added = versionOf(latestVersion(record).version + 1, offered, taking);
  const events = replacements(record, added.version, IN_USE, by, at);
  return items.addVersion(record, added, { events, upstream });
}

/** Leaves the item as it is and has seen what the release says of it: only another release asks again. */
export async function keepOwn(
  items: ItemStore,
  { record, offered }: Pick<ItemComparison, 'record' | 'offered'>,
): Promise<boolean> {
  if (!record) return true;
  const upstream = agreedOn(record, offered);
  return same(record.upstream, upstream) || items.setUpstream(record, upstream);
}

function agreedOn({ upstream }: ItemRecord, offered: OfferedItem | undefined): ItemUpstream {
  return upstreamOf(offered, upstream ?? { version: 0, contentHash: '', state: 'retired' });
}

function same(a: ItemRecord['upstream'], b: ItemRecord['upstream']): boolean {
  return a?.version === b?.version && a?.contentHash === b?.contentHash && a?.state === b?.state;
}

async function created(items: ItemStore, offered: OfferedItem, taking: Taking): Promise<boolean> {
  const { itemId, version, contentHash, state } = offered;
  const record = {
    bankId: taking.bankId,
    itemId,
    ...(taking.ownerId === undefined ? {} : { ownerId: taking.ownerId }),
    upstream: { version, contentHash, state },
    versions: [versionOf(1, offered, taking)],
  };
  if (await items.create(record)) return true;
  const found = await items.find(taking.bankId, itemId);
  return found?.upstream?.contentHash === contentHash;
}

function versionOf(version: number, offered: OfferedItem, taking: Taking): ItemVersion {
  return {
    version,
    contentHash: offered.contentHash,
    content: offered.content,
    authors: [],
    addedAt: taking.at,
    events: [eventOf(offered.state, taking, offered)],
  };
}

function eventOf(
  to: 'live' | 'burned' | 'retired',
  { by, at, comment }: Taking,
  offered?: OfferedItem,
): ItemEvent {
  const variantsHash = offered?.variantsHash;
  return { to, by, at, comment, ...(variantsHash === undefined ? {} : { variantsHash }) };
}
