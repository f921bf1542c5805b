import type { Item } from '../item.js';
import type { ItemRecord, ItemVersion } from '../life-cycle.js';
import type { DrawableItem } from '../drawn-item.rules.js';
import { currentVersion, liveVersion, stateOf, wasBurned } from '../life-cycle.rules.js';
import type { ItemUpstream, Upstream } from '../upstream.js';
import type { ReleasedItem } from './release.js';

/** An item of a release, with its text. */
export interface OfferedItem extends ReleasedItem {
  readonly content: Item;
}

/**
 * What a release means for an item of a bank that comes from it:
 * - `new`, `changed`, `retired`, `burned`: upstream alone has moved;
 * - `returns`: it was taken out of use here, and upstream has a new text of it;
 * - `burned-here`: it is known to candidates here, so whatever the new text, it never comes back to exams;
 * - `ours`: only the municipality has changed it;
 * - `conflict`: both have, and nobody but a person can say which is meant.
 */
export type UpstreamChange =
  | 'same'
  | 'new'
  | 'changed'
  | 'retired'
  | 'burned'
  | 'returns'
  | 'burned-here'
  | 'ours'
  | 'conflict';

/** Three-way, as with files: upstream and the municipality, each against what they last agreed on. */
export function upstreamChange(
  kind: Upstream['kind'],
  record: ItemRecord | undefined,
  offered: OfferedItem | undefined,
): UpstreamChange {
  if (!record) return offered ? 'new' : 'same';
  const base = record.upstream;
  if (!base) return offered ? 'conflict' : 'ours';
  const current = currentVersion(record);
  const isTouched = differs(base, current.contentHash, stateOf(current));
  const target = upstreamOf(offered, base);
  if (!differs(base, target.contentHash, target.state)) return isTouched ? 'ours' : 'same';
  if (!differs(target, current.contentHash, stateOf(current))) return 'same';
  if (isTouched && kind === 'fork') return 'conflict';
  if (target.state !== 'live') return target.state;
  if (wasBurned(record) && offered?.content.pool === 'exam') return 'burned-here';
  return isTouched ? 'returns' : 'changed';
}

/** What both have agreed on once the item is taken; what is gone upstream is retired. */
export function upstreamOf(offered: OfferedItem | undefined, base: ItemUpstream): ItemUpstream {
  return offered
    ? { version: offered.version, contentHash: offered.contentHash, state: offered.state }
    : { ...base, state: 'retired' };
}

function differs(base: ItemUpstream, contentHash: string, state: string): boolean {
  return base.contentHash !== contentHash || base.state !== state;
}

export interface ItemComparison {
  readonly itemId: string;
  readonly change: UpstreamChange;
  readonly record: ItemRecord | undefined;
  readonly offered: OfferedItem | undefined;
}

/** Every item of the bank and of the release, by id. */
export function comparisons(
  kind: Upstream['kind'],
  records: readonly ItemRecord[],
  offered: readonly OfferedItem[],
): readonly ItemComparison[] {
  const ours = new Map(records.map((record) => [record.itemId, record]));
  const theirs = new Map(offered.map((one) => [one.itemId, one]));
  return [...new Set([...ours.keys(), ...theirs.keys()])].sort().map((itemId) => {
    const [record, item] = [ours.get(itemId), theirs.get(itemId)];
    return {
      itemId,
      change: upstreamChange(kind, record, item),
      record,
      offered: item,
    };
  });
}

/** What exams could draw once a release is taken, whatever is left to decide left as it is. */
export function inUseAfter(items: readonly ItemComparison[]): readonly DrawableItem[] {
  return items.flatMap(({ change, record, offered }): DrawableItem[] => {
    const live = record && liveVersion(record);
    const staysAsItIs = record !== undefined && AS_IT_IS.includes(change);
    const taken = offered?.state === 'live' ? { ...offered, version: 1 } : undefined;
    const used = staysAsItIs ? live : taken;
    if (!used) return [];
    return [{ item: used.content, version: used.version, state: 'live', variants: [] }];
  });
}

const AS_IT_IS: readonly UpstreamChange[] = ['same', 'ours', 'burned-here', 'conflict'];

/** The version in which the bank has what upstream had when the two last agreed. */
export function baseVersion(record: ItemRecord): ItemVersion | undefined {
  return record.versions.findLast(
    ({ contentHash }) => contentHash === record.upstream?.contentHash,
  );
}
