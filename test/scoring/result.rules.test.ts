import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rightResponse, wrongResponse } from '../../server/demo/made-up-responses.js';
import { drawForm, type Form, type Slot } from '../../server/exams/draw-form.rules.js';
import type { Section, TestSpecification } from '../../server/exams/programme.js';
import type { Item, Response } from '../../server/item-banks/item.js';
import {
  neededRight,
  resultOf,
  resultWithout,
  type Result,
} from '../../server/scoring/result.rules.js';
import { aNumeric, aSingleChoice } from '../item-banks/some-items.js';
import { theBank, type TheBank } from '../item-banks/the-bank.js';

describe('how many must be right', () => {
  const cases: readonly (readonly [total: number, percent: number, needed: number])[] = [
    [40, 85, 34],
    [10, 85, 9],
    [40, 100, 40],
    [40, 1, 1],
    [20, 85, 17],
    [7, 85, 6],
    [100, 85, 85],
    [30, 70, 21],
    [50, 58, 29],
    [25, 56, 14],
    [200, 57, 114],
    [1, 50, 1],
    [0, 85, 0],
  ];
  for (const [total, percent, needed] of cases) {
    it(`${percent} % of ${total} is ${needed}`, () => {
      assert.equal(neededRight(total, percent), needed);
    });
  }

  it('is the least whole number that reaches the percentage', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 100 }), (n, p) => {
        const needed = neededRight(n, p);
        assert.ok(needed * 100 >= n * p);
        assert.ok(needed === 0 || (needed - 1) * 100 < n * p);
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });
});

const rules = { cutScorePercent: 85, noCriticalWrong: true };
const item = aSingleChoice();
const RIGHT: Response = { chosen: [1] };
const WRONG: Response = { chosen: [0] };

const sectionOf = (id: string, quota: number, changes: Partial<Section> = {}): Section => ({
  id,
  titles: { nb: id },
  topics: [id],
  quota,
  criticalAtLeast: 0,
  allRight: false,
  ...changes,
});

/** Ten slots of single choices: six about law, the first of them critical, and four about calculation. */
const specification: TestSpecification = {
  sections: [sectionOf('law', 6), sectionOf('calculation', 4, { allRight: true })],
};
const slotOf = (sectionId: string, critical = false): Slot => ({
  itemId: item.id,
  version: 1,
  type: 'singleChoice',
  options: ['a', 'b', 'c'],
  prompts: [],
  sectionId,
  topic: sectionId,
  critical,
});
const form: Form = {
  algorithm: 'stratified-1',
  seed: '',
  slots: [
    slotOf('law', true),
    ...Array.from({ length: 5 }, () => slotOf('law')),
    ...Array.from({ length: 4 }, () => slotOf('calculation')),
  ],
};

/** The result when these slots are wrong, these have no response, and all others are right. */
function resultWith(
  wrong: readonly number[],
  { missing = [], ...changes }: { missing?: readonly number[] } & Partial<typeof rules> = {},
): Result {
  const responses = form.slots.flatMap((_slot, index): [number, Response][] =>
    missing.includes(index) ? [] : [[index, wrong.includes(index) ? WRONG : RIGHT]],
  );
  return resultOf(form, () => item, new Map(responses), specification, { ...rules, ...changes });
}

describe('the result of ten items, nine of which must be right', () => {
  it('is a pass when all are right', () => {
    const result = resultWith([]);
    assert.equal(result.passed, true);
    assert.deepEqual([result.right, result.total, result.needed], [10, 10, 9]);
    assert.deepEqual(result.reasons, []);
    assert.deepEqual(result.topicsToReview, []);
    assert.deepEqual(result.sections, [
      { sectionId: 'law', right: 6, total: 6 },
      { sectionId: 'calculation', right: 4, total: 4 },
    ]);
  });

  it('is a pass with one wrong, and says what to read again', () => {
    const result = resultWith([3]);
    assert.equal(result.passed, true);
    assert.equal(result.right, 9);
    assert.deepEqual(result.topicsToReview, ['law']);
  });

  it('is no pass with two wrong', () => {
    const result = resultWith([2, 3]);
    assert.equal(result.passed, false);
    assert.deepEqual(result.reasons, [{ code: 'below-cut-score', right: 8, needed: 9 }]);
  });

  it('is no pass with one wrong where all must be right, whatever the sum', () => {
    const result = resultWith([7]);
    assert.equal(result.right, 9);
    assert.deepEqual(result.reasons, [{ code: 'section-not-all-right', sectionId: 'calculation' }]);
  });

  it('is no pass with a critical one wrong, whatever the sum', () => {
    const result = resultWith([0]);
    assert.equal(result.right, 9);
    assert.deepEqual(result.reasons, [{ code: 'critical-wrong', count: 1 }]);
  });

  it('is a pass with a critical one wrong where the programme allows it', () => {
    assert.equal(resultWith([0], { noCriticalWrong: false }).passed, true);
  });

  it('carries every reason, not the first', () => {
    assert.deepEqual(resultWith([0, 1, 6]).reasons, [
      { code: 'below-cut-score', right: 7, needed: 9 },
      { code: 'section-not-all-right', sectionId: 'calculation' },
      { code: 'critical-wrong', count: 1 },
    ]);
  });

  it('counts a missing response as wrong, and tells it from one', () => {
    const result = resultWith([2], { missing: [3] });
    assert.equal(result.right, 8);
    assert.deepEqual(result.slots[2], { right: false, answered: true });
    assert.deepEqual(result.slots[3], { right: false, answered: false });
  });

  it('counts a critical one that was not reached', () => {
    assert.deepEqual(resultWith([], { missing: [0] }).reasons, [
      { code: 'critical-wrong', count: 1 },
    ]);
  });

  it('is no pass with ten times too much where that can kill, whatever the sum', () => {
    const numeric = aNumeric({ criticalErrors: ['tenfold'] });
    const variant = { values: { dose: '10', strength: '5' }, answer: '2' };
    const slots = form.slots.map((slot, index) =>
      index === 2 ? { ...slot, type: 'numeric' as const, variant } : slot,
    );
    const result = (typed: string, changes: Partial<typeof rules> = {}): Result =>
      resultOf(
        { ...form, slots },
        (slot) => (slot === 2 ? numeric : item),
        new Map(slots.map((_slot, index) => [index, index === 2 ? { typed } : RIGHT])),
        specification,
        { ...rules, ...changes },
      );
    assert.deepEqual(result('20').reasons, [{ code: 'critical-mistake', count: 1 }]);
    assert.deepEqual(result('0,2').reasons, []);
    assert.equal(result('20', { noCriticalWrong: false }).passed, true);
  });

  it('names topics to read again in the order of the form, each once', () => {
    assert.deepEqual(resultWith([8, 1, 2, 7]).topicsToReview, ['law', 'calculation']);
  });

  it('is nothing but wrong when nothing was responded', () => {
    const result = resultOf(form, () => item, new Map(), specification, rules);
    assert.equal(result.right, 0);
    assert.equal(result.passed, false);
  });
});

describe('the result without an item that was found wrong', () => {
  const without = (result: Result, slots: Parameters<typeof resultWithout>[2]): Result =>
    resultWithout(form, result, slots, specification, rules);

  it('counts it as right for everybody, whatever rule it broke', () => {
    for (const [slot, other] of [
      [0, 3],
      [7, 3],
      [2, 3],
    ] as const) {
      const before = resultWith([slot, other]);
      const after = without(before, new Map([[slot, 'allRight']]));
      assert.deepEqual([before.passed, after.passed, after.right], [false, true, 9]);
    }
  });

  it('forgets a mistake that would have failed the exam', () => {
    const before = resultWith([3]);
    const slots = before.slots.map((slot, index) =>
      index === 3 ? { ...slot, mistake: 'x10', criticalMistake: true as const } : slot,
    );
    assert.equal(without({ ...before, slots }, new Map()).passed, false);
    assert.equal(without({ ...before, slots }, new Map([[3, 'allRight']])).passed, true);
    assert.equal(without({ ...before, slots }, new Map([[3, 'leftOut']])).passed, true);
  });

  it('leaves it out: fewer items, and the cut score of so many', () => {
    // 85 % of 9 is 7.65: eight must be right.
    const before = resultWith([3]);
    const after = without(before, new Map([[2, 'leftOut']]));
    assert.deepEqual([after.right, after.total, after.needed], [8, 9, 8]);
    assert.deepEqual(after.sections[0], { sectionId: 'law', right: 4, total: 5 });
  });

  it('can turn a pass into a fail only by leaving it out', () => {
    const tight = { cutScorePercent: 90, noCriticalWrong: true };
    const before = resultWith([3], tight);
    const after = (treatment: 'leftOut' | 'allRight'): boolean =>
      resultWithout(form, before, new Map([[2, treatment]]), specification, tight).passed;
    assert.deepEqual([before.passed, after('leftOut'), after('allRight')], [true, false, true]);
  });

  it('keeps every slot as it was scored', () => {
    const before = resultWith([2, 3]);
    assert.deepEqual(without(before, new Map([[2, 'leftOut']])).slots, before.slots);
    assert.deepEqual(without(before, new Map()), before);
  });
});

describe('the result of a form drawn from the bank', () => {
  let bank: TheBank;
  let byId: ReadonlyMap<string, Item>;
  before(async () => {
    bank = await theBank();
    byId = new Map(bank.items.map((one) => [one.id, one]));
  });

  /** A form, and its result when the slots have these marks (true is right; undefined is no response). */
  function drawn(seed: number) {
    const { form: made } = drawForm({
      specification: bank.template.specification,
      items: bank.drawables,
      country: seed % 2 === 0 ? 'NO' : 'SE',
      seed: `result ${seed}`,
      seen: new Set(),
    });
    assert.ok(made);
    const itemAt = (slot: number): Item => {
      const found = byId.get(made.slots[slot]?.itemId ?? '');
      assert.ok(found);
      return found;
    };
    const result = (marks: readonly (boolean | undefined)[]): Result => {
      const responses = made.slots.flatMap((slot, index): [number, Response][] => {
        const mark = marks[index];
        if (mark === undefined) return [];
        const respond = mark ? rightResponse : wrongResponse;
        return [[index, respond(itemAt(index), slot)]];
      });
      const { template } = bank;
      return resultOf(made, itemAt, new Map(responses), template.specification, template.rules);
    };
    return { form: made, result };
  }

  const marks = fc.array(fc.constantFrom(true, false, undefined), { minLength: 40, maxLength: 40 });

  it('has the score that was responded', () => {
    fc.assert(
      fc.property(fc.nat(500), marks, (seed, given) => {
        const { right, sections } = drawn(seed).result(given);
        assert.equal(right, given.filter((mark) => mark === true).length);
        assert.equal(
          sections.reduce((sum, one) => sum + one.right, 0),
          right,
        );
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('never gets worse when a response becomes right', () => {
    fc.assert(
      fc.property(fc.nat(500), marks, fc.nat(39), (seed, given, slot) => {
        const { result } = drawn(seed);
        const before = result(given);
        const after = result(given.with(slot, true));
        assert.ok(after.right >= before.right);
        assert.ok(after.reasons.length <= before.reasons.length);
        assert.ok(after.passed || !before.passed);
        for (const [index, { right }] of before.sections.entries())
          assert.ok((after.sections[index]?.right ?? 0) >= right);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it('is a pass exactly when no rule of the programme is against it', () => {
    const mostlyRight = fc.array(fc.integer({ min: 0, max: 19 }), { minLength: 40, maxLength: 40 });
    let passes = 0;
    fc.assert(
      fc.property(fc.nat(500), mostlyRight, (seed, numbers) => {
        const { form: made, result } = drawn(seed);
        const given = numbers.map((number) => number > 0);
        const { specification: blueprint } = bank.template;
        const wrong = made.slots.filter((_slot, index) => !given[index]);
        const allowed =
          wrong.length <= 6 &&
          wrong.every(({ critical, sectionId }) => {
            const section = blueprint.sections.find(({ id }) => id === sectionId);
            return !critical && section?.allRight === false;
          });
        assert.equal(result(given).passed, allowed);
        if (allowed) passes += 1;
      }),
      { numRuns: 200, seed: 1 },
    );
    assert.ok(passes > 10 && passes < 190, `${passes} of 200 pass`);
  });
});
