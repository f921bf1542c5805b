import { LOCALES } from '../../platform/locale.js';
import { hitsOf, type ItemRule } from './lint-rule.js';
import { DOSE_UNIT, NUMBER_STARTS, SPACE, pattern } from './unit-pattern.js';

const QUANTITY = pattern(
  `${NUMBER_STARTS}(?<!\\p{L})(\\d+(?:[.,]\\d+)?)${SPACE}?(?=${DOSE_UNIT}|%)`,
);

/** What one unit is in another: these do not vary. */
const CONSTANTS: readonly string[] = ['1', '10', '100', '1000', '0,001', '0.001', '24', '60', '7'];

/**
 * N17: a quantity that stays the same while all others vary contradicts the variant or gives its answer away. Constants of conversion pass.
 * Source: requirement on parametric dosage items (every number in the stem is a parameter), question-banks/README.md.
 */
export const numberThatIsNoVariable: ItemRule = {
  code: 'N17',
  summary: 'In a parametric item every quantity in the text is a parameter',
  source: 'Item bank guide, "Numeric items and parameters"',
  inItem(item) {
    if (item.type !== 'numeric' || Object.keys(item.parameters).length === 0) return [];
    return LOCALES.flatMap((locale) =>
      (['stem', 'rationale'] as const).flatMap((part) => {
        const text = item.texts[locale]?.[part] ?? '';
        return hitsOf(
          { part, locale, path: ['texts', locale, part], text },
          QUANTITY,
          ([, number = '']) => (CONSTANTS.includes(number) ? undefined : { found: number }),
        );
      }),
    );
  },
};
