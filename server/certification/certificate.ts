import type { Locale, Localised } from '../platform/locale.js';
import type { PlainDate } from '../platform/plain-date.js';

/** What a certificate says, frozen when it is issued. */
export interface CertificateRecord {
  readonly id: string;
  /** 16 Crockford characters as `XXXX-XXXX-XXXX-XXXX`: printed, in the QR code, and the only way in for strangers. */
  readonly code: string;
  readonly municipalityId: string;
  readonly municipalityName: string;
  readonly colour: string;
  /** The id of the coat of arms; absent where there was none. */
  readonly arms?: string;
  readonly personId: string;
  /** Empty once the holder was erased. */
  readonly holderName: string;
  readonly programmeId: string;
  readonly programmeVersion: number;
  readonly programmeTitles: Localised;
  readonly statement: Localised;
  readonly attemptId: string;
  readonly cycle: number;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly examDate: PlainDate;
  readonly issuedAt: Date;
  readonly validFrom: PlainDate;
  /** The last day it is valid. */
  readonly validTo: PlainDate;
  readonly sections: readonly {
    readonly titles: Localised;
    readonly right: number;
    readonly total: number;
  }[];
  readonly right: number;
  readonly total: number;
}

/** What happened to a certificate after it was issued. Only ever added. */
export type CertificateEvent =
  | { readonly kind: 'revoked'; readonly at: Date; readonly by: string; readonly reason: string }
  | { readonly kind: 'replaced'; readonly at: Date; readonly byCertificateId: string };

export interface Certificate {
  readonly record: CertificateRecord;
  /** The record as a signed Open Badges 3.0 credential. */
  readonly credential: string;
  readonly events: readonly CertificateEvent[];
}

export type CertificateStatus = 'valid' | 'notYetValid' | 'expired' | 'revoked' | 'replaced';
