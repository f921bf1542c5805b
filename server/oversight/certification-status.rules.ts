import { mayStart, type PastAttempt } from '../attempts/gate.rules.js';
import type { Certificate } from '../certification/certificate.js';
import { cycleOn, statusOn, type Cycle } from '../certification/validity.rules.js';
import type { Course, CourseSession } from '../courses/course.js';
import { courseEvidence } from '../courses/course.rules.js';
import type { ProgrammeRules } from '../exams/programme.js';
import { dateIn, daysBetween, type PlainDate } from '../platform/plain-date.js';

/** Where a person stands in a programme they must be certified in; the most urgent first, which is also the order of the table. */
export const STATUSES = [
  'expired',
  'revoked',
  'failed',
  'notStarted',
  'inCourse',
  'readyForExam',
  'inExam',
  'expiringSoon',
  'valid',
] as const;
export type Status = (typeof STATUSES)[number];

/** Why the status is what it is. */
export type StatusReason =
  | { readonly code: 'lapsed'; readonly daysAgo: number }
  | { readonly code: 'revoked'; readonly on: PlainDate }
  | { readonly code: 'no-certificate' }
  /** 0 days left: today is the last valid day. */
  | { readonly code: 'runs'; readonly daysLeft: number };

/** What has to happen next, for everyone: also those whose certificate has lapsed, or soon will. */
export type NextStep =
  | { readonly code: 'take-course' }
  | { readonly code: 'finish-course'; readonly lessonsLeft: number; readonly lessons: number }
  | { readonly code: 'retake-course' }
  | { readonly code: 'take-exam'; readonly attemptsLeft: number }
  | { readonly code: 'finish-exam' }
  | { readonly code: 'await-result' }
  | { readonly code: 'wait'; readonly until: Date; readonly attemptsLeft: number }
  | { readonly code: 'no-attempts-left'; readonly used: number }
  | { readonly code: 'renew-from'; readonly opensOn: PlainDate };

export interface CertificationStatus {
  readonly status: Status;
  /** 0 is the most urgent. */
  readonly rank: number;
  readonly reason: StatusReason;
  readonly next: NextStep;
  /** The last valid day of the certificate that counts, run out or not; a revoked one has none. */
  readonly validTo?: PlainDate;
  readonly certificateId?: string;
}

/** One person's evidence in one programme. */
export interface StatusEvidence {
  /** Of this programme, in any order. */
  readonly certificates: readonly Certificate[];
  readonly course: Course;
  /** Of this course, in any order. */
  readonly sessions: readonly CourseSession[];
  /** In this programme, of all cycles. */
  readonly attempts: readonly PastAttempt[];
}

export interface Moment {
  readonly today: PlainDate;
  readonly now: Date;
  readonly timeZone: string;
}

/**
 * A certificate decides before anything else: who lapsed yesterday and sits in the exam today is still expired, and who has begun
 * the renewal in time still expires soon. Without a certificate the next step decides, by the same rules as the door to the exam.
 */
export function certificationStatus(
  evidence: StatusEvidence,
  rules: ProgrammeRules,
  moment: Moment,
): CertificationStatus {
  const standing = standingCertificate(evidence.certificates, moment.today);
  const cycle = cycleOn(standing ? [standing] : [], rules, moment.today);
  const next = nextStep(evidence, cycle, rules, moment);
  const decided = standing
    ? byCertificate(standing, cycle, moment)
    : { status: BY_NEXT_STEP[next.code], reason: { code: 'no-certificate' } as const };
  return { ...decided, rank: STATUSES.indexOf(decided.status), next };
}

/**
 * The certificate of the latest cycle. Not the one with the latest day: a revoked certificate may have run for longer than the one
 * that was earned after it.
 */
function standingCertificate(
  certificates: readonly Certificate[],
  today: PlainDate,
): Certificate | undefined {
  return certificates
    .filter((certificate) => !['replaced', 'notYetValid'].includes(statusOn(certificate, today)))
    .toSorted((a, b) => b.record.cycle - a.record.cycle)[0];
}

function byCertificate(
  { record, events }: Certificate,
  cycle: Cycle,
  { today, timeZone }: Moment,
): Omit<CertificationStatus, 'rank' | 'next'> {
  const { id: certificateId, validTo } = record;
  const revoked = events.find(({ kind }) => kind === 'revoked');
  if (revoked)
    return {
      status: 'revoked',
      reason: { code: 'revoked', on: dateIn(timeZone, revoked.at) },
      certificateId,
    };
  const daysLeft = daysBetween(today, validTo);
  return daysLeft < 0
    ? { status: 'expired', reason: { code: 'lapsed', daysAgo: -daysLeft }, validTo, certificateId }
    : {
        status: cycle.open ? 'expiringSoon' : 'valid',
        reason: { code: 'runs', daysLeft },
        validTo,
        certificateId,
      };
}

const BY_NEXT_STEP: Readonly<Record<NextStep['code'], Status>> = {
  'take-course': 'notStarted',
  'retake-course': 'notStarted',
  'finish-course': 'inCourse',
  'take-exam': 'readyForExam',
  'finish-exam': 'inExam',
  'await-result': 'inExam',
  wait: 'failed',
  'no-attempts-left': 'failed',
  'renew-from': 'valid',
};

function nextStep(
  evidence: StatusEvidence,
  cycle: Cycle,
  rules: ProgrammeRules,
  moment: Moment,
): NextStep {
  const { attempts } = evidence;
  const course = courseEvidence(evidence.course, evidence.sessions, {
    maxAgeMonths: rules.courseMaxAgeMonths,
    day: moment.today,
    timeZone: moment.timeZone,
  });
  const { openAttemptId, reasons, attemptsLeft } = mayStart(
    { required: true, course, cycle, attempts },
    rules,
    moment.now,
  );
  const reason = <C extends (typeof reasons)[number]['code']>(code: C) =>
    reasons.find((found): found is Extract<typeof found, { code: C }> => found.code === code);

  const notYet = reason('valid-until');
  if (notYet) return { code: 'renew-from', opensOn: notYet.opensOn };
  if (openAttemptId !== undefined) return { code: 'finish-exam' };
  if (attempts.some((attempt) => attempt.cycle === cycle.number && awaitsResult(attempt)))
    return { code: 'await-result' };
  const usedUp = reason('no-attempts-left');
  if (usedUp) return { code: 'no-attempts-left', used: usedUp.used };
  const coolOff = reason('cool-off');
  if (coolOff) return { code: 'wait', until: coolOff.until, attemptsLeft };
  if (course.state === 'tooOld') return { code: 'retake-course' };
  if (course.state === 'completed') return { code: 'take-exam', attemptsLeft };
  return evidence.sessions.length === 0
    ? { code: 'take-course' }
    : {
        code: 'finish-course',
        lessonsLeft: course.lessonsLeft,
        lessons: evidence.course.lessons.length,
      };
}

/** Handed in, but the result, or the certificate that follows from it, is not in place yet. Nobody has failed by that. */
function awaitsResult({ state, passed }: PastAttempt): boolean {
  return (state === 'submitted' || state === 'expired') && passed !== false;
}
