import type { Clock } from '../platform/clock.js';
import { dateIn } from '../platform/plain-date.js';
import type { Certificate, CertificateStatus } from './certificate.js';
import type { CertificateStore } from './certificate.store.js';
import { bearsOurSeal } from './seal-origin.js';
import { statusOn } from './validity.rules.js';
import { verifyPdf, type Verification, type VerificationTrust } from './verify-pdf.js';

/** What can be said of a file that somebody holds. Only the first two mean that it is the one we delivered. */
export type FileAnswer =
  | { readonly kind: 'in-force'; readonly certificate: Certificate; readonly sealedAt: Date }
  | {
      readonly kind: 'not-in-force';
      readonly certificate: Certificate;
      readonly sealedAt: Date;
      readonly status: Exclude<CertificateStatus, 'valid'>;
    }
  | { readonly kind: 'altered' }
  | { readonly kind: 'not-ours' };

interface CheckDeps {
  readonly certificates: CertificateStore;
  readonly trust: VerificationTrust;
  readonly clock: Clock;
}

/**
 * Checks a file against its seal and against the register. The seal alone never makes a certificate valid: the register must know it, must
 * have delivered exactly these bytes, and says whether it is in force today.
 */
export function checkFile(deps: CheckDeps) {
  return async (pdf: Buffer): Promise<FileAnswer> => {
    const verdict = await verifyPdf(pdf, deps.trust);
    if (!verdict.genuine) return { kind: originOf(verdict, pdf, deps.trust) };
    const certificate = await deps.certificates.findByCode(verdict.credential.number);
    if (!certificate) return { kind: 'not-ours' };
    const { record } = certificate;
    const kept = await deps.certificates.findFile(record.id);
    if (kept?.sha256 !== verdict.sha256) return { kind: 'altered' };
    const { sealedAt } = verdict;
    const status = statusOn(certificate, dateIn(record.timeZone, deps.clock()));
    return status === 'valid'
      ? { kind: 'in-force', certificate, sealedAt }
      : { kind: 'not-in-force', certificate, sealedAt, status };
  };
}

function originOf(
  { code }: Extract<Verification, { genuine: false }>,
  pdf: Buffer,
  { seals }: VerificationTrust,
): 'altered' | 'not-ours' {
  // With a key that is out of our hands anybody can seal: such a seal tells nothing of where the file comes from.
  if (code === 'seal-revoked' || code === 'seal-not-in-force') return 'not-ours';
  if (code === 'too-large' || code === 'not-a-pdf') return 'not-ours';
  return bearsOurSeal(pdf, seals) ? 'altered' : 'not-ours';
}
