import assert from 'node:assert/strict';
import type { Standing } from '../../server/attempts/gate.js';
import type { GateReason } from '../../server/attempts/gate.rules.js';
import type { Certificate } from '../../server/certification/certificate.js';
import { cycleOn } from '../../server/certification/validity.rules.js';
import type { Programme } from '../../server/exams/programme.js';
import type { ProgrammeStanding } from '../../server/home/home.view.js';
import type { RequiredProgramme } from '../../server/organisation/requirement.rules.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { aMunicipality, aPerson, PROGRAMME } from '../support/some-staff.js';

export const now = new Date('2026-11-02T08:00:00.000Z');
const today = plainDate('2026-11-02');

type PastAttempt = ProgrammeStanding['attempts'][number];

/** Where somebody stands, in words; ready for the first exam, if nothing else is said. */
export interface StandingInWords {
  readonly course?: Standing['evidence']['course'];
  readonly courseStarted?: boolean;
  readonly certificates?: readonly Certificate[];
  readonly reasons?: readonly GateReason[];
  readonly attempts?: readonly PastAttempt[];
  readonly openAttemptId?: string;
}

export function anAttempt(changes: Partial<PastAttempt> = {}): PastAttempt {
  return {
    id: 'a1',
    state: 'submitted',
    startedAt: new Date('2026-11-01T08:00:00.000Z'),
    closesAt: new Date('2026-11-01T09:00:00.000Z'),
    ...changes,
  };
}

export const failedAttempt = (): PastAttempt =>
  anAttempt({
    result: {
      passed: false,
      right: 1,
      total: 6,
      needed: 6,
      sections: [],
      reasons: [],
      topicsToReview: [],
      slots: [],
    },
  });

export function aStanding(programme: Programme, words: StandingInWords): ProgrammeStanding {
  const { certificates = [], reasons = [], attempts = [], openAttemptId } = words;
  const municipality = aMunicipality();
  const person = aPerson();
  const [requirement] = municipality.requirements;
  const [employment] = person.employments;
  assert.ok(requirement && employment);
  const required: RequiredProgramme = {
    programmeId: PROGRAMME,
    requirement,
    employment,
    tasks: [],
  };
  return {
    standing: {
      municipality,
      person,
      programme,
      required,
      evidence: {
        required: true,
        course: words.course ?? { state: 'completed' },
        cycle: cycleOn(certificates, programme.rules, today),
        attempts: [],
      },
      decision: {
        allowed: reasons.length === 0 && openAttemptId === undefined,
        reasons,
        attemptsLeft: 3,
        ...(openAttemptId === undefined ? {} : { openAttemptId }),
      },
    },
    // As the page reads them: records of their own, equal but not the same.
    certificates: certificates.map((certificate) => ({ ...certificate })),
    attempts,
    unitName: 'Solbakken sykehjem',
    courseStarted: words.courseStarted ?? false,
    now,
  };
}
