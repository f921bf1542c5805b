import { deepEqual, equal } from 'node:assert/strict';
import { findingsOf, weighed } from '../../server/item-banks/item-findings.rules.js';
import { lintChangesSchema } from '../../server/item-banks/lint/lint-profile.js';
import { anItemCalled } from './a-written-bank.js';

describe('What is wrong with an item', () => {
  const { texts } = anItemCalled('any');
  const inMicrograms = anItemCalled('doubtful', {
    texts: { nb: { ...texts.nb, stem: 'Hva er 500 mcg i mg?' } } as typeof texts,
  });
  const severities = (item: Parameters<typeof findingsOf>[0], bank = {}) =>
    weighed(findingsOf(item, bank, new Map())).map(({ severity }) => severity);

  it('is a warning, until the bank’s pharmacist makes the rule an error', () => {
    const { doubts } = findingsOf(inMicrograms, {}, new Map());
    deepEqual(
      doubts.filter(({ code }) => code === 'N03').map(({ severity }) => severity),
      ['warning'],
    );
    equal(severities(inMicrograms).includes('error'), false);
    const strict = { lint: lintChangesSchema.parse({ errors: ['N03'] }) };
    equal(severities(inMicrograms, strict).includes('error'), true);
  });

  it('is an error where the item is built wrong, whatever the bank says', () => {
    const wrong = anItemCalled('wrong', { key: 'z' });
    equal(findingsOf(wrong, {}, new Map()).mistakes.length, 1);
    equal(severities(wrong).includes('error'), true);
  });
});
