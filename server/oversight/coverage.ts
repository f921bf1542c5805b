import type { AuditTrail } from '../audit/audit-event.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { isMemberOn } from '../organisation/region.rules.js';
import type { Region } from '../organisation/region.js';
import type { RegionStore } from '../organisation/region.store.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import { dateIn } from '../platform/plain-date.js';
import { coverageOf, type Coverage } from './coverage.rules.js';
import { filtersFrom } from './filters.js';
import type { OverviewOf } from './overview.js';

interface CoverageDeps {
  readonly regions: RegionStore;
  readonly municipalities: MunicipalityStore;
  readonly overview: OverviewOf;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

export interface RegionCoverage {
  readonly region: Region;
  readonly isHost: boolean;
  readonly municipalities: readonly {
    readonly id: string;
    readonly name: string;
    readonly programmes: readonly Coverage[];
  }[];
}

export type ReadCoverage = ReturnType<typeof readCoverage>;

/**
 * The only way by which anything about a municipality's people reaches its region: its rows become counts here, and the rows go no further. The
 * host sees every member, a member itself as the host sees it. A member's trail says when the host has looked.
 */
export function readCoverage({ regions, municipalities, overview, audit, clock }: CoverageDeps) {
  return async (regionId: string, readerMunicipalityId: string): Promise<RegionCoverage> => {
    const region = await regions.findFor(regionId, readerMunicipalityId);
    const now = clock();
    const isHost = region?.hostMunicipalityId === readerMunicipalityId;
    const found: RegionCoverage['municipalities'][number][] = [];
    for (const { id, name, ...rest } of await municipalities.all()) {
      const today = dateIn(rest.timeZone, now);
      if (!region || !isMemberOn(region, id, today)) continue;
      if (!isHost && id !== readerMunicipalityId) continue;
      const { rows } = await overview({
        scope: { allowed: true, municipalityId: id, units: 'all' },
        filters: filtersFrom({}),
        municipality: { id, name, ...rest },
        today,
      });
      found.push({ id, name, programmes: coverageOf(rows) });
      if (id !== readerMunicipalityId)
        await audit.record({
          municipalityId: id,
          actor: 'system',
          action: 'region.coverage-read',
          subject: `region:${regionId}`,
          at: now,
          details: { by: readerMunicipalityId },
        });
    }
    if (!region || found.length === 0) throw new NotFound('region');
    return { region, isHost, municipalities: found };
  };
}
