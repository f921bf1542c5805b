import assert from 'node:assert/strict';
import type { NumericItem } from '../../server/item-banks/item.js';
import { variantsOf } from '../../server/item-banks/variants.rules.js';
import { workedSolution } from '../../server/item-banks/worked-solution.view.js';
import { LOCALES, type Locale } from '../../server/platform/locale.js';
import { texts } from '../support/rendered.js';
import { aNumeric } from './some-items.js';
import { theBank } from './the-bank.js';

function solution(changes: Partial<NumericItem>, locale: Locale = 'nb'): string[] {
  const item = aNumeric(changes);
  const [variant] = variantsOf(item);
  assert.ok(variant);
  return workedSolution(item, variant, locale, texts(locale)).map((line) =>
    line.replaceAll('\u00a0', ' '),
  );
}

const parameters: NumericItem['parameters'] = {
  weight: { values: ['12'], unit: 'kg' },
  perKg: { values: ['1.5'], unit: 'mg/kg' },
  strength: { values: ['24'], unit: 'mg/ml' },
};
const steps: Partial<NumericItem> = {
  parameters,
  derived: {
    dose: { expression: 'weight * perKg', unit: 'mg' },
    unused: { expression: 'weight * 2', unit: 'kg' },
  },
  answer: { expression: 'dose / strength', unit: 'ml', decimals: 2 },
};

describe('the worked solution', () => {
  it('goes step by step with the candidate’s numbers, as each country writes them', () => {
    assert.deepEqual(
      LOCALES.map((locale) => solution(steps, locale)),
      [
        ['12 kg · 1,5 mg/kg = 18 mg', '18 mg : 24 mg/ml = 0,75 ml'],
        ['12 kg · 1,5 mg/kg = 18 mg', '18 mg : 24 mg/ml = 0,75 ml'],
        ['12 kg · 1,5 mg/kg = 18 mg', '18 mg / 24 mg/ml = 0,75 ml'],
        ['12 kg × 1.5 mg/kg = 18 mg', '18 mg ÷ 24 mg/ml = 0.75 ml'],
      ],
    );
  });

  const of = (expression: string, changes: Partial<NumericItem['answer']> = {}): string[] =>
    solution({ parameters, answer: { expression, unit: 'ml', decimals: 4, ...changes } });

  it('has brackets where they are needed, and only there', () => {
    assert.deepEqual(of('(weight + 3) * 2 - (perKg + 1)'), [
      '(12 kg + 3) · 2 − (1,5 mg/kg + 1) = 27,5 ml',
    ]);
    assert.deepEqual(of('weight / (strength / 8) / 2'), ['12 kg : (24 mg/ml : 8) : 2 = 2 ml']);
    assert.deepEqual(of('(weight * perKg) + 1'), ['12 kg · 1,5 mg/kg + 1 = 19 ml']);
  });

  it('says where it was rounded', () => {
    const rounding = { direction: 'down', step: '0.1' } as const;
    assert.deepEqual(of('5 / weight', { rounding }), ['5 : 12 kg ≈ 0,417 ml', 'Rundet av: 0,4 ml']);
  });

  it('says functions in words', () => {
    assert.deepEqual(of('min(weight, 10)'), ['det minste av (12 kg; 10) = 10 ml']);
  });

  it('ends at the key, in every variant and language of the bank', async () => {
    for (const item of (await theBank()).items) {
      if (item.type !== 'numeric') continue;
      for (const variant of variantsOf(item))
        for (const locale of LOCALES) {
          const last = workedSolution(item, variant, locale, texts(locale)).at(-1) ?? '';
          const key = variant.answer.replace('.', locale === 'en' ? '.' : ',');
          assert.ok(
            last.replaceAll(/(?<=\d)\u00a0(?=\d)/g, '').includes(` ${key}\u00a0`),
            `${item.id}: ${last} has no ${key}`,
          );
        }
    }
  });
});
