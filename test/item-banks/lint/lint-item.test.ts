import assert from 'node:assert/strict';
import { LINT_CODES } from '../../../server/item-banks/lint/lint-code.js';
import { lintItem, lintLesson } from '../../../server/item-banks/lint/lint-item.js';
import {
  NORDIC_PROFILE,
  lintChangesSchema,
  lintProfile,
} from '../../../server/item-banks/lint/lint-profile.js';
import { LINT_RULES } from '../../../server/item-banks/lint/lint-rules.js';
import { aNumeric } from '../some-items.js';
import { theBank } from '../the-bank.js';
import { itemSaying } from './some-findings.js';

const doubtful = itemSaying('nb', { rationale: 'Gi 1,0 mg.' });
const codesOf = (item: typeof doubtful, changes?: object): string[] =>
  lintItem(item, lintProfile(changes && lintChangesSchema.parse(changes))).map(
    ({ code, severity }) => `${code} ${severity}`,
  );

describe('the linter', () => {
  it('warns, until a pharmacist makes it an error', () => {
    assert.deepEqual(codesOf(doubtful), ['N01 warning']);
    assert.deepEqual(codesOf(doubtful, { errors: ['N01'] }), ['N01 error']);
    assert.deepEqual(codesOf(doubtful, { off: ['N01'] }), []);
  });

  it('leaves out what the item excuses, and no other rule', () => {
    const excused = {
      ...doubtful,
      lint: [{ allow: 'N01', because: 'It is what is asked' }],
    } as const;
    assert.deepEqual(codesOf(excused), []);
    const other = {
      ...doubtful,
      lint: [{ allow: 'N02', because: 'It is what is asked' }],
    } as const;
    assert.deepEqual(codesOf(other), ['N01 warning', 'X01 warning']);
  });

  it('finds an excuse that excuses nothing, except for a rule that the profile switched off', () => {
    const idle = {
      ...itemSaying('nb', {}),
      lint: [{ allow: 'N01', because: 'Was needed once' }],
    } as const;
    const [finding] = lintItem(idle, NORDIC_PROFILE);
    assert.deepEqual([finding?.code, finding?.place.path], ['X01', ['lint', '0']]);
    assert.deepEqual(codesOf(idle, { off: ['N01'] }), []);
  });

  it('has nothing to say about an ordinary item, nor about one that is hardly begun', () => {
    assert.deepEqual(codesOf(itemSaying('nb', {})), []);
    const begun = aNumeric({ sources: [], texts: { nb: { stem: '', rationale: '' } } });
    assert.deepEqual(codesOf(begun), ['Q04 warning', 'Q05 warning']);
  });

  it('reads lessons for what is not about questions', () => {
    const lesson = '# Dose\n\nGi 1,0 mg. ![](figure.svg) Hva gjør du ikke?';
    const codes = (allowed: Parameters<typeof lintLesson>[2]) =>
      lintLesson(lesson, 'nb', allowed, NORDIC_PROFILE).map(({ code }) => code);
    assert.deepEqual(codes([]), ['N01', 'Q06']);
    assert.deepEqual(codes([{ allow: 'N01', because: 'It shows what not to do' }]), ['Q06']);
  });

  it('has one rule for each code, in their order', () => {
    const codes = LINT_RULES.map(({ code }) => code);
    assert.deepEqual([...codes, 'X01'], [...LINT_CODES]);
  });

  it('is quick enough to ask while somebody types: below 20 ms an item', async () => {
    const { items } = await theBank();
    for (const item of items) lintItem(item, NORDIC_PROFILE);
    const used = process.cpuUsage();
    for (const item of items) lintItem(item, NORDIC_PROFILE);
    const { user } = process.cpuUsage(used);
    assert.ok(user / 1000 / items.length < 20, `${user / 1000 / items.length} ms`);
  });
});
