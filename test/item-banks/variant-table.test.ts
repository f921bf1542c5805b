import assert from 'node:assert/strict';
import { variantTable } from '../../server/item-banks/variant-table.rules.js';
import { variantTableView } from '../../server/item-banks/variant-table.view.js';
import { variantsHashOf } from '../../server/item-banks/content-hash.rules.js';
import { readable } from '../support/a-page.js';
import { renderedPartial, texts } from '../support/rendered.js';
import { aNumeric } from './some-items.js';

const item = aNumeric({
  parameters: { dose: { values: ['5', '10', '14'], unit: 'mg' } },
  products: {
    sources: ['FASS, oral lösning'],
    columns: { drug: { text: true }, strength: { unit: 'mg/ml' } },
    rows: { 'morphine-2': { drug: { nb: 'morfin', en: 'morphine' }, strength: '2' } },
  },
  constraints: ['dose <= 10'],
  answer: { expression: 'dose / strength', unit: 'ml', decimals: 1, check: { absolute: '0.1' } },
  errors: {
    tenfold: null,
    otherGuess: { expression: 'dose + 1.5', feedback: { nb: 'Du har gjettet.', en: 'A guess.' } },
  },
});

describe('the table of variants that a second person approves', () => {
  it('has every variant with its numbers, key, range and mistakes, and the hash that the approval keeps', () => {
    const { hash, rows, refused, productSources } = variantTable(item);
    assert.equal(hash, variantsHashOf(item));
    assert.deepEqual(
      rows.map(({ variant, accepted, distractors }) => [
        variant.answer,
        accepted?.least.toFixed(),
        accepted?.most.toFixed(),
        ...distractors.map(({ mistake, value }) => `${mistake} ${value.toFixed()}`),
      ]),
      [
        ['2.5', '2.4', '2.6', 'tenfold 25', 'otherGuess 6.5'],
        ['5', '4.9', '5.1', 'tenfold 50', 'otherGuess 11.5'],
      ],
    );
    assert.deepEqual(
      refused.map(({ reason, count }) => [reason, count]),
      [['the constraint "dose <= 10"', 1]],
    );
    assert.deepEqual(productSources, ['FASS, oral lösning']);
  });

  const page = (locale: 'nb' | 'en'): string =>
    readable(
      renderedPartial(
        'variant-table',
        locale,
        variantTableView(item, variantTable(item), locale, texts(locale)),
      ),
    ).replaceAll('\u00a0', ' ');

  it('is printed in the language of the reader', () => {
    assert.match(
      page('nb'),
      /morfin 2 mg\/ml 5 mg 2,5 ml 2,4 til 2,6 25 – ti ganger for stort 6,5 – Du har gjettet\. 5 mg : 2 mg\/ml = 2,5 ml/,
    );
    assert.match(
      page('en'),
      /morphine 2 mg\/ml 5 mg 2\.5 ml 2\.4 to 2\.6 25 – ten times too large/,
    );
    assert.match(page('en'), /Combinations left out 1: the constraint "dose <= 10"/);
  });
});
