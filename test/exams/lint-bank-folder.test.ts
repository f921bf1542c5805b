import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainDate } from '../../server/platform/plain-date.js';
import { bankCheckCommand } from '../../server/cli/bank-check.js';
import { lintBankFolder } from '../../server/exams/lint-bank-folder.js';
import { readBankFolder } from '../../server/exams/read-bank-folder.js';
import { projectRoot } from '../../server/platform/project-root.js';
import { runCommand } from '../cli/a-print.js';
import { bankFolder } from '../item-banks/the-bank.js';

describe('the banks that the service is delivered with', () => {
  it('leave the linter nothing to say', async () => {
    const banks = join(projectRoot, 'question-banks');
    const folders = (await readdir(banks, { withFileTypes: true })).filter((entry) =>
      entry.isDirectory(),
    );
    assert.ok(folders.length > 0);
    for (const { name } of folders) {
      const folder = join(banks, name);
      const findings = await lintBankFolder(
        folder,
        await readBankFolder(folder),
        plainDate('2026-11-02'),
      );
      assert.deepEqual(
        findings.map(({ file, line, key }) => `${file}:${line} ${key}`),
        [],
      );
    }
  });
});

describe('medsert bank check', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medsert-lint-'));
    await cp(bankFolder, folder, { recursive: true });
    await keepLawOnly();
    await edit('items/law/law-001.yaml', (text) =>
      text.replace('Hvem har etter', 'Hun får 1,0 mg. Hvem har etter'),
    );
    await edit('items/law/law-002.yaml', (text) =>
      text.replace(
        '    rationale: Forskriften',
        '    rationale: >-\n      Først.\n      Så 5mg.\n      Forskriften',
      ),
    );
    await edit('course/01-law/nb.md', (text) => text.replace('\n', '\n\nGi ,5 mg.\n'));
    await edit('course/01-law/roles.svg', (text) =>
      text.replace('fill="#14213d"', 'fill="#dddddd"'),
    );
    await edit('course/01-law/check.yaml', (text) =>
      text.replace('gi insulin. Du', 'gi 10 IE. Du'),
    );
  });
  after(() => rm(folder, { recursive: true }));

  /** A bank of one topic is read in no time. */
  async function keepLawOnly(): Promise<void> {
    for (const topic of await readdir(join(folder, 'items')))
      if (topic !== 'law') await rm(join(folder, 'items', topic), { recursive: true });
    await edit('programme.yaml', (text) => text.replace(/^ {2}- \{id: (?!law,).*\n/gm, ''));
  }

  async function edit(file: string, change: (text: string) => string): Promise<void> {
    const path = join(folder, file);
    await writeFile(path, change(await readFile(path, 'utf8')));
  }
  const setProfile = (profile: string) =>
    edit('bank.yaml', (text) => `${text.replace(/\nlint: .*\n/, '\n')}${profile}\n`);
  const check = (options: Readonly<Record<string, string>> = {}) =>
    runCommand(
      bankCheckCommand(() => new Date('2026-11-02T08:00:00Z')),
      options,
      [folder],
    );

  it('names file, line, code and what to do, in items, checks, lessons and figures', async () => {
    const { lines } = await check();
    const warnings = lines.filter((line) => line.includes(' warning '));
    assert.deepEqual(
      warnings.map((line) => line.split(' ').slice(0, 3).join(' ')),
      [
        'items/law/law-001.yaml:16 warning N01',
        'items/law/law-002.yaml:25 warning N05',
        'course/01-law/check.yaml:7 warning N04',
        'course/01-law/nb.md:3 warning N02',
        'course/01-law/roles.svg:5 warning Q07',
      ],
    );
    assert.match(warnings[0] ?? '', /texts\.nb\.stem: “1,0” ends in a zero .* Write “1”/);
    assert.ok(lines.includes('No problems. 5 warnings.'));
  });

  it('fails on warnings only when it is strict', async () => {
    assert.equal((await check()).exitCode, 0);
    assert.equal((await check({ strict: 'true' })).exitCode, 1);
  });

  it('fails on what the pharmacist of the bank made an error', async () => {
    await setProfile('lint: {errors: [N01], off: [N02]}');
    const { exitCode, lines, documents } = await check();
    assert.equal(exitCode, 1);
    assert.ok(lines.includes('1 problems, to be mended first. 3 warnings.'));
    const [{ findings }] = documents as [{ findings: readonly Record<string, unknown>[] }];
    const { message: _message, suggestion: _suggestion, ...first } = findings[0] ?? {};
    assert.deepEqual(first, {
      file: 'items/law/law-001.yaml',
      line: 16,
      code: 'N01',
      severity: 'error',
      field: 'texts.nb.stem',
      language: 'nb',
      range: { from: 99, to: 102 },
      replacement: '1',
    });
  });

  it('says where a profile or an exception cannot be understood', async () => {
    await setProfile('lint: {errors: [N99]}');
    await edit('items/law/law-003.yaml', (text) => `lint: [{allow: N01, because: so}]\n${text}`);
    const { lines, exitCode } = await check();
    assert.equal(exitCode, 1);
    assert.ok(lines.some((line) => /^bank\.yaml:\d+ lint\.errors\.0: /.test(line)));
    assert.ok(lines.some((line) => line.startsWith('items/law/law-003.yaml:1 lint.0.because: ')));
  });
});
