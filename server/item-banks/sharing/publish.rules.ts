import { hashOf, variantsHashOf } from '../content-hash.rules.js';
import type { ItemRecord, ItemVersion } from '../life-cycle.js';
import { burnedVersion, liveVersion, stateOf } from '../life-cycle.rules.js';
import type { Clearance, Licence, Release, ReleasedItem, Rights } from './release.js';

/** What others would get of an item: the version in exams, or the one that exams have lost. */
export function versionToShare(record: ItemRecord): ItemVersion | undefined {
  return liveVersion(record) ?? burnedVersion(record);
}

export type ItemObstacle = 'source-missing' | 'rights-missing' | 'rights-outdated';

export interface ItemToRelease {
  readonly record: ItemRecord;
  readonly version: ItemVersion;
  readonly rights: Rights | undefined;
  readonly obstacles: readonly ItemObstacle[];
}

/** Every item that a release would hold, each with what is missing before it can be given away. */
export function itemsToRelease(
  records: readonly ItemRecord[],
  clearances: ReadonlyMap<string, Clearance>,
): readonly ItemToRelease[] {
  return records.flatMap((record) => {
    const version = versionToShare(record);
    if (!version) return [];
    const clearance = clearances.get(record.itemId);
    const isCleared = clearance?.contentHash === version.contentHash;
    const obstacles: ItemObstacle[] = [];
    if (version.content.sources.every((source) => source.trim() === ''))
      obstacles.push('source-missing');
    if (!clearance) obstacles.push('rights-missing');
    else if (!isCleared) obstacles.push('rights-outdated');
    return [{ record, version, rights: isCleared ? clearance : undefined, obstacles }];
  });
}

/** Of the items whose rights nobody has cleared as they are now: who clears them says which they have seen. */
export function digestOfUncleared(items: readonly ItemToRelease[]): string {
  return hashOf(
    uncleared(items).map(({ record, version }) => [record.itemId, version.contentHash]),
  );
}

export function uncleared(items: readonly ItemToRelease[]): readonly ItemToRelease[] {
  return items.filter(({ rights }) => rights === undefined);
}

/** A permission or a licence is somewhere; so is that of a question that came from another system. */
export function needsNote(
  basis: Rights['basis'],
  items: readonly Pick<ItemToRelease, 'version'>[],
): boolean {
  return (
    basis === 'permission' ||
    basis === 'licensed' ||
    items.some(({ version }) => version.content.provenance !== undefined)
  );
}

/** What the publisher says of the whole. */
export interface ReleaseWords {
  readonly licence: Licence | undefined;
  readonly rightsHolder: string;
  readonly notes: string;
}

export type PublishObstacle =
  | 'licence-missing'
  /** It was copied under a licence that wants the same for what is made of it. */
  | 'licence-of-upstream'
  | 'holder-missing'
  | 'notes-missing'
  | 'nothing-live'
  /** Nothing differs from the release before. */
  | 'nothing-new'
  /** Items want a source or cleared rights; each says so itself. */
  | 'items-not-ready'
  | 'published-meanwhile';

const SHARE_ALIKE: readonly Licence[] = ['CC-BY-SA-4.0', 'EUPL-1.2'];

/** Every reason against publishing; empty when there is none. */
export function obstaclesToRelease(
  items: readonly ItemToRelease[],
  words: ReleaseWords,
  {
    latest,
    upstreamLicence,
  }: {
    readonly latest?: Release | undefined;
    /** Of the release that the bank was copied from. */
    readonly upstreamLicence?: string | undefined;
  },
): readonly PublishObstacle[] {
  const obstacles: PublishObstacle[] = [];
  if (words.licence === undefined) obstacles.push('licence-missing');
  else if (SHARE_ALIKE.some((one) => one === upstreamLicence) && words.licence !== upstreamLicence)
    obstacles.push('licence-of-upstream');
  if (words.rightsHolder.trim() === '') obstacles.push('holder-missing');
  if (words.notes.trim() === '') obstacles.push('notes-missing');
  if (items.length === 0) obstacles.push('nothing-live');
  if (items.some((one) => one.obstacles.length > 0)) obstacles.push('items-not-ready');
  if (latest && hashOf(latest.items.map(asShared)) === hashOf(items.map(toRelease).map(asShared)))
    obstacles.push('nothing-new');
  return obstacles;
}

const asShared = ({ itemId, contentHash, state }: ReleasedItem) => [itemId, contentHash, state];

export function toRelease({ record, version, rights }: ItemToRelease): ReleasedItem {
  const variantsHash = variantsHashOf(version.content);
  return {
    itemId: record.itemId,
    version: version.version,
    contentHash: version.contentHash,
    state: stateOf(version) === 'burned' ? 'burned' : 'live',
    ...(variantsHash === undefined ? {} : { variantsHash }),
    rights: { basis: rights?.basis ?? 'own', note: rights?.note ?? '' },
  };
}
