import assert from 'node:assert/strict';
import { ExpressionError } from '../../server/item-banks/expression.rules.js';
import type { NumericItem, Variant } from '../../server/item-banks/item.js';
import { mistakeBehind, variantsOf } from '../../server/item-banks/variants.rules.js';
import { aNumeric } from './some-items.js';

const answers = (changes: Partial<NumericItem>): string[] =>
  variantsOf(aNumeric(changes)).map(({ answer }) => answer);

function first(changes: Partial<NumericItem>): { item: NumericItem; variant: Variant } {
  const item = aNumeric(changes);
  const [variant] = variantsOf(item);
  assert.ok(variant);
  return { item, variant };
}

describe('the variants of a numeric item', () => {
  it('are every step of a range, both ends included', () => {
    assert.deepEqual(answers({}), ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
  });

  it('have steps that are exact', () => {
    const parameters = { dose: { from: '0.1', to: '0.3', step: '0.1' } };
    assert.deepEqual(
      answers({ parameters, answer: { expression: 'dose', unit: 'ml', decimals: 1 } }),
      ['0.1', '0.2', '0.3'],
    );
  });

  it('leave out what a constraint forbids', () => {
    assert.deepEqual(answers({ constraints: ['answer >= 3', 'answer < 5'] }), ['3', '4']);
  });

  it('leave out answers with too many decimals', () => {
    const parameters = { dose: { values: ['1', '2', '3', '4'] } };
    const answer = { expression: 'dose / 8', unit: 'ml', decimals: 1 };
    assert.deepEqual(answers({ parameters, answer }), ['0.5']);
  });

  it('leave out answers that never end', () => {
    const parameters = { dose: { values: ['1', '2', '3'] } };
    const answer = { expression: 'dose / 3', unit: 'ml', decimals: 4 };
    assert.deepEqual(answers({ parameters, answer }), ['1']);
  });

  it('leave out answers that are not above zero', () => {
    const parameters = { dose: { values: ['1', '2', '3'] } };
    const answer = { expression: 'dose - 2', unit: 'ml', decimals: 0 };
    assert.deepEqual(answers({ parameters, answer }), ['1']);
  });

  it('leave out those where a known mistake gives the right number', () => {
    const parameters = { dose: { values: ['1', '2', '4'] }, strength: { values: ['2'] } };
    const answer = { expression: 'dose / strength', unit: 'ml', decimals: 1 };
    assert.deepEqual(answers({ parameters, answer, errors: { inverted: 'strength / dose' } }), [
      '0.5',
      '2',
    ]);
  });

  it('follow the rows of the cases, with every value of a list', () => {
    const item = aNumeric({
      parameters: { drug: { text: true }, dose: { unit: 'mg' }, strength: { values: ['10'] } },
      cases: [
        { drug: 'furosemid', dose: ['20', '40'] },
        { drug: { nb: 'parasetamol', sv: 'paracetamol' }, dose: '500', strength: '5' },
      ],
    });
    assert.deepEqual(
      variantsOf(item).map(({ values, answer }) => [values['drug'], values['dose'], answer]),
      [
        ['furosemid', '20', '2'],
        ['furosemid', '40', '4'],
        [{ nb: 'parasetamol', sv: 'paracetamol' }, '500', '100'],
      ],
    );
  });

  it('know what is derived from the parameters', () => {
    const { variant } = first({
      derived: {
        perDay: { expression: 'dose * 3' },
        perWeek: { expression: 'perDay * 7' },
      },
    });
    assert.equal(variant.values['perDay'], '15');
    assert.equal(variant.values['perWeek'], '105');
  });

  const faults: readonly (readonly [
    name: string,
    changes: Partial<NumericItem>,
    message: RegExp,
  ])[] = [
    ['a parameter without values', { parameters: { dose: {} } }, /dose has no values/],
    [
      'a step of zero',
      { parameters: { dose: { from: '1', to: '2', step: '0' } } },
      /the step must be above 0/,
    ],
    [
      'a range without end',
      { parameters: { dose: { from: '1', to: '90000', step: '1' } } },
      /more than 20000 values/,
    ],
    [
      'too many combinations',
      {
        parameters: {
          dose: { from: '1', to: '200', step: '1' },
          strength: { from: '1', to: '200', step: '1' },
        },
      },
      /more than 20000 combinations/,
    ],
    [
      'an unknown name',
      { answer: { expression: 'dose / weight', unit: 'ml', decimals: 1 } },
      /there is no number "weight"/,
    ],
    [
      'a comparison for an answer',
      { answer: { expression: 'dose > 1', unit: 'ml', decimals: 1 } },
      /is a comparison, a number is needed/,
    ],
    ['a broken constraint', { constraints: ['dose >'] }, /constraint "dose >"/],
    ['an unknown function', { errors: { other: 'sqrt(dose)' } }, /there is no function "sqrt"/],
    ['division by zero', { constraints: ['1 / (dose - 5) > 0'] }, /division by zero/],
  ];
  for (const [name, changes, message] of faults) {
    it(`tell the author of ${name}`, () => {
      assert.throws(
        () => variantsOf(aNumeric(changes)),
        (error) => error instanceof ExpressionError && message.test(error.message),
      );
    });
  }
});

describe('the mistake behind a wrong number', () => {
  it('is the one whose number was typed', () => {
    const { item, variant } = first({
      constraints: ['dose == 20'],
      errors: { tenfold: 'answer * 10', inverted: 'strength / dose' },
    });
    assert.equal(mistakeBehind(item, variant, '40'), 'tenfold');
    assert.equal(mistakeBehind(item, variant, '0.25'), 'inverted');
    assert.equal(mistakeBehind(item, variant, '5'), undefined);
  });

  it('is found where something derived is below zero', () => {
    const { item, variant } = first({
      derived: { difference: { expression: 'strength - 12' } },
      constraints: ['dose == 10'],
      errors: { other: 'dose - difference' },
    });
    assert.equal(variant.values['difference'], '-7');
    assert.equal(mistakeBehind(item, variant, '17'), 'other');
    assert.equal(mistakeBehind(item, variant, '3'), undefined);
  });

  it('is found where something derived never ends', () => {
    const { item, variant } = first({
      derived: { third: { expression: 'dose / 3' } },
      constraints: ['dose == 10'],
      errors: { other: 'third * 3' },
    });
    assert.equal(mistakeBehind(item, variant, '10'), 'other');
  });
});
