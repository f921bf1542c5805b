import assert from 'node:assert/strict';
import {
  addDays,
  addMonths,
  dateIn,
  daysBetween,
  parsePlainDate,
  plainDate,
  startOfDay,
} from '../../server/platform/plain-date.js';

describe('a calendar date', () => {
  const texts: readonly [string, boolean][] = [
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['20260101', false],
    ['', false],
  ];
  for (const [text, exists] of texts) {
    it(`"${text}" is ${exists ? 'one' : 'none'}`, () => {
      assert.equal(parsePlainDate(text) !== undefined, exists);
    });
  }

  const months: readonly [string, number, string][] = [
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-11-21', 24, '2028-11-21'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
  ];
  for (const [from, count, to] of months) {
    it(`${from} and ${count} months is ${to}`, () => {
      assert.equal(addMonths(plainDate(from), count), to);
    });
  }

  it('counts days over the nights when clocks change', () => {
    assert.equal(addDays(plainDate('2026-03-28'), 2), '2026-03-30');
    assert.equal(daysBetween(plainDate('2026-10-24'), plainDate('2026-10-26')), 2);
    assert.equal(daysBetween(plainDate('2026-10-26'), plainDate('2026-10-24')), -2);
  });

  it('is another one in Oslo than in UTC late in the evening', () => {
    assert.equal(dateIn('Europe/Oslo', new Date('2026-11-20T23:30:00Z')), '2026-11-21');
    assert.equal(dateIn('UTC', new Date('2026-11-20T23:30:00Z')), '2026-11-20');
  });

  const days: readonly [string, string, string][] = [
    ['Europe/Oslo', '2026-11-21', '2026-11-20T23:00:00.000Z'],
    ['Europe/Stockholm', '2026-06-01', '2026-05-31T22:00:00.000Z'],
    ['Europe/Oslo', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Oslo', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['Europe/Stockholm', '2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['Europe/Stockholm', '2026-10-26', '2026-10-25T23:00:00.000Z'],
  ];
  for (const [zone, date, begins] of days) {
    it(`${date} begins in ${zone} at ${begins}`, () => {
      assert.equal(startOfDay(zone, plainDate(date)).toISOString(), begins);
    });
  }
});
