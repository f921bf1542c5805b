import assert from 'node:assert/strict';
import {
  UNITS,
  formatNumber,
  formatQuantity,
  isUnit,
  unitName,
} from '../../server/item-banks/units.rules.js';
import { LOCALES, type Locale } from '../../server/platform/locale.js';

/** Numbers and units are parted by a space that does not break; here it is written as `_`. */
const visible = (text: string): string => text.replaceAll('\u00a0', '_');

describe('a number in a text', () => {
  const cases: readonly (readonly [value: string, locale: Locale, text: string])[] = [
    ['2.5', 'nb', '2,5'],
    ['2.5', 'nn', '2,5'],
    ['2.5', 'sv', '2,5'],
    ['2.5', 'en', '2.5'],
    ['0.125', 'nb', '0,125'],
    ['1000', 'nb', '1000'],
    ['9999', 'sv', '9999'],
    ['10000', 'nb', '10_000'],
    ['10000', 'en', '10_000'],
    ['100000', 'sv', '100_000'],
    ['1234567', 'nb', '1_234_567'],
    ['12345.678', 'nb', '12_345,678'],
    ['12345.678', 'en', '12_345.678'],
    ['0', 'nb', '0'],
  ];
  for (const [value, locale, text] of cases) {
    it(`${value} in ${locale} is ${text}`, () => {
      assert.equal(visible(formatNumber(value, locale)), text);
    });
  }
});

describe('a quantity', () => {
  const cases: readonly (readonly [value: string, unit: string, locale: Locale, text: string])[] = [
    ['2.5', 'mg', 'nb', '2,5_mg'],
    ['1', 'tablet', 'nb', '1_tablett'],
    ['2', 'tablet', 'nb', '2_tabletter'],
    ['2', 'tablet', 'nn', '2_tablettar'],
    ['2', 'tablet', 'sv', '2_tabletter'],
    ['2', 'tablet', 'en', '2_tablets'],
    ['1', 'tablet', 'en', '1_tablet'],
    ['0.5', 'tablet', 'nb', '0,5_tablett'],
    ['0.5', 'tablet', 'en', '0.5_tablets'],
    ['1.5', 'tablet', 'sv', '1,5_tabletter'],
    ['0', 'drop', 'nb', '0_dråper'],
    ['12000', 'IU', 'nb', '12_000_internasjonale enheter'],
    ['10', 'unit', 'nn', '10_einingar'],
    ['500', 'microgram', 'sv', '500_mikrogram'],
    ['500', 'microgram', 'en', '500_micrograms'],
    ['40', 'ml/hour', 'nb', '40_ml/time'],
    ['20', 'drop/minute', 'nb', '20_dråper/minutt'],
    ['20', 'drop/minute', 'en', '20_drops/minute'],
    ['100', 'unit/ml', 'sv', '100_enheter/ml'],
    ['5', 'percent', 'nb', '5_%'],
  ];
  for (const [value, unit, locale, text] of cases) {
    it(`${value} ${unit} in ${locale} is ${text}`, () => {
      assert.equal(visible(formatQuantity(value, unit, locale)), text);
    });
  }
});

describe('units', () => {
  it('are known alone and joined by a slash', () => {
    for (const unit of ['mg', 'mg/ml', 'mg/kg', 'drop/minute', 'mg/tablet'])
      assert.ok(isUnit(unit), unit);
  });

  it('are refused when we do not know them', () => {
    for (const unit of ['', 'E', 'IE', 'mcg', 'µg', 'mg/', '/ml', 'mg//ml', 'constructor', 'Mg'])
      assert.ok(!isUnit(unit), unit);
  });

  it('have a name in every language, for one and for several', () => {
    for (const unit of UNITS)
      for (const locale of LOCALES)
        for (const several of [false, true]) assert.notEqual(unitName(unit, locale, several), '');
  });

  it('cannot be printed when we do not know them', () => {
    assert.throws(() => unitName('mcg', 'nb', false), /Unknown unit mcg/);
  });
});
