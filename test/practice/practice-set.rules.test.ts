import { deepEqual, equal, ok } from 'node:assert/strict';
import type { DrawableItem } from '../../server/item-banks/drawn-item.rules.js';
import { ITEM_STATES } from '../../server/item-banks/life-cycle.js';
import type { ItemProgress } from '../../server/practice/practice.js';
import {
  chooseSet,
  isPractisable,
  type SetRequest,
} from '../../server/practice/practice-set.rules.js';
import { addDays, plainDate } from '../../server/platform/plain-date.js';
import { theBank } from '../item-banks/the-bank.js';
import { aPractisable } from './a-practisable.js';

const today = plainDate('2026-11-21');
const seen = (dueIn: number, changes: Partial<ItemProgress> = {}): ItemProgress => ({
  box: 1,
  dueOn: addDays(today, dueIn),
  lastRight: true,
  lastSure: true,
  ...changes,
});
const request = (
  items: readonly DrawableItem[],
  progress: Record<string, ItemProgress> = {},
  changes: Partial<SetRequest> = {},
): SetRequest => ({
  items,
  country: 'NO',
  practice: { items: progress },
  wish: { kind: 'mixed' },
  today,
  seed: 'a seed',
  ...changes,
});
const idsOf = (asked: SetRequest): string[] => chooseSet(asked).map(({ itemId }) => itemId);
const many = (count: number, prefix: string, changes = {}) =>
  Array.from({ length: count }, (_none, n) => aPractisable({ id: `${prefix}${n}`, ...changes }));

describe('What may be practised on', () => {
  it('is what is live in the practice pool, and what the exam has lost', () => {
    for (const pool of ['exam', 'practice', 'course'] as const)
      deepEqual(
        ITEM_STATES.filter((state) => isPractisable({ ...aPractisable({ pool }), state }, 'NO')),
        pool === 'practice' ? ['live', 'burned'] : ['burned'],
      );
  });

  it('is what applies in the country', () => {
    equal(isPractisable(aPractisable({ countries: ['SE'] }), 'NO'), false);
    equal(isPractisable(aPractisable({ countries: ['SE', 'NO'] }), 'NO'), true);
  });
});

describe('A practice set', () => {
  it('takes what is due, longest overdue first, then what is new, then what comes due next', () => {
    const items = ['new', 'later', 'due', 'overdue', 'soon'].map((id) => aPractisable({ id }));
    const progress = { later: seen(9), due: seen(0), overdue: seen(-5), soon: seen(1) };
    const padded = [...items, ...many(6, 'more')];
    const chosen = idsOf(request(padded, progress));
    equal(chosen.length, 8);
    ok(chosen.includes('overdue') && chosen.includes('due'));
    ok(!chosen.includes('soon') && !chosen.includes('later'));
    deepEqual(
      idsOf(request(items, progress)).sort(),
      ['due', 'later', 'new', 'overdue', 'soon'],
      'with nothing better it takes what is not due',
    );
  });

  it('brings new items from easy to hard, and asks from easy to hard', () => {
    const items = [
      ...many(3, 'hard', { difficulty: 'hard' }),
      ...many(5, 'easy', { difficulty: 'easy' }),
      ...many(4, 'medium', { difficulty: 'medium' }),
    ];
    deepEqual(
      idsOf(request(items)).map((id) => id.slice(0, -1)),
      [...Array<string>(5).fill('easy'), ...Array<string>(3).fill('medium')],
    );
  });

  it('never has two of one variant group, in whatever order they come', () => {
    const items = many(6, 'same', { variantGroup: 'one' });
    for (let n = 0; n < 20; n += 1)
      equal(chooseSet(request(items, {}, { seed: `seed ${n}` })).length, 1);
  });

  it('is the same for the same seed, and another one for another', () => {
    const items = many(30, 'item');
    deepEqual(idsOf(request(items)), idsOf(request(items)));
    const sets = new Set(
      Array.from({ length: 20 }, (_none, n) =>
        idsOf(request(items, {}, { seed: `seed ${n}` }))
          .sort()
          .join(),
      ),
    );
    ok(sets.size > 15);
  });

  it('keeps to a topic', () => {
    const items = [...many(3, 'law'), ...many(3, 'form', { topic: 'forms' })];
    const wish = { kind: 'mixed', topic: 'forms' } as const;
    deepEqual(idsOf(request(items, {}, { wish })).sort(), ['form0', 'form1', 'form2']);
  });

  it('keeps items of two banks apart that are called the same, each with its own progress', () => {
    const ours = many(2, 'law').map((one) => ({ ...one, bankId: 'ours' }));
    const items = [...many(2, 'law'), ...ours];
    const progress = { 'ours/law0': seen(-1), law0: seen(5) };
    const drawn = chooseSet(request(items, progress));
    const keys = drawn.map(({ itemId, bankId }) => `${bankId ?? ''}/${itemId}`);
    deepEqual(keys.sort(), ['/law0', '/law1', 'ours/law0', 'ours/law1']);
    const wish = { kind: 'mixed', topic: 'ours/law' } as const;
    deepEqual(
      chooseSet(request(items, progress, { wish })).map(({ bankId }) => bankId),
      ['ours', 'ours'],
    );
    const grouped = items.map((one) => ({ ...one, item: { ...one.item, variantGroup: 'one' } }));
    deepEqual(chooseSet(request(grouped)).length, 2);
  });

  it('finds what one was sure of and wrong', () => {
    const progress = {
      a0: seen(0, { lastRight: false }),
      a1: seen(0, { lastRight: false, lastSure: false }),
      a2: seen(0),
    };
    const wish = { kind: 'sureButWrong' } as const;
    deepEqual(idsOf(request(many(4, 'a'), progress, { wish })), ['a0']);
    deepEqual(idsOf(request(many(4, 'a'), {}, { wish })), []);
  });

  it('has no item of the exam, from the bank that is delivered, in either country', async () => {
    const { drawables } = await theBank();
    const pools = new Map(drawables.map(({ item }) => [item.id, item.pool]));
    for (const country of ['NO', 'SE'] as const)
      for (let n = 0; n < 200; n += 1)
        for (const id of idsOf(request(drawables, {}, { country, seed: `seed ${n}` })))
          equal(pools.get(id), 'practice', id);
  });
});
