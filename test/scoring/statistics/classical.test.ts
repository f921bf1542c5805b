import assert from 'node:assert/strict';
import {
  biserial,
  itemRestBiserial,
  itemRestCorrelation,
  restScores,
} from '../../../server/scoring/statistics/discrimination.rules.js';
import {
  column,
  columns,
  correlation,
  mean,
  standardDeviation,
  totals,
  variance,
  type Scores,
} from '../../../server/scoring/statistics/moments.rules.js';
import {
  choiceCorrelation,
  optionTable,
  scoreGroups,
} from '../../../server/scoring/statistics/option-table.rules.js';
import {
  effectiveWeights,
  questionStatistics,
  quizStatistics,
} from '../../../server/scoring/statistics/quiz-statistics.rules.js';
import {
  alpha,
  alphaWithout,
  guttmanLambda6,
  kr20,
  kr21,
  lengthened,
  standardErrorOfMeasurement,
} from '../../../server/scoring/statistics/reliability.rules.js';
import { closeTo } from './close-to.js';

/** Five people, four items, a perfect Guttman scale. */
const SCALE: Scores = [
  [0, 0, 0, 0],
  [1, 0, 0, 0],
  [1, 1, 0, 0],
  [1, 1, 1, 0],
  [1, 1, 1, 1],
];

describe('discrimination', () => {
  it('holds an item against the sum of the others', () => {
    assert.deepEqual(restScores(SCALE, 0), [0, 0, 1, 2, 3]);
    // By hand: Σ(x - 0.8)(o - 1.2) = 1.2; Σ(x - 0.8)² = 0.8; Σ(o - 1.2)² = 6.8.
    closeTo(itemRestCorrelation(SCALE, 0), 1.2 / Math.sqrt(0.8 * 6.8));
    closeTo(itemRestCorrelation(SCALE, 1), correlation(column(SCALE, 1), [0, 1, 1, 2, 3]) ?? NaN);
  });

  it('is nothing for an item that everybody scored alike', () => {
    const all = SCALE.map((row) => [1, ...row]);
    assert.equal(itemRestCorrelation(all, 0), null);
    assert.equal(itemRestBiserial(all, 0), null);
  });

  it('is larger as a biserial, by 1.2533 when half are right', () => {
    closeTo(biserial(0.4, 0.5), 0.4 * 0.5 * Math.sqrt(2 * Math.PI), 1e-12);
    assert.equal(biserial(0.4, 1), null);
    const r = itemRestCorrelation(SCALE, 2) ?? NaN;
    closeTo(itemRestBiserial(SCALE, 2), biserial(r, 0.4) ?? NaN);
  });
});

describe('reliability', () => {
  it('is alpha, and KR-20 and KR-21 in their order', () => {
    // Σs² = 0.2 + 0.3 + 0.3 + 0.2, s_T² = 2.5.
    closeTo(alpha(SCALE), (4 / 3) * (1 - 1 / 2.5));
    closeTo(kr20(SCALE), 0.8);
    closeTo(kr21(totals(SCALE), 4), (4 / 3) * (1 - (2 * 2) / (4 * 2)));
    closeTo(alphaWithout(SCALE, 3), alpha(SCALE.map((row) => row.slice(0, 3))) ?? NaN);
  });

  it('is nothing for one item or totals that do not vary', () => {
    assert.equal(alpha([[1], [0]]), null);
    const alike = [
      [1, 0],
      [0, 1],
    ];
    assert.deepEqual([alpha(alike), kr20(alike), kr21([1, 1], 2)], [null, null, null]);
  });

  it('gives the error of a total, and what a longer test would have', () => {
    closeTo(standardErrorOfMeasurement(5, 0.84), 2);
    closeTo(lengthened(0.6, 2), 0.75);
    closeTo(lengthened(0.75, 0.5), 0.6);
  });

  it('has a lambda 6 that equals 1 - (1 - r²)·2 / (2 + 2r) for two items', () => {
    const two = SCALE.map((row) => row.slice(1, 3));
    const r = correlation(column(two, 0), column(two, 1)) ?? NaN;
    closeTo(guttmanLambda6(two), 1 - (2 * (1 - r * r)) / (2 + 2 * r));
    const same = [
      [1, 1],
      [0, 0],
      [1, 1],
    ];
    assert.equal(guttmanLambda6(same), null);
  });
});

describe('the option table', () => {
  const chosen = ['a', 'b', 'b', 'c', 'b', 'a', null, 'b'];
  const scores = [1, 2, 3, 3, 7, 4, 5, 8];
  const groupOf = scoreGroups(scores, 2);
  const rows = optionTable({
    key: 'b',
    options: ['a', 'b', 'c'],
    chosen,
    rest: scores,
    groupOf,
    groups: 2,
  });

  it('puts equal scores into the same group', () => {
    assert.deepEqual(groupOf, [0, 0, 0, 0, 1, 1, 1, 1]);
    assert.deepEqual(scoreGroups([1, 1, 1, 2, 2, 3], 3), [0, 0, 0, 1, 1, 2]);
  });

  it('counts who chose what', () => {
    assert.deepEqual(
      rows.map(({ option, isKey, n, share }) => ({ option, isKey, n, share })),
      [
        { option: 'a', isKey: false, n: 2, share: 0.25 },
        { option: 'b', isKey: true, n: 4, share: 0.5 },
        { option: 'c', isKey: false, n: 1, share: 0.125 },
      ],
    );
    assert.deepEqual(rows[1]?.shareByGroup, [0.5, 0.5]);
    assert.deepEqual([rows[0]?.discrimination, rows[2]?.discrimination], [0, -0.25]);
  });

  it('says whether those who know more chose it', () => {
    closeTo(rows[2]?.pointBiserial, correlation([0, 0, 0, 1, 0, 0, 0, 0], scores) ?? NaN);
    closeTo(
      choiceCorrelation(chosen, 'c', scores),
      correlation([0, 0, 0, 1, 0, 0, 0, 0], [1, 2, 3, 2, 7, 4, 5, 8]) ?? NaN,
    );
  });

  it('says nothing of a group without people', () => {
    const [row] = optionTable({
      key: 'a',
      options: ['a'],
      chosen: ['a', 'a'],
      rest: [1, 1],
      groupOf: scoreGroups([1, 1], 2),
      groups: 2,
    });
    assert.deepEqual(row?.shareByGroup, [1, null]);
    assert.deepEqual([row.discrimination, row.pointBiserial], [null, null]);
  });
});

describe('what Moodle prints', () => {
  const marks: Scores = [
    [1, 0.5, 0],
    [0, 1, 1],
    [1, 1, 2],
    [0, 0, 0],
    [1, 0, 2],
  ];

  it('is the corrected correlation in percent, and in percent of what was possible', () => {
    const found = questionStatistics(column(marks, 2), restScores(marks, 2), 2);
    closeTo(found.discriminationIndex, 100 * (itemRestCorrelation(marks, 2) ?? NaN));
    closeTo(found.facility, 0.5);
    closeTo(found.deviation, 1);
    const inOrder = questionStatistics([0, 1, 2], [1, 2, 5], 2);
    closeTo(inOrder.discriminativeEfficiency, 100);
    assert.equal(inOrder.n, 3);
  });

  it('is nothing for a question that gives no marks', () => {
    const found = questionStatistics([0, 0], [1, 2], 0);
    assert.deepEqual(found, {
      n: 2,
      facility: null,
      deviation: null,
      discriminationIndex: null,
      discriminativeEfficiency: null,
    });
  });

  it('weighs questions by what they add to the spread, and not one that works against it', () => {
    const weights = effectiveWeights(marks);
    closeTo(
      weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0),
      100,
    );
    const against = effectiveWeights([
      [0, 3],
      [1, 1],
      [1, 0],
    ]);
    assert.equal(against[0], null);
    closeTo(against[1], 100);
  });

  it('describes the whole quiz', () => {
    const quiz = quizStatistics(marks);
    const deviation = standardDeviation(totals(marks));
    closeTo(quiz.cic, 100 * (alpha(marks) ?? NaN));
    closeTo(quiz.errorRatio, 100 * Math.sqrt(1 - (quiz.cic ?? NaN) / 100));
    closeTo(quiz.standardError, standardErrorOfMeasurement(deviation, alpha(marks) ?? NaN));
    assert.deepEqual([quiz.n, quiz.median], [5, 2]);
    closeTo(quiz.mean, mean(totals(marks)));
    closeTo(quiz.deviation, Math.sqrt(variance(totals(marks))));
    assert.equal(quizStatistics(columns([[1, 2, 3]])).cic, null);
  });
});
