import { deepEqual, equal, ok } from 'node:assert/strict';
import { calibrateBank } from '../../server/analysis/calibrate-bank.js';
import type { ItemStanding } from '../../server/analysis/item-standing.js';
import { standingOf } from '../../server/analysis/item-standing.rules.js';
import { programmeStandingOf } from '../../server/analysis/programme-standing.rules.js';
import { choicesOf, type Meeting, type Sitting } from '../../server/analysis/sitting.rules.js';
import { count, emptyTally } from '../../server/analysis/tally.rules.js';
import type { Item } from '../../server/item-banks/item.js';
import { aNumeric, aSingleChoice } from '../item-banks/some-items.js';
import { SIX_CURVES, simulated } from '../scoring/statistics/simulated-people.js';

const other = (right: boolean, number: number): Meeting => ({
  itemId: `other-${number}`,
  version: 1,
  right,
  choices: ['a'],
});

/** Somebody who has the first so many of four other items right, and did this with the item under study. */
function aSitting(
  choice: string | undefined,
  othersRight: number,
  changes: Partial<Sitting> & { readonly seconds?: number; readonly key?: string } = {},
): Sitting {
  const { seconds, key = 'b', ...rest } = changes;
  return {
    bankId: 'medicines',
    programmeId: 'medicines',
    programmeVersion: 1,
    needed: 4,
    passed: false,
    closedAt: new Date('2026-11-02T09:00:00Z'),
    locale: 'nb',
    jobRole: 'nurse',
    meetings: [
      {
        itemId: 'law-001',
        version: 1,
        right: choice === key,
        choices: choice === undefined ? [] : [choice],
        ...(seconds === undefined ? {} : { seconds }),
      },
      ...[1, 2, 3, 4].map((number) => other(number <= othersRight, number)),
    ],
    items: 5,
    right: othersRight + (choice === key ? 1 : 0),
    isMainBank: true,
    ...rest,
  };
}

const times = <T>(number: number, make: (index: number) => T): T[] =>
  Array.from({ length: number }, (_none, index) => make(index));

function standing(sittings: readonly Sitting[], item: Item = aSingleChoice()) {
  const tally = emptyTally();
  for (const sitting of sittings) count(tally, sitting);
  const own = tally.items.get('law-001/1');
  if (!own) throw new Error('Nobody met the item');
  return standingOf(item, own, tally.sittings);
}
const codes = ({ flags }: Pick<ItemStanding, 'flags'>): string[] => flags.map(({ code }) => code);

describe('What attempts say of an item', () => {
  it('is nothing but their number below thirty', () => {
    const { statistics, options, differences, flags, time } = standing(
      times(29, () => aSitting('b', 2, { seconds: 10 })),
    );
    deepEqual(statistics, { item: 'law-001', n: 29, shown: false });
    deepEqual([options, differences, flags, time], [[], [], [], undefined]);
  });

  it('is how many have it right, and whether those are who have the rest right', () => {
    const { statistics, exposure } = standing([
      ...times(20, () => aSitting('b', 4)),
      ...times(20, () => aSitting('a', 0)),
    ]);
    ok(statistics.shown);
    equal(statistics.facility.share, 0.5);
    equal(statistics.discrimination?.toFixed(6), '1.000000');
    equal(exposure, 1);
  });

  it('is who chose what: the weakest, the middle and the best third', () => {
    const { options, unanswered } = standing([
      ...times(10, () => aSitting('a', 0)),
      ...times(8, () => aSitting('b', 2)),
      ...times(2, () => aSitting(undefined, 2)),
      ...times(10, () => aSitting('b', 4)),
    ]);
    deepEqual(
      options.map(({ option, isKey, n, shareByGroup }) => [option, isKey, n, ...shareByGroup]),
      [
        ['a', false, 10, 1, 0, 0],
        ['b', true, 18, 0, 0.8, 1],
        ['c', false, 0, 0, 0, 0],
      ],
    );
    equal(unanswered, 2 / 30);
  });

  it('names the mistakes behind wrong numbers, and no unused distractors, where there are no options', () => {
    const numeric = times(40, (n) =>
      aSitting(n < 20 ? 'right' : n < 30 ? 'x10' : 'other', 3, { key: 'right' }),
    );
    const found = standing(numeric, aNumeric({ id: 'law-001' }));
    deepEqual(
      found.options.map(({ option, isKey, n }) => [option, isKey, n]),
      [
        ['right', true, 20],
        ['x10', false, 10],
        ['other', false, 10],
      ],
    );
    ok(!codes(found).includes('distractor-unused'));
  });

  it('doubts a key that the weak choose and the able do not', () => {
    const found = standing([
      ...times(20, () => aSitting('b', 0)),
      ...times(20, () => aSitting('a', 4)),
    ]);
    ok(codes(found).includes('key-in-doubt'));
    ok(codes(found).includes('distractor-draws-the-able'));
  });

  it('compares languages among people who score alike, and says for whom it is harder', () => {
    const found = standing([
      ...times(80, (n) => aSitting(n % 10 < 8 ? 'b' : 'a', 2)),
      ...times(60, (n) => aSitting(n % 10 < 2 ? 'b' : 'a', 3, { locale: 'sv' })),
      ...times(60, (n) => aSitting(n % 10 < 2 ? 'b' : 'a', 2, { locale: 'sv' })),
      ...times(40, (n) => aSitting(n % 10 < 8 ? 'b' : 'a', 3)),
    ]);
    const [difference] = found.differences;
    equal(difference?.functioning?.etsClass, 'C');
    deepEqual(
      found.flags.filter(({ code }) => code === 'differs-by-group'),
      [{ code: 'differs-by-group', kind: 'locale', name: 'sv', harder: true }],
    );
  });

  it('compares no group of fewer than thirty', () => {
    const found = standing([
      ...times(60, (n) => aSitting(n % 2 === 0 ? 'b' : 'a', n % 4)),
      ...times(29, (n) => aSitting(n % 2 === 0 ? 'b' : 'a', n % 4, { jobRole: 'assistant' })),
    ]);
    deepEqual(found.differences, []);
  });

  it('still shows two groups where nobody of one has it right', () => {
    const found = standing([
      ...times(40, (n) => aSitting(n % 2 === 0 ? 'b' : 'a', n % 4)),
      ...times(40, (n) => aSitting('a', n % 4, { locale: 'sv' })),
    ]);
    deepEqual(
      found.differences.map(({ focal, functioning }) => [focal.facility.share, functioning]),
      [[0, null]],
    );
  });

  it('says how long it took by quartiles, from thirty on', () => {
    const { time } = standing(times(41, (n) => aSitting('b', n % 4, { seconds: n })));
    deepEqual(time, { n: 41, quarter: 10, median: 20, threeQuarters: 30 });
  });

  describe('may have got about', () => {
    const leak = (found: ReturnType<typeof standing>) =>
      found.flags.filter(({ code }) => code === 'leak-risk');
    const before = new Date('2026-05-02T09:00:00Z');
    /** So many of ten have it right; how able they are does not change. */
    const sat = (
      number: number,
      rightOfTen: number,
      changes: Parameters<typeof aSitting>[2] = {},
    ) => times(number, (n) => aSitting(n % 10 < rightOfTen ? 'b' : 'a', n % 4, changes));
    /** On one form of many: others did not meet it. */
    const elsewhere = times(900, () => ({ ...aSitting('b', 2), meetings: [other(true, 1)] }));

    it('where people who score alike have it right more often than those before them', () => {
      const found = standing([...sat(200, 4, { closedAt: before }), ...sat(100, 9), ...elsewhere]);
      deepEqual(leak(found), [
        { code: 'leak-risk', high: true, easier: { before: 0.4, since: 0.9 } },
      ]);
    });

    it('not where it has become harder, nor where nothing has changed, nor where few have met it since', () => {
      for (const [since, right] of [
        [100, 2],
        [100, 4],
        [29, 10],
      ] as const)
        deepEqual(
          leak(
            standing([...sat(200, 4, { closedAt: before }), ...sat(since, right), ...elsewhere]),
          ),
          [],
        );
    });

    it('where it is on more than half of the forms', () => {
      deepEqual(leak(standing(sat(120, 4))), [{ code: 'leak-risk', high: false, exposure: 1 }]);
      deepEqual(leak(standing(sat(99, 4))), []);
    });
  });

  it('says how often each wrong choice was made, for comparing candidates', () => {
    const { wrongChoices } = standing([
      ...times(20, () => aSitting('b', 2)),
      ...times(12, () => aSitting('a', 2)),
      ...times(5, () => aSitting('c', 2)),
      ...times(3, () => aSitting(undefined, 2)),
    ]);
    deepEqual(wrongChoices, [
      { choice: 'a', n: 12 },
      { choice: 'c', n: 5 },
    ]);
  });

  it('keeps a version apart from the next one', () => {
    const tally = emptyTally();
    const first = aSitting('b', 1);
    const second = {
      ...first,
      meetings: first.meetings.map((meeting) => ({ ...meeting, version: 2 })),
    };
    for (const sitting of [first, second, second]) count(tally, sitting);
    deepEqual([tally.items.get('law-001/1')?.n, tally.items.get('law-001/2')?.n], [1, 2]);
  });
});

describe('What somebody chose', () => {
  const slot = { options: ['c', 'a', 'b'] };
  const score = { right: false, answered: true };

  it('is letters of the item, whatever order they were shown in', () => {
    deepEqual(choicesOf(slot, { chosen: [2, 0] }, score), ['b', 'c']);
  });

  it('is the mistake that was recognised in a number', () => {
    const typed = { typed: '10' };
    deepEqual(choicesOf(slot, typed, { ...score, mistake: 'x10' }), ['x10']);
    deepEqual(choicesOf(slot, typed, score), ['other']);
    deepEqual(choicesOf(slot, typed, { ...score, right: true }), ['right']);
  });

  it('is nothing where there is no response', () => {
    deepEqual(choicesOf(slot, undefined, { right: false, answered: false }), []);
    deepEqual(choicesOf(slot, { typed: ' ' }, { right: false, answered: false }), []);
  });
});

describe('What attempts say of a programme', () => {
  const tally = (totals: readonly number[]) =>
    programmeStandingOf({
      programmeId: 'medicines',
      version: 1,
      items: 4,
      needed: 3,
      passed: totals.filter((total) => total >= 3).length,
      totals: [...totals],
    });

  it('is nothing but their number below thirty', () => {
    equal(tally(times(29, (n) => n % 5)).scores, undefined);
  });

  it('is the reliability of forms drawn at random, its error, and how often a second form would decide alike', () => {
    const { scores } = tally(times(50, (n) => n % 5));
    // Every total equally common: KR-21 = k/(k+2), see the rule of decision consistency.
    equal(scores?.reliability?.toFixed(4), (4 / 6).toFixed(4));
    equal(scores.passed.share, 0.4);
    equal(scores.errorAtCut, 1);
    ok((scores.consistency?.agreement ?? 0) > 0.5);
  });
});

describe('The calibration of a bank', () => {
  const forms = (people: number) =>
    simulated(SIX_CURVES, people, 'a bank', 0.7).map(
      (row) =>
        new Map(
          row.flatMap((score, item) => (score === null ? [] : [[`item-${item}`, score] as const])),
        ),
    );

  it('finds the difficulties of items that enough people met, each on other forms', async () => {
    const curves = await calibrateBank(forms(1500));
    equal(curves.size, 6);
    for (const [item, { difficulty }] of SIX_CURVES.entries())
      ok(Math.abs((curves.get(`item-${item}`)?.difficulty ?? 9) - difficulty) < 0.35, `${item}`);
  });

  it('says nothing before', async () => {
    equal((await calibrateBank(forms(300))).size, 0);
  });
});
