import assert from 'node:assert/strict';
import { initialsOf, isFamilyNameOf } from '../../server/certification/holder-name.rules.js';

describe('the initials of a holder', () => {
  for (const [name, initials] of [
    ['Ingrid Lie', 'I. L.'],
    ['Áile-Máret Bjørnæs-Nilsen', 'Á. B.'],
    ['ole van der Berg', 'O. V. D. B.'],
    ['Suda\u0301', 'S.'],
    ['𐐷abc Lie', '𐐏. L.'],
    ['', ''],
  ] as const) {
    it(`of “${name}” are “${initials}”`, () => {
      assert.equal(initialsOf(name), initials);
    });
  }
});

describe('a family name', () => {
  const cases: readonly [string, string, boolean][] = [
    ['lie', 'Ingrid Lie', true],
    ['ØDEGÅRD', 'Kari Ødegård', true],
    ['Ødega\u030ard', 'Kari Ødegård', true],
    ['bjørnæs‑nilsen', 'Áile Bjørnæs-Nilsen', true],
    ['O’Brien', "Sean O'Brien", true],
    ['berg', 'Ole van der Berg', true],
    ['Van  der berg', 'Ole van der Berg', true],
    ['Ingrid Lie', 'Ingrid Lie', true],
    ['ie', 'Ingrid Lie', false],
    ['Ingrid', 'Ingrid Lie', false],
    ['Odegard', 'Kari Ødegård', false],
    ['Anna Ingrid Lie', 'Ingrid Lie', false],
    ['', 'Ingrid Lie', false],
    ['', '', false],
    [' \u00a0 ', 'Ingrid Lie', false],
  ];
  for (const [typed, name, isRight] of cases) {
    it(`“${typed}” ${isRight ? 'is' : 'is not'} that of “${name}”`, () => {
      assert.equal(isFamilyNameOf(typed, name), isRight);
    });
  }
});
