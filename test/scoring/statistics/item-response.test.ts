import assert from 'node:assert/strict';
import { curveErrors } from '../../../server/scoring/statistics/calibration-errors.rules.js';
import {
  calibrateRasch,
  raschAbilities,
} from '../../../server/scoring/statistics/conditional-rasch.rules.js';
import {
  chanceRight,
  expectedAbility,
  normalQuadrature,
  totalAbilities,
  type ScoreOrNone,
} from '../../../server/scoring/statistics/item-response.rules.js';
import {
  calibrate,
  isCalibratable,
} from '../../../server/scoring/statistics/marginal-calibration.rules.js';
import {
  expectation,
  gradientOf,
  lineOf,
  patternsOf,
} from '../../../server/scoring/statistics/marginal-likelihood.rules.js';
import { at, mean, sum } from '../../../server/scoring/statistics/moments.rules.js';
import { allCloseTo, closeTo } from './close-to.js';
import { simulated, simulatedWhole, SIX_CURVES } from './simulated-people.js';

const difficultiesOf = (curves: readonly { difficulty: number }[]): number[] =>
  curves.map(({ difficulty }) => difficulty);

describe('marginal calibration', () => {
  it('finds the items people were simulated with, within their errors', () => {
    const patterns = patternsOf(simulated(SIX_CURVES, 3000, 'whole'));
    const { curves, converged } = calibrate(patterns, '2PL');
    const errors = curveErrors(curves, patterns);
    assert.ok(converged && errors);
    SIX_CURVES.forEach((curve, n) => {
      closeTo(curves[n]?.slope, curve.slope, 4 * at(errors, n).slope);
      closeTo(curves[n]?.difficulty, curve.difficulty, 4 * at(errors, n).difficulty);
      assert.ok(at(errors, n).slope < 0.25, 'errors are of a useful size');
    });
  });

  it('finds them as well when everybody meets other items', () => {
    const people = simulated(SIX_CURVES, 4000, 'random forms', 0.6);
    const patterns = patternsOf(people);
    const { curves } = calibrate(patterns, '2PL');
    const errors = curveErrors(curves, patterns);
    assert.ok(errors);
    SIX_CURVES.forEach((curve, n) => {
      closeTo(curves[n]?.slope, curve.slope, 4 * at(errors, n).slope);
      closeTo(curves[n]?.difficulty, curve.difficulty, 4 * at(errors, n).difficulty);
    });
  });

  it('ends at the top of the likelihood', () => {
    const patterns = patternsOf(simulated(SIX_CURVES, 500, 'top'));
    const [rasch, onePL, twoPL] = (['rasch', '1PL', '2PL'] as const).map((model) =>
      calibrate(patterns, model),
    );
    assert.ok(rasch && onePL && twoPL);
    assert.ok(rasch.logLikelihood < onePL.logLikelihood);
    assert.ok(onePL.logLikelihood < twoPL.logLikelihood);
    const lines = twoPL.curves.map(lineOf);
    const quadrature = normalQuadrature();
    const { counts } = expectation(lines, patterns, quadrature);
    lines.forEach((line, n) => {
      const { slope, intercept } = gradientOf(line, at(counts, n), quadrature.nodes);
      allCloseTo([slope, intercept], [0, 0], 1e-3);
    });
    assert.equal(new Set(onePL.curves.map(({ slope }) => slope)).size, 1);
    assert.ok(rasch.curves.every(({ slope }) => slope === 1));
  });

  it('expects of each item with one slope as many right as there were', () => {
    const people = simulatedWhole(SIX_CURVES, 400, 'margins');
    const { curves } = calibrate(patternsOf(simulated(SIX_CURVES, 400, 'margins')), 'rasch');
    const { nodes, weights } = normalQuadrature();
    curves.forEach((curve, n) => {
      const expected = sum(nodes.map((node, q) => at(weights, q) * chanceRight(curve, node)));
      closeTo(expected, mean(people.map((row) => at(row, n))), 0.02);
    });
  });

  it('says when it was stopped before it got there', () => {
    const patterns = patternsOf(simulated(SIX_CURVES, 200, 'stopped'));
    const { converged, iterations } = calibrate(patterns, '2PL', { maxIterations: 2 });
    assert.deepEqual([converged, iterations], [false, 2]);
  });

  it('refuses an item that all had right', () => {
    const patterns = patternsOf([
      [1, 0],
      [1, 1],
      [1, null],
    ]);
    assert.equal(patterns.length, 3);
    assert.deepEqual([isCalibratable(patterns, 0), isCalibratable(patterns, 1)], [false, true]);
    assert.throws(() => calibrate(patterns, '2PL'), RangeError);
  });

  it('puts people with the same scores together', () => {
    const patterns = patternsOf([
      [1, null],
      [1, 0],
      [1, null],
    ]);
    assert.deepEqual(
      patterns.map(({ people }) => people),
      [2, 1],
    );
  });
});

describe('expected ability', () => {
  it('is that of the candidates when nothing is known', () => {
    const { ability, error } = expectedAbility(SIX_CURVES, [null, null, null, null, null, null]);
    closeTo(ability, 0);
    closeTo(error, 1, 1e-6);
  });

  it('rises with each right response, and items not met do not count', () => {
    const of = (...scores: ScoreOrNone[]): number => expectedAbility(SIX_CURVES, scores).ability;
    assert.ok(of(0, 0, 0, 0, 0, 0) < of(1, 0, 0, 0, 0, 0));
    assert.ok(of(1, 1, 1, 1, 1, 0) < of(1, 1, 1, 1, 1, 1));
    closeTo(
      of(1, 0, 1, null, null, null),
      expectedAbility(SIX_CURVES.slice(0, 3), [1, 0, 1]).ability,
    );
  });

  it('of a total is the mean over all patterns with that total', () => {
    const curves = SIX_CURVES.slice(0, 4);
    const { totals: byTotal, reliability } = totalAbilities(curves);
    closeTo(sum(byTotal.map(({ share }) => share)), 1);
    const patterns = Array.from({ length: 16 }, (_, code) =>
      curves.map((_curve, n): 0 | 1 => (Math.floor(code / 2 ** n) % 2 === 1 ? 1 : 0)),
    );
    const { nodes, weights } = normalQuadrature();
    const chanceOf = (scores: readonly number[]): number =>
      sum(
        nodes.map((node, q) =>
          curves.reduce(
            (product, curve, n) => {
              const chance = chanceRight(curve, node);
              return product * (scores[n] === 1 ? chance : 1 - chance);
            },
            at(weights, q),
          ),
        ),
      );
    byTotal.forEach(({ total, share, ability }) => {
      const own = patterns.filter((scores) => sum(scores) === total);
      closeTo(sum(own.map(chanceOf)), share);
      const weighted = own.map((one) => chanceOf(one) * expectedAbility(curves, one).ability);
      closeTo(sum(weighted) / share, ability);
    });
    assert.ok(reliability > 0.2 && reliability < 0.6);
  });
});

describe('conditional Rasch calibration', () => {
  it('is the closed form for two items', () => {
    // 30 had only the first right, 10 only the second: b2 - b1 = ln 3, with variance 1/30 + 1/10.
    const many = (count: number, row: number[]): number[][] =>
      Array.from({ length: count }, () => row);
    const found = calibrateRasch([
      ...many(30, [1, 0]),
      ...many(10, [0, 1]),
      ...many(7, [1, 1]),
      ...many(5, [0, 0]),
    ]);
    assert.ok(found);
    allCloseTo(found.difficulties, [-Math.log(3) / 2, Math.log(3) / 2]);
    allCloseTo(found.errors, Array(2).fill(Math.sqrt(1 / 30 + 1 / 10) / 2));
    closeTo(found.logLikelihood, 30 * Math.log(0.75) + 10 * Math.log(0.25));
  });

  it('finds the items people were simulated with, whatever their abilities', () => {
    const items = SIX_CURVES.map(({ difficulty }) => ({ slope: 1, difficulty }));
    const scores = simulatedWhole(items, 3000, 'conditional');
    const able = scores.filter((row) => sum(row) > 2);
    const centre = mean(difficultiesOf(items));
    for (const people of [scores, able]) {
      const found = calibrateRasch(people);
      assert.ok(found);
      closeTo(sum(found.difficulties), 0);
      items.forEach(({ difficulty }, n) => {
        closeTo(found.difficulties[n], difficulty - centre, 4 * at(found.errors, n));
      });
    }
  });

  it('says nothing when the data do not tie the items together', () => {
    assert.equal(
      calibrateRasch([
        [1, 1],
        [1, 0],
      ]),
      null,
    );
  });

  it('gives each total the ability at which it is expected', () => {
    const difficulties = [-1, -0.5, 0, 0.5, 1];
    const abilities = raschAbilities(difficulties);
    assert.deepEqual(
      abilities.map(({ extrapolated }) => extrapolated),
      [true, false, false, false, false, true],
    );
    for (const { total, ability } of abilities.slice(1, -1)) {
      const expected = difficulties.map((difficulty) =>
        chanceRight({ slope: 1, difficulty }, ability),
      );
      closeTo(sum(expected), total);
    }
    closeTo(at(abilities, 0).ability, -at(abilities, 5).ability);
    assert.ok(at(abilities, 0).ability < at(abilities, 1).ability);
    assert.deepEqual(raschAbilities([0, 0]), []);
  });
});
