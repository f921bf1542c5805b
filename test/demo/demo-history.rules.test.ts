import assert from 'node:assert/strict';
import { validityOf } from '../../server/certification/validity.rules.js';
import { pastOf, type Deed } from '../../server/demo/demo-history.rules.js';
import { demoMunicipalities } from '../../server/demo/demo-municipalities.js';
import type { SeededMunicipality } from '../../server/demo/seeded-municipality.js';
import { dateIn, daysBetween } from '../../server/platform/plain-date.js';

const HOUR = 3_600_000;

function rulesOf({ rules }: SeededMunicipality) {
  const { validityMonths = 24, windowDays = 90 } = rules;
  return { minutes: 60, courseMaxAgeMonths: 12, validityMonths, windowDays };
}

/** Every 17 hours through four years, leap day and changes of the clock included. */
const instants = Array.from(
  { length: 2_060 },
  (_, n) => new Date(Date.UTC(2026, 0, 1) + n * 17 * HOUR),
);

function pastAt(municipality: SeededMunicipality, now: Date): readonly Deed[] {
  const today = dateIn(municipality.timeZone, now);
  return pastOf(municipality, { now, today, rules: rulesOf(municipality) });
}

describe('the past of the demo', () => {
  it('is over on whatever day it is counted from, in order, with each course before its exam', function () {
    this.timeout(60_000);
    for (const municipality of demoMunicipalities)
      for (const now of instants.filter((_instant, index) => index % 20 === 0)) {
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

  it('gives certificates that end on the day that was meant, or a day later where months are unequal', function () {
    this.timeout(60_000);
    let later = 0;
    let all = 0;
    for (const municipality of demoMunicipalities) {
      const rules = rulesOf(municipality);
      for (const now of instants.filter((_instant, index) => index % 20 === 0)) {
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
    assert.ok(later < all / 100, `${later} of ${all} are a day later`);
  });
});
