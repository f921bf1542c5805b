import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bankSyncCommand } from '../../server/cli/bank-sync.js';
import type { Item } from '../../server/item-banks/item.js';
import type { ItemRecord } from '../../server/item-banks/life-cycle.js';
import { latestVersion, liveVersion, stateOf } from '../../server/item-banks/life-cycle.rules.js';
import { anItemCalled, aWrittenBank, type WrittenBank } from '../item-banks/a-written-bank.js';
import { useService } from '../support/a-service.js';
import { runCommand } from './a-print.js';

const fileOf = (id: string, key: string) => `id: ${id}
type: singleChoice
topic: law # as in the course
pool: exam
status: approved
critical: true
difficulty: easy
reviewBy: 2027-11-01
approval: sample content
sources: [The handbook]
key: ${key}
texts:
  nb:
    stem: Hva er riktig her, og hvorfor?
    options: {a: Første valg, b: Andre valg, c: Tredje valg}
    rationale: Fordi det står i håndboken.
`;

const withKeyC = (record: ItemRecord) => ({ ...latestVersion(record).content, key: 'c' }) as Item;
const DATED = { reviewBy: '2027-11-01' };

describe('medsert bank sync', () => {
  const service = useService();
  let folder: string;
  let bank: WrittenBank;

  beforeEach(async () => {
    bank = await aWrittenBank(service, 1);
    folder = await mkdtemp(join(tmpdir(), 'medsert-sync-'));
    await writeBankFile(bank.bankId);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const writeBankFile = (id: string) =>
    writeFile(
      join(folder, 'bank.yaml'),
      `id: ${id}\ntitles: {nb: Egen}\nlicence: none\napproval: sample content\nlanguages: [nb]\ntopics: {law: {nb: Lov}}\n`,
    );
  const path = (id: string) => join(folder, 'items', 'law', `${id}.yaml`);
  const write = async (id: string, text: string) => {
    await mkdir(join(folder, 'items', 'law'), { recursive: true });
    await writeFile(path(id), text);
  };
  const read = (id: string) => readFile(path(id), 'utf8');
  const run = async (options: Readonly<Record<string, string>> = {}, words: string[] = []) => {
    const { municipalities, banks, items, itemImages, audit } = service.stores;
    const deps = { municipalities, banks, items, itemImages, audit, clock: service.now };
    const opened = { ...deps, close: () => Promise.resolve() };
    return runCommand(
      bankSyncCommand(() => Promise.resolve(opened)),
      options,
      [folder, ...words],
    );
  };
  const apply = () => run({ apply: 'true' });
  const states = async (id: string) => (await bank.recordOf(id)).versions.map(stateOf);

  it('shows the plan first, and changes nothing', async () => {
    await write('one', fileOf('one', 'a'));
    await bank.write(anItemCalled('two', DATED));
    const { exitCode, lines } = await run();
    assert.equal(exitCode, 0);
    assert.match(lines.join('\n'), /new in files +items\/law\/one\.yaml/);
    assert.match(lines.join('\n'), /new in database +items\/law\/two\.yaml/);
    assert.equal(lines.at(-1), 'Nothing is changed yet: --apply carries it out.');
    assert.equal(await service.stores.items.find(bank.bankId, 'one'), undefined);
    assert.deepEqual(await readdir(join(folder, 'items', 'law')), ['one.yaml']);
  });

  it('carries both ways, and has nothing left to do', async () => {
    await write('one', fileOf('one', 'a'));
    await bank.write(anItemCalled('two', DATED));
    assert.equal((await apply()).exitCode, 0);
    assert.deepEqual(await states('one'), ['live']);
    assert.match(await read('two'), /^id: two\ntype: singleChoice\n/);
    assert.match(await read('two'), /status: draft/);
    const { exitCode, lines } = await apply();
    assert.deepEqual([exitCode, lines.at(-2)], [0, '2 in step']);
    assert.deepEqual(await readdir(join(folder, 'items', 'law')), ['one.yaml', 'two.yaml']);
  });

  it('writes what the database changed into the file, and keeps the comments', async () => {
    await write('one', fileOf('one', 'a'));
    await apply();
    await bank.bring(withKeyC(await bank.recordOf('one')), 'live');
    const { lines } = await run();
    assert.match(
      lines.join('\n'),
      /changed in database +items\/law\/one\.yaml\n +key: “a” becomes “c”/,
    );
    assert.equal((await apply()).exitCode, 0);
    assert.equal(await read('one'), fileOf('one', 'c'));
  });

  it('leaves what is live in the file while somebody works on its successor', async () => {
    await write('one', fileOf('one', 'a'));
    await apply();
    await bank.write(withKeyC(await bank.recordOf('one')));
    const { exitCode, lines } = await apply();
    assert.equal(exitCode, 0);
    assert.match(lines.join('\n'), /waits in database/);
    assert.equal(await read('one'), fileOf('one', 'a'));
    assert.deepEqual(await states('one'), ['live', 'draft']);
  });

  it('shows a conflict member by member and settles it only when told whose word holds', async () => {
    for (const id of ['one', 'two']) await write(id, fileOf(id, 'a'));
    await apply();
    for (const id of ['one', 'two']) {
      await bank.bring(withKeyC(await bank.recordOf(id)), 'live');
      await write(id, fileOf(id, 'b'));
    }
    const { exitCode, lines } = await apply();
    assert.equal(exitCode, 1);
    assert.match(lines.join('\n'), /key: file “b”, database “c”, before “a”/);
    assert.match(lines.at(-1) ?? '', /2 in conflict/);
    assert.equal(await read('one'), fileOf('one', 'b'));
    assert.equal(liveVersion(await bank.recordOf('one'))?.version, 2);

    await run({ take: 'database' }, ['one']);
    assert.equal(await read('one'), fileOf('one', 'c'));
    assert.equal(await read('two'), fileOf('two', 'b'));
    assert.equal((await run({ take: 'files' }, ['two'])).exitCode, 0);
    assert.deepEqual(await states('two'), ['retired', 'retired', 'live']);
    assert.equal((await run()).lines.at(-2), '2 in step');
  });

  it('names file and line of what cannot be read, and retires nothing meanwhile', async () => {
    for (const id of ['one', 'two', 'three']) await write(id, fileOf(id, 'a'));
    await apply();
    await write('one', fileOf('one', 'q'));
    await rm(path('two'));
    const { exitCode, lines } = await apply();
    assert.equal(exitCode, 1);
    assert.match(lines.join('\n'), /invalid +items\/law\/one\.yaml:11 /);
    assert.match(lines.join('\n'), /two: is not retired before/);
    assert.deepEqual([await states('one'), await states('two')], [['live'], ['live']]);
    await write('one', fileOf('one', 'a'));
    assert.equal((await apply()).exitCode, 0);
    assert.deepEqual(await states('two'), ['retired']);
  });

  it('never brings back what is known outside the exam', async () => {
    await write('one', fileOf('one', 'a'));
    await apply();
    await bank.change('one', 'burn', bank.author);
    await write('one', fileOf('one', 'b'));
    const { exitCode, lines } = await run({ take: 'files' }, ['one']);
    assert.equal(exitCode, 1);
    assert.match(lines.join('\n'), /does not come back/);
    assert.deepEqual(await states('one'), ['burned']);
  });

  it('asks whose a bank is that nobody has, and records for its municipality what came in', async () => {
    await writeBankFile('from-files');
    await write('one', fileOf('one', 'a'));
    const asked = await run();
    assert.equal(asked.exitCode, 2);
    assert.match(asked.usage[0] ?? '', /Whose is it\? --municipality/);
    assert.equal((await run({ apply: 'true', municipality: 'fjordby' })).exitCode, 0);
    const found = await service.stores.banks.find('from-files');
    assert.deepEqual([found?.ownerMunicipalityId, found?.shipped], ['fjordby', false]);
    const trail = await service.stores.audit.search({ municipalityId: 'fjordby' }, 1);
    assert.deepEqual(
      trail.map(({ action, subject, actor }) => [action, subject, actor]),
      [['item.live', 'item:from-files/one', 'system']],
    );
  });

  it('writes a bank of the database into an empty folder', async () => {
    await bank.bring(anItemCalled('one', DATED), 'live');
    await rm(join(folder, 'bank.yaml'));
    assert.equal((await run({ bank: bank.bankId, apply: 'true' })).exitCode, 0);
    const { exitCode, lines } = await run();
    assert.deepEqual([exitCode, lines.at(-2)], [0, '1 in step']);
  });

  it('writes sources of the browser into bank.yaml, and asks whose word holds where both have one', async () => {
    const file = () => readFile(join(folder, 'bank.yaml'), 'utf8');
    const own = `# What we stand on\nid: ${bank.bankId}\ntitles: {nb: Egen}\nlicence: none\napproval: sample content\nlanguages: [nb]\nsources:\n  no-old: {title: Den gamle loven} # until 2026\ntopics: {law: {nb: Lov}}\n`;
    await writeFile(join(folder, 'bank.yaml'), own);
    await apply();
    const add = (id: string, title: string, more = {}) =>
      service.services.bankSources.addSource({
        ...bank.asActor(bank.author),
        bankId: bank.bankId,
        id,
        source: { title, ...more },
      });
    assert.equal(await add('no-new', 'Den nye loven', { replaces: 'no-old' }), 'done');
    const plan = await run();
    assert.match(plan.lines.join('\n'), /new in database +bank\.yaml sources\.no-new/);
    assert.equal(await file(), own);
    assert.equal((await apply()).exitCode, 0);
    const line = '  no-new:\n    title: Den nye loven\n    replaces: no-old\n';
    assert.equal(await file(), own.replace('until 2026\n', `until 2026\n${line}`));
    const now = await service.stores.banks.find(bank.bankId);
    assert.deepEqual([now?.addedSources, now?.sources?.['no-new']?.replaces], [{}, 'no-old']);
    assert.deepEqual((await run()).lines.at(-2), '');

    for (const id of ['no-one', 'no-two']) {
      await add(id, 'I nettleseren');
      await writeFile(
        join(folder, 'bank.yaml'),
        (await file()).replace('sources:\n', `sources:\n  ${id}: {title: I filen}\n`),
      );
    }
    const { exitCode, lines } = await run();
    assert.equal(exitCode, 1);
    assert.match(lines.join('\n'), /title: file “I filen”, database “I nettleseren”/);
    assert.match(lines.at(-1) ?? '', /2 in conflict/);
    assert.equal((await run({ take: 'database' }, ['sources.no-one'])).exitCode, 1);
    assert.equal((await run({ take: 'files' }, ['sources.no-two'])).exitCode, 0);
    assert.match(
      await file(),
      /no-two: \{title: I filen\}\n {2}no-one: \{title: I nettleseren\}\n/,
    );
    assert.equal((await apply()).exitCode, 0);
    const { sources = {}, addedSources } = (await service.stores.banks.find(bank.bankId)) ?? {};
    assert.deepEqual(
      [sources['no-one']?.title, sources['no-two']?.title],
      ['I nettleseren', 'I filen'],
    );
    assert.deepEqual(addedSources, {});
  });

  for (const [what, options, words, message] of [
    ['an unknown side', { take: 'both' }, ['one'], /"files" or "database"/],
    ['no item', { take: 'files' }, [], /Of which items/],
    ['items without a side', {}, ['one'], /Add --take/],
    ['an item that is in step', { take: 'files' }, ['none'], /none is not in conflict/],
    ['an unknown option', { force: 'x' }, [], /no option --force/],
  ] as const)
    it(`does nothing for ${what}, and says why`, async () => {
      const { exitCode, usage } = await run(options, [...words]);
      assert.equal(exitCode, 2);
      assert.match(usage[0] ?? '', message);
    });
});
