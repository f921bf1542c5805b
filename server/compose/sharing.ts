import { changeRegion, foundRegion } from '../organisation/change-region.js';
import type { Core } from './core.js';

/** Regions, and what they share. */
export function composeSharing({ stores, pages, clock }: Core) {
  const deps = { ...stores, clock };
  return {
    foundRegion: foundRegion(deps),
    region: { pages, ...stores, changeRegion: changeRegion(deps) },
  };
}
