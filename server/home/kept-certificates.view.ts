import type { Certificate } from '../certification/certificate.js';
import { statusOn } from '../certification/validity.rules.js';
import { formatDate, type Translate } from '../platform/http/i18n.js';
import { inLocale, type Locale } from '../platform/locale.js';
import type { PlainDate } from '../platform/plain-date.js';

interface KeptCertificate {
  readonly title: string;
  readonly text: string;
  readonly pdfHref: string;
  readonly verifyHref: string;
}

/** One's certificates in programmes that one's work does not require, or does not any more: they stay at hand. */
export function keptCertificates(
  certificates: readonly Certificate[],
  today: PlainDate,
  t: Translate,
  locale: Locale,
): readonly KeptCertificate[] {
  return certificates.map((certificate) => ({
    title: inLocale(certificate.record.programmeTitles, locale).value,
    text: t('home.earlierCertificate', {
      from: formatDate(certificate.record.validFrom, locale),
      to: formatDate(certificate.record.validTo, locale),
      status: t(`home.certificateStatus.${statusOn(certificate, today)}`),
    }),
    pdfHref: `/certificates/${encodeURIComponent(certificate.record.id)}/pdf`,
    verifyHref: `/v/${certificate.record.code}`,
  }));
}
