import type { Clock } from '../platform/clock.js';
import type { Job } from '../platform/jobs/scheduler.js';
import type { Logger } from '../platform/logger.js';
import type { IdentityProviderStore } from './identity-provider.store.js';
import type { RefreshOutcome } from './refresh-metadata.js';

const HOUR_MS = 3_600_000;
const A_DAY_MS = 24 * HOUR_MS;

interface RefreshJobDeps {
  readonly identityProviders: Pick<IdentityProviderStore, 'dueForRefresh'>;
  readonly refresh: (providerId: string) => Promise<RefreshOutcome>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** Reads the metadata of every login service that has an address for it, once a day, however often the service is started. */
export function refreshMetadataJob({
  identityProviders,
  refresh,
  clock,
  log,
}: RefreshJobDeps): Job {
  return {
    name: 'refresh-metadata',
    every: HOUR_MS,
    async run(stopping) {
      const due = await identityProviders.dueForRefresh(new Date(clock().getTime() - A_DAY_MS));
      for (const provider of due) {
        if (stopping.aborted) return;
        const result = await refresh(provider);
        if (result.outcome === 'failed')
          log.warn({ provider, problem: result.problem }, 'metadata could not be read');
        else if (result.outcome === 'proposed')
          log.warn({ provider, proposal: result.proposal.id }, 'metadata has changed');
      }
    },
  };
}
