import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hrImportCommand } from '../../server/cli/hr-import.js';
import { useService } from '../support/a-service.js';
import { runCommand } from './a-print.js';

const HEADER = 'employee_id;given_name;family_name;unit_code;job_role;percent;from';

describe('medsert hr import', () => {
  const service = useService();
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medsert-hr-'));
    await service.stores.identityProviders.put('fjordby', {
      entityId: 'https://idp.hr.example',
      signInUrl: 'https://idp.hr.example/sso',
      certificates: [],
      wantResponseSigned: true,
      attributes: { subject: ['uid'], givenName: [], familyName: [], email: [] },
    });
  });
  after(() => rm(folder, { recursive: true }));

  const run = (options: Readonly<Record<string, string>>, words: readonly string[]) => {
    const { stores, hr } = service.services;
    const opened = { municipalities: stores.municipalities, hr, close: () => Promise.resolve() };
    return runCommand(
      hrImportCommand(() => Promise.resolve(opened)),
      options,
      words,
    );
  };
  const fileOf = async (...lines: readonly string[]) => {
    const path = join(folder, 'staff.csv');
    await writeFile(path, [HEADER, ...lines].join('\n'));
    return path;
  };
  const people = () => service.stores.people.ofIssuer('fjordby', 'https://idp.hr.example');
  const kari = '1;Kari;Li;fjordby-havna;nurse;80,5;2020-03-01';
  const fjordby = { municipality: 'fjordby' };

  it('shows the plan and changes nothing, unless told to', async () => {
    const path = await fileOf(kari);
    const planned = await run(fjordby, [path]);
    assert.equal(planned.exitCode, 0);
    assert.match(planned.lines[0] ?? '', /^planned: 1 new, 0 moved/);
    assert.equal((await people()).length, 0);

    const applied = await run({ ...fjordby, apply: 'true' }, [path]);
    assert.equal(applied.exitCode, 0);
    assert.equal((await people()).length, 1);
  });

  it('names the line that is refused, and why', async () => {
    const path = await fileOf(kari, '2;Ola;Li;nowhere;nurse;100;2020-03-01');
    const { exitCode, lines } = await run(fjordby, [path]);
    assert.equal(exitCode, 1);
    assert.equal(lines[1], '  line 3: unit-unknown (nowhere)');
  });

  it('asks for the number before it ends many employments', async () => {
    const path = await fileOf('3;Eli;Vik;fjordby-havna;nurse;100;2020-03-01');
    const asked = await run({ ...fjordby, apply: 'true' }, [path]);
    assert.equal(asked.exitCode, 1);
    assert.match(asked.lines[0] ?? '', /would end 1 of 1 .*--confirm-endings 1$/);
    assert.equal((await people()).length, 1);
    const done = await run({ ...fjordby, apply: 'true', 'confirm-endings': '1' }, [path]);
    assert.match(done.lines[0] ?? '', /^applied: 1 new, 0 moved, 0 changed, 1 left/);
  });

  it('reads no file that lacks a column', async () => {
    const path = join(folder, 'half.csv');
    await writeFile(path, 'employee_id;given_name\n1;Kari');
    const { exitCode, documents } = await run(fjordby, [path]);
    assert.equal(exitCode, 1);
    assert.deepEqual(documents, [
      {
        state: 'refused',
        readable: false,
        problem: 'columns-missing',
        columns: ['family_name', 'unit_code', 'job_role', 'from'],
      },
    ]);
  });

  for (const [what, options, words, message] of [
    ['no file', fjordby, [], /Which file/],
    ['two files', fjordby, ['a.csv', 'b.csv'], /One file at a time/],
    ['no municipality', {}, ['a.csv'], /--municipality is missing/],
    ['no number', { ...fjordby, 'confirm-endings': 'all' }, ['a.csv'], /is the number/],
    ['an unknown option', { ...fjordby, force: 'x' }, ['a.csv'], /no option --force/],
  ] as const)
    it(`does nothing for ${what}, and says why`, async () => {
      const { exitCode, usage } = await run(options, words);
      assert.equal(exitCode, 2);
      assert.match(usage[0] ?? '', message);
    });

  it('cannot be done without the file or the municipality', async () => {
    await assert.rejects(run(fjordby, [join(folder, 'none.csv')]), /cannot be read/);
    await assert.rejects(run({ municipality: 'bergen' }, ['x.csv']), /no municipality bergen/);
  });
});
