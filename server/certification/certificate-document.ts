import type { Arms } from '../organisation/settings/arms.js';
import type { CertificateLabels, CertificateLanguage } from './certificate-texts.js';

/** Exactly what is printed on a certificate, in its language: no dates to format, no texts to look up. */
export interface CertificateDocument {
  readonly language: CertificateLanguage;
  readonly labels: CertificateLabels;
  /** The municipality. */
  readonly issuer: string;
  /** What stands under the issuer's name, such as the department. */
  readonly unit: string;
  /** Letters, digits and `. _ / -`; also written into the file, where the verifier reads it. */
  readonly number: string;
  readonly title: string;
  readonly holder: string;
  readonly statement: string;
  readonly results: readonly ResultRow[];
  readonly scope: readonly string[];
  readonly issued: LabelledValue;
  readonly validTo: LabelledValue;
  /** The version of the rules that the certificate was decided by. */
  readonly rules?: LabelledValue;
  readonly verifyUrl: string;
  /** The code of the verification page in print, for those who can't scan. */
  readonly code: string;
  /** `#rrggbb`. */
  readonly themeColour: string;
  /** The municipality's arms; the standard emblem when absent. */
  readonly arms?: Arms;
  /** Prints a band that says that the certificate is not valid. */
  readonly demo: boolean;
  readonly footer: string;
}

export interface ResultRow {
  readonly section: string;
  readonly result: string;
  readonly date: string;
}

export interface LabelledValue {
  readonly label: string;
  readonly value: string;
}
