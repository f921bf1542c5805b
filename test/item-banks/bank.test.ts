import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { keyOf } from '../../server/item-banks/answer-check.rules.js';
import {
  decimal,
  parseExpression,
  plain,
  type Environment,
} from '../../server/item-banks/expression.rules.js';
import { FEWEST_VARIANTS } from '../../server/item-banks/numeric-item.rules.js';
import { isDecimal } from '../../server/item-banks/numeric-model.rules.js';
import { placeholdersIn } from '../../server/item-banks/placeholders.rules.js';
import type { NumericItem, Variant } from '../../server/item-banks/item.js';
import { readBank } from '../../server/item-banks/read-bank.js';
import { isUnit } from '../../server/item-banks/units.rules.js';
import { variantTable } from '../../server/item-banks/variant-table.rules.js';
import { variantsOf } from '../../server/item-banks/variants.rules.js';
import { LOCALES } from '../../server/platform/locale.js';
import { bankFolder, theBank } from './the-bank.js';

/** The variant's numbers and its answer, as the item's expressions see them. */
function environmentOf({ values, answer }: Variant): Environment {
  const numbers = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' && isDecimal(value) ? [[name, decimal(value)] as const] : [],
  );
  return { ...Object.fromEntries(numbers), answer: decimal(answer) };
}

function valueOf(source: string, environment: Environment): string {
  const value = parseExpression(source).evaluate(environment);
  assert.ok(typeof value !== 'boolean', source);
  return plain(value);
}

describe('the bank as a whole', () => {
  let numeric: readonly NumericItem[] = [];
  before(async () => {
    const { items } = await theBank();
    numeric = items.flatMap((item) => (item.type === 'numeric' ? [item] : []));
    assert.ok(numeric.length >= 25);
  });

  /** Every variant of every template. */
  function each(check: (item: NumericItem, variant: Variant, name: string) => void): void {
    for (const item of numeric)
      for (const [index, variant] of variantsOf(item).entries())
        check(item, variant, `${item.id}, variant ${index}: ${JSON.stringify(variant)}`);
  }

  it('has no problems', async () => {
    assert.deepEqual((await readBank(bankFolder)).problems, []);
  });

  it('has enough variants of every template, no two alike', () => {
    for (const item of numeric) {
      const variants = variantsOf(item).map((variant) => JSON.stringify(variant));
      const fewest = Object.keys(item.parameters).length > 0 ? FEWEST_VARIANTS : 1;
      assert.ok(variants.length >= fewest, item.id);
      assert.equal(new Set(variants).size, variants.length, item.id);
    }
  });

  it('has a positive answer within its decimals in every variant', () => {
    each(({ answer }, variant, name) => {
      const value = decimal(variant.answer);
      assert.ok(isDecimal(variant.answer) && value.greaterThan(0) && value.isFinite(), name);
      assert.ok(value.decimalPlaces() <= answer.decimals, name);
    });
  });

  it('has the answer that the expression gives, exactly or as the task rounds it', () => {
    each(({ answer }, variant, name) => {
      const exact = decimal(valueOf(answer.expression, environmentOf(variant)));
      assert.equal(plain(keyOf(exact, answer)), variant.answer, name);
    });
  });

  it('meets every constraint in every variant', () => {
    each(({ constraints }, variant, name) => {
      for (const source of constraints)
        assert.equal(parseExpression(source).evaluate(environmentOf(variant)), true, name);
    });
  });

  it('has no known mistake that gives the right answer', () => {
    for (const item of numeric)
      for (const { accepted, variant, distractors } of variantTable(item).rows)
        for (const { mistake, value } of distractors) {
          const name = `${item.id}: ${mistake} gives ${plain(value)} for ${variant.answer}`;
          assert.notEqual(plain(value), variant.answer, name);
          assert.ok(!accepted || value.lt(accepted.least) || value.gt(accepted.most), name);
        }
  });

  it('asks for no number that a person could read in two ways', () => {
    each((_item, variant, name) => {
      // "1,125" would be asked about; the key itself never should be.
      assert.doesNotMatch(variant.answer, /^[1-9]\d{0,2}\.\d{3}$/, name);
    });
  });

  it('says every number of a stem by a parameter that the variant has', () => {
    each(({ texts }, variant, name) => {
      for (const locale of LOCALES)
        for (const asked of placeholdersIn(texts[locale]?.stem ?? ''))
          assert.ok(Object.hasOwn(variant.values, asked), `${name}: {${asked}} in ${locale}`);
    });
  });

  it('knows every unit', () => {
    for (const { id, answer, parameters, derived } of numeric)
      for (const { unit } of [answer, ...Object.values(parameters), ...Object.values(derived)])
        assert.ok(unit === undefined || isUnit(unit), `${id}: ${String(unit)}`);
  });

  it('has every item in bokmål, with sources', async () => {
    for (const { id, texts, sources } of (await theBank()).items) {
      assert.ok(texts.nb && texts.nb.stem.length > 10, id);
      assert.ok(texts.nb.rationale.length > 10, id);
      assert.ok(sources.length > 0 && sources.every((source) => source.length > 2), id);
    }
  });

  it('says in every file that a pharmacist has to approve it', async () => {
    const folder = join(bankFolder, 'items');
    const entries = await readdir(folder, { recursive: true });
    const files = entries.filter((name) => name.endsWith('.yaml'));
    assert.equal(files.length, (await theBank()).items.length);
    for (const file of files)
      assert.match(
        await readFile(join(folder, file), 'utf8'),
        /^approval: sample content, to be approved by the municipality's pharmacist$/m,
        file,
      );
  });
});

describe('a folder that is no good bank', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medsert-bank-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const write = async (file: string, content: string): Promise<void> => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  };
  const bankYaml = `id: test
titles: {nb: Test}
licence: EUPL-1.2
approval: sample content
languages: [nb]
topics: {law: {nb: Lov}, checks: {nb: Kontroll}}
`;
  const item = (id: string, topic: string, group: string): string => `id: ${id}
type: singleChoice
topic: ${topic}
pool: exam
status: approved
difficulty: easy
variantGroup: ${group}
reviewBy: 2027-11-01
approval: sample content
sources: [A source]
key: a
texts:
  nb:
    stem: Hva gjør du?
    options: {a: Dette, b: Noe annet}
    rationale: Derfor er det slik.
`;

  it('says that bank.yaml is missing', async () => {
    const { bank, problems } = await readBank(folder);
    assert.equal(bank, undefined);
    assert.match(problems[0]?.message ?? '', /there is no bank\.yaml/);
  });

  it('names the line of a fault in bank.yaml', async () => {
    await write('bank.yaml', bankYaml.replace('[nb]', '[nb, xx]'));
    const [problem] = (await readBank(folder)).problems;
    assert.deepEqual([problem?.file, problem?.line], ['bank.yaml', 5]);
  });

  it('finds what only several files together can have wrong', async () => {
    await write('bank.yaml', bankYaml);
    await write('items/law/law-001.yaml', item('law-001', 'law', 'one'));
    await write('items/law/law-002.yaml', item('law-001', 'law', 'two'));
    await write('items/law/law-003.yaml', item('law-003', 'sport', 'three'));
    await write('items/checks/checks-001.yaml', item('checks-001', 'checks', 'one'));
    const { problems } = await readBank(folder);
    assert.deepEqual(problems.map(({ file, message }) => `${file}: ${message}`).sort(), [
      'items/law/law-001.yaml: variant group one is used in topic checks too',
      "items/law/law-002.yaml: id law-001 is not the file's name",
      'items/law/law-002.yaml: id law-001 is used by items/law/law-001.yaml too',
      'items/law/law-003.yaml: topic sport is not in bank.yaml',
    ]);
  });
});
