import { loadCertificateFonts } from '../certification/certificate-fonts.js';
import { certificateFile } from '../certification/certificate-file.js';
import { checkFile } from '../certification/check-file.js';
import { findCertificate } from '../certification/find-certificate.js';
import { issueCertificate, type IssueDeps } from '../certification/issue-certificate.js';
import { createTimeStamp } from '../certification/time-stamp.js';
import { createRateLimits } from '../platform/limits/rate-limits.js';
import type { Core } from './core.js';

export type Certification = ReturnType<typeof composeCertification>;

/** Certificates: issued, as files, and checked by anybody. */
export function composeCertification(core: Core) {
  const { config, publicUrl, demo, stores, audit, seal, texts, pages, clock, log } = core;
  const rateLimits = createRateLimits({ store: stores.rateLimits, secret: config.secret, clock });
  const trust = { seals: [{ certificate: seal.certificate }] };
  const fonts = loadCertificateFonts();
  const file = certificateFile({
    publicUrl,
    demo,
    certificates: stores.certificates,
    arms: stores.arms,
    seal,
    fonts,
    texts,
    ...(config.timeStampUrl === undefined
      ? {}
      : { timeStamp: createTimeStamp({ url: config.timeStampUrl }) }),
    clock,
    log,
  });
  return {
    /** The use case as it runs on a given day; the demo issues certificates of the past. */
    issueCertificateOn: (day: Pick<IssueDeps, 'clock' | 'ids' | 'codes'>) =>
      issueCertificate({
        certificates: stores.certificates,
        municipalities: stores.municipalities,
        people: stores.people,
        programmes: stores.programmes,
        seal,
        publicUrl,
        audit,
        ...day,
      }),
    certificateFile: file,
    fonts,
    limits: { rateLimits, clock },
    certificate: {
      findCertificate: findCertificate({
        certificates: stores.certificates,
        people: stores.people,
        municipalities: stores.municipalities,
      }),
      certificateFile: file,
      texts,
      ...trust,
      certificates: stores.certificates,
      checkFile: checkFile({ certificates: stores.certificates, trust, clock }),
      nameGuesses: rateLimits,
      pages,
      clock,
    },
  };
}
