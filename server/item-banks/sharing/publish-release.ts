import type { AuditTrail } from '../../audit/audit-event.js';
import { isMemberOn } from '../../organisation/region.rules.js';
import type { Region } from '../../organisation/region.js';
import type { RegionStore } from '../../organisation/region.store.js';
import { may } from '../../organisation/policy.rules.js';
import type { Clock } from '../../platform/clock.js';
import { NotFound } from '../../platform/errors.js';
import type { BankRecord, BankStore } from '../bank.store.js';
import type { Actor } from '../change-state.js';
import type { ItemStore } from '../item.store.js';
import { sourcesOf } from '../sources/sources.rules.js';
import type { ClearanceStore } from './clearance.store.js';
import {
  digestOfUncleared,
  itemsToRelease,
  needsNote,
  obstaclesToRelease,
  toRelease,
  uncleared,
  type ItemToRelease,
  type PublishObstacle,
  type ReleaseWords,
} from './publish.rules.js';
import type { Release, Rights } from './release.js';
import type { ReleaseStore } from './release.store.js';

export interface PublishDeps {
  readonly regions: RegionStore;
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly clearances: ClearanceStore;
  readonly releases: ReleaseStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

interface PublishPlace extends Actor {
  readonly regionId: string;
  readonly bankId: string;
}

/** A bank that the municipality writes, and what a release of it would hold now. */
export interface BankToPublish {
  readonly region: Region;
  readonly bank: BankRecord;
  readonly items: readonly ItemToRelease[];
  /** The newest first. */
  readonly releases: readonly Release[];
}

/** Only the host publishes, and only what its own authors write: anything else is not found. */
export function bankToPublish(deps: Omit<PublishDeps, 'audit' | 'clock'>) {
  return async ({ regionId, bankId, person, today }: PublishPlace): Promise<BankToPublish> => {
    const { municipalityId } = person;
    const region = await deps.regions.findFor(regionId, municipalityId);
    const bank = await deps.banks.findReadable(bankId, municipalityId);
    if (
      region?.hostMunicipalityId !== municipalityId ||
      !isMemberOn(region, municipalityId, today) ||
      bank?.ownerMunicipalityId !== municipalityId ||
      !may(person, 'share-banks', { municipalityId }, today).allowed
    )
      throw new NotFound('item bank');
    const [records, clearances, releases] = await Promise.all([
      deps.items.allOf(bankId),
      deps.clearances.of(bankId),
      deps.releases.ofBank(bankId),
    ]);
    return { region, bank, items: itemsToRelease(records, clearances), releases };
  };
}

interface ClearCommand extends PublishPlace, Rights {
  /** Absent: all that are not cleared. */
  readonly itemIds?: readonly string[];
  /** Of what the person was shown. */
  readonly digest: string;
}

export type ClearOutcome =
  | { readonly done: true; readonly cleared: number }
  | {
      readonly done: false;
      readonly obstacle: 'changed-meanwhile' | 'note-missing' | 'none-chosen';
    };

/** Says of items, as their texts are now, that they may be given to others, and why. */
export function clearRights(deps: PublishDeps) {
  const read = bankToPublish(deps);
  return async (command: ClearCommand): Promise<ClearOutcome> => {
    const { bankId, itemIds, basis, person } = command;
    const { items } = await read(command);
    if (digestOfUncleared(items) !== command.digest)
      return { done: false, obstacle: 'changed-meanwhile' };
    const chosen = uncleared(items).filter(
      ({ record }) => itemIds === undefined || itemIds.includes(record.itemId),
    );
    const note = command.note.trim();
    if (chosen.length === 0) return { done: false, obstacle: 'none-chosen' };
    if (note === '' && needsNote(basis, chosen)) return { done: false, obstacle: 'note-missing' };
    const at = deps.clock();
    await deps.clearances.put(
      chosen.map(({ record: { itemId }, version: { contentHash } }) => ({
        ...{ bankId, itemId, contentHash, basis, note, by: person.id, at },
      })),
    );
    await deps.audit.record({
      municipalityId: person.municipalityId,
      actor: person.id,
      action: 'bank.rights-cleared',
      subject: `bank:${bankId}`,
      at,
      details: { items: chosen.length, basis },
      ...(note === '' ? {} : { aside: { personId: person.id, content: { note } } }),
    });
    return { done: true, cleared: chosen.length };
  };
}

export type PublishOutcome =
  | { readonly published: true; readonly number: number }
  | { readonly published: false; readonly obstacles: readonly PublishObstacle[] };

/** Publishes what is live in the bank as its next release, or says every reason why not. */
export function publishRelease(deps: PublishDeps) {
  const read = bankToPublish(deps);
  return async (command: PublishPlace & ReleaseWords): Promise<PublishOutcome> => {
    const { bankId, regionId, licence, person } = command;
    const { bank, items, releases } = await read(command);
    const [latest] = releases;
    const obstacles = obstaclesToRelease(items, command, {
      latest,
      upstreamLicence: bank.upstream?.licence,
    });
    if (obstacles.length > 0 || licence === undefined) return { published: false, obstacles };
    const { id, titles, topics, lint } = bank;
    const release: Release = {
      bankId,
      regionId,
      number: (latest?.number ?? 0) + 1,
      publisherId: person.municipalityId,
      publishedAt: deps.clock(),
      by: person.id,
      licence,
      rightsHolder: command.rightsHolder.trim(),
      notes: command.notes.trim(),
      bank: { id, titles, topics, lint, sources: sourcesOf(bank) },
      items: items.map(toRelease),
    };
    if (!(await deps.releases.add(release)))
      return { published: false, obstacles: ['published-meanwhile'] };
    await deps.audit.record({
      municipalityId: person.municipalityId,
      actor: person.id,
      action: 'bank.published',
      subject: `bank:${bankId}`,
      at: release.publishedAt,
      details: { release: release.number, region: regionId, licence, items: items.length },
      aside: { personId: person.id, content: { notes: release.notes } },
    });
    return { published: true, number: release.number };
  };
}
