import assert from 'node:assert/strict';
import { createGuessLimit } from '../../server/certification/guess-limit.js';
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

describe('the limit on guesses', () => {
  const start = new Date('2026-11-21T12:00:00Z');

  function aLimit() {
    const time = { now: start };
    const limit = createGuessLimit({ clock: () => time.now, guesses: 2, periodMs: 1000 });
    const later = (ms: number): void => {
      time.now = new Date(start.getTime() + ms);
    };
    return { limit, later };
  }

  it('lets through until the last wrong guess, then until the period is over', () => {
    const { limit, later } = aLimit();
    limit.recordWrong('a');
    assert.equal(limit.blockedUntil('a'), undefined);
    later(500);
    limit.recordWrong('a');
    assert.deepEqual(limit.blockedUntil('a'), new Date(start.getTime() + 1000));
    later(999);
    assert.ok(limit.blockedUntil('a'));
    later(1000);
    assert.equal(limit.blockedUntil('a'), undefined);
  });

  it('counts from the beginning after the period', () => {
    const { limit, later } = aLimit();
    limit.recordWrong('a');
    later(1000);
    limit.recordWrong('a');
    assert.equal(limit.blockedUntil('a'), undefined);
  });

  it('counts each key for itself', () => {
    const { limit } = aLimit();
    limit.recordWrong('a');
    limit.recordWrong('a');
    assert.equal(limit.blockedUntil('b'), undefined);
  });

  it('forgets the oldest rather than grow without end', () => {
    const { limit } = aLimit();
    limit.recordWrong('first');
    limit.recordWrong('first');
    for (let n = 0; n < 10_000; n += 1) limit.recordWrong(String(n));
    assert.equal(limit.blockedUntil('first'), undefined);
    limit.recordWrong('9999');
    assert.ok(limit.blockedUntil('9999'));
  });
});
