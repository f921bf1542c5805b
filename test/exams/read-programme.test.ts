import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formLength } from '../../server/exams/programme.js';
import { readProgramme, type ProgrammeRead } from '../../server/exams/read-programme.js';
import { bankFolder, theBank } from '../item-banks/the-bank.js';

describe('the programme that a bank proposes', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medsert-programme-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function changed(from: string, to: string): Promise<ProgrammeRead> {
    const content = await readFile(join(bankFolder, 'programme.yaml'), 'utf8');
    assert.equal(content.split(from).length, 2, from);
    await writeFile(join(folder, 'programme.yaml'), content.replace(from, to));
    return readProgramme(folder, (await theBank()).bank);
  }

  it('is Skien’s: a test of 40 items in one hour, 34 of them right', async () => {
    const { template } = await theBank();
    assert.equal(formLength(template.specification), 40);
    assert.equal(template.rules.minutes, 60);
    assert.equal(template.rules.cutScorePercent, 85);
    assert.equal(template.bankId, 'legemiddelhandtering');
  });

  it('says that the file is missing', async () => {
    const { template, problems } = await readProgramme(folder, (await theBank()).bank);
    assert.equal(template, undefined);
    assert.deepEqual(problems, [{ file: 'programme.yaml', line: 1, message: 'is missing' }]);
  });

  it('names the line of a fault', async () => {
    const { template, problems } = await changed('minutes: 60', 'minutes: 0');
    assert.equal(template, undefined);
    assert.match(problems[0]?.message ?? '', /rules\.minutes/);
    assert.ok((problems[0]?.line ?? 0) > 20);
  });

  it('names a topic that the bank does not have', async () => {
    const { problems } = await changed('topics: [deviations]', 'topics: [sport]');
    assert.match(problems[0]?.message ?? '', /topic sport is not in bank\.yaml/);
  });

  it('names a topic in two sections: an item could be in a form twice', async () => {
    const { problems } = await changed('topics: [deviations]', 'topics: [deviations, law]');
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['section deviations: topic law is in section law too'],
    );
  });

  it('names a section that wants more critical items than items', async () => {
    const { problems } = await changed(
      'quota: 4, criticalAtLeast: 2',
      'quota: 4, criticalAtLeast: 5',
    );
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['section checks: criticalAtLeast is more than the quota'],
    );
  });

  it('names an id that two sections have', async () => {
    const { problems } = await changed('id: deviations', 'id: law');
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['section law: the id is used twice'],
    );
  });
});
