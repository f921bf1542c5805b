import assert from 'node:assert/strict';
import { diagnose } from '../../server/item-banks/diagnose.rules.js';
import type { NumericItem, Response } from '../../server/item-banks/item.js';
import { scoreResponse } from '../../server/item-banks/response.rules.js';
import { variantsOf } from '../../server/item-banks/variants.rules.js';
import { aNumeric, aSingleChoice, shown } from './some-items.js';

function asked(changes: Partial<NumericItem>): (response: Response | string) => string | undefined {
  const item = aNumeric(changes);
  const [variant] = variantsOf(item);
  assert.ok(variant, 'no variant');
  const drawn = shown(item, { variant });
  return (response) =>
    diagnose(item, drawn, typeof response === 'string' ? { typed: response } : response)?.mistake;
}

describe('the diagnosis of a wrong number', () => {
  const dose20 = { parameters: { dose: { values: ['20'] }, strength: { values: ['5'] } } };

  it('is the mistake whose number was typed', () => {
    const mistake = asked({ ...dose20, errors: { tenfold: null, inverted: null } });
    assert.equal(mistake('40'), 'tenfold');
    assert.equal(mistake('0,25'), 'inverted');
    assert.equal(mistake('5'), undefined);
  });

  it('is nothing for the right number, for nothing and for what is no number', () => {
    const mistake = asked({ ...dose20, errors: { tenfold: null } });
    for (const typed of ['4', '', 'abc', '4 ml']) assert.equal(mistake(typed), undefined, typed);
    const choice = aSingleChoice();
    assert.equal(diagnose(choice, shown(choice, { options: ['a'] }), { chosen: [0] }), undefined);
  });

  it('knows a wrong place of the decimal point in every item', () => {
    const mistake = asked(dose20);
    assert.deepEqual(['40', '0,4', '400', '0,04', '4000', '0,004'].map(mistake), [
      'tenfold',
      'tenth',
      'hundredfold',
      'hundredth',
      'thousandfold',
      'thousandth',
    ]);
  });

  it('prefers what the author named', () => {
    const errors = { percentAsMgPerMl: null };
    assert.equal(asked({ ...dose20, errors })('0,4'), 'percentAsMgPerMl');
  });

  it('knows a number that was written shorter, and does not guess beyond', () => {
    const parameters = { dose: { values: ['15'] }, strength: { values: ['5'] } };
    const mistake = asked({ parameters, errors: { inverted: null } });
    assert.equal(mistake('0,33'), 'inverted');
    assert.equal(mistake('0,3333'), 'inverted');
    assert.equal(mistake('0,34'), undefined);
    assert.equal(mistake('0'), undefined);
  });

  it('has the tolerance of the item, in proportion', () => {
    const parameters = { dose: { values: ['100'] }, strength: { values: ['1'] } };
    const answer = { expression: 'dose', unit: 'ml', decimals: 0, check: { percent: '5' } };
    const mistake = asked({ parameters, answer });
    assert.deepEqual(['104', '1040', '10,4'].map(mistake), [undefined, 'tenfold', 'tenth']);
    assert.equal(mistake('1060'), undefined);
  });

  it('knows a wrong rounding, and none at all', () => {
    const parameters = { dose: { values: ['7'] }, strength: { values: ['5'] } };
    const answer = {
      expression: 'dose / strength',
      unit: 'tablet',
      decimals: 1,
      device: 'scored-tablet',
      rounding: { direction: 'down' } as const,
    };
    const mistake = asked({ parameters, answer });
    assert.deepEqual(['1', '1,5', '1,4', '10'].map(mistake), [
      undefined,
      'wrongRounding',
      'wrongRounding',
      'tenfold',
    ]);
  });

  it('tells a wrong unit from a wrong number', () => {
    const answer = { expression: 'dose / strength', unit: 'ml', decimals: 1, units: ['ml', 'l'] };
    const mistake = asked({ ...dose20, answer });
    assert.equal(mistake({ typed: '4', unit: 'l' }), 'wrongUnit');
    assert.equal(mistake({ typed: '40', unit: 'l' }), 'tenfold');
    assert.equal(mistake({ typed: '4', unit: 'ml' }), undefined);
  });

  it('is found where something derived is below zero or never ends', () => {
    const below = asked({
      derived: { difference: { expression: 'strength - 12' } },
      constraints: ['dose == 10'],
      errors: { other: 'dose - difference' },
    });
    assert.deepEqual(['17', '3'].map(below), ['other', undefined]);
    const endless = asked({
      derived: { third: { expression: 'dose / 3' } },
      constraints: ['dose == 10'],
      errors: { other: 'third * 3' },
    });
    assert.equal(endless('10'), 'other');
  });

  it('holds a response against the key that was frozen with the attempt', () => {
    const item = aNumeric(dose20);
    const drawn = shown(item, { variant: { values: { dose: '20', strength: '5' }, answer: '5' } });
    assert.equal(scoreResponse(item, drawn, { typed: '5' }).right, true);
    assert.equal(scoreResponse(item, drawn, { typed: '4' }).right, false);
  });

  it('says when a mistake fails the exam by itself', () => {
    const item = aNumeric({ ...dose20, criticalErrors: ['tenfold'] });
    const [variant] = variantsOf(item);
    assert.ok(variant);
    const drawn = shown(item, { variant });
    assert.equal(scoreResponse(item, drawn, { typed: '40' }).criticalMistake, true);
    assert.equal(scoreResponse(item, drawn, { typed: '0,4' }).criticalMistake, undefined);
  });
});

describe('a number near the key', () => {
  const parameters = { dose: { values: ['50'] } };
  const checks: readonly (readonly [
    check: NonNullable<NumericItem['answer']['check']>,
    right: readonly string[],
    wrong: readonly string[],
  ])[] = [
    [{ absolute: '0.5' }, ['49,5', '50', '50.5'], ['49,49', '50,51']],
    [{ percent: '2' }, ['49', '51'], ['48,999999', '51,000001']],
    [{ from: 'dose - 1', to: 'dose + 3' }, ['49', '53'], ['48,9', '53,1']],
    [{ decimals: 1 }, ['49,95', '50,04'], ['49,94', '50,05']],
    [{ significantFigures: 2 }, ['49,5', '50', '50,49'], ['49,4', '50,5']],
  ];
  for (const [check, right, wrong] of checks) {
    it(`counts as right within ${JSON.stringify(check)}, and not beyond`, () => {
      const item = aNumeric({
        parameters,
        answer: { expression: 'dose', unit: 'ml', decimals: 1, check },
      });
      const [variant] = variantsOf(item);
      assert.ok(variant);
      const is = (typed: string): boolean =>
        scoreResponse(item, shown(item, { variant }), { typed, meaning: 'decimal' }).right;
      for (const typed of right) assert.equal(is(typed), true, typed);
      for (const typed of wrong) assert.equal(is(typed), false, typed);
    });
  }
});
