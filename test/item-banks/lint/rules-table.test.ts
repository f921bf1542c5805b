import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LintRule } from '../../../server/item-banks/lint/lint-rule.js';
import { LINT_RULES } from '../../../server/item-banks/lint/lint-rules.js';
import { projectRoot } from '../../../server/platform/project-root.js';

const file = join(projectRoot, 'docs', 'lint-rules.md');

function looksAt(rule: LintRule): string {
  if ('inFigure' in rule) return 'figures (SVG) and images of items';
  if ('inItem' in rule) return 'items';
  return rule.parts ? rule.parts.join(', ') : 'items and lessons';
}

const table = (): string =>
  [
    '# Rules of the linter',
    '',
    'Made from `server/item-banks/lint/`; after a change there: `WRITE_DOCS=1 npm test -- test/item-banks/lint/rules-table.test.ts`.',
    '',
    "Every rule warns until a pharmacist makes it an error, for a bank in `bank.yaml` or for the municipality at `/lint-rules`. They have not been checked with the customers' pharmacists; where only a secondary source was seen, it says so.",
    '',
    '| code | rule | looks at | source |',
    '| --- | --- | --- | --- |',
    ...LINT_RULES.map(
      (rule) => `| ${rule.code} | ${rule.summary} | ${looksAt(rule)} | ${rule.source} |`,
    ),
    '| X01 | An exception (`lint: [{allow, because}]`) excuses something | items | Item bank guide |',
    '',
  ].join('\n');

describe('docs/lint-rules.md', () => {
  it('lists the rules as they are', () => {
    if (process.env['WRITE_DOCS']) writeFileSync(file, table());
    assert.equal(readFileSync(file, 'utf8'), table());
  });
});
