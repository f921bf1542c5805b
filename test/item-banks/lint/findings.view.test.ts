import assert from 'node:assert/strict';
import type { Finding } from '../../../server/item-banks/lint/finding.js';
import { findingsView } from '../../../server/item-banks/lint/findings.view.js';
import { LINT_RULES } from '../../../server/item-banks/lint/lint-rules.js';
import { textsOf } from '../../../server/platform/http/i18n.js';
import { texts } from '../../support/rendered.js';

const finding: Finding = {
  code: 'N01',
  severity: 'warning',
  place: { path: ['texts', 'nb', 'options', 'a'], locale: 'nb', range: { from: 3, to: 6 } },
  key: 'lint.N01',
  params: { found: '1,0', instead: '1' },
  replacement: '1',
};
const placed = (path: readonly string[]): Finding => ({ ...finding, place: { path } });

describe('findings as a page shows them', () => {
  it('say where, what and what to do, in the language of the reader', () => {
    assert.deepEqual(findingsView([finding], texts('nb')), {
      heading: '1 merknad',
      findings: [
        {
          code: 'N01',
          colour: 'warning',
          severity: 'Advarsel',
          place: 'Alternativ a, bokmål',
          message: '«1,0» slutter på null etter desimaltegnet.',
          suggestion: 'Skriv «1». Den som ikke ser kommaet, leser ti ganger så mye.',
          field: 'texts.nb.options.a',
          from: 3,
          to: 6,
          replacement: '1',
        },
      ],
    });
  });

  it('come with the errors first', () => {
    const error: Finding = { ...finding, severity: 'error' };
    const { findings, heading } = findingsView([finding, error], texts('sv'));
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ['Fel', 'Varning'],
    );
    assert.equal(heading, '2 anmärkningar');
  });

  it('say so when there is nothing', () => {
    assert.deepEqual(findingsView([], texts('en')), {
      heading: 'Nothing to remark.',
      findings: [],
    });
  });

  it('name every part of an item', () => {
    const place = (...path: string[]) =>
      findingsView([placed(path)], texts('en')).findings[0]?.place;
    assert.equal(place('sources'), 'Sources');
    assert.equal(place('parameters', 'dose'), 'Parameter dose');
    assert.equal(place('cases', '0', 'drug'), 'Word in row 1');
    assert.equal(place('answer', 'unit'), 'Answer');
    assert.equal(place('lint', '0'), 'Exceptions');
    assert.equal(place(), 'The item');
  });

  it('have a message and a suggestion for every rule', () => {
    const keys = Object.keys(textsOf('en'));
    for (const code of [...LINT_RULES.map((rule) => rule.code), 'X01']) {
      const messages = keys.filter((key) =>
        new RegExp(`^lint\\.${code}(\\.(?!fix)\\w+)?$`).test(key),
      );
      assert.ok(messages.length > 0, code);
      for (const message of messages) assert.ok(keys.includes(`${message}.fix`), message);
    }
  });
});
