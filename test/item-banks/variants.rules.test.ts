import assert from 'node:assert/strict';
import { ExpressionError } from '../../server/item-banks/expression.rules.js';
import type { NumericItem } from '../../server/item-banks/item.js';
import { enumerateVariants, variantsOf } from '../../server/item-banks/variants.rules.js';
import { aNumeric } from './some-items.js';

const answers = (changes: Partial<NumericItem>): string[] =>
  variantsOf(aNumeric(changes)).map(({ answer }) => answer);

const refusals = (changes: Partial<NumericItem>): string[] =>
  enumerateVariants(aNumeric(changes)).refused.map(({ reason, count }) => `${count}: ${reason}`);

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
    const [variant] = variantsOf(
      aNumeric({
        derived: {
          perDay: { expression: 'dose * 3' },
          perWeek: { expression: 'perDay * 7' },
        },
      }),
    );
    assert.equal(variant?.values['perDay'], '15');
    assert.equal(variant.values['perWeek'], '105');
  });

  it('leave out what the device cannot measure', () => {
    const parameters = { dose: { values: ['0.2', '1', '1.1', '4', '5', '6'], unit: 'mg' } };
    const answer = { expression: 'dose', unit: 'ml', decimals: 1, device: 'syringe-5ml' };
    assert.deepEqual(answers({ parameters, answer }), ['1', '4', '5']);
    assert.deepEqual(refusals({ parameters, answer }), [
      '3: the answer cannot be measured with syringe-5ml',
    ]);
  });

  it('know a device by its limits alone', () => {
    const device = { unit: 'ml', graduation: '0.25', most: '1' };
    const parameters = { dose: { from: '0.25', to: '1.5', step: '0.05' } };
    const answer = { expression: 'dose', unit: 'ml', decimals: 2, device };
    assert.deepEqual(answers({ parameters, answer }), ['0.25', '0.5', '0.75', '1']);
  });

  const rounded = (direction: 'nearest' | 'down' | 'up', step?: string): string[] =>
    answers({
      parameters: { dose: { values: ['1.1', '1.25', '1.4'] } },
      answer: {
        expression: 'dose',
        unit: 'tablet',
        decimals: 1,
        device: 'scored-tablet',
        rounding: { direction, ...(step === undefined ? {} : { step }) },
      },
    });
  it('round to the device, or to the step of the task', () => {
    assert.deepEqual(rounded('nearest'), ['1', '1.5', '1.5']);
    assert.deepEqual(rounded('down'), ['1', '1', '1']);
    assert.deepEqual(rounded('up'), ['1.5', '1.5', '1.5']);
    assert.deepEqual(rounded('up', '1'), ['2', '2', '2']);
  });

  it('have the key in the figures that are asked for', () => {
    const parameters = { dose: { values: ['1', '2'] } };
    const answer = { expression: 'dose / 3', unit: 'ml', decimals: 3 };
    const checked = (check: NumericItem['answer']['check']): string[] =>
      answers({ parameters, answer: { ...answer, ...(check ? { check } : {}) } });
    assert.deepEqual(checked(undefined), []);
    assert.deepEqual(checked({ decimals: 2 }), ['0.33', '0.67']);
    assert.deepEqual(checked({ significantFigures: 1 }), ['0.3', '0.7']);
  });

  it('leave out those where two mistakes give the same number, and a tolerance reaches a mistake', () => {
    const two = { parameters: { dose: { values: ['2', '5'] } } };
    const answer = { expression: 'dose', unit: 'ml', decimals: 1 };
    assert.deepEqual(refusals({ ...two, answer, errors: { tenfold: null, other: 'dose + 18' } }), [
      '1: tenfold and other give the same number',
    ]);
    const check = { percent: '50' };
    assert.deepEqual(
      refusals({ ...two, answer: { ...answer, check }, errors: { other: 'dose + 2' } }),
      ['1: other gives a number that counts as right'],
    );
  });

  it('take real products from a table, joined with the cases', () => {
    const item = aNumeric({
      parameters: { dose: { unit: 'mg' } },
      products: {
        sources: ['A source'],
        columns: { drug: { text: true }, strength: { unit: 'mg/ml' } },
        rows: {
          'morphine-2': { drug: { nb: 'morfin' }, strength: '2' },
          'oxycodone-1': { drug: { nb: 'oksykodon' }, strength: '1' },
        },
      },
      cases: [
        { product: 'morphine-2', dose: ['5', '10'] },
        { product: ['morphine-2', 'oxycodone-1'], dose: '20' },
      ],
    });
    assert.deepEqual(
      variantsOf(item).map(({ values, answer }) => [values['strength'], values['dose'], answer]),
      [
        ['2', '5', '2.5'],
        ['2', '10', '5'],
        ['2', '20', '10'],
        ['1', '20', '20'],
      ],
    );
  });

  it('are the same for a number written with zeros behind', () => {
    const parameters = { dose: { values: ['0.50', '1.0'] } };
    const answer = { expression: 'dose', unit: 'ml', decimals: 1 };
    assert.deepEqual(
      variantsOf(aNumeric({ parameters, answer })).map(({ values }) => values['dose']),
      ['0.5', '1'],
    );
  });

  const products: NumericItem['products'] = {
    sources: ['A source'],
    columns: { strength: { unit: 'mg/ml' } },
    rows: { 'morphine-2': { strength: '2' } },
  };
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
      'a range that misses its end',
      { parameters: { dose: { from: '1', to: '5', step: '1.5' } } },
      /steps of 1.5 from 1 never reach 5/,
    ],
    [
      'too many steps to compute',
      {
        parameters: { dose: { from: '1', to: '20000', step: '1' } },
        constraints: [`${'dose + '.repeat(40)}dose > 0`],
      },
      /20000 combinations take \d+ steps to compute, more than 2000000/,
    ],
    [
      'a product that is not in the table',
      {
        products,
        parameters: { dose: { unit: 'mg' } },
        cases: [{ product: 'morphine-3', dose: '1' }],
      },
      /there is no product "morphine-3" in the table; it has morphine-2/,
    ],
    [
      'a case that changes a product',
      {
        products,
        parameters: { dose: { values: ['1'] } },
        cases: [{ product: 'morphine-2', strength: '9' }],
      },
      /a case must not change a real product/,
    ],
    [
      'rounding without a step',
      { answer: { expression: 'dose', unit: 'ml', decimals: 1, rounding: { direction: 'up' } } },
      /rounding needs a step above 0/,
    ],
    [
      'a mistake without the variable it is about',
      { errors: { forgotWeight: null } },
      /errors.forgotWeight "answer \/ weight": there is no number "weight"/,
    ],
    [
      'a mistake without an expression',
      { errors: { ignoredDilution: null } },
      /the list has no expression/,
    ],
    [
      'too many combinations',
      {
        parameters: {
          dose: { from: '1', to: '200', step: '1' },
          strength: { from: '1', to: '200', step: '1' },
        },
      },
      /40000 combinations of parameters are more than 20000/,
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
    ['a broken constraint', { constraints: ['dose >'] }, /constraints.0 "dose >"/],
    [
      'a constraint that compares nothing',
      { constraints: ['dose + 1'] },
      /"dose \+ 1" is a number, a comparison is needed/,
    ],
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
