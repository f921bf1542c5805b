import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bankImport, type ImportRow } from '../../server/cli/bank-import.js';
import { bankScore } from '../../server/cli/bank-score.js';
import { runCommand } from './a-print.js';

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
    const { documents, exitCode } = await runCommand(bankImport, { 'dry-run': 'true' }, [folder]);
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

  it('stores nothing yet, and says so', async () => {
    assert.equal((await runCommand(bankImport, {}, [folder])).exitCode, 2);
    const unknown = { 'dry-run': 'true', format: 'word' };
    assert.equal((await runCommand(bankImport, unknown, [folder])).exitCode, 2);
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
