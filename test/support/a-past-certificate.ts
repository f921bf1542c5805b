import type { Certificate, CertificateEvent } from '../../server/certification/certificate.js';
import { addMonths, plainDate } from '../../server/platform/plain-date.js';
import { PROGRAMME } from './some-staff.js';

interface CertificateInWords {
  readonly personId?: string;
  readonly municipalityId?: string;
  readonly programmeId?: string;
  readonly cycle?: number;
  readonly events?: readonly CertificateEvent[];
}

/** A certificate by its last valid day. */
export function aCertificateUntil(lastDay: string, words: CertificateInWords = {}): Certificate {
  const { personId = 'person-1', municipalityId = 'fjordby', programmeId = PROGRAMME } = words;
  const { cycle = 1, events = [] } = words;
  const validTo = plainDate(lastDay);
  const validFrom = addMonths(validTo, -24);
  const id = `certificate-${personId}-${programmeId}-${cycle}`;
  return {
    record: {
      id,
      code: `CODE-${id}`,
      municipalityId,
      municipalityName: 'Fjordby kommune',
      colour: '#0b5cab',
      personId,
      holderName: 'Ingrid Lie',
      programmeId,
      programmeVersion: 1,
      programmeTitles: { nb: 'Legemiddelhåndtering' },
      statement: { nb: 'har bestått' },
      attemptId: `attempt-of-${id}`,
      cycle,
      locale: 'nb',
      timeZone: 'Europe/Oslo',
      examDate: validFrom,
      issuedAt: new Date(`${validFrom}T12:00:00Z`),
      validFrom,
      validTo,
      sections: [],
      right: 6,
      total: 6,
    },
    credential: 'signed',
    events,
  };
}
