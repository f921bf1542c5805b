import assert from 'node:assert/strict';
import {
  mayStart,
  type GateEvidence,
  type GateReason,
  type PastAttempt,
} from '../../server/attempts/gate.rules.js';
import type { Cycle } from '../../server/certification/validity.rules.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { aCertificateUntil } from '../support/a-past-certificate.js';

const now = new Date('2026-11-02T08:00:00.000Z');
const rules = { attemptsPerCycle: 3, coolOffHours: 24 };
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

/** Somebody who may start, but for this. */
function evidence(changes: Partial<GateEvidence> = {}): GateEvidence {
  return {
    required: true,
    course: { state: 'completed' },
    cycle: { number: 1, kind: 'first', open: true },
    attempts: [],
    ...changes,
  };
}

let attempts = 0;

function anAttempt(changes: Partial<PastAttempt> = {}): PastAttempt {
  attempts += 1;
  return { id: `attempt-${attempts}`, state: 'inProgress', cycle: 1, ...changes };
}

const failed = (hours: number, changes: Partial<PastAttempt> = {}): PastAttempt =>
  anAttempt({ state: 'submitted', closedAt: hoursAgo(hours), passed: false, ...changes });

const reasonsFor = (changes: Partial<GateEvidence>): readonly GateReason[] =>
  mayStart(evidence(changes), rules, now).reasons;

/** Certified until the end of the year; renewal opens ninety days before. */
const current = aCertificateUntil('2026-12-31');
const renewal: Cycle = {
  number: 2,
  kind: 'renewal',
  open: true,
  opensOn: plainDate('2026-10-02'),
  current,
};

describe('the gate of an exam', () => {
  it('is open when everything is in place', () => {
    assert.deepEqual(mayStart(evidence(), rules, now), {
      allowed: true,
      reasons: [],
      attemptsLeft: 3,
    });
  });

  const cases: readonly [why: string, changes: Partial<GateEvidence>, reason: GateReason][] = [
    ['the job does not require it', { required: false }, { code: 'not-required' }],
    [
      'lessons of the course are left',
      { course: { state: 'open', lessonsLeft: 4 } },
      { code: 'course-not-completed', lessonsLeft: 4 },
    ],
    ['the course was too long ago', { course: { state: 'tooOld' } }, { code: 'course-too-old' }],
    [
      'the certificate is valid and its window has not come',
      { cycle: { ...renewal, open: false } },
      {
        code: 'valid-until',
        validTo: plainDate('2026-12-31'),
        opensOn: plainDate('2026-10-02'),
      },
    ],
    [
      'an attempt failed an hour ago',
      { attempts: [failed(1)] },
      { code: 'cool-off', until: new Date('2026-11-03T07:00:00.000Z') },
    ],
    [
      'the attempts are used up',
      { attempts: [failed(200), failed(100), failed(50)] },
      { code: 'no-attempts-left', used: 3 },
    ],
  ];
  for (const [why, changes, reason] of cases)
    it(`is locked when ${why}, and says so`, () => {
      const decision = mayStart(evidence(changes), rules, now);
      assert.equal(decision.allowed, false);
      assert.deepEqual(decision.reasons, [reason]);
    });

  it('names everything that is missing at once', () => {
    const changes = {
      required: false,
      course: { state: 'open', lessonsLeft: 11 } as const,
      attempts: [failed(1)],
    };
    const codes = reasonsFor(changes).map(({ code }) => code);
    assert.deepEqual(codes, ['not-required', 'course-not-completed', 'cool-off']);
  });

  describe('cool-off', () => {
    it('is over to the second', () => {
      assert.equal(reasonsFor({ attempts: [failed(24)] }).length, 0);
      assert.equal(reasonsFor({ attempts: [failed(24 - 1 / 3600)] }).length, 1);
    });

    it('is counted from the last attempt', () => {
      const [reason] = reasonsFor({ attempts: [failed(30), failed(2)] });
      assert.deepEqual(reason, { code: 'cool-off', until: new Date('2026-11-03T06:00:00.000Z') });
    });

    it('is counted from the deadline of one that ran out, which is when it closed', () => {
      const ranOut = failed(23, { state: 'expired' });
      const [reason] = reasonsFor({ attempts: [ranOut] });
      assert.deepEqual(reason, { code: 'cool-off', until: new Date('2026-11-02T09:00:00.000Z') });
    });

    it('holds also while the result of the last one is not there yet', () => {
      const unsettled = anAttempt({ state: 'submitted', closedAt: hoursAgo(0.1) });
      assert.equal(reasonsFor({ attempts: [unsettled] })[0]?.code, 'cool-off');
    });

    it('is not named beside attempts that are used up: waiting would not help', () => {
      const codes = reasonsFor({ attempts: [failed(9), failed(6), failed(1)] });
      assert.deepEqual(codes, [{ code: 'no-attempts-left', used: 3 }]);
    });
  });

  describe('the number of attempts', () => {
    it('goes down with each', () => {
      const decision = mayStart(evidence({ attempts: [failed(60), failed(30)] }), rules, now);
      assert.equal(decision.allowed, true);
      assert.equal(decision.attemptsLeft, 1);
    });

    it('counts those that ran out', () => {
      const attempts = [90, 60, 30].map((hours) => failed(hours, { state: 'expired' }));
      assert.deepEqual(reasonsFor({ attempts }), [{ code: 'no-attempts-left', used: 3 }]);
    });

    it('does not count annulled ones, nor wait for them to cool off', () => {
      const attempts = [failed(90), failed(60), failed(1, { state: 'annulled' })];
      const decision = mayStart(evidence({ attempts }), rules, now);
      assert.equal(decision.allowed, true);
      assert.equal(decision.attemptsLeft, 1);
    });

    it('begins anew in a renewal cycle', () => {
      const before = [failed(9), failed(6), failed(1)];
      const decision = mayStart(evidence({ attempts: before, cycle: renewal }), rules, now);
      assert.equal(decision.allowed, true);
      assert.equal(decision.attemptsLeft, 3);
    });

    it('never goes below none, when the rules have become stricter since', () => {
      const attempts = [failed(90), failed(60)];
      const decision = mayStart(evidence({ attempts }), { ...rules, attemptsPerCycle: 1 }, now);
      assert.equal(decision.attemptsLeft, 0);
    });
  });

  describe('an attempt under way', () => {
    it('is continued, and no other begins', () => {
      const open = anAttempt();
      const decision = mayStart(evidence({ attempts: [open, failed(48)] }), rules, now);
      assert.equal(decision.openAttemptId, open.id);
      assert.equal(decision.allowed, false);
      assert.equal(decision.attemptsLeft, 1);
    });

    it('is continued also when it is the last one', () => {
      const attempts = [failed(200), failed(100), anAttempt()];
      const decision = mayStart(evidence({ attempts }), rules, now);
      assert.equal(decision.openAttemptId, attempts[2]?.id);
      assert.deepEqual(decision.reasons, []);
    });
  });
});
