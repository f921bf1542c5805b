import assert from 'node:assert/strict';
import { rngFromSeed } from '../../../server/platform/rng.js';
import { facility } from '../../../server/scoring/statistics/facility.rules.js';
import { itemRestCorrelation } from '../../../server/scoring/statistics/discrimination.rules.js';
import { itemFlags } from '../../../server/scoring/statistics/item-flags.rules.js';
import type { OptionRow } from '../../../server/scoring/statistics/option-table.rules.js';
import {
  proportionOfOthers,
  randomFormStatistics,
  SETTLED_FROM,
  SHOWN_FROM,
  type FormScores,
  type ItemStatistics,
} from '../../../server/scoring/statistics/random-forms.rules.js';
import { closeTo } from './close-to.js';
import { simulatedWhole, SIX_CURVES } from './simulated-people.js';

type Shown = Extract<ItemStatistics, { shown: true }>;

function shown(statistics: readonly ItemStatistics[], item: string): Shown {
  const found = statistics.find((one) => one.item === item);
  if (!found?.shown) return assert.fail(`${item} is not shown`);
  return found;
}

const asForm = (scores: readonly number[]): FormScores =>
  new Map(scores.map((score, n) => [`item ${n}`, score === 1 ? 1 : 0]));

describe('statistics of random forms', () => {
  it('is the usual item-rest correlation when all meet the same items', () => {
    const scores = simulatedWhole(SIX_CURVES, 150, 'same form');
    const statistics = randomFormStatistics(scores.map(asForm));
    assert.equal(statistics.length, 6);
    statistics.forEach((_one, n) => {
      const { discrimination, facility: share, preliminary } = shown(statistics, `item ${n}`);
      closeTo(discrimination, itemRestCorrelation(scores, n) ?? NaN);
      assert.equal(share.n, 150);
      assert.equal(preliminary, false);
    });
  });

  it('is blind to forms being of different length and hardness', () => {
    // The item is right for those who have three of four right elsewhere, whatever the length of their form.
    const forms = Array.from({ length: 40 }, (_, n): FormScores => {
      const able = n % 2 === 0;
      const others = Array.from({ length: n % 4 < 2 ? 4 : 8 }, (_other, m): [string, 0 | 1] => [
        `other ${n} ${m}`,
        m % 4 < (able ? 3 : 1) ? 1 : 0,
      ]);
      return new Map<string, 0 | 1>([['it', able ? 1 : 0], ...others]);
    });
    closeTo(shown(randomFormStatistics(forms), 'it').discrimination, 1);
  });

  it('hides what fewer than 30 have met, and is preliminary below 100', () => {
    const rng = rngFromSeed('few');
    const forms = Array.from({ length: SHOWN_FROM }, (_, n): FormScores => {
      const score = (): 0 | 1 => (rng() < 0.6 ? 1 : 0);
      return new Map([
        ['often', score()],
        [n > 0 ? 'just below' : 'once', score()],
      ]);
    });
    const statistics = randomFormStatistics(forms);
    assert.equal(shown(statistics, 'often').preliminary, true);
    const hidden = statistics.find(({ item }) => item === 'just below');
    assert.deepEqual(hidden, { item: 'just below', n: 29, shown: false });
    assert.deepEqual([SHOWN_FROM, SETTLED_FROM], [30, 100]);
  });

  it('has no discrimination for an item that is a form of its own', () => {
    const forms = Array.from(
      { length: 30 },
      (_, n): FormScores => new Map([['it', n % 2 ? 1 : 0]]),
    );
    const found = shown(randomFormStatistics(forms), 'it');
    assert.deepEqual([found.discrimination, found.biserial], [null, null]);
    assert.equal(proportionOfOthers(new Map([['it', 1]]), 'it'), null);
    assert.equal(proportionOfOthers(asForm([1, 0, 1]), 'item 0'), 0.5);
  });
});

describe('flags on an item', () => {
  const item = (right: number, discrimination: number | null): ItemStatistics => ({
    item: 'it',
    n: 100,
    shown: true,
    preliminary: false,
    facility: facility(right, 100) ?? assert.fail(),
    discrimination,
    biserial: null,
  });
  const option = (changes: Partial<OptionRow>): OptionRow => ({
    option: 'a',
    isKey: false,
    n: 20,
    share: 0.2,
    pointBiserial: -0.2,
    discrimination: -0.1,
    shareByGroup: [],
    ...changes,
  });
  const codes = (statistics: ItemStatistics, options: readonly OptionRow[] = []): string[] =>
    itemFlags(statistics, options).map(({ code }) => code);

  it('say what is too easy, too hard, weak or doubtful', () => {
    assert.deepEqual(codes(item(96, 0.3)), ['too-easy']);
    assert.deepEqual(codes(item(24, 0.3)), ['too-hard']);
    assert.deepEqual(codes(item(60, 0.1)), ['weak-discrimination']);
    assert.deepEqual(codes(item(60, -0.1)), ['key-in-doubt']);
    assert.deepEqual(codes(item(60, null)), []);
  });

  it('say which distractor is unused or draws those who know more; the key may', () => {
    const options = [
      option({ option: 'key', isKey: true, pointBiserial: 0.4 }),
      option({ option: 'unused', share: 0.04 }),
      option({ option: 'drawing', pointBiserial: 0.1 }),
      option({ option: 'nobody', share: 0, pointBiserial: null }),
    ];
    assert.deepEqual(itemFlags(item(60, 0.3), options), [
      { code: 'distractor-unused', option: 'unused', share: 0.04 },
      { code: 'distractor-draws-the-able', option: 'drawing' },
      { code: 'distractor-unused', option: 'nobody', share: 0 },
    ]);
  });

  it('are not raised on what is hidden', () => {
    assert.deepEqual(itemFlags({ item: 'it', n: 29, shown: false }), []);
  });
});
