import { createHash } from 'node:crypto';
import type { ArmsStore } from '../organisation/settings/arms.store.js';
import type { Clock } from '../platform/clock.js';
import { DomainError, NotFound } from '../platform/errors.js';
import type { Texts } from '../platform/http/i18n.js';
import { subjectOf } from '../platform/keys/certificate-fields.js';
import type { Seal } from '../platform/keys/seal-key.js';
import type { Logger } from '../platform/logger.js';
import type { Certificate } from './certificate.js';
import { certificateDocument, type Printing } from './certificate-document.view.js';
import type { CertificateFonts } from './certificate-fonts.js';
import { renderCertificate } from './certificate-pdf.js';
import type { CertificateBytes, CertificateStore } from './certificate.store.js';
import { sealPdf } from './seal-pdf.js';
import type { TimeStamp } from './time-stamp.js';

interface CertificateFileDeps extends Printing {
  readonly certificates: CertificateStore;
  readonly arms: Pick<ArmsStore, 'find'>;
  readonly seal: Seal;
  readonly fonts: CertificateFonts;
  readonly texts: Texts;
  /** Absent when no time-stamping authority is configured. */
  readonly timeStamp?: TimeStamp;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What is stored is no longer what was delivered, and must not go out as if it were. */
export class DamagedFile extends DomainError {
  readonly code = 'damaged-file';
  readonly status = 500;

  constructor(certificateId: string) {
    super(`The stored file of certificate ${certificateId} is not the one that was sealed`);
    this.name = 'DamagedFile';
  }
}

/**
 * The sealed PDF of a certificate. Rejects with `UnprintableCharacter` when the holder's name can't be printed, and with `DamagedFile`.
 */
export type CertificateFile = (certificate: Certificate) => Promise<CertificateBytes>;

/**
 * Made on first use, not when the certificate is issued: drawing takes some 30 ms of the processor, and people hand in their tests
 * together. Kept once; whoever comes second, at the same moment or years later, gets the bytes of the first.
 */
export function certificateFile(deps: CertificateFileDeps): CertificateFile {
  return async (certificate) => {
    const { id, holderName } = certificate.record;
    if (holderName === '') throw new NotFound('certificate');
    const kept = await deps.certificates.findFile(id);
    if (!kept) {
      const bytes = await makeFile(deps, certificate);
      return deps.certificates.keepFile(id, bytes, sha256Of(bytes));
    }
    if (sha256Of(kept.bytes) !== kept.sha256) throw new DamagedFile(id);
    return kept;
  };
}

async function makeFile(deps: CertificateFileDeps, certificate: Certificate): Promise<Buffer> {
  const { record, credential } = certificate;
  const { commonName, organisation } = subjectOf(deps.seal.certificate);
  const arms = record.arms === undefined ? undefined : await deps.arms.find(record.arms);
  const document = {
    ...certificateDocument(record, deps.texts(record.locale), deps),
    ...(arms && { arms }),
  };
  const pdf = await renderCertificate(document, deps.fonts, {
    signerName: organisation === '' ? commonName : organisation,
    sealedAt: deps.clock(),
    credentialJwt: credential,
  });
  const sealed = await sealPdf(pdf, deps.seal, { timeStamp: deps.timeStamp });
  if (sealed.timeStampFailure !== undefined) {
    const { timeStampFailure } = sealed;
    deps.log.warn({ certificateId: record.id, timeStampFailure }, 'sealed without a time stamp');
  }
  return sealed.bytes;
}

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
