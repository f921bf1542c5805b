import { deepEqual, equal } from 'node:assert/strict';
import { plainDate } from '../../server/platform/plain-date.js';
import {
  recordsEndOn,
  responsesKeptFrom,
  retentionOf,
} from '../../server/privacy/retention.rules.js';

describe('How long data is kept', () => {
  const usual = { responsesMonths: 12, recordsMonths: 36 };

  for (const [given, held] of [
    [undefined, usual],
    [{ responsesMonths: 6 }, { ...usual, responsesMonths: 6 }],
    [{ recordsMonths: 60 }, { ...usual, recordsMonths: 60 }],
    // Never shorter than three years: the municipality can't choose that.
    [{ recordsMonths: 1 }, usual],
  ] as const)
    it(`is ${JSON.stringify(held)} for ${JSON.stringify(given)}`, () => {
      deepEqual(retentionOf(given ? { retention: given } : {}), held);
    });

  it('counts the three weeks of an appeal before the months of responses', () => {
    equal(responsesKeptFrom(usual, plainDate('2027-11-23')), '2026-11-02');
  });

  it('counts from what ends last', () => {
    const left = plainDate('2026-11-01');
    equal(recordsEndOn(usual, left, []), '2029-11-02');
    equal(
      recordsEndOn(usual, left, [plainDate('2028-01-31'), plainDate('2027-01-31')]),
      '2031-02-01',
    );
  });
});
