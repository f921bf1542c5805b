import type { AuditTrail } from '../../audit/audit-event.js';
import type { CertificateStore } from '../../certification/certificate.store.js';
import type { revokeCertificate } from '../../certification/revoke-certificate.js';
import type { Clock } from '../../platform/clock.js';
import type { Attempt } from '../attempt.js';
import type { AttemptStore } from '../attempt.store.js';
import type { Act } from './extend-attempts.js';

/**
 * Takes an attempt out of account for good: it counts neither as passed nor as one of the attempts that are left, and a certificate that came
 * of it is revoked. False while it is being scored: a moment later it can be done.
 */
export function annulAttempt(deps: {
  readonly attempts: AttemptStore;
  readonly certificates: CertificateStore;
  readonly revoke: ReturnType<typeof revokeCertificate>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}) {
  return async (attempt: Attempt, { id, by, reason }: Act): Promise<boolean> => {
    const { municipalityId, personId } = attempt;
    const at = deps.clock();
    const event = { id, type: 'annulled', at, by, reason } as const;
    if (!(await deps.attempts.annul(attempt.id, event))) return false;
    const issued = await deps.certificates.findByAttempt(attempt.id);
    if (issued) await deps.revoke({ municipalityId, certificateId: issued.record.id, by, reason });
    await deps.audit.record({
      municipalityId,
      actor: by,
      action: 'attempt.annulled',
      subject: `attempt:${attempt.id}`,
      at,
      aside: { personId, content: { reason } },
      once: `attempt.annulled:${attempt.id}`,
    });
    return true;
  };
}
