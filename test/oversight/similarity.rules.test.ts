import { deepEqual, equal, ok } from 'node:assert/strict';
import {
  atLeast,
  similarPairs,
  type Paper,
  type WrongChoices,
} from '../../server/oversight/similarity/similarity.rules.js';

const at = (time: string): Date => new Date(`2026-11-02T${time}:00Z`);
const ITEMS = Array.from({ length: 12 }, (_none, number) => `bank/item-${number}/1`);
/** Three mistakes a hundred people make equally often: the chance of the same is a third. */
const WRONG: WrongChoices = new Map(
  ITEMS.map((item) => [
    item,
    new Map([
      ['a', 100],
      ['b', 100],
      ['c', 100],
    ]),
  ]),
);

/** Wrong on the items of `choices`, one letter an item; `-` is right. */
function aPaper(personId: string, choices: string, changes: Partial<Paper> = {}): Paper {
  return {
    attemptId: `attempt-of-${personId}`,
    personId,
    programmeId: 'medicines',
    place: 'ward-3',
    startedAt: at('09:00'),
    closedAt: at('10:00'),
    responses: new Map(
      Array.from(choices, (choice, number) => [
        ITEMS[number] ?? '',
        { right: choice === '-', choice: choice === '?' ? '' : choice },
      ]),
    ),
    ...changes,
  };
}
const named = (...papers: Paper[]): string[][] =>
  similarPairs(papers, WRONG).pairs.map(({ one, other }) => [one.personId, other.personId]);

describe('Whose mistakes are more alike than chance explains', () => {
  it('is a pair with the same mistake on nearly everything that both had wrong', () => {
    const { pairs, compared } = similarPairs(
      [
        aPaper('kari', 'abcabcab--aa'),
        aPaper('ola', 'abcabcabbb--'),
        aPaper('eva', 'bcabcabc----'),
      ],
      WRONG,
    );
    equal(compared, 3);
    deepEqual(
      pairs.map(({ one, other, common, bothWrong, same }) => [
        one.personId,
        other.personId,
        common,
        bothWrong,
        same,
      ]),
      [['kari', 'ola', 12, 8, 8]],
    );
    ok(Math.abs((pairs[0]?.expected ?? 0) - 8 / 3) < 1e-9);
    ok(Math.abs((pairs[0]?.chance ?? 1) - (1 / 3) ** 8) < 1e-12);
  });

  it('is nobody whose right responses alone are alike', () => {
    deepEqual(named(aPaper('kari', '------------'), aPaper('ola', '------------')), []);
  });

  it('is nobody of another place, another hour or another programme, nor where the place is unknown', () => {
    const kari = aPaper('kari', 'abcabcab');
    const { place: _place, ...nowhere } = aPaper('ola', 'abcabcab');
    deepEqual(named(kari, aPaper('ola', 'abcabcab')), [['kari', 'ola']]);
    deepEqual(named(kari, aPaper('ola', 'abcabcab', { place: 'ward-4' })), []);
    deepEqual(named(kari, aPaper('ola', 'abcabcab', { programmeId: 'insulin' })), []);
    deepEqual(
      named(kari, aPaper('ola', 'abcabcab', { startedAt: at('10:00'), closedAt: at('11:00') })),
      [],
    );
    deepEqual(named(kari, nowhere), []);
  });

  it('is not the same person twice, nor a pair with fewer than four mistakes to compare', () => {
    deepEqual(named(aPaper('kari', 'abcabcab'), aPaper('kari', 'abcabcab')), []);
    deepEqual(named(aPaper('kari', 'abc?????'), aPaper('ola', 'abc?????')), []);
  });

  it('takes more where more pairs are compared, and where everybody makes that mistake', () => {
    const two = [aPaper('kari', 'abca'), aPaper('ola', 'abca')];
    equal(named(...two).length, 1);
    const crowd = Array.from({ length: 4 }, (_none, n) => aPaper(`other-${n}`, 'bcab'));
    equal(
      named(...two, ...crowd).some(([one]) => one === 'kari'),
      false,
    );
    const common: WrongChoices = new Map(
      ITEMS.map((item) => [
        item,
        new Map([
          ['a', 99],
          ['b', 1],
        ]),
      ]),
    );
    deepEqual(similarPairs([aPaper('kari', 'aaaa'), aPaper('ola', 'aaaa')], common).pairs, []);
  });

  it('leaves out items of which too few mistakes are known', () => {
    const few: WrongChoices = new Map(
      ITEMS.map((item) => [
        item,
        new Map([
          ['a', 4],
          ['b', 5],
        ]),
      ]),
    );
    equal(similarPairs([aPaper('kari', 'abcabcab'), aPaper('ola', 'abcabcab')], few).compared, 0);
  });
});

describe('The chance of at least so many', () => {
  it('is exact: of none it is certain, and unequal chances are added up', () => {
    equal(atLeast(0, [0.2, 0.5]), 1);
    ok(Math.abs(atLeast(1, [0.2, 0.5]) - 0.6) < 1e-12);
    ok(Math.abs(atLeast(2, [0.2, 0.5]) - 0.1) < 1e-12);
    // Binomial(10, 0.3): P(X >= 7) = 0.0105920784 (R: pbinom(6, 10, 0.3, lower.tail = FALSE)).
    ok(Math.abs(atLeast(7, Array<number>(10).fill(0.3)) - 0.0105920784) < 1e-10);
  });
});
