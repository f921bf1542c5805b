import assert from 'node:assert/strict';
import type { Certificate, CertificateEvent } from '../../server/certification/certificate.js';
import {
  cycleOn,
  statusOn,
  validityOf,
  windowOpens,
} from '../../server/certification/validity.rules.js';
import { plainDate, type PlainDate } from '../../server/platform/plain-date.js';

const rules = { validityMonths: 24, windowDays: 90 };
const from = plainDate('2024-11-22');
const to = plainDate('2026-11-21');
const previous = { validFrom: from, validTo: to };

const revoked: CertificateEvent = {
  kind: 'revoked',
  at: new Date('2026-01-01T00:00:00Z'),
  by: 'hr',
  reason: 'issued by mistake',
};
const replaced: CertificateEvent = {
  kind: 'replaced',
  at: new Date('2026-02-01T00:00:00Z'),
  byCertificateId: 'newer',
};

describe('the status of a certificate', () => {
  const cases: readonly [string, readonly CertificateEvent[], string, string][] = [
    ['the day before the first', [], '2024-11-21', 'notYetValid'],
    ['on the first day', [], '2024-11-22', 'valid'],
    ['on the last day', [], '2026-11-21', 'valid'],
    ['the day after the last', [], '2026-11-22', 'expired'],
    ['from its revocation on', [revoked], '2025-06-01', 'revoked'],
    ['when it was, even before its first day', [revoked], '2024-01-01', 'revoked'],
    ['when it was, even after its last day', [revoked], '2027-01-01', 'revoked'],
    ['from then on, though its days are not over', [replaced], '2026-10-01', 'replaced'],
    ['when it was, even after its last day', [replaced], '2027-01-01', 'replaced'],
    ['when it was replaced first', [replaced, revoked], '2026-10-01', 'revoked'],
  ];
  for (const [when, events, day, status] of cases) {
    it(`is ${status} ${when}`, () => {
      assert.equal(statusOn({ record: previous, events }, plainDate(day)), status);
    });
  }
});

describe('the validity of a new certificate', () => {
  const first: readonly [string, string, number, string][] = [
    ['ends the day before the same date', '2026-11-21', 24, '2028-11-20'],
    ['on the first of a month ends with a month', '2027-03-01', 12, '2028-02-29'],
    ['from 29 February to a year without one', '2028-02-29', 12, '2029-02-27'],
    ['from 29 February to a leap year', '2028-02-29', 48, '2032-02-28'],
    ['on 1 March ends on 28 February', '2026-03-01', 12, '2027-02-28'],
    ['from 31 August to a February', '2026-08-31', 6, '2027-02-27'],
    ['over the turn of the year', '2026-12-31', 1, '2027-01-30'],
  ];
  for (const [how, exam, validityMonths, validTo] of first) {
    it(`${how}: ${exam} and ${validityMonths} months give ${validTo}`, () => {
      assert.deepEqual(validityOf(plainDate(exam), { ...rules, validityMonths }, undefined), {
        validFrom: exam,
        validTo,
        countedFrom: 'exam',
      });
    });
  }

  const renewals: readonly [string, string, string, string][] = [
    ['on the first day of the window', '2026-08-23', '2028-11-21', 'previous-end'],
    ['in the middle of it', '2026-10-10', '2028-11-21', 'previous-end'],
    ['on the last valid day', '2026-11-21', '2028-11-21', 'previous-end'],
    ['the day after it: late', '2026-11-22', '2028-11-21', 'exam'],
    ['a year late', '2027-11-22', '2029-11-21', 'exam'],
    ['the day before the window: early', '2026-08-22', '2028-08-21', 'exam'],
  ];
  for (const [when, exam, validTo, countedFrom] of renewals) {
    it(`renewed ${when} begins with the exam and is counted from the ${countedFrom}`, () => {
      assert.deepEqual(validityOf(plainDate(exam), rules, previous), {
        validFrom: exam,
        validTo,
        countedFrom,
      });
    });
  }

  it('renewed from an end on 29 February ends on the last of February', () => {
    const leap = { validFrom: plainDate('2026-03-01'), validTo: plainDate('2028-02-29') };
    assert.equal(validityOf(plainDate('2028-02-01'), rules, leap).validTo, '2030-02-28');
  });

  it('is never shorter for having been renewed in time', () => {
    for (let day = windowOpens(previous, rules); day <= to; day = nextDay(day)) {
      const renewed = validityOf(day, rules, previous).validTo;
      assert.ok(renewed >= validityOf(day, rules, undefined).validTo, day);
    }
  });
});

const nextDay = (day: PlainDate): PlainDate =>
  plainDate(new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10));

describe('the cycle a person is in', () => {
  const certificate = (cycle: number, events: readonly CertificateEvent[] = []): Certificate =>
    ({ record: { ...previous, cycle }, credential: '', events }) as unknown as Certificate;

  it('is the first, and open, without a certificate', () => {
    assert.deepEqual(cycleOn([], rules, to), { number: 1, kind: 'first', open: true });
  });

  const cases: readonly [string, string, boolean][] = [
    ['closed the day before the window', '2026-08-22', false],
    ['open on its first day', '2026-08-23', true],
    ['open on the last valid day', '2026-11-21', true],
    ['open when the certificate has lapsed', '2026-11-22', true],
  ];
  for (const [what, day, open] of cases) {
    it(`is the next one, ${what}`, () => {
      const cycle = cycleOn([certificate(1)], rules, plainDate(day));
      assert.deepEqual([cycle.number, cycle.kind, cycle.open], [2, 'renewal', open]);
    });
  }

  it('is open at once when the certificate is revoked', () => {
    const cycle = cycleOn([certificate(4, [revoked])], rules, plainDate('2025-01-01'));
    assert.deepEqual([cycle.number, cycle.open], [5, true]);
  });

  it('goes by the certificate in force, whatever a revoked one would have lasted', () => {
    const lasting = certificate(1, [revoked]);
    const longer = { ...lasting, record: { ...lasting.record, validTo: plainDate('2030-01-01') } };
    const inForce = certificate(2);
    const cycle = cycleOn([longer, inForce], rules, plainDate('2026-06-01'));
    assert.deepEqual([cycle.number, cycle.open, cycle.current], [3, false, inForce]);
  });
});
