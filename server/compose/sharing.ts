import {
  adoptRelease,
  forkRelease,
  holdRelease,
  settleForkedItem,
  subscribe,
  unsubscribe,
} from '../item-banks/sharing/adopt-release.js';
import { createLocalBank } from '../item-banks/sharing/create-local-bank.js';
import {
  bankToPublish,
  clearRights,
  publishRelease,
} from '../item-banks/sharing/publish-release.js';
import { compareWithRelease, sharedBanks } from '../item-banks/sharing/subscriptions.js';
import { shortProgrammes } from '../exams/short-programmes.js';
import { changeRegion, foundRegion } from '../organisation/change-region.js';
import type { Core } from './core.js';

/** Regions, and the banks that they share. */
export function composeSharing({ stores, pages, items, clock }: Core) {
  const deps = { ...stores, clock };
  return {
    foundRegion: foundRegion(deps),
    region: { pages, ...stores, changeRegion: changeRegion(deps) },
    publishing: {
      pages,
      bankToPublish: bankToPublish(deps),
      clearRights: clearRights(deps),
      publishRelease: publishRelease(deps),
    },
    sharing: {
      pages,
      ...stores,
      sharedBanks: sharedBanks(deps),
      compare: compareWithRelease(deps),
      subscribe: subscribe(deps),
      unsubscribe: unsubscribe(deps),
      adopt: adoptRelease(deps),
      hold: holdRelease(deps),
      fork: forkRelease(deps),
      settle: settleForkedItem(deps),
      shortWith: shortProgrammes({ ...stores, items }),
      createLocalBank: createLocalBank(deps),
    },
  };
}
