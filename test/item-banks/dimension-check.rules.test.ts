import { deepEqual, equal, match } from 'node:assert/strict';
import { measuresOf, PLAIN, unitOf } from '../../server/item-banks/dimensions.rules.js';
import type { NumericItem } from '../../server/item-banks/item.js';
import { itemProblems } from '../../server/item-banks/item.rules.js';
import { UNITS } from '../../server/item-banks/units.rules.js';
import { workedSolution } from '../../server/item-banks/worked-solution.view.js';
import { variantsOf } from '../../server/item-banks/variants.rules.js';
import { aNumeric } from './some-items.js';

const value = (unit: string) => ({ values: ['2', '4', '6', '8'], unit });
const PARAMETERS = {
  dose: value('mg'),
  small: value('microgram'),
  volume: value('ml'),
  strength: value('mg/ml'),
  rate: value('ml/hour'),
  minutes: value('minute'),
  weight: value('kg'),
  perKg: value('mg/kg'),
  tablets: value('tablet'),
  ampoules: value('ampoule'),
  times: value('time'),
  insulin: value('unit'),
  international: value('IU'),
  drops: value('drop/minute'),
  factor: value('drop/ml'),
  percent: value('percent'),
};

/** An item with this key and only what it takes. */
function keyed(expression: string, unit: string, changes: Partial<NumericItem> = {}): NumericItem {
  const all = [expression, ...(changes.constraints ?? []), JSON.stringify(changes.derived ?? {})];
  const parameters = Object.fromEntries(
    Object.entries(PARAMETERS).filter(([name]) =>
      all.some((one) => new RegExp(`\\b${name}\\b`).test(one)),
    ),
  );
  const answer = { expression, unit, decimals: 4, check: { significantFigures: 2 } };
  return aNumeric({ parameters, answer, ...changes });
}
const saidOf = (item: NumericItem) =>
  itemProblems(item).flatMap(({ said, path }) => (said ? [{ ...said, at: path.join('.') }] : []));

describe('the dimensions of an item', () => {
  it('are known of every unit', () => {
    for (const unit of UNITS) equal(unitOf(measuresOf(unit)[0] ?? PLAIN), unit);
  });

  const right: readonly (readonly [string, string])[] = [
    ['dose / strength', 'ml'],
    ['dose * 1000', 'microgram'],
    ['small / 1000', 'mg'],
    ['small * 0.001', 'mg'],
    ['dose * 1000 / small', 'tablet'],
    ['weight * perKg / times', 'mg'],
    ['tablets * dose', 'mg'],
    ['tablets * times', 'tablet'],
    ['volume * 60 / minutes', 'ml/hour'],
    ['volume / rate * 60', 'minute'],
    ['drops * 60 / factor', 'ml/hour'],
    ['percent * 10 * volume', 'mg'],
    ['insulin * percent / 100', 'unit'],
    ['dose - 1', 'mg'],
    ['max(dose, 3)', 'mg'],
    ['rate * 24 hour', 'ml'],
    ['dose + small * 0.001 mg/microgram', 'mg'],
    ['1000 time * dose', 'mg'],
    ['2 * 3', 'tablet'],
  ];
  for (const [expression, unit] of right)
    it(`take ${expression} for ${unit}`, () => {
      deepEqual(saidOf(keyed(expression, unit)), []);
    });

  const wrong: readonly (readonly [string, string, string, string, string])[] = [
    ['dose + volume', 'mg', 'sum', 'mg', 'ml'],
    ['insulin + international', 'unit', 'sum', 'unit', 'IU'],
    ['tablets + ampoules', 'tablet', 'sum', 'tablet', 'ampoule'],
    ['dose - small', 'mg', 'conversion', 'mg', 'microgram'],
    ['max(rate, volume)', 'ml', 'comparison', 'ml/hour', 'ml'],
    ['dose * strength', 'ml', 'result', 'mg·mg/ml', 'ml'],
    ['perKg / strength', 'ml', 'result', 'ml/kg', 'ml'],
    ['strength / dose', 'ml', 'result', '1/ml', 'ml'],
    ['dose / small', 'tablet', 'resultConversion', 'mg/microgram', 'tablet'],
    ['volume / minutes', 'ml/hour', 'resultConversion', 'ml/minute', 'ml/hour'],
    ['dose * 1000 / strength', 'ml', 'resultConversion', '0.001 · ml', 'ml'],
    ['insulin * percent', 'unit', 'resultConversion', 'unit·percent', 'unit'],
  ];
  for (const [expression, unit, key, left, other] of wrong)
    it(`refuse ${expression} in ${unit}, and name both sides`, () => {
      const [problem] = saidOf(keyed(expression, unit));
      equal(problem?.key, key);
      const { units } = problem;
      deepEqual(
        [units['leftUnit'] ?? units['gives'], units['rightUnit'] ?? units['unit']],
        [left, other],
      );
    });

  it('hold in constraints, and a bare number takes the unit of what stands beside it', () => {
    const constrained = (constraint: string) =>
      saidOf(keyed('dose / strength', 'ml', { constraints: [constraint] }));
    for (const constraint of [
      'answer <= 4',
      'between(answer, 0.1, 20 ml)',
      'distinct(dose, strength)',
      'decimals(answer) <= 3 and multipleOf(dose, 0.5)',
    ])
      deepEqual(constrained(constraint), [], constraint);
    const [compared] = constrained('dose != strength');
    deepEqual(
      [compared?.at, compared?.key, compared?.values],
      ['constraints.0', 'comparison', { left: 'dose', right: 'strength' }],
    );
  });

  it('hold for what is derived, and for an interval', () => {
    const derived = { most: { expression: 'volume * strength', unit: 'ml' } };
    const [first] = saidOf(keyed('dose / strength', 'ml', { derived }));
    deepEqual([first?.at, first?.key], ['derived.most.expression', 'result']);
    const interval = keyed('dose / strength', 'ml', {
      answer: {
        expression: 'dose / strength',
        unit: 'ml',
        decimals: 4,
        check: { from: 'answer - 1', to: 'answer + dose' },
      },
    });
    equal(saidOf(interval)[0]?.at, 'answer.check.to');
  });

  it('say it in words for a file too, and by which factor', () => {
    const [problem] = itemProblems(keyed('dose / small', 'tablet'));
    match(
      problem?.message ?? '',
      /^answer\.expression: "dose \/ small" gives mg\/microgram, and the unit is tablet: a conversion by 1000/,
    );
  });

  it('do not take a forgotten sign for a unit', () => {
    const [problem] = saidOf(keyed('2 dose', 'mg', { parameters: { dose: PARAMETERS.dose } }));
    equal(problem?.key, 'shadowed');
  });

  it('let a number with its unit stand in the worked solution', () => {
    const item = keyed('rate * 24 hour', 'ml', {
      answer: { expression: 'rate * 24 hour', unit: 'ml', decimals: 0 },
    });
    const [variant] = variantsOf(item);
    const t = (): string => '';
    deepEqual(variant && workedSolution(item, variant, 'nb', t), [
      '2\u00a0ml/time · 24\u00a0timer = 48\u00a0ml',
    ]);
  });
});

describe('an expression that cannot be read', () => {
  const placeOf = (expression: string) => saidOf(keyed(expression, 'ml'))[0];

  it('says where it stops', () => {
    const { key, values } = placeOf('dose / (strength') ?? {};
    deepEqual([key, values], ['unreadable', { character: '17', before: 'dose / (strength' }]);
    equal(placeOf('dose / / strength')?.values['before'], 'dose /');
    equal(placeOf('dose / strenght')?.values['name'], 'strenght');
    equal(placeOf('rund(dose)')?.key, 'unknownFunction');
  });
});
