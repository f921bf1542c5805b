import assert from 'node:assert/strict';
import { rngFromSeed } from '../../server/platform/rng.js';

describe('the stream of random numbers', () => {
  const numbers = (seed: string, count: number): number[] => {
    const rng = rngFromSeed(seed);
    return Array.from({ length: count }, rng);
  };

  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(numbers('a', 100), numbers('a', 100));
    assert.notDeepEqual(numbers('a', 100), numbers('b', 100));
  });

  it('stays what it is: an old form must be drawn again in an appeal', () => {
    assert.deepEqual(
      numbers('medsert', 3).map((value) => Math.floor(value * 1e9)),
      RECORDED,
    );
  });

  it('fills [0, 1) evenly', () => {
    const bins = new Array<number>(20).fill(0);
    for (const value of numbers('even', 20_000)) {
      assert.ok(value >= 0 && value < 1);
      bins[Math.floor(value * 20)] = (bins[Math.floor(value * 20)] ?? 0) + 1;
    }
    const chiSquare = bins.reduce((sum, seen) => sum + (seen - 1000) ** 2 / 1000, 0);
    // 19 degrees of freedom: above 43.8 happens once in a thousand.
    assert.ok(chiSquare < 43.8, `chi-square ${chiSquare}`);
  });
});

/** Billionths, as the first version of the service drew them. */
const RECORDED = [356060199, 605949933, 337755449];
