import type { CertificateDocument } from '../../server/certification/certificate-document.js';
import { loadCertificateFonts } from '../../server/certification/certificate-fonts.js';
import type { CertificateFonts } from '../../server/certification/certificate-fonts.js';
import { renderCertificate } from '../../server/certification/certificate-pdf.js';
import { issueCredential } from '../../server/certification/credential.js';
import { sealPdf } from '../../server/certification/seal-pdf.js';
import type { SealedPdf } from '../../server/certification/seal-pdf.js';
import type { TimeStamp } from '../../server/certification/time-stamp.js';
import type { Seal } from '../../server/platform/keys/seal-key.js';
import { aCertificate, aCredentialRecord, credentialUrls, sealedAt } from './a-certificate.js';
import { skienSeal } from './a-seal.js';

let fonts: CertificateFonts | undefined;
export const certificateFonts = (): CertificateFonts => (fonts ??= loadCertificateFonts());

interface Making {
  readonly document?: Partial<CertificateDocument>;
  readonly seal?: Seal;
  readonly credentialJwt?: string;
  readonly sealedAt?: Date;
  readonly timeStamp?: TimeStamp;
}

/** A certificate as it is before it is sealed. */
export async function anUnsealedCertificate(making: Making = {}): Promise<Buffer> {
  const seal = making.seal ?? skienSeal();
  return renderCertificate(aCertificate(making.document), certificateFonts(), {
    signerName: 'Skien kommune',
    sealedAt: making.sealedAt ?? sealedAt,
    credentialJwt:
      making.credentialJwt ?? (await issueCredential(aCredentialRecord(), seal, credentialUrls)),
  });
}

export async function aSealedCertificate(making: Making = {}): Promise<SealedPdf> {
  const pdf = await anUnsealedCertificate(making);
  return sealPdf(pdf, making.seal ?? skienSeal(), { timeStamp: making.timeStamp });
}
