import assert from 'node:assert/strict';
import {
  drawForm,
  seenKey,
  shortfallsOf,
  unratedItems,
  type DrawRequest,
  type Slot,
} from '../../server/exams/draw-form.rules.js';
import { dryDraws } from '../../server/exams/exposure.rules.js';
import { judge } from '../../server/exams/judgement.rules.js';
import type { Section } from '../../server/exams/programme.js';
import { neededByPanel, standardOf } from '../../server/exams/standard/form-cut.rules.js';
import { itemKey, type StandardRound } from '../../server/exams/standard/standard-round.js';
import { swapSlots } from '../../server/exams/swap-slots.rules.js';
import { resultOf, resultWithout } from '../../server/scoring/result.rules.js';
import { aSingleChoice } from '../item-banks/some-items.js';
import { drawable } from '../item-banks/the-bank.js';

const law: Section = {
  id: 'law',
  titles: { nb: 'Lov' },
  topics: ['law'],
  quota: 4,
  criticalAtLeast: 0,
  allRight: false,
};
const local: Section = { ...law, id: 'local', bankId: 'ours', quota: 2 };
const rules = { cutScorePercent: 100, noCriticalWrong: true };
const items = (ids: readonly string[]) =>
  ids.map((id) => drawable(aSingleChoice({ id, topic: 'law', critical: false })));
const CORE = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
/** Both banks have an item of this id, which the panel found harder in the local one. */
const LOCAL = ['a', 'x', 'y', 'z'];
const meanOf = (bank: string, id: string): number => (bank === 'ours' ? 40 : 70 + CORE.indexOf(id));
const means = new Map([
  ...CORE.map((id) => [itemKey('core', id, 1), meanOf('core', id)] as const),
  ...LOCAL.map((id) => [itemKey('ours', id, 1), meanOf('ours', id)] as const),
]);
const request = (changes: Partial<DrawRequest> = {}): DrawRequest => ({
  specification: { sections: [law, local] },
  items: items(CORE),
  supplements: new Map([['ours', items(LOCAL)]]),
  country: 'NO',
  standard: { bankId: 'core', means },
  seed: 'seed',
  seen: new Set(),
  ...changes,
});
const without = (...keys: readonly string[]): DrawRequest['standard'] => ({
  bankId: 'core',
  means: new Map([...means].filter(([key]) => !keys.includes(key))),
});
function slotsOf(asked: DrawRequest): readonly Slot[] {
  const { form } = drawForm(asked);
  assert.ok(form);
  return form.slots;
}

describe('a round of standard setting as what sets the cut of forms', () => {
  const round: StandardRound = {
    ...{ id: 'one', municipalityId: 'm', programmeId: 'p' },
    ...{ openedBy: 'ane', openedAt: new Date(0) },
    ratings: new Map([
      [
        'ane',
        new Map([
          ['core/a/2', 60],
          ['core/b/1', 60],
        ]),
      ],
      [
        'bo',
        new Map([
          ['core/a/2', 70],
          ['core/b/1', 70],
        ]),
      ],
      ['cy', new Map([['core/a/2', 95]])],
    ]),
  };
  const closed = { by: 'ane', at: new Date(5), reason: '' };

  it('says the mean of each version that three judges have rated, once it is closed', () => {
    assert.equal(standardOf(round), undefined);
    assert.deepEqual(standardOf({ ...round, closed }), {
      roundId: 'one',
      closedAt: new Date(5),
      means: [{ bankId: 'core', itemId: 'a', version: 2, mean: 75 }],
    });
    assert.equal(standardOf({ ...round, closed, ratings: new Map() }), undefined);
  });
});

describe('a form drawn under a panel’s ratings', () => {
  it('has the mean of each item’s own bank', () => {
    for (const { itemId, bankId, mean } of slotsOf(request()))
      assert.equal(mean, meanOf(bankId ?? 'core', itemId));
  });

  it('has no version that was not rated, also where another version or another bank’s was', () => {
    const standard = without('core/a/1', 'ours/x/1', 'core/b/1');
    const seen = Array.from({ length: 40 }, (_, n) =>
      slotsOf(request({ standard, seed: `${n}` })).map(seenKey),
    ).flat();
    for (const key of ['a', 'b', 'ours/x']) assert.ok(!seen.includes(key), key);
    assert.ok(seen.includes('ours/a'));
    const next = items(CORE).map((one) => ({ ...one, version: 2 }));
    assert.equal(shortfallsOf(request({ items: next }))[0]?.available, 0);
  });

  it('is as it would be without one, but for the means', () => {
    const bare = slotsOf(request({ standard: undefined }));
    assert.deepEqual(
      slotsOf(request()).map(({ mean: _mean, ...slot }) => slot),
      bare,
    );
    assert.ok(bare.every((slot) => !('mean' in slot)));
  });
});

describe('how many must be right by the panel', () => {
  const slot = (mean: number, changes: Partial<Slot> = {}) => ({
    ...{ sectionId: 'law', critical: false, mean },
    ...changes,
  });
  const needed = (slots: Parameters<typeof neededByPanel>[0], allRight = false) =>
    neededByPanel(slots, { sections: [{ ...law, allRight }] }, rules);

  it('is the sum of the means, rounded up', () => {
    assert.equal(needed([slot(70), slot(70), slot(61)]), 3);
    assert.equal(needed([slot(70), slot(70), slot(60)]), 2);
    // Ten times 0.1 is a little less than 1 to a computer, and three times 33.4 a little more than it should be.
    assert.equal(needed(Array.from({ length: 10 }, () => slot(10))), 1);
    assert.equal(needed(Array.from({ length: 3 }, () => slot(100 / 3))), 1);
  });

  it('is never below what must be right whatever the sum', () => {
    assert.equal(needed([slot(10), slot(10)], true), 2);
    const critical = slot(10, { critical: true });
    assert.equal(needed([critical, critical, slot(10)]), 2);
    const lenient = { noCriticalWrong: false };
    assert.equal(neededByPanel([critical, critical], { sections: [law] }, lenient), 1);
  });

  it('is not for forms that were drawn without one', () => {
    assert.equal(needed([{ sectionId: 'law', critical: false }]), undefined);
    assert.equal(needed([]), undefined);
  });
});

describe('the result of a form that a panel has rated', () => {
  const item = aSingleChoice({ critical: false });
  const slots = [80, 80, 50, 40].map((mean): Slot => ({
    ...{ itemId: item.id, version: 1, type: 'singleChoice', options: ['a', 'b', 'c'], prompts: [] },
    ...{ sectionId: 'law', topic: 'law', critical: false, mean },
  }));
  const form = { algorithm: '', seed: '', slots };
  const specification = { sections: [law] };
  const respond = (...right: readonly number[]) =>
    resultOf(
      form,
      () => item,
      new Map(slots.map((_slot, n) => [n, { chosen: [right.includes(n) ? 1 : 0] }])),
      specification,
      rules,
    );

  it('is held against its own items, not against the percentage', () => {
    assert.deepEqual([respond(0, 1, 2).needed, respond(0, 1, 2).passed], [3, true]);
    assert.deepEqual(respond(0, 1).reasons, [{ code: 'below-cut-score', right: 2, needed: 3 }]);
  });

  it('loses the part of an item that is left out, and keeps it where it counts as right', () => {
    const decided = (treatment: 'leftOut' | 'allRight') =>
      resultWithout(form, respond(0, 1), new Map([[2, treatment]]), specification, rules);
    const { needed, total, passed } = decided('leftOut');
    assert.deepEqual([needed, total, passed], [2, 3, true]);
    const all = decided('allRight');
    assert.deepEqual([all.needed, all.total, all.passed], [3, 4, true]);
  });
});

describe('other items for places of a form', () => {
  const swap = (slots: readonly Slot[], changes: Partial<DrawRequest> = {}) =>
    swapSlots({
      ...{ ...request(changes), slots, swap: slots.map((_slot, n) => n) },
      met: new Set(slots.map(seenKey)),
    });

  it('are of the same section’s bank, and bring their own means', () => {
    const slots = slotsOf(request());
    const swapped = swap(slots);
    assert.deepEqual([...swapped.keys()], [0, 1, 2, 3, 4, 5]);
    for (const [place, { sectionId, bankId, itemId, mean }] of swapped) {
      assert.equal(sectionId, slots[place]?.sectionId);
      assert.equal(bankId, sectionId === 'local' ? 'ours' : undefined);
      assert.equal(mean, meanOf(bankId ?? 'core', itemId));
    }
    const all = [...slots, ...swapped.values()].map(seenKey);
    assert.equal(new Set(all).size, 12);
  });

  it('are none that the person has met in another attempt', () => {
    const slots = slotsOf(request());
    const left = LOCAL.filter((id) => !slots.some((one) => seenKey(one) === `ours/${id}`));
    const met = new Set([...slots.map(seenKey), ...left.map((id) => `ours/${id}`)]);
    const swap = slots.map((_slot, place) => place);
    const swapped = swapSlots({ ...request(), slots, swap, met });
    assert.deepEqual([...swapped.keys()], [0, 1, 2, 3]);
  });

  it('are none that the panel has not rated', () => {
    const slots = slotsOf(request());
    const left = LOCAL.find((id) => !slots.some((one) => seenKey(one) === `ours/${id}`));
    const swapped = swap(slots, { standard: without(itemKey('ours', left ?? '', 1)) });
    assert.deepEqual([...swapped.keys()].filter((place) => place > 3).length, 1);
  });

  it('are none of a variant group that is on the form, in the same bank', () => {
    const grouped = items(LOCAL).map((one) => ({
      ...one,
      item: { ...one.item, variantGroup: one.item.id === 'a' ? 'one' : 'two' },
    }));
    const supplements = new Map([['ours', grouped]]);
    const slots = slotsOf(request({ supplements }));
    assert.deepEqual([...swap(slots, { supplements }).keys()], [0, 1, 2, 3]);
  });
});

describe('the judgement of a programme whose cut a panel sets', () => {
  it('says what forms ask for, reckons with that, and names what is not rated', () => {
    const standard = without('core/h/1');
    const asked = request({ standard });
    const dry = dryDraws({ ...asked, ...rules });
    dry?.draw(200);
    const exposure = dry?.exposure();
    assert.ok(exposure?.needed);
    const { least, most, mean } = exposure.needed;
    // Four of 70 to 76 and two of 40: between 3.66 and 3.78.
    assert.deepEqual([least, most, mean], [4, 4, 4]);
    const judgement = judge(asked, rules, exposure);
    assert.equal(judgement.reckonedNeeded, 4);
    const six = { ...rules, cutScorePercent: 66 };
    assert.deepEqual(judgement.chances, judge(request(), six).chances);
    assert.deepEqual(judgement.unrated, unratedItems(asked));
    assert.deepEqual(
      judgement.unrated.map(({ itemId, version, sectionId }) => [itemId, version, sectionId]),
      [['h', 1, 'law']],
    );
    assert.deepEqual(
      judgement.cells.map(({ unrated, available }) => [unrated, available]),
      [
        [1, 7],
        [0, 4],
      ],
    );
  });
});
