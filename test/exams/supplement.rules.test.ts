import assert from 'node:assert/strict';
import fc from 'fast-check';
import { apportioned } from '../../server/exams/supplement.rules.js';

const parts = fc.array(
  fc.record({ weight: fc.integer({ min: 1, max: 9 }), least: fc.integer({ min: 1, max: 3 }) }),
  { minLength: 1, maxLength: 8 },
);

describe('the core that gives up items to a supplement', () => {
  it('keeps its proportions; of equal remainders the later ones are rounded up', () => {
    const even = [4, 4, 5, 3, 3, 4, 5, 3, 2, 3, 4].map((weight) => ({ weight, least: 1 }));
    assert.deepEqual(apportioned(even, 32), [3, 3, 4, 2, 2, 3, 4, 3, 2, 3, 3]);
  });

  it('adds up, with no section below what it must have', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 80 }), (some, total) => {
        const given = apportioned(some, total);
        const least = some.reduce((sum, one) => sum + one.least, 0);
        assert.equal(
          given.reduce((sum, one) => sum + one, 0),
          Math.max(total, least),
        );
        assert.ok(given.every((one, index) => one >= (some[index]?.least ?? 0)));
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
