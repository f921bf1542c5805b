import { deepEqual, equal } from 'node:assert/strict';
import {
  certificationStatus,
  STATUSES,
  type NextStep,
  type Status,
  type StatusEvidence,
  type StatusReason,
} from '../../server/oversight/certification-status.rules.js';
import { plainDate } from '../../server/platform/plain-date.js';
import {
  aCertificate,
  aCourse,
  anAttempt,
  aSession,
  failedAt,
  now,
  replacedAt,
  revokedAt,
  rules,
  timeZone,
  today,
} from './a-care-service.js';

interface Case {
  readonly when: string;
  readonly given: Partial<StatusEvidence>;
  readonly status: Status;
  readonly reason: StatusReason;
  readonly next: NextStep;
  readonly validTo?: string;
}

const none = { code: 'no-certificate' } as const;
const takeCourse = { code: 'take-course' } as const;
const freshCourse = [aSession(3, { completedOn: '2026-11-01' })];

function statusOf(given: Partial<StatusEvidence>) {
  const evidence = { certificates: [], course: aCourse, sessions: [], attempts: [], ...given };
  return certificationStatus(evidence, rules, { today, now, timeZone });
}

function check(cases: readonly Case[]): void {
  for (const { when, given, status, reason, next, validTo } of cases)
    it(`${status}: ${when}`, () => {
      const found = statusOf(given);
      deepEqual([found.status, found.reason, found.next], [status, reason, next]);
      equal(found.validTo, validTo);
    });
}

describe('Status of a person in a programme', () => {
  describe('with a certificate', () => {
    check([
      {
        when: 'one day before the window opens',
        given: { certificates: [aCertificate('2027-02-20')] },
        status: 'valid',
        reason: { code: 'runs', daysLeft: 91 },
        next: { code: 'renew-from', opensOn: plainDate('2026-11-22') },
        validTo: '2027-02-20',
      },
      {
        when: 'from the day the window opens',
        given: { certificates: [aCertificate('2027-02-19')] },
        status: 'expiringSoon',
        reason: { code: 'runs', daysLeft: 90 },
        next: takeCourse,
        validTo: '2027-02-19',
      },
      {
        when: 'on the last valid day',
        given: { certificates: [aCertificate('2026-11-21')] },
        status: 'expiringSoon',
        reason: { code: 'runs', daysLeft: 0 },
        next: takeCourse,
        validTo: '2026-11-21',
      },
      {
        when: 'the renewal has begun, and the test is under way',
        given: {
          certificates: [aCertificate('2026-12-10')],
          sessions: freshCourse,
          attempts: [anAttempt({ cycle: 2 })],
        },
        status: 'expiringSoon',
        reason: { code: 'runs', daysLeft: 19 },
        next: { code: 'finish-exam' },
        validTo: '2026-12-10',
      },
      {
        when: 'every attempt at the renewal was failed',
        given: {
          certificates: [aCertificate('2026-12-10')],
          sessions: freshCourse,
          attempts: ['a', 'b', 'c'].map((id) => failedAt('2026-11-15T10:00:00Z', { id, cycle: 2 })),
        },
        status: 'expiringSoon',
        reason: { code: 'runs', daysLeft: 19 },
        next: { code: 'no-attempts-left', used: 3 },
        validTo: '2026-12-10',
      },
      {
        when: 'the day after the last valid day',
        given: { certificates: [aCertificate('2026-11-20')] },
        status: 'expired',
        reason: { code: 'lapsed', daysAgo: 1 },
        next: takeCourse,
        validTo: '2026-11-20',
      },
      {
        when: 'also while the person sits in the test',
        given: {
          certificates: [aCertificate('2026-11-20')],
          sessions: freshCourse,
          attempts: [anAttempt({ cycle: 2 })],
        },
        status: 'expired',
        reason: { code: 'lapsed', daysAgo: 1 },
        next: { code: 'finish-exam' },
        validTo: '2026-11-20',
      },
      {
        when: 'attempts of the earlier cycle, passed or failed, do not count in the new one',
        given: {
          certificates: [aCertificate('2026-11-20')],
          sessions: freshCourse,
          attempts: [
            failedAt('2024-11-15T10:00:00Z', { id: 'a' }),
            failedAt('2024-11-17T10:00:00Z', { id: 'b' }),
            failedAt('2024-11-20T10:00:00Z', { id: 'c', passed: true }),
          ],
        },
        status: 'expired',
        reason: { code: 'lapsed', daysAgo: 1 },
        next: { code: 'take-exam', attemptsLeft: 3 },
        validTo: '2026-11-20',
      },
      {
        when: 'whatever its dates say; the day is the calendar day in the municipality',
        given: {
          certificates: [
            aCertificate('2028-01-31', { events: [revokedAt('2026-10-01T22:30:00Z')] }),
          ],
        },
        status: 'revoked',
        reason: { code: 'revoked', on: plainDate('2026-10-02') },
        next: takeCourse,
      },
      {
        when: 'the renewed certificate is revoked, though the one before it would still run',
        given: {
          certificates: [
            aCertificate('2027-01-31', { cycle: 1, events: [replacedAt('2026-11-10T10:00:00Z')] }),
            aCertificate('2029-01-31', {
              cycle: 2,
              validFrom: '2026-11-10',
              events: [revokedAt('2026-11-20T10:00:00Z')],
            }),
          ],
        },
        status: 'revoked',
        reason: { code: 'revoked', on: plainDate('2026-11-20') },
        next: takeCourse,
      },
      {
        when: 'earned anew after a revoked one that would have run for longer',
        given: {
          certificates: [
            aCertificate('2029-01-31', {
              cycle: 2,
              validFrom: '2026-09-10',
              events: [revokedAt('2026-10-01T10:00:00Z')],
            }),
            aCertificate('2028-11-09', { cycle: 3 }),
          ],
        },
        status: 'valid',
        reason: { code: 'runs', daysLeft: 719 },
        next: { code: 'renew-from', opensOn: plainDate('2028-08-11') },
        validTo: '2028-11-09',
      },
      {
        when: 'renewed in time, in whatever order they are read',
        given: {
          certificates: [
            aCertificate('2029-01-31', { cycle: 2, validFrom: '2026-11-10' }),
            aCertificate('2027-01-31', { cycle: 1, events: [replacedAt('2026-11-10T10:00:00Z')] }),
          ],
        },
        status: 'valid',
        reason: { code: 'runs', daysLeft: 802 },
        next: { code: 'renew-from', opensOn: plainDate('2028-11-02') },
        validTo: '2029-01-31',
      },
    ]);
  });

  describe('without a certificate', () => {
    check([
      {
        when: 'nothing has happened',
        given: {},
        status: 'notStarted',
        reason: none,
        next: takeCourse,
      },
      {
        when: 'the course was completed so long ago that it must be taken again',
        given: { sessions: [aSession(3, { completedOn: '2025-11-20' })] },
        status: 'notStarted',
        reason: none,
        next: { code: 'retake-course' },
      },
      {
        when: 'the first lesson is open',
        given: { sessions: [aSession(0)] },
        status: 'inCourse',
        reason: none,
        next: { code: 'finish-course', lessonsLeft: 3, lessons: 3 },
      },
      {
        when: 'the course is being taken again',
        given: { sessions: [aSession(2), aSession(3, { completedOn: '2025-03-01' })] },
        status: 'inCourse',
        reason: none,
        next: { code: 'finish-course', lessonsLeft: 1, lessons: 3 },
      },
      {
        when: 'the course was completed, and this is the last day on which it counts',
        given: { sessions: [aSession(3, { completedOn: '2025-11-21' })] },
        status: 'readyForExam',
        reason: none,
        next: { code: 'take-exam', attemptsLeft: 3 },
      },
      {
        when: 'the time to wait after a failed attempt is over',
        given: { sessions: freshCourse, attempts: [failedAt('2026-11-20T13:50:00Z')] },
        status: 'readyForExam',
        reason: none,
        next: { code: 'take-exam', attemptsLeft: 2 },
      },
      {
        when: 'the only attempt was annulled',
        given: { sessions: freshCourse, attempts: [anAttempt({ state: 'annulled' })] },
        status: 'readyForExam',
        reason: none,
        next: { code: 'take-exam', attemptsLeft: 3 },
      },
      {
        when: 'an attempt is open',
        given: { sessions: freshCourse, attempts: [anAttempt()] },
        status: 'inExam',
        reason: none,
        next: { code: 'finish-exam' },
      },
      {
        when: 'handed in a moment ago, and not scored yet',
        given: {
          sessions: freshCourse,
          attempts: [anAttempt({ state: 'submitted', closedAt: now })],
        },
        status: 'inExam',
        reason: none,
        next: { code: 'await-result' },
      },
      {
        when: 'passed, and the certificate is not in place yet',
        given: {
          sessions: freshCourse,
          attempts: [anAttempt({ state: 'submitted', closedAt: now, passed: true })],
        },
        status: 'inExam',
        reason: none,
        next: { code: 'await-result' },
      },
      {
        when: 'one second before the time to wait is over',
        given: { sessions: freshCourse, attempts: [failedAt('2026-11-20T13:50:01Z')] },
        status: 'failed',
        reason: none,
        next: { code: 'wait', until: new Date('2026-11-21T13:50:01Z'), attemptsLeft: 2 },
      },
      {
        when: 'the time ran out',
        given: {
          sessions: freshCourse,
          attempts: [failedAt('2026-11-21T10:00:00Z', { state: 'expired' })],
        },
        status: 'failed',
        reason: none,
        next: { code: 'wait', until: new Date('2026-11-22T10:00:00Z'), attemptsLeft: 2 },
      },
      {
        when: 'the last attempt was failed just now: there is nothing to wait for',
        given: {
          sessions: freshCourse,
          attempts: [
            failedAt('2026-11-21T13:00:00Z', { id: 'c' }),
            failedAt('2026-11-18T10:00:00Z', { id: 'b' }),
            failedAt('2026-11-15T10:00:00Z', { id: 'a' }),
          ],
        },
        status: 'failed',
        reason: none,
        next: { code: 'no-attempts-left', used: 3 },
      },
    ]);
  });

  it('ranks expired first and valid last', () => {
    equal(statusOf({ certificates: [aCertificate('2026-11-20')] }).rank, 0);
    equal(statusOf({ certificates: [aCertificate('2028-11-20')] }).rank, STATUSES.length - 1);
    deepEqual(STATUSES, [
      'expired',
      'revoked',
      'failed',
      'notStarted',
      'inCourse',
      'readyForExam',
      'inExam',
      'expiringSoon',
      'valid',
    ]);
  });
});
