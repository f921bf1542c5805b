import type { JWK } from 'jose';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logger.js';
import { readHeadsOf } from './audit-head.js';
import type { AuditHeadStore } from './audit-head.store.js';
import type { AuditStore } from './audit.store.js';
import type { TrailCheckStore } from './trail-check.store.js';
import { verifyTrail } from './verify-trail.js';

export interface CheckTrailDeps {
  readonly audit: Pick<AuditStore, 'streamOf' | 'asidesOf'>;
  readonly key: string;
  readonly heads: Pick<AuditHeadStore, 'of'>;
  readonly sealKeys: readonly JWK[];
  readonly checks: Pick<TrailCheckStore, 'put'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error'>;
}

/** Follows the chain past every signed head and keeps the verdict for the auditor's page; a fault is also an error in the log. */
export function checkTrail(deps: CheckTrailDeps) {
  const verify = verifyTrail(deps);
  return async (municipalityId: string): Promise<void> => {
    const signed = await deps.heads.of(municipalityId);
    const heads = await readHeadsOf(municipalityId, signed, deps.sealKeys);
    const at = deps.clock();
    const verdict = await verify(municipalityId, heads);
    if (verdict.fault) deps.log.error({ municipalityId, ...verdict.fault }, 'audit trail broken');
    await deps.checks.put(municipalityId, { ...verdict, at });
  };
}
