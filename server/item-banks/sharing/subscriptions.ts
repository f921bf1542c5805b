import type { AuditTrail } from '../../audit/audit-event.js';
import { may, type Action } from '../../organisation/policy.rules.js';
import { isMemberOn } from '../../organisation/region.rules.js';
import type { RegionStore } from '../../organisation/region.store.js';
import type { Clock } from '../../platform/clock.js';
import { NotFound } from '../../platform/errors.js';
import type { BankRecord, BankStore } from '../bank.store.js';
import type { Actor } from '../change-state.js';
import { hashOf } from '../content-hash.rules.js';
import type { ItemImageStore } from '../images/image.store.js';
import type { ItemStore } from '../item.store.js';
import type { Upstream } from '../upstream.js';
import type { Release } from './release.js';
import type { ReleaseStore } from './release.store.js';
import { comparisons, type ItemComparison, type OfferedItem } from './upstream.rules.js';

export interface SubscriptionDeps {
  readonly regions: RegionStore;
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly itemImages: ItemImageStore;
  readonly releases: ReleaseStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** A bank with where it comes from. */
export type TakenBank = BankRecord & { readonly upstream: Upstream };

/** What the regions of a municipality offer it, and what it has of that. */
export interface SharedBanks {
  /** The newest releases of others, each with the bank in which the municipality follows it, if it does. */
  readonly offers: readonly { readonly release: Release; readonly followed?: TakenBank }[];
  readonly forks: readonly { readonly bank: TakenBank; readonly newest: number }[];
}

export function sharedBanks(deps: SubscriptionDeps) {
  return async ({ person, today }: Actor): Promise<SharedBanks> => {
    const { municipalityId } = person;
    const regions = await deps.regions.ofMunicipality(municipalityId);
    const ids = regions.filter((one) => isMemberOn(one, municipalityId, today)).map(({ id }) => id);
    const [latest, banks] = await Promise.all([
      deps.releases.latestIn(ids),
      deps.banks.readable(municipalityId),
    ]);
    const taken = banks.filter(isTaken);
    return {
      offers: latest
        .filter(({ publisherId }) => publisherId !== municipalityId)
        .map((release) => {
          const followed = taken.find((bank) => follows(bank, release));
          return followed ? { release, followed } : { release };
        }),
      forks: taken
        .filter(({ upstream }) => upstream.kind === 'fork')
        .map((bank) => ({
          bank,
          newest: latest.find((one) => comesFrom(bank, one))?.number ?? bank.upstream.release,
        })),
    };
  };
}

function isTaken(bank: BankRecord): bank is TakenBank {
  return bank.upstream !== undefined;
}

function comesFrom({ upstream }: TakenBank, { bankId, regionId }: Release): boolean {
  return upstream.bankId === bankId && upstream.regionId === regionId;
}

function follows(bank: TakenBank, release: Release): boolean {
  return bank.upstream.kind === 'follow' && comesFrom(bank, release);
}

/** A bank that the municipality has from another, whichever way; not found for everybody else. */
export async function takenBank(
  { banks }: Pick<SubscriptionDeps, 'banks'>,
  bankId: string,
  municipalityId: string,
): Promise<TakenBank> {
  const bank = await banks.findReadable(bankId, municipalityId);
  const isOurs = [bank?.heldBy, bank?.ownerMunicipalityId].includes(municipalityId);
  if (!bank || !isTaken(bank) || !isOurs) throw new NotFound('item bank');
  return bank;
}

/** A release that the person's municipality may take, as a member of its region. */
export async function offeredRelease(
  { regions, releases }: Pick<SubscriptionDeps, 'regions' | 'releases'>,
  which: { readonly bankId: string; readonly number: number },
  { person, today }: Actor,
): Promise<Release> {
  const release = await releases.find(which.bankId, which.number);
  const region = release && (await regions.find(release.regionId));
  if (!release || !region || !isMemberOn(region, person.municipalityId, today))
    throw new NotFound('release');
  return release;
}

/** The items of a release with their texts, from where they were published. Throws when a text is not the one that was published. */
export async function itemsOffered(
  { items }: Pick<SubscriptionDeps, 'items'>,
  release: Release,
): Promise<readonly OfferedItem[]> {
  const ids = release.items.map(({ itemId }) => itemId);
  const records = new Map((await items.allOf(release.bankId, ids)).map((one) => [one.itemId, one]));
  return release.items.map((item) => {
    const version = records.get(item.itemId)?.versions[item.version - 1];
    if (!version || hashOf(version.content) !== item.contentHash)
      throw new Error(`${release.bankId} ${release.number}: ${item.itemId} is not what it was`);
    return { ...item, content: version.content };
  });
}

/** What a release would change in the bank that follows it, or is forked from it. */
export interface ReleaseComparison {
  readonly bank: TakenBank;
  readonly release: Release;
  readonly items: readonly ItemComparison[];
}

export function compareWithRelease(deps: SubscriptionDeps) {
  return async (
    command: Actor & { readonly bankId: string; readonly number?: number },
  ): Promise<ReleaseComparison> => {
    const { bankId, person } = command;
    const bank = await takenBank(deps, bankId, person.municipalityId);
    const { upstream } = bank;
    const [newest] = await deps.releases.latestIn([upstream.regionId], upstream.bankId);
    const number = command.number ?? newest?.number ?? 0;
    const release = await offeredRelease(deps, { bankId: upstream.bankId, number }, command);
    const [records, offered] = await Promise.all([
      deps.items.allOf(bankId),
      itemsOffered(deps, release),
    ]);
    return { bank, release, items: comparisons(upstream.kind, records, offered) };
  };
}

/** Throws as for what is not there: whoever may not do this sees nothing of it either. */
export function mustMay({ person, today }: Actor, action: Action): void {
  const { municipalityId } = person;
  if (!may(person, action, { municipalityId }, today).allowed) throw new NotFound('item bank');
}
