import assert from 'node:assert/strict';
import {
  inEnglish,
  reason,
  Reasons,
  REASON_CODES,
  within,
} from '../../server/item-banks/reasons.js';
import { reasonWords } from '../../server/item-banks/reasons.view.js';
import { textsOf } from '../../server/platform/http/i18n.js';
import { texts } from '../support/rendered.js';

const placeholders = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

describe('the reasons of imports and exports', () => {
  const english = Object.entries(textsOf('en')).filter(([key]) => key.startsWith('reason.'));
  const names = english.flatMap(([, text]) => placeholders(text));
  /** Each placeholder stands for itself. */
  const params = Object.fromEntries(names.map((name) => [name.slice(2, -2), name]));

  it('have a text each, and no text is left over', () => {
    assert.deepEqual(
      english.map(([key]) => key).sort(),
      REASON_CODES.map((code) => `reason.${code}`).sort(),
    );
  });

  it('say the same on pages as in commands: every placeholder is there', () => {
    for (const code of REASON_CODES)
      assert.deepEqual(
        placeholders(reasonWords({ code, params }, texts('en'))),
        placeholders(inEnglish({ code, params })),
        code,
      );
  });

  it('name the place first, from the outside in', () => {
    const cell = within('inCell', { line: 3, column: 'key' }, reason('cellEmpty'));
    assert.equal(inEnglish(cell), 'row 3, column "key": is empty');
    assert.equal(
      inEnglish(within('inPart', { part: 'a.csv' }, cell)),
      'a.csv: row 3, column "key": is empty',
    );
  });

  it('are in the language of the reader', () => {
    const cell = within(
      'inCell',
      { line: 3, column: 'fasit' },
      reason('cellNoLetter', { cell: 'x' }),
    );
    const inLanguage = (locale: 'nb' | 'sv') => reasonWords(cell, texts(locale));
    assert.equal(
      inLanguage('nb'),
      'rad 3, kolonne «fasit»: «x» er ikke bokstaven til noe alternativ',
    );
    assert.equal(
      inLanguage('sv'),
      'rad 3, kolumn ”fasit”: ”x” är inte bokstaven för något alternativ',
    );
  });

  it('are each said once', () => {
    const reasons = new Reasons([reason('noSource'), reason('noSource')]);
    reasons.add(reason('unitsNotKept', { unit: 'ml' }));
    reasons.add(reason('unitsNotKept', { unit: 'mg' }));
    assert.equal(reasons.all.length, 3);
  });
});
