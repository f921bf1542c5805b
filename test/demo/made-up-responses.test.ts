import assert from 'node:assert/strict';
import {
  madeUpResponses,
  rightResponse,
  wrongResponse,
} from '../../server/demo/made-up-responses.js';
import type { Outcome } from '../../server/demo/seeded-municipality.js';
import { drawForm } from '../../server/exams/draw-form.rules.js';
import { drawItem } from '../../server/item-banks/drawn-item.rules.js';
import {
  isAnswered,
  responseSchema,
  scoreResponse,
} from '../../server/item-banks/response.rules.js';
import { rngFromSeed } from '../../server/platform/rng.js';
import { neededRight, resultOf } from '../../server/scoring/result.rules.js';
import { aMatching, aNumeric, anOrdering } from '../item-banks/some-items.js';
import { drawable, theBank, type TheBank } from '../item-banks/the-bank.js';

describe('made-up responses', () => {
  let bank: TheBank;
  before(async () => {
    bank = await theBank();
  });

  it('are right or wrong on purpose, for every item of the bank in many drawings', () => {
    for (const one of bank.drawables) {
      const { item } = one;
      // The order of options is tried a few times, numbers more often.
      const drawings = item.type === 'numeric' ? 20 : 5;
      for (let seed = 0; seed < drawings; seed += 1) {
        const drawn = drawItem(one, rngFromSeed(`${item.id}/${seed}`));
        const name = `${item.id}, seed ${seed}`;
        const right = rightResponse(item, drawn);
        const wrong = wrongResponse(item, drawn);
        assert.deepEqual(scoreResponse(item, drawn, right), { right: true, answered: true }, name);
        assert.equal(scoreResponse(item, drawn, wrong).right, false, name);
        assert.ok(isAnswered(wrong), name);
        for (const response of [right, wrong])
          assert.ok(responseSchema.safeParse(response).success, name);
      }
    }
  });

  it('are right for a number that has to be asked about', () => {
    const item = aNumeric({
      parameters: { dose: { values: ['9'] }, strength: { values: ['8'] } },
      answer: { expression: 'dose / strength', unit: 'ml', decimals: 3, units: ['ml', 'l'] },
    });
    const drawn = drawItem(drawable(item), rngFromSeed(''));
    assert.deepEqual(rightResponse(item, drawn), {
      typed: '1,125',
      unit: 'ml',
      meaning: 'decimal',
    });
    assert.equal(scoreResponse(item, drawn, rightResponse(item, drawn)).right, true);
    assert.equal(scoreResponse(item, drawn, wrongResponse(item, drawn)).right, false);
  });

  it('are right and wrong for orders and pairs', () => {
    for (const item of [anOrdering(), aMatching()])
      for (let seed = 0; seed < 20; seed += 1) {
        const drawn = drawItem(drawable(item), rngFromSeed(`${seed}`));
        assert.equal(scoreResponse(item, drawn, rightResponse(item, drawn)).right, true);
        assert.equal(scoreResponse(item, drawn, wrongResponse(item, drawn)).right, false);
      }
  });

  const reasons: Readonly<Record<Outcome, readonly string[]>> = {
    passed: [],
    cutScore: ['below-cut-score'],
    critical: ['critical-wrong'],
    calculation: ['section-not-all-right'],
    time: ['below-cut-score'],
  };
  for (const outcome of Object.keys(reasons) as Outcome[]) {
    it(`make an exam end as ${outcome}, by that rule`, () => {
      const { specification, rules } = bank.template;
      const byId = new Map(bank.items.map((item) => [item.id, item]));
      for (let seed = 0; seed < 60; seed += 1) {
        const { form } = drawForm({
          specification,
          items: bank.drawables,
          country: seed % 2 === 0 ? 'NO' : 'SE',
          seed: `${outcome} ${seed}`,
          seen: new Set(),
        });
        assert.ok(form);
        const itemAt = (slot: number) => {
          const item = byId.get(form.slots[slot]?.itemId ?? '');
          assert.ok(item);
          return item;
        };
        const responses = madeUpResponses(form, itemAt, outcome, {
          specification,
          needed: neededRight(form.slots.length, rules.cutScorePercent),
          rng: rngFromSeed(`${outcome} ${seed}`),
        });
        const result = resultOf(form, itemAt, responses, specification, rules);
        const codes = result.reasons.map(({ code }) => code);
        if (outcome === 'time') assert.equal(codes[0], 'below-cut-score');
        else assert.deepEqual(codes, reasons[outcome], `seed ${seed}`);
        assert.equal(responses.size === form.slots.length, outcome !== 'time');
      }
    });
  }
});
