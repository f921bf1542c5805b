import { DomainError } from '../platform/errors.js';
import type { Logger } from '../platform/logger.js';
import type { Certificate } from './certificate.js';
import type { CertificateFile } from './certificate-file.js';
import type { CertificateStore } from './certificate.store.js';

const AT_A_TIME = 50;

/**
 * Makes the files of certificates that nobody has downloaded yet, so that each is sealed near the day it was issued. One that can't be
 * printed is told of and passed over; it is tried again next time, when somebody may have mended the cause. Returns how many are ready.
 */
export function sealCertificates({
  certificates,
  certificateFile,
  log,
}: {
  readonly certificates: CertificateStore;
  readonly certificateFile: CertificateFile;
  readonly log: Logger;
}) {
  async function seal({ record }: Certificate, make: () => Promise<unknown>): Promise<boolean> {
    try {
      await make();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      log.warn({ certificateId: record.id, code: error.code }, 'a certificate could not be sealed');
      return false;
    }
    await certificates.markSealed(record.id);
    return true;
  }

  return async (): Promise<number> => {
    let ready = 0;
    for (let after = ''; ;) {
      const found = await certificates.unsealed(after, AT_A_TIME);
      for (const certificate of found) {
        if (await seal(certificate, () => certificateFile(certificate))) ready += 1;
        after = certificate.record.id;
      }
      if (found.length < AT_A_TIME) return ready;
    }
  };
}
