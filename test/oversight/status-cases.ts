import { deepEqual, equal } from 'node:assert/strict';
import {
  certificationStatus,
  type NextStep,
  type Status,
  type StatusEvidence,
  type StatusReason,
} from '../../server/oversight/certification-status.rules.js';
import { aCourse, aSession, now, rules, timeZone, today } from './a-care-service.js';

/** One line of the table: what there is, and what follows from it. */
interface StatusCase {
  readonly when: string;
  readonly given: Partial<StatusEvidence>;
  readonly status: Status;
  readonly reason: StatusReason;
  readonly next: NextStep;
  readonly validTo?: string;
}

export const none = { code: 'no-certificate' } as const;
export const takeCourse = { code: 'take-course' } as const;
export const freshCourse = [aSession(3, { completedOn: '2026-11-01' })];

export function statusOf(given: Partial<StatusEvidence>) {
  const evidence = { certificates: [], course: aCourse, sessions: [], attempts: [], ...given };
  return certificationStatus(evidence, rules, { today, now, timeZone });
}

/** Each case as a test, named by the status and by when it holds. */
export function itDecides(cases: readonly StatusCase[]): void {
  for (const { when, given, status, reason, next, validTo } of cases)
    it(`${status}: ${when}`, () => {
      const found = statusOf(given);
      deepEqual([found.status, found.reason, found.next], [status, reason, next]);
      equal(found.validTo, validTo);
    });
}
