import assert from 'node:assert/strict';
import {
  CLEARED,
  press,
  shownLine,
  shownNumber,
  type Calculation,
} from '../../views/client/decimal-calculator.js';
import { texts } from '../support/rendered.js';
import { calculatorView } from '../../server/attempts/calculator.view.js';

/** A space between keys is no key. */
const after = (keys: string, from: Calculation = CLEARED): Calculation =>
  Array.from(keys.replaceAll(' ', '')).reduce(press, from);
const number = (keys: string): string | undefined => shownNumber(after(keys), ',');

describe('the calculator on the exam page', () => {
  it('is exact in decimals: a tenth and two tenths are three', () => {
    assert.equal(number('0,1 + 0,2 ='), '0,3');
    assert.equal(number('1,005 × 1000 ='), '1005');
    assert.equal(number('250 ÷ 1,25 ='), '200');
    assert.equal(number('0,5 − 0,75 ='), '−0,25');
  });

  it('multiplies and divides before it adds, and shows the line it worked out', () => {
    const done = after('2 + 3 × 4 − 6 ÷ 2 =');
    assert.equal(shownNumber(done, ','), '11');
    assert.equal(shownLine(done, ','), '2 + 3 × 4 − 6 ÷ 2 =');
    assert.equal(number('2 × 3 + 4 × 5 ='), '26');
    assert.equal(number('10 − 2 − 3 ='), '5');
    assert.equal(number('100 ÷ 10 ÷ 2 ='), '5');
  });

  it('says that a number is rounded, and goes on with the exact one', () => {
    const third = after('1 ÷ 3 =');
    assert.equal(shownNumber(third, ','), '≈ 0,3333333333');
    assert.equal(shownNumber(after('× 3 =', third), ','), '1');
  });

  it('has no number for a division by zero, and begins anew after it', () => {
    const none = after('5 ÷ 0 =');
    assert.equal(shownNumber(none, ','), undefined);
    assert.equal(shownNumber(after('+', none), ','), '0');
    assert.equal(shownNumber(after('7', none), ','), '7');
  });

  it('takes what is typed as it is meant', () => {
    assert.equal(number(',5'), '0,5');
    assert.equal(number('0 0 7'), '7');
    assert.equal(number('1,2,3'), '1,23');
    assert.equal(number('8 + × 2 ='), '16', 'a second sign takes the place of the first');
    assert.equal(number('8 + ='), '0', 'nothing to add yet');
    assert.equal(number('12 ⌫'), '1');
    assert.equal(number('12 + ⌫'), '12');
    assert.equal(number('12 + 3 C'), '0');
    assert.equal(number('2 + 2 = 5'), '5', 'a digit after a result begins anew');
    assert.equal(number('1234567890123456789'), '123456789012345');
    assert.equal(shownNumber(after('0,5'), '.'), '0.5');
  });

  it('is nothing but arithmetic: no other key does anything', () => {
    assert.deepEqual(after('a;(e'), CLEARED);
  });

  it('names its signs for those who hear them, in every language', () => {
    for (const locale of ['nb', 'nn', 'sv', 'en'] as const) {
      const { keys } = calculatorView({ locale, t: texts(locale) });
      assert.equal(keys.length, 18);
      for (const { text, label } of keys)
        assert.equal(label !== '', !/^\d$/.test(text), `${locale} ${text}`);
    }
  });
});
