import assert from 'node:assert/strict';
import {
  expectedCut,
  itemStandards,
  judgeStandings,
} from '../../server/exams/standard/angoff.rules.js';
import type { Ratings } from '../../server/exams/standard/standard-round.js';

type InWords = Readonly<Record<string, Readonly<Record<string, number>>>>;
const said = (words: InWords): Ratings =>
  new Map(Object.entries(words).map(([judge, own]) => [judge, new Map(Object.entries(own))]));

describe('setting a standard by the ratings of judges', () => {
  const panel = said({
    ane: { a: 60, b: 90, c: 20 },
    bo: { a: 70, b: 90, c: 50 },
    cy: { a: 80, b: 90, c: 80 },
  });

  it('gives each item the mean of its judges, and says how far they are apart', () => {
    const [a, b, c] = itemStandards(panel);
    assert.deepEqual(a, {
      ...{ item: 'a', mean: 70, spread: 10, least: 60, most: 80, judges: 3 },
      ...{ discuss: false, isSet: true },
    });
    assert.deepEqual([b?.mean, b?.spread, b?.discuss], [90, 0, false]);
    assert.deepEqual([c?.mean, c?.spread, c?.discuss], [50, 30, true]);
  });

  it('asks to discuss an item from 30 points between the judges on', () => {
    const apart = (most: number) =>
      itemStandards(said({ ane: { a: 50 }, bo: { a: most } }))[0]?.discuss;
    assert.deepEqual([apart(79), apart(80)], [false, true]);
  });

  it('lets an item count from three judges on', () => {
    const two = said({ ane: { a: 60 }, bo: { a: 70 }, cy: {} });
    assert.equal(itemStandards(two)[0]?.isSet, false);
    assert.deepEqual(expectedCut([{ item: 'a', share: 1 }], two), { isSet: false, missing: ['a'] });
  });

  it('names who is strict and who is lenient, against the others', () => {
    assert.deepEqual(
      judgeStandings(panel).map(({ judge, leaning, tendency }) => [judge, leaning, tendency]),
      [
        ['ane', -20, 'lenient'],
        ['bo', 0, 'even'],
        ['cy', 20, 'strict'],
      ],
    );
    const alone = judgeStandings(said({ ane: { a: 60 }, bo: {} }));
    assert.deepEqual(alone, [{ judge: 'ane', rated: 1, leaning: 0, tendency: 'even' }]);
  });

  it('rounds up to the whole percent, but not for the last digits of fractions', () => {
    const wholeOf = (...ratings: readonly number[]) => {
      const judges = ratings.map((rating, index) => [`judge-${index}`, { a: rating }] as const);
      const cut = expectedCut([{ item: 'a', share: 0.1 }], said(Object.fromEntries(judges)));
      return cut.isSet && cut.wholePercent;
    };
    assert.equal(wholeOf(70, 70, 70), 70);
    assert.equal(wholeOf(70, 70, 71), 71);
    assert.equal(wholeOf(0, 0, 0), 0);
  });

  it('says what follows for a specification, weighed by how often each item is drawn', () => {
    const drawn = [
      { item: 'a', share: 1 },
      { item: 'b', share: 0.5 },
      { item: 'c', share: 0.5 },
    ];
    const cut = expectedCut(drawn, panel);
    assert.ok(cut.isSet);
    // 0.7 + 0.45 + 0.25 of 2 items.
    assert.equal(cut.items.toFixed(6), '1.400000');
    assert.equal(cut.percent.toFixed(6), '70.000000');
    assert.equal(cut.wholePercent, 70);
    // The judges alone: 57.5, 70 and 82.5 %; their deviation is 12.5.
    assert.equal(cut.standardError?.toFixed(6), (12.5 / Math.sqrt(3)).toFixed(6));
  });

  it('gives no cut while an item that can be drawn lacks judges, and names it', () => {
    const drawn = ['a', 'b', 'new'].map((item) => ({ item, share: 1 }));
    assert.deepEqual(expectedCut(drawn, panel), { isSet: false, missing: ['new'] });
  });

  it('gives no standard error where fewer than three judges rated everything', () => {
    const partly = said({
      ane: { a: 60, b: 90 },
      bo: { a: 70, b: 90 },
      cy: { a: 80 },
      di: { b: 80 },
    });
    const cut = expectedCut(
      ['a', 'b'].map((item) => ({ item, share: 1 })),
      partly,
    );
    assert.ok(cut.isSet);
    assert.equal('standardError' in cut, false);
  });
});
