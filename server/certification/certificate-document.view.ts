import type { Translate } from '../platform/http/i18n.js';
import { formatDate } from '../platform/http/i18n.js';
import { inLocale, type Localised } from '../platform/locale.js';
import { dateIn } from '../platform/plain-date.js';
import type { CertificateRecord } from './certificate.js';
import type { CertificateDocument, ResultRow } from './certificate-document.js';
import { certificateLabels, certificateText } from './certificate-texts.js';

/** What the installation adds to a record: its address, and whether it is a demo. */
export interface Printing {
  readonly publicUrl: string;
  readonly demo: boolean;
}

/** What is printed for a record, in the record's language; `t` has the texts of that language. */
export function certificateDocument(
  record: CertificateRecord,
  t: Translate,
  { publicUrl, demo }: Printing,
): CertificateDocument {
  const { locale, code } = record;
  const say = (texts: Localised): string => inLocale(texts, locale).value;
  const label = (key: string): string => certificateText(locale, key);
  const issuedOn = dateIn(record.timeZone, record.issuedAt);
  return {
    language: locale,
    // The programme's statement goes on after the name: "This shows that … has completed …".
    labels: { ...certificateLabels(locale), awardedTo: t('certificate.shows') },
    issuer: record.municipalityName,
    unit: t('certificate.ofCompetence'),
    number: code,
    title: say(record.programmeTitles),
    holder: record.holderName,
    statement: say(record.statement),
    results: resultRows(record, t, say),
    // The programme is all that a record says about scope, and it is the title: said again it would cost a second page.
    scope: [],
    issued: { label: label('issued'), value: formatDate(issuedOn, locale) },
    validTo: { label: label('validTo'), value: formatDate(record.validTo, locale) },
    rules: { label: label('rules'), value: `${record.programmeId}/${record.programmeVersion}` },
    verifyUrl: verificationUrl(publicUrl, code),
    code,
    themeColour: record.colour,
    demo,
    footer: label('footer'),
  };
}

/** The address behind the QR code. Nothing but the code is in it. */
const verificationUrl = (publicUrl: string, code: string): string => `${publicUrl}/v/${code}`;

function resultRows(
  record: CertificateRecord,
  t: Translate,
  say: (texts: Localised) => string,
): ResultRow[] {
  const date = formatDate(record.examDate, record.locale);
  const row = (section: string, right: number, total: number): ResultRow => ({
    section,
    result: t('certificate.rightOfTotal', { right, total }),
    date,
  });
  return [
    ...record.sections.map(({ titles, right, total }) => row(say(titles), right, total)),
    row(t('certificate.total'), record.right, record.total),
  ];
}
