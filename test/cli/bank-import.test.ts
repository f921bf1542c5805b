import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bankExportCommand } from '../../server/cli/bank-export.js';
import { bankImportCommand } from '../../server/cli/bank-import.js';
import type { ImportRow } from '../../server/item-banks/formats/import-plan.view.js';
import { bankScore } from '../../server/cli/bank-score.js';
import { readBank } from '../../server/item-banks/read-bank.js';
import { bankTemplateCommand } from '../../server/cli/bank-template.js';
import { aPng, moodleWithImages } from '../item-banks/some-images.js';
import { runCommand } from './a-print.js';

const clock = () => new Date('2026-03-01T12:00:00Z');

describe('medsert bank import and score', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medsert-import-'));
    await mkdir(join(folder, 'below'));
    await writeFile(join(folder, 'below', 'a.gift'), '::One::Which?{=a ~b}\n\nBad {=a');
    await writeFile(join(folder, 'letter.txt'), 'Dear all');
    await writeFile(join(folder, 'picture.png'), 'x');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reports each file and question of a folder', async () => {
    const { documents, exitCode } = await runCommand(
      bankImportCommand(clock),
      { 'dry-run': 'true' },
      [folder],
    );
    assert.equal(exitCode, 1);
    const rows = documents[0] as readonly ImportRow[];
    assert.deepEqual(
      rows.map(({ file, index, title, status, score }) => [file, index, title, status, score]),
      [
        ['below/a.gift', 0, 'One', 'imported', 1],
        ['below/a.gift', 1, null, 'refused', undefined],
        ['letter.txt', null, null, 'refused', undefined],
      ],
    );
    assert.ok(rows.every(({ status, reason }) => status === 'imported' || reason));
  });

  it('wants to know where to, and reads only formats it knows', async () => {
    assert.equal((await runCommand(bankImportCommand(clock), {}, [folder])).exitCode, 2);
    const unknown = { 'dry-run': 'true', format: 'word' };
    assert.equal((await runCommand(bankImportCommand(clock), unknown, [folder])).exitCode, 2);
  });

  describe('into a bank', () => {
    let bank: string;
    const run = (words: readonly string[], options: Readonly<Record<string, string>> = {}) =>
      runCommand(bankImportCommand(clock), { bank, ...options }, words);
    const gift = async (text: string): Promise<string> => {
      await writeFile(join(folder, 'more.gift'), text);
      return join(folder, 'more.gift');
    };
    const outcomes = ({ documents }: { readonly documents: readonly unknown[] }) =>
      (documents[0] as readonly ImportRow[]).map(({ becomes }) => becomes.outcome);
    const items = () => readBank(bank).then((read) => read.items);

    beforeEach(async () => {
      bank = join(folder, 'bank');
      await mkdir(bank);
      await writeFile(
        join(bank, 'bank.yaml'),
        'id: b\ntitles: {nb: B}\nlicence: EUPL-1.2\napproval: sample\nlanguages: [nb]\ntopics: {law: {nb: Lov}, forms: {nb: Former}}\n',
      );
    });

    it('writes drafts that say where they came from, and knows them again', async () => {
      const file = await gift(
        '$CATEGORY: Alle/Law\n\n// [id:Dose 1]\nHva er **rett** dose?{=[html]<b>5</b> ml ~500 ml #for mye ####Fordi 5 er nok.}',
      );
      assert.equal((await run([file])).exitCode, 0);
      const [item] = await items();
      assert.equal(item?.id, 'dose-1');
      assert.deepEqual(
        [item.topic, item.status, item.reviewBy, item.provenance],
        ['law', 'draft', '2027-03-01', { file: 'more.gift', format: 'gift', id: 'Dose 1' }],
      );
      assert.deepEqual(item.texts.nb, {
        stem: 'Hva er \\*\\*rett\\*\\* dose?',
        options: { a: '**5** ml', b: '500 ml' },
        rationale: 'Fordi 5 er nok.',
      });
      assert.deepEqual(outcomes(await run([file])), ['unchanged']);
    });

    it('keeps images beside the items, under the names of their content, and takes them out again', async () => {
      const file = join(folder, 'a.xml');
      await writeFile(file, moodleWithImages({ 'a.png': aPng() }));
      assert.equal((await run([file], { topic: 'law' })).exitCode, 0);
      const { images, items: kept, problems } = await readBank(bank);
      assert.deepEqual(problems, []);
      const [name = ''] = images.keys();
      assert.deepEqual(Buffer.from(images.get(name)?.bytes ?? []), aPng());
      assert.match(kept[0]?.texts.nb?.stem ?? '', new RegExp(name));
      const out = join(folder, 'out.xml');
      const { exitCode } = await runCommand(
        bankExportCommand(clock),
        { format: 'moodle-xml', out },
        [bank],
      );
      assert.equal(exitCode, 0);
      assert.ok((await readFile(out, 'utf8')).includes(aPng().toString('base64')));

      await writeFile(join(bank, 'images', name), aPng(9, 9));
      assert.match((await readBank(bank)).problems[0]?.message ?? '', /is not what it was/);
      await rm(join(bank, 'images', name));
      assert.match((await readBank(bank)).problems[0]?.message ?? '', /is not in the bank/);
    });

    it('writes nothing where an id is taken, until those are left out', async () => {
      await run([await gift('// [id:one]\nHva er rett?{=a ~b}')], { topic: 'law' });
      const file = await gift('// [id:one]\nHva er feil?{=a ~b}\n\n// [id:two]\nOg her?{=c ~d}');
      const first = await run([file], { topic: 'law' });
      assert.deepEqual([first.exitCode, outcomes(first)], [1, ['conflict', 'new']]);
      assert.deepEqual(
        (await items()).map(({ id }) => id),
        ['one'],
      );
      await run([file], { topic: 'law', 'skip-conflicts': 'true' });
      assert.deepEqual(
        (await items()).map(({ id, texts }) => [id, texts.nb?.stem]),
        [
          ['one', 'Hva er rett?'],
          ['two', 'Og her?'],
        ],
      );
    });

    it('says by name what cannot be one of our items', async () => {
      const file = await gift(
        'Hvor mye?{#5:1}\n\nHvor mye?{#=5 =6}\n\nHvem var det?{=Ibsen}\n\nHvilken?{=a =b ~c}\n\nHvilken?{=a ~%50%b}',
      );
      const { documents } = await run([file], { topic: 'law', unit: 'ml', 'dry-run': 'true' });
      const rows = documents[0] as readonly ImportRow[];
      assert.deepEqual(
        rows.map(({ status, becomes }) => [status, becomes.outcome, becomes.type]),
        [
          ['imported', 'new', 'numeric'],
          ['imported', 'refused', undefined],
          ['imported', 'refused', undefined],
          ['imported', 'refused', undefined],
          ['imported', 'new', 'singleChoice'],
        ],
      );
      assert.match(rows[1]?.becomes.reason ?? '', /several numbers are right/);
      assert.match(rows[2]?.becomes.reason ?? '', /shortanswer/);
      assert.match(rows[3]?.becomes.reason ?? '', /several options/);
      assert.match(rows[4]?.becomes.warnings.join() ?? '', /part of the mark for "b"/);
      assert.deepEqual(await items(), []);
    });

    it('needs a topic of the bank', async () => {
      const { documents } = await run([await gift('Hva er rett?{=a ~b}')], { topic: 'none' });
      const [row] = documents[0] as readonly ImportRow[];
      assert.match(row?.becomes.reason ?? '', /--topic \(law, forms\)/);
    });

    it('takes in what was exported', async () => {
      await run([await gift('// [id:one]\nHva er rett?{=a ~b}')], { topic: 'law' });
      const before = await items();
      for (const format of ['gift', 'moodle-xml', 'qti3', 'csv']) {
        const out = join(folder, `out.${format === 'qti3' ? 'zip' : 'txt'}`);
        const exported = await runCommand(bankExportCommand(clock), { format, out }, [bank]);
        assert.equal(exported.exitCode, 0);
        assert.deepEqual(outcomes(await run([out])), ['unchanged']);
      }
      assert.deepEqual(await items(), before);
    });
  });

  it('hands out a table that it takes in', async () => {
    for (const format of ['csv', 'xlsx']) {
      const out = join(folder, `table.${format}`);
      assert.equal((await runCommand(bankTemplateCommand(clock), { out }, [format])).exitCode, 0);
      const { exitCode } = await runCommand(bankImportCommand(clock), { 'dry-run': 'true' }, [out]);
      assert.equal(exitCode, 0);
    }
    assert.equal((await runCommand(bankTemplateCommand(clock), {}, ['csv'])).exitCode, 2);
  });

  it('marks given responses', async () => {
    const responses = join(folder, 'responses.json');
    await writeFile(
      responses,
      JSON.stringify([
        { name: 'right', item: 'One', responses: { response: 'a' } },
        { name: 'wrong', item: 'One', responses: { response: 'b' } },
        { name: 'none', item: 'Two', responses: {} },
      ]),
    );
    const file = join(folder, 'below', 'a.gift');
    const { documents, exitCode } = await runCommand(bankScore, { responses }, [file]);
    assert.equal(exitCode, 1);
    assert.deepEqual(
      (documents[0] as readonly { score?: number }[]).map(({ score }) => score),
      [1, 0, undefined],
    );
  });
});
