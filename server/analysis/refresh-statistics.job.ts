import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { Job } from '../platform/jobs/scheduler.js';
import type { RefreshStatistics } from './refresh-statistics.js';

const SIX_HOURS_MS = 6 * 3_600_000;

/** Brings the statistics of all municipalities up to date; where no attempt has closed since, that is two reads. */
export function refreshStatisticsJob({
  municipalities,
  refresh,
}: {
  readonly municipalities: MunicipalityStore;
  readonly refresh: RefreshStatistics;
}): Job {
  return {
    name: 'refresh-statistics',
    every: SIX_HOURS_MS,
    async run(stopping) {
      for (const { id } of await municipalities.all()) {
        if (stopping.aborted) return;
        await refresh(id, stopping);
      }
    },
  };
}
