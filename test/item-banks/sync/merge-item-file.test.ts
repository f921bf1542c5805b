import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readItemFile } from '../../../server/item-banks/item-file.js';
import type { FileForm } from '../../../server/item-banks/life-cycle.js';
import { readProducts } from '../../../server/item-banks/read-products.js';
import { formOf } from '../../../server/item-banks/sync/compare.rules.js';
import { mergeItemFile, newItemFile } from '../../../server/item-banks/sync/merge-item-file.js';

const BANK = 'question-banks/legemiddelhandtering';

const FILE = `# Asked for by the night shift.
id: law-900
type: singleChoice
topic: law # the course's first lesson
pool: exam
status: approved

difficulty: easy
reviewBy: 2027-11-01
approval: sample content, to be approved by the municipality's pharmacist
sources:
- 'Lov A § 1' # look again in 2028
- "Lov B"
key: b
texts:
  nb:
    stem: >-
      Hvem har ansvaret for
      legemidlene?
    options: {a: Ingen, b: 'Virksomheten', c: Alle}
    rationale: Slik er loven.
`;

function read(text: string): FileForm {
  const { item, problems } = readItemFile('items/law/law-900.yaml', text);
  assert.ok(item, JSON.stringify(problems));
  return formOf(item);
}

function merged(change: (item: Record<string, unknown>) => Record<string, unknown>): string {
  const before = read(FILE);
  const { status, ...item } = change({ ...before.item, status: before.status });
  return mergeItemFile(FILE, before, { item, status } as unknown as FileForm, {});
}

describe('an item of the database written back into its file', () => {
  it('leaves a file alone in which nothing has changed', () => {
    assert.equal(
      merged((item) => item),
      FILE,
    );
  });

  it('changes a value in its place, with its comment and its quotation marks', () => {
    const now = merged((item) => ({ ...item, topic: 'checks', status: 'retired' }));
    assert.equal(
      now,
      FILE.replace('topic: law #', 'topic: checks #').replace('approved\n', 'retired\n'),
    );
  });

  it('adds, removes and changes members of lists and maps, and keeps the others as they are written', () => {
    const now = merged((item) => ({
      ...item,
      critical: true,
      sources: ['Lov A § 1', 'Lov C'],
      variantGroup: 'duty',
    }));
    assert.match(now, /- 'Lov A § 1' # look again in 2028\n- Lov C\n/);
    assert.match(now, /critical: true\n/);
    assert.match(now, /variantGroup: duty\n/);
    assert.match(now, /stem: >-\n {6}Hvem har ansvaret for\n/);
    const again = read(now);
    assert.equal(again.item.critical, true);
    assert.deepEqual(again.item.sources, ['Lov A § 1', 'Lov C']);
  });

  it('takes a language in, and quotes what YAML would read as something else', () => {
    const text = { stem: 'no: yes?', options: { a: '1', b: 'true', c: '~' }, rationale: '# none' };
    const now = merged((item) => ({ ...item, texts: { ...(item['texts'] as object), sv: text } }));
    assert.deepEqual(read(now).item.texts.sv, text);
  });

  it('changes one line alone of a file that comes with us, and writes it anew as the same item', async () => {
    const { tables } = await readProducts(BANK);
    // One of each type and way of writing.
    for (const id of ['law-001', 'controlled-001', 'forms-018', 'calculation-003']) {
      const [topic = ''] = id.split('-');
      const text = readFileSync(join(BANK, 'items', topic, `${id}.yaml`), 'utf8');
      const { item } = readItemFile(id, text, tables);
      assert.ok(item, id);
      const form = formOf(item);
      const after = { ...form, item: { ...form.item, reviewBy: '2031-01-01' } };
      const lines = mergeItemFile(text, form, after, tables).split('\n');
      const differ = text.split('\n').filter((line, index) => line !== lines[index]);
      assert.equal(differ.length, 1, `${id}: ${differ.join(' | ')}`);
      assert.deepEqual(readItemFile(id, newItemFile(form, tables), tables).item, item);
    }
  });
});
