import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  readTypedNumber,
  settledNumber,
  type TypedNumber,
} from '../../server/item-banks/typed-number.rules.js';

const is = (value: string): TypedNumber => ({ kind: 'number', value });
const asked = (asDecimal: string, asThousands: string): TypedNumber => ({
  kind: 'ambiguous',
  asDecimal,
  asThousands,
});
const unreadable = (reason: (TypedNumber & { kind: 'unreadable' })['reason']): TypedNumber => ({
  kind: 'unreadable',
  reason,
});

describe('a typed number', () => {
  const table: readonly (readonly [typed: string, read: TypedNumber])[] = [
    ['2,5', is('2.5')],
    ['2.5', is('2.5')],
    ['12', is('12')],
    ['0', is('0')],
    [' 2,5 ', is('2.5')],
    ['2,50', is('2.5')],
    ['2,0', is('2')],
    ['007', is('7')],
    ['00,5', is('0.5')],
    ['0,125', is('0.125')],
    ['0.125', is('0.125')],
    ['1.000', asked('1', '1000')],
    ['1,000', asked('1', '1000')],
    ['1,250', asked('1.25', '1250')],
    ['12.500', asked('12.5', '12500')],
    ['999,999', asked('999.999', '999999')],
    ['1000,125', is('1000.125')],
    ['1,0000', is('1')],
    ['1,12', is('1.12')],
    ['12 000', is('12000')],
    ['12\u00a0000', is('12000')],
    ['12\u2009000', is('12000')],
    ['12\u202f000', is('12000')],
    ['1 000 000', is('1000000')],
    ['12 000,5', is('12000.5')],
    ['12 00', unreadable('not-a-number')],
    ['1 2', unreadable('not-a-number')],
    ['1  000', unreadable('not-a-number')],
    [',5', unreadable('no-digit-before-separator')],
    ['.5', unreadable('no-digit-before-separator')],
    ['5,', unreadable('not-a-number')],
    ['1.000,5', unreadable('two-separators')],
    ['1,000.5', unreadable('two-separators')],
    ['1.000.000', unreadable('two-separators')],
    ['1,2,3', unreadable('two-separators')],
    ['1..2', unreadable('not-a-number')],
    ['1e3', unreadable('not-a-number')],
    ['-1', unreadable('not-a-number')],
    ['+1', unreadable('not-a-number')],
    ['1/2', unreadable('not-a-number')],
    ['½', unreadable('not-a-number')],
    ['٣', unreadable('not-a-number')],
    ['2 mg', unreadable('not-a-number')],
    ['to', unreadable('not-a-number')],
    ['0x10', unreadable('not-a-number')],
    ['Infinity', unreadable('not-a-number')],
    ['', { kind: 'empty' }],
    ['   ', { kind: 'empty' }],
    ['\u00a0', { kind: 'empty' }],
    ['1'.repeat(40), is('1'.repeat(40))],
    ['1'.repeat(50), unreadable('too-long')],
    [' '.repeat(50), unreadable('too-long')],
  ];
  for (const [typed, read] of table) {
    it(`“${typed}” is ${JSON.stringify(read)}`, () => {
      assert.deepEqual(readTypedNumber(typed), read);
    });
  }

  it('is settled by the meaning that was chosen', () => {
    assert.equal(settledNumber('1.000', 'decimal'), '1');
    assert.equal(settledNumber('1.000', 'thousands'), '1000');
    assert.equal(settledNumber('1.000', undefined), undefined);
    assert.equal(settledNumber('2,5', undefined), '2.5');
    assert.equal(settledNumber('2,5', 'thousands'), '2.5');
    assert.equal(settledNumber('abc', 'decimal'), undefined);
  });

  it('means the same with a comma as with a point', () => {
    const digits = fc.stringMatching(/^\d{1,8}$/);
    fc.assert(
      fc.property(digits, digits, (whole, fraction) => {
        assert.deepEqual(
          readTypedNumber(`${whole},${fraction}`),
          readTypedNumber(`${whole}.${fraction}`),
        );
      }),
      { seed: 1 },
    );
  });

  it('never means another number than its digits say', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\d., ]{1,12}$/), (typed) => {
        const read = readTypedNumber(typed);
        if (read.kind === 'number')
          assert.equal(Number(read.value), Number(typed.replaceAll(' ', '').replace(',', '.')));
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });
});
