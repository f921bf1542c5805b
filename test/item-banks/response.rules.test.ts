import assert from 'node:assert/strict';
import type { DrawnItem, Item, Response } from '../../server/item-banks/item.js';
import {
  isAnswered,
  responseSchema,
  scoreResponse,
} from '../../server/item-banks/response.rules.js';
import { variantsOf } from '../../server/item-banks/variants.rules.js';
import {
  aMatching,
  aMultipleResponse,
  aNumeric,
  aSingleChoice,
  anOrdering,
  shown,
} from './some-items.js';

function table(
  item: Item,
  drawn: DrawnItem,
  rows: readonly (readonly [what: string, response: Response | undefined, right: boolean])[],
): void {
  for (const [what, response, right] of rows) {
    it(`${what} is ${right ? 'right' : 'wrong'}`, () => {
      assert.equal(scoreResponse(item, drawn, response).right, right);
    });
  }
}

describe('a response to a single choice (key b, shown as c b a)', () => {
  const item = aSingleChoice();
  table(item, shown(item, { options: ['c', 'b', 'a'] }), [
    ['the key, where it stands', { chosen: [1] }, true],
    ['another option', { chosen: [0] }, false],
    ['the key and another', { chosen: [1, 2] }, false],
    ['a position that does not exist', { chosen: [7] }, false],
    ['none', { chosen: [] }, false],
    ['nothing', undefined, false],
    ['a number', { typed: '1' }, false],
    ['an order', { places: [1, 0, 2] }, false],
  ]);
});

describe('a multiple response (key a c, shown as d c b a), all or nothing', () => {
  const item = aMultipleResponse();
  table(item, shown(item, { options: ['d', 'c', 'b', 'a'] }), [
    ['both', { chosen: [1, 3] }, true],
    ['both the other way round', { chosen: [3, 1] }, true],
    ['one of two', { chosen: [1] }, false],
    ['one too many', { chosen: [1, 2, 3] }, false],
    ['all', { chosen: [0, 1, 2, 3] }, false],
    ['a right one and a wrong one', { chosen: [0, 1] }, false],
    ['both and a position that does not exist', { chosen: [1, 3, 9] }, false],
    ['none', { chosen: [] }, false],
    ['pairs', { pairs: [1, 3] }, false],
  ]);
});

describe('a response to an ordering (key c a b, shown as a b c)', () => {
  const item = anOrdering();
  table(item, shown(item, { options: ['a', 'b', 'c'] }), [
    ['every step at its place', { places: [1, 2, 0] }, true],
    ['two steps swapped', { places: [2, 1, 0] }, false],
    ['the order shown', { places: [0, 1, 2] }, false],
    ['a step without a place', { places: [1, null, 0] }, false],
    ['too few places', { places: [1, 2] }, false],
    ['two steps at one place', { places: [1, 1, 0] }, false],
    ['a choice', { chosen: [1, 2, 0] }, false],
  ]);
});

describe('a response to a matching (key 1-b 2-a, shown as 2 1 and c b a)', () => {
  const item = aMatching();
  table(item, shown(item, { options: ['c', 'b', 'a'], prompts: ['2', '1'] }), [
    ['every prompt with its partner', { pairs: [2, 1] }, true],
    ['partners swapped', { pairs: [1, 2] }, false],
    ['one of two', { pairs: [2, null] }, false],
    ['the option that belongs to none', { pairs: [2, 0] }, false],
    ['one partner for both', { pairs: [2, 2] }, false],
    ['too few', { pairs: [2] }, false],
    ['places', { places: [2, 1] }, false],
  ]);
});

describe('a typed response (2,5 ml)', () => {
  const item = aNumeric({
    parameters: { dose: { values: ['12.5'] }, strength: { values: ['5'] } },
    errors: { tenfold: 'answer * 10', tenth: 'answer / 10' },
  });
  const [variant] = variantsOf(item);
  assert.ok(variant);
  const drawn = shown(item, { variant });
  table(item, drawn, [
    ['with a comma', { typed: '2,5' }, true],
    ['with a point', { typed: '2.5' }, true],
    ['with a zero behind', { typed: '2,50' }, true],
    ['with a unit where none is asked', { typed: '2,5', unit: 'l' }, true],
    ['rounded', { typed: '3' }, false],
    ['near', { typed: '2,49' }, false],
    ['ten times as much', { typed: '25' }, false],
    ['unreadable', { typed: '2,5 ml' }, false],
    ['empty', { typed: '  ' }, false],
    ['a choice', { chosen: [2] }, false],
  ]);

  it('names the mistake behind a wrong number', () => {
    assert.deepEqual(scoreResponse(item, drawn, { typed: '25' }), {
      right: false,
      answered: true,
      mistake: 'tenfold',
    });
    assert.equal(scoreResponse(item, drawn, { typed: '0,25' }).mistake, 'tenth');
    assert.ok(!('mistake' in scoreResponse(item, drawn, { typed: '7' })));
    assert.ok(!('mistake' in scoreResponse(item, drawn, { typed: '2,5' })));
  });
});

describe('a typed response with a unit (2 ml, of ml, l and dl)', () => {
  const item = aNumeric({
    parameters: { dose: { values: ['10'] }, strength: { values: ['5'] } },
    answer: { expression: 'dose / strength', unit: 'ml', decimals: 1, units: ['l', 'ml', 'dl'] },
  });
  const [variant] = variantsOf(item);
  assert.ok(variant);
  table(item, shown(item, { variant }), [
    ['the number and its unit', { typed: '2', unit: 'ml' }, true],
    ['the number with another unit', { typed: '2', unit: 'dl' }, false],
    ['the same amount in another unit', { typed: '0,002', unit: 'l' }, false],
    ['the number without a unit', { typed: '2' }, false],
    ['the unit with another number', { typed: '20', unit: 'ml' }, false],
  ]);
});

describe('a typed response that could mean two numbers', () => {
  const item = aNumeric({
    parameters: { dose: { values: ['6250'] }, strength: { values: ['5'] } },
  });
  const [variant] = variantsOf(item);
  assert.ok(variant);
  table(item, shown(item, { variant }), [
    ['meant as thousands', { typed: '1.250', meaning: 'thousands' }, true],
    ['meant as a decimal', { typed: '1.250', meaning: 'decimal' }, false],
    ['without a meaning', { typed: '1.250' }, false],
    ['written with a space', { typed: '1 250' }, true],
  ]);
});

describe('whether something was responded', () => {
  it('is no for what was emptied', () => {
    for (const response of [
      undefined,
      { chosen: [] },
      { places: [null, null] },
      { pairs: [null] },
      { typed: ' ' },
    ])
      assert.equal(isAnswered(response), false);
  });

  it('is yes for a part, and for what makes no sense', () => {
    for (const response of [
      { chosen: [0] },
      { places: [null, 0] },
      { pairs: [null, 2] },
      { typed: 'abc' },
    ])
      assert.equal(isAnswered(response), true);
  });
});

describe('what a browser may send', () => {
  it('is one of four shapes, within bounds', () => {
    for (const response of [
      { chosen: [0, 3] },
      { places: [1, null] },
      { pairs: [null, 2] },
      { typed: '2,5' },
      { typed: '1.000', unit: 'mg', meaning: 'decimal' },
    ])
      assert.ok(responseSchema.safeParse(response).success, JSON.stringify(response));
  });

  it('is refused beyond them', () => {
    for (const response of [
      {},
      null,
      'a',
      { chosen: [-1] },
      { chosen: [1.5] },
      { chosen: [20] },
      { chosen: ['a'] },
      { chosen: Array.from({ length: 21 }, () => 0) },
      { chosen: [0], typed: '1' },
      { typed: '1'.repeat(41) },
      { typed: '1', unit: 'u'.repeat(31) },
      { typed: '1', meaning: 'perhaps' },
      { typed: 1 },
      { places: [undefined] },
    ])
      assert.ok(!responseSchema.safeParse(response).success, JSON.stringify(response));
  });
});
