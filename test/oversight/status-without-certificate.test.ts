import { deepEqual, equal } from 'node:assert/strict';
import { STATUSES } from '../../server/oversight/certification-status.rules.js';
import { aCertificate, anAttempt, aSession, failedAt, now } from './a-care-service.js';
import { freshCourse, itDecides, none, statusOf, takeCourse } from './status-cases.js';

describe('Status without a certificate', () => {
  itDecides([
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

describe('The order of statuses', () => {
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
