import { deepEqual, equal } from 'node:assert/strict';
import type { ItemProgress } from '../../server/practice/practice.js';
import {
  dueCount,
  levelOf,
  pointsFor,
  progressAfter,
  standingByTopic,
  streakAfter,
  streakOn,
} from '../../server/practice/progress.rules.js';
import { addDays, plainDate } from '../../server/platform/plain-date.js';
import { aPractisable } from './a-practisable.js';

const today = plainDate('2026-11-21');
const sureAndRight = { right: true, sure: true };
const progress = (changes: Partial<ItemProgress> = {}): ItemProgress => ({
  box: 2,
  dueOn: today,
  lastRight: true,
  lastSure: true,
  ...changes,
});

describe('Progress with an item', () => {
  it('begins with a right response: due again tomorrow', () => {
    deepEqual(progressAfter(undefined, { ...sureAndRight, today }), {
      box: 1,
      dueOn: '2026-11-22',
      lastRight: true,
      lastSure: true,
    });
  });

  it('comes back after 1, 3, 7, 16 and 35 days when it is right each time it is due', () => {
    let now = today;
    let after: ItemProgress | undefined;
    const days = [];
    for (let time = 0; time < 7; time += 1) {
      after = progressAfter(after, { ...sureAndRight, today: now });
      days.push(Math.round((Date.parse(after.dueOn) - Date.parse(now)) / 86_400_000));
      now = after.dueOn;
    }
    deepEqual(days, [1, 3, 7, 16, 35, 35, 35]);
  });

  it('starts over with a wrong response, and is due at once', () => {
    deepEqual(progressAfter(progress({ box: 4 }), { right: false, sure: true, today }), {
      box: 0,
      dueOn: today,
      lastRight: false,
      lastSure: true,
    });
  });

  it('gains nothing by being right again before it is due', () => {
    const before = progress({ dueOn: addDays(today, 3), lastSure: false });
    deepEqual(progressAfter(before, { ...sureAndRight, today }), { ...before, lastSure: true });
  });

  it('is counted as due on its day, and after it', () => {
    const items = {
      a: progress({ dueOn: addDays(today, -1) }),
      b: progress(),
      c: progress({ dueOn: addDays(today, 1) }),
    };
    equal(dueCount({ items }, today), 2);
  });
});

describe('Points and levels', () => {
  it('give more for what is harder, and take nothing for what is wrong', () => {
    deepEqual(
      (['easy', 'medium', 'hard'] as const).map((difficulty) => pointsFor(difficulty, true)),
      [1, 2, 3],
    );
    equal(pointsFor('hard', false), 0);
  });

  for (const [points, level, nextAt] of [
    [0, 1, 20],
    [19, 1, 20],
    [20, 2, 60],
    [59, 2, 60],
    [60, 3, 120],
    [1000, 10, 1100],
  ] as const)
    it(`${points} points: level ${level}, the next at ${nextAt}`, () => {
      deepEqual(levelOf(points), { level, nextAt });
    });
});

describe('Days in a row', () => {
  const on = (date: string, days: number) => ({ days, lastOn: plainDate(date) });

  it('begin with the first day, count a day once, and go on the day after', () => {
    deepEqual(streakAfter({ days: 0 }, today), on('2026-11-21', 1));
    deepEqual(streakAfter(on('2026-11-21', 4), today), on('2026-11-21', 4));
    deepEqual(streakAfter(on('2026-11-20', 4), today), on('2026-11-21', 5));
  });

  it('are broken by a day without practice', () => {
    deepEqual(streakAfter(on('2026-11-19', 4), today), on('2026-11-21', 1));
    equal(streakOn(on('2026-11-19', 4), today), 0);
    equal(streakOn(on('2026-11-20', 4), today), 4);
    equal(streakOn({ days: 0 }, today), 0);
  });
});

describe('How far one is in a topic', () => {
  const items = ['a', 'b', 'c', 'd', 'e'].map((id) => aPractisable({ id, topic: 'law' }));
  const standing = (progressOf: Record<string, ItemProgress>, own = items) =>
    standingByTopic(['law'], own, { items: progressOf }, 'NO')[0];

  it('is told of each bank by itself', () => {
    const local = items.map((one) => ({ ...one, bankId: 'ours' }));
    const practice = { items: { a: progress(), 'ours/a': progress({ lastRight: false }) } };
    const standing = standingByTopic(['law', 'ours/law'], [...items, ...local], practice, 'NO');
    deepEqual(
      standing.map(({ topic, right: count }) => [topic, count]),
      [
        ['law', 1],
        ['ours/law', 0],
      ],
    );
  });

  const right = progress();
  const wrong = progress({ lastRight: false, lastSure: false });

  for (const [what, tried, readiness] of [
    ['nothing tried', {}, 'notBegun'],
    ['two right', { a: right, b: right }, 'onTheWay'],
    ['three right', { a: right, b: right, c: right }, 'ready'],
    ['three of four right', { a: right, b: right, c: right, d: wrong }, 'onTheWay'],
    ['four of five right', { a: right, b: right, c: right, d: right, e: wrong }, 'ready'],
    [
      'four of five right, but sure of the fifth',
      { a: right, b: right, c: right, d: right, e: { ...wrong, lastSure: true } },
      'onTheWay',
    ],
  ] as const)
    it(`${readiness}: ${what}`, () => {
      equal(standing(tried)?.readiness, readiness);
    });

  it('is ready with all of them where there are fewer than three', () => {
    equal(standing({ a: right, b: right }, items.slice(0, 2))?.readiness, 'ready');
  });

  it('counts no topic without anything to practise on, no exam items and none of other countries', () => {
    const others = [
      aPractisable({ id: 'x', topic: 'law', pool: 'exam' }),
      aPractisable({ id: 'y', topic: 'law', countries: ['SE'] }),
    ];
    equal(standing({ x: right, y: right }, others), undefined);
  });
});
