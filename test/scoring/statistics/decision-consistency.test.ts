import { deepEqual, equal, ok } from 'node:assert/strict';
import { rngFromSeed } from '../../../server/platform/rng.js';
import {
  decisionConsistency,
  errorAt,
} from '../../../server/scoring/statistics/decision-consistency.rules.js';

describe('How often a second form would decide alike', () => {
  it('is by hand 11/15 for two items, one needed, and every mastery equally common', () => {
    // Both fail with chance E(1-p)^4 = 1/5; both pass with chance E(2p-p²)² = 8/15.
    const found = decisionConsistency([0, 1, 2], 2, 1);
    ok(Math.abs((found?.agreement ?? 0) - 11 / 15) < 1e-9);
    // By chance alone 1/9 + 4/9 would agree.
    ok(Math.abs((found?.kappa ?? 0) - (11 / 15 - 5 / 9) / (4 / 9)) < 1e-9);
  });

  it('is what two simulated sittings of the same people give', () => {
    const rng = rngFromSeed('two sittings');
    const sitting = (mastery: number): number =>
      Array.from({ length: 40 }, () => rng()).filter((draw) => draw < mastery).length;
    // The mean of three even draws: most people know about half.
    const people = Array.from({ length: 3_000 }, () => (rng() + rng() + rng()) / 3);
    const [first, second] = [people.map(sitting), people.map(sitting)];
    const alike = first.filter((right, n) => right >= 24 === (second[n] ?? 0) >= 24).length;
    const found = decisionConsistency(first, 40, 24);
    ok(Math.abs((found?.agreement ?? 0) - alike / people.length) < 0.025);
  });

  it('says nothing where everybody scored alike, or by chance only', () => {
    equal(decisionConsistency([5, 5, 5], 10, 5), null);
    equal(decisionConsistency([4, 5, 6], 10, 5), null);
  });

  it('has the error of a total from the total itself', () => {
    deepEqual([errorAt(0, 40), errorAt(40, 40)], [0, 0]);
    equal(errorAt(34, 40).toFixed(3), '2.287');
  });
});
