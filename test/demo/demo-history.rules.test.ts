import assert from 'node:assert/strict';
import { validityOf } from '../../server/certification/validity.rules.js';
import { pastOf, type Deed } from '../../server/demo/demo-history.rules.js';
import { demoMunicipalities } from '../../server/demo/demo-municipalities.js';
import type { SeededMunicipality } from '../../server/demo/seeded-municipality.js';
import { dateIn, daysBetween } from '../../server/platform/plain-date.js';

function rulesOf({ rules }: SeededMunicipality) {
  const { validityMonths = 24, windowDays = 90 } = rules;
  return { minutes: 60, courseMaxAgeMonths: 12, validityMonths, windowDays };
}

/** Ends of months, a leap day, the days when clocks change, and minutes around midnight. */
const instants = [
  '2026-01-31T12:00:00Z',
  '2026-02-28T22:59:00Z',
  '2026-02-28T23:01:00Z',
  '2026-03-29T00:30:00Z',
  '2026-03-29T12:00:00Z',
  '2026-05-31T09:00:00Z',
  '2026-08-31T21:59:00Z',
  '2026-10-25T00:30:00Z',
  '2026-10-25T12:00:00Z',
  '2026-12-31T22:59:00Z',
  '2026-12-31T23:01:00Z',
  '2027-02-28T12:00:00Z',
  '2027-06-30T04:00:00Z',
  '2028-02-28T23:30:00Z',
  '2028-02-29T12:00:00Z',
  '2028-03-01T08:00:00Z',
  '2029-02-28T12:00:00Z',
].map((text) => new Date(text));

function pastAt(municipality: SeededMunicipality, now: Date): readonly Deed[] {
  const today = dateIn(municipality.timeZone, now);
  return pastOf(municipality, { now, today, rules: rulesOf(municipality) });
}

describe('the past of the demo', () => {
  it('is over on whatever day it is counted from, in order, with each course before its exam', () => {
    for (const municipality of demoMunicipalities)
      for (const now of instants) {
        const past = pastAt(municipality, now);
        const latest = new Map<string, Date>();
        const courses = new Set<string>();
        let before = 0;
        for (const deed of past) {
          assert.ok(deed.at < now && deed.at.getTime() >= before, now.toISOString());
          before = deed.at.getTime();
          const previous = latest.get(deed.username);
          if (deed.kind !== 'revoked') {
            assert.ok(deed.begun < deed.at);
            if (previous)
              assert.ok(previous < deed.begun, `${deed.username}, ${now.toISOString()}`);
          }
          if (deed.kind === 'course') courses.add(deed.username);
          if (deed.kind === 'exam') assert.ok(courses.has(deed.username));
          latest.set(deed.username, deed.at);
        }
      }
  });

  it('gives certificates that end on the day that was meant, or a day later where months are unequal', () => {
    let later = 0;
    let all = 0;
    for (const municipality of demoMunicipalities) {
      const rules = rulesOf(municipality);
      for (const now of instants) {
        const today = dateIn(municipality.timeZone, now);
        const past = pastAt(municipality, now);
        for (const { username, past: steps } of municipality.people) {
          const [first] = steps ?? [];
          if (first?.kind !== 'certifiedUntil') continue;
          const exam = past.find((deed) => deed.kind === 'exam' && deed.username === username);
          assert.ok(exam);
          const examDate = dateIn(municipality.timeZone, exam.at);
          const { validTo } = validityOf(examDate, rules, undefined);
          const off = daysBetween(today, validTo) - first.lastDay;
          assert.ok(off === 0 || off === 1, `${username} ${now.toISOString()} ${off}`);
          later += off;
          all += 1;
        }
      }
    }
    assert.ok(later < all / 20, `${later} of ${all} are a day later`);
  });
});
