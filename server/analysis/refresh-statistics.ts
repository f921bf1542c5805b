import { setImmediate } from 'node:timers/promises';
import type { ClosedAttempt } from '../attempts/attempt.js';
import type { AttemptStore } from '../attempts/attempt.store.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { PersonStore } from '../organisation/person.store.js';
import type { Clock } from '../platform/clock.js';
import { calibrateBank } from './calibrate-bank.js';
import type { ItemStanding } from './item-standing.js';
import { standingOf } from './item-standing.rules.js';
import type { ItemStandingStore } from './item-standing.store.js';
import { programmeStandingOf } from './programme-standing.rules.js';
import { sittingsOf } from './sitting.rules.js';
import { count, emptyTally, type BankTally } from './tally.rules.js';

export interface RefreshDeps {
  readonly attempts: AttemptStore;
  readonly people: PersonStore;
  readonly items: ItemCatalogue;
  readonly itemStandings: ItemStandingStore;
  readonly clock: Clock;
}

export type RefreshStatistics = ReturnType<typeof refreshStatistics>;

const PEOPLE_AT_A_TIME = 200;

/**
 * Computes the statistics of every bank that the municipality has drawn from, if an attempt has closed since they were last computed. One pass
 * over the attempts, which are counted and forgotten. Returns whether anything was computed.
 */
export function refreshStatistics(deps: RefreshDeps) {
  return async (municipalityId: string, stopping?: AbortSignal): Promise<boolean> => {
    const [newest, before] = await Promise.all([
      deps.attempts.lastSettled(municipalityId),
      deps.itemStandings.computedAt(municipalityId),
    ]);
    if (!newest || (before && before > newest)) return false;
    const computedAt = deps.clock();
    const tallies = await tallied(deps, municipalityId, stopping);
    if (!tallies) return false;
    for (const [bankId, tally] of tallies) {
      const standings = await standingsOf(deps, { municipalityId, bankId }, tally);
      const programmes = [...tally.programmes.values()].map(programmeStandingOf);
      const { sittings } = tally;
      await deps.itemStandings.put(
        { municipalityId, bankId, computedAt, sittings, programmes },
        standings,
      );
    }
    return true;
  };
}

async function tallied(
  { attempts, people }: RefreshDeps,
  municipalityId: string,
  stopping: AbortSignal | undefined,
): Promise<ReadonlyMap<string, BankTally> | undefined> {
  const tallies = new Map<string, BankTally>();
  const countAll = async (some: readonly ClosedAttempt[]): Promise<void> => {
    const ids = [...new Set(some.map(({ personId }) => personId))];
    const found = await people.findAll(municipalityId, ids);
    const byId = new Map(found.map((person) => [person.id, person]));
    for (const attempt of some) {
      for (const sitting of sittingsOf(attempt, byId.get(attempt.personId))) {
        const tally = tallies.get(sitting.bankId) ?? emptyTally();
        tallies.set(sitting.bankId, tally);
        count(tally, sitting);
      }
    }
  };
  let waiting: ClosedAttempt[] = [];
  for await (const attempt of attempts.closedOf(municipalityId)) {
    waiting.push(attempt);
    if (waiting.length < PEOPLE_AT_A_TIME) continue;
    if (stopping?.aborted) return undefined;
    await countAll(waiting);
    waiting = [];
  }
  await countAll(waiting);
  return tallies;
}

async function standingsOf(
  { items }: RefreshDeps,
  of: Pick<ItemStanding, 'municipalityId' | 'bankId'>,
  tally: BankTally,
): Promise<ItemStanding[]> {
  const curves = await calibrateBank(tally.latest);
  const standings: ItemStanding[] = [];
  for (const [key, own] of tally.items) {
    const [itemId = '', version = ''] = key.split('/');
    const item = await items.version(of.bankId, itemId, Number(version));
    const curve = curves.get(key);
    standings.push({
      ...of,
      itemId,
      version: Number(version),
      ...standingOf(item, own, tally.sittings),
      ...(curve ? { curve } : {}),
    });
    // An item takes milliseconds, a bank a second: others have their turn between two.
    await setImmediate();
  }
  return standings;
}
