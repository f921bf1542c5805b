import type { AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import type { CertificateStore } from './certificate.store.js';

interface Revocation {
  readonly municipalityId: string;
  readonly certificateId: string;
  /** The person who decides it. */
  readonly by: string;
  /** For those who may see it; it is neither on the public page nor in the audit trail. */
  readonly reason: string;
}

type RevocationOutcome = 'revoked' | 'already-revoked' | 'not-found';

/** Ends a certificate for good, from now on. Of two revocations the first stands, with its reason. */
export function revokeCertificate({
  certificates,
  audit,
  clock,
}: {
  readonly certificates: CertificateStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}) {
  return async (revocation: Revocation): Promise<RevocationOutcome> => {
    const { municipalityId, certificateId, by, reason } = revocation;
    const at = clock();
    const event = { kind: 'revoked', at, by, reason } as const;
    if (!(await certificates.addEvent(municipalityId, certificateId, event))) {
      const standing = await certificates.find(municipalityId, certificateId);
      return standing ? 'already-revoked' : 'not-found';
    }
    await audit.record({
      municipalityId,
      actor: by,
      action: 'certificate.revoked',
      subject: `certificate:${certificateId}`,
      at,
    });
    return 'revoked';
  };
}
