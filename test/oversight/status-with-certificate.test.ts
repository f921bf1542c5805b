import { plainDate } from '../../server/platform/plain-date.js';
import { aCertificate, anAttempt, failedAt, replacedAt, revokedAt } from './a-care-service.js';
import { freshCourse, itDecides, takeCourse } from './status-cases.js';

describe('Status with a certificate', () => {
  itDecides([
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
        certificates: [aCertificate('2028-01-31', { events: [revokedAt('2026-10-01T22:30:00Z')] })],
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
