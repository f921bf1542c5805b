import type { Clock } from '../platform/clock.js';
import type { Seal } from '../platform/keys/seal-key.js';
import type { Logger } from '../platform/logger.js';
import { signHead } from './audit-head.js';
import type { AuditHeadStore } from './audit-head.store.js';
import type { AuditStore } from './audit.store.js';

/**
 * Signs where each chain ends, if it has grown since the last time, and says it to the log as well: what the log's own system has kept
 * shows later whether the end of a chain was cut off in the database.
 */
export function signHeads(deps: {
  readonly municipalityIds: () => Promise<readonly string[]>;
  readonly audit: Pick<AuditStore, 'endOf'>;
  readonly heads: AuditHeadStore;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info'>;
}) {
  return async (): Promise<void> => {
    for (const municipalityId of await deps.municipalityIds()) {
      const { sequence, hash } = await deps.audit.endOf(municipalityId);
      const newest = await deps.heads.newestOf(municipalityId);
      if (sequence <= (newest?.sequence ?? 0)) continue;
      const head = { municipalityId, sequence, hash, at: deps.clock() };
      await deps.heads.add(municipalityId, sequence, await signHead(head, deps.seal));
      deps.log.info({ municipalityId, sequence, hash }, 'audit head');
    }
  };
}
