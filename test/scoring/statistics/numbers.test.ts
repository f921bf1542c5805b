import assert from 'node:assert/strict';
import { facility } from '../../../server/scoring/statistics/facility.rules.js';
import { diagonal, inverse, timesVector } from '../../../server/scoring/statistics/matrix.rules.js';
import {
  at,
  correlation,
  quantile,
  shape,
  variance,
} from '../../../server/scoring/statistics/moments.rules.js';
import { oneStepBefore } from '../../../server/scoring/statistics/natural-spline.rules.js';
import {
  normalCumulative,
  normalDensity,
  normalQuantile,
} from '../../../server/scoring/statistics/normal.rules.js';
import { allCloseTo, closeTo } from './close-to.js';

describe('the numbers under the statistics', () => {
  it('has variances with n - 1 and no correlation without spread', () => {
    closeTo(variance([2, 4, 4, 4, 5, 5, 7, 9]), 32 / 7);
    closeTo(correlation([1, 2, 3], [2, 4, 6]), 1);
    assert.equal(correlation([1, 1, 1], [1, 2, 3]), null);
    assert.equal(correlation([1], [1]), null);
  });

  it('has quantiles between the values', () => {
    assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
    assert.equal(quantile([1, 2, 3, 4, 5], 0.25), 2);
    assert.equal(quantile([1, 2], 1), 2);
  });

  it('has skewness and kurtosis by k-statistics', () => {
    // The formulas of SKEW and KURT in spreadsheets, which are those of the k-statistics.
    const { skewness, kurtosis } = shape([1, 2, 2, 5]);
    const z = [1, 2, 2, 5].map((value) => (value - 2.5) / Math.sqrt(3));
    const power = (exponent: number): number => z.reduce((sum, one) => sum + one ** exponent, 0);
    closeTo(skewness, (4 / (3 * 2)) * power(3));
    closeTo(kurtosis, ((4 * 5) / (3 * 2 * 1)) * power(4) - (3 * 3 ** 2) / (2 * 1));
    assert.deepEqual(shape([2, 2, 2, 2]), { skewness: null, kurtosis: null });
  });

  it('has the normal distribution of the tables', () => {
    closeTo(normalQuantile(0.975), 1.959963984540054, 1e-12);
    closeTo(normalQuantile(0.001), -3.090232306167813, 1e-12);
    closeTo(normalCumulative(1), 0.8413447460685429, 1e-14);
    closeTo(normalDensity(0), 0.3989422804014327, 1e-15);
    assert.deepEqual([normalQuantile(0.5), normalCumulative(-9), normalCumulative(9)], [0, 0, 1]);
  });

  it('inverts a matrix, also where rows must change places, and says when it cannot', () => {
    const matrix = [
      [0, 2, 1],
      [1, 1, 0],
      [3, 0, 1],
    ];
    const inverted = inverse(matrix);
    assert.ok(inverted);
    allCloseTo(timesVector(inverted, timesVector(matrix, [1, -2, 3])), [1, -2, 3]);
    closeTo(diagonal(inverted)[0], -0.2);
    assert.equal(
      inverse([
        [1, 2],
        [2, 4],
      ]),
      null,
    );
  });

  it('leaves a natural spline on a straight line', () => {
    closeTo(oneStepBefore([3, 5, 7, 9]), 1);
    closeTo(oneStepBefore([2, 3]), 1);
    // Through 0, 0, 1: the one bend is 6/4, so the slope at the start is -1/4.
    closeTo(oneStepBefore([0, 0, 1]), 0.25);
  });

  it('refuses a place that is not there', () => {
    assert.throws(() => at([1], 1), RangeError);
  });
});

describe('facility', () => {
  // Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
  const published = [
    { right: 81, n: 263, from: 0.2553, to: 0.3662 },
    { right: 15, n: 148, from: 0.0624, to: 0.1605 },
    { right: 0, n: 20, from: 0, to: 0.1611 },
    { right: 1, n: 29, from: 0.0061, to: 0.1718 },
  ];
  for (const { right, n, from, to } of published) {
    it(`has the published interval for ${right} of ${n}`, () => {
      const found = facility(right, n);
      assert.ok(found);
      closeTo(found.share, right / n);
      allCloseTo([found.from, found.to], [from, to], 5e-5);
      assert.equal(found.n, n);
    });
  }

  it('is nothing without responses', () => {
    assert.equal(facility(0, 0), null);
  });
});
