import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProducts } from '../../server/item-banks/read-products.js';
import { bankFolder, theBank } from './the-bank.js';

const FILE = `approval: sample content
tables:
  liquids:
    sources: [FASS]
    columns: {drug: {text: true}, strength: {unit: mg/ml}}
    rows:
      morphine-2: {drug: morfin, strength: '2'}
`;

describe('the product tables of a bank', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medsert-products-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const problemsOf = async (from: string, to: string): Promise<string[]> => {
    assert.equal(FILE.split(from).length, 2, from);
    await writeFile(join(folder, 'products.yaml'), FILE.replace(from, to));
    const { problems } = await readProducts(folder);
    return problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
  };

  it('are none where there is no file', async () => {
    assert.deepEqual(await readProducts(folder), { tables: {}, problems: [] });
  });

  it('are read', async () => {
    await writeFile(join(folder, 'products.yaml'), FILE);
    const { tables, problems } = await readProducts(folder);
    assert.deepEqual(problems, []);
    assert.deepEqual(tables['liquids']?.rows['morphine-2'], { drug: 'morfin', strength: '2' });
  });

  it('name the line of what is wrong', async () => {
    assert.deepEqual(await problemsOf("'2'", "'2,5'"), [
      'products.yaml:7 tables.liquids.rows.morphine-2: morphine-2: strength is not a plain decimal number such as "2.5"',
    ]);
    assert.match((await problemsOf(", strength: '2'", ''))[0] ?? '', /:7 .*strength is missing/);
    assert.match(
      (await problemsOf('drug: morfin', 'name: x, drug: y'))[0] ?? '',
      /:7 .*name is no column/,
    );
    assert.match(
      (await problemsOf('unit: mg/ml', 'unit: mcg'))[0] ?? '',
      /:5 .*is not a unit we know/,
    );
    assert.match((await problemsOf('sources: [FASS]', 'sources: []'))[0] ?? '', /:4 /);
  });

  it('are copied into the items that name them, so that a version stays as it was approved', async () => {
    const { tables } = await readProducts(bankFolder);
    const item = (await theBank()).items.find(({ id }) => id === 'calculation-001');
    assert.equal(item?.type, 'numeric');
    assert.deepEqual(item.products?.rows, tables['tablets']?.rows);
    assert.equal(item.products?.table, 'tablets');
  });
});
