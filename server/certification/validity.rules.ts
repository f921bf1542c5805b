import type { ProgrammeRules } from '../exams/programme.js';
import { addDays, addMonths, type PlainDate } from '../platform/plain-date.js';
import type { Certificate, CertificateStatus } from './certificate.js';

interface Dated {
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate;
}

/**
 * Status on a day, computed whenever it is asked for and never stored: no job has to run for a certificate to lapse.
 * Revoked beats all; a replaced one that has lapsed is still called replaced, for that tells where to look.
 */
export function statusOn(
  certificate: Pick<Certificate, 'events'> & { readonly record: Dated },
  day: PlainDate,
): CertificateStatus {
  if (certificate.events.some(({ kind }) => kind === 'revoked')) return 'revoked';
  if (certificate.events.some(({ kind }) => kind === 'replaced')) return 'replaced';
  if (day < certificate.record.validFrom) return 'notYetValid';
  return day <= certificate.record.validTo ? 'valid' : 'expired';
}

export interface Validity {
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate;
  /** How the end was counted: from the exam, or from the end of the certificate that is renewed. */
  readonly countedFrom: 'exam' | 'previous-end';
}

/**
 * First and last valid day. Renewing inside the window loses nothing: the new period is counted from the old one's end.
 * A late renewal counts from the exam; there is no back-dating, so the gap stays visible.
 */
export function validityOf(
  examDate: PlainDate,
  rules: Pick<ProgrammeRules, 'validityMonths' | 'windowDays'>,
  previous: Dated | undefined,
): Validity {
  const renewsInTime =
    previous !== undefined &&
    examDate <= previous.validTo &&
    examDate >= windowOpens(previous, rules);
  return renewsInTime
    ? {
        validFrom: examDate,
        validTo: addMonths(previous.validTo, rules.validityMonths),
        countedFrom: 'previous-end',
      }
    : {
        validFrom: examDate,
        validTo: addDays(addMonths(examDate, rules.validityMonths), -1),
        countedFrom: 'exam',
      };
}

/** The first day on which a certificate can be renewed. */
export function windowOpens(
  certificate: Dated,
  rules: Pick<ProgrammeRules, 'windowDays'>,
): PlainDate {
  return addDays(certificate.validTo, -rules.windowDays);
}

/** One round of certification. Nothing is reset when a new one begins; attempts are counted in each. */
export interface Cycle {
  readonly number: number;
  readonly kind: 'first' | 'renewal';
  /** False while a valid certificate is not yet in its window: there is nothing to do. */
  readonly open: boolean;
  readonly opensOn?: PlainDate;
  readonly current?: Certificate;
}

/**
 * The cycle a person is in on that day, from the certificates of one programme. What counts is the certificate in force; when none is,
 * the latest cycle's. A revoked one that would have run longer hides nothing.
 */
export function cycleOn(
  certificates: readonly Certificate[],
  rules: Pick<ProgrammeRules, 'windowDays'>,
  day: PlainDate,
): Cycle {
  const newestFirst = [...certificates].sort((a, b) => b.record.cycle - a.record.cycle);
  const latest =
    newestFirst.find((certificate) => statusOn(certificate, day) === 'valid') ?? newestFirst[0];
  if (!latest) return { number: 1, kind: 'first', open: true };
  const number = Math.max(...certificates.map(({ record }) => record.cycle)) + 1;
  if (statusOn(latest, day) !== 'valid')
    return { number, kind: 'renewal', open: true, current: latest };
  const opensOn = windowOpens(latest.record, rules);
  return { number, kind: 'renewal', open: day >= opensOn, opensOn, current: latest };
}
