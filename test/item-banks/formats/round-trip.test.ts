import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DrawnItem, Item, Response } from '../../../server/item-banks/item.js';
import { drawItem } from '../../../server/item-banks/drawn-item.rules.js';
import { importPlanner } from '../../../server/item-banks/formats/plan-import.js';
import { readForeignFile } from '../../../server/item-banks/formats/readers.js';
import type { FormatWriter } from '../../../server/item-banks/formats/write/format-writer.js';
import { WRITERS, writeItems } from '../../../server/item-banks/formats/writers.js';
import { scoreResponse } from '../../../server/item-banks/response.rules.js';
import { mistakesOf, variantsOf } from '../../../server/item-banks/variants.rules.js';
import { LOCALES } from '../../../server/platform/locale.js';
import { decimal, plain } from '../../../server/item-banks/expression.rules.js';
import { rngFromSeed } from '../../../server/platform/rng.js';
import { checkImage, imagesOf } from '../../../server/item-banks/images/image.rules.js';
import { aPng } from '../some-images.js';
import { ANY_ITEM, illustrated } from './any-item.js';
import { said } from './a-foreign-file.js';

const RUNS = { numRuns: 20, seed: 20_260_301 };
const modified = new Date('2026-03-01T12:00:00Z');

const checked = checkImage(aPng());
assert.ok('image' in checked);
/** The one image that items of these tests show, under the name it has by its content. */
const { image } = checked;
const images = new Map([[image.name, image]]);

async function written(items: readonly Item[], writer: FormatWriter): Promise<Uint8Array> {
  const { bytes, rows } = await writeItems(items, writer, { languages: LOCALES, modified, images });
  assert.deepEqual(
    rows.filter(({ refused }) => refused),
    [],
  );
  return bytes;
}

async function readBack(bytes: Uint8Array, writer: FormatWriter): Promise<Item[]> {
  const report = await readForeignFile({ name: `bank.${writer.extension}`, bytes });
  const plan = importPlanner(
    { items: [], topics: [] },
    { language: 'sv', pool: 'exam', reviewBy: '2030-01-01' },
  );
  return plan(report).map((entry) => {
    assert.equal(entry.outcome, 'new', said(entry.reason));
    assert.ok(entry.item);
    return entry.item;
  });
}

/** Each item as it can be drawn: a parametric one once for each variant, as an export writes it. */
function drawn(item: Item, seed: number): DrawnItem[] {
  if (item.type !== 'numeric')
    return [drawItem({ item, version: 1, variants: [] }, rngFromSeed(String(seed)))];
  return variantsOf(item).map((variant) =>
    drawItem({ item, version: 1, variants: [variant] }, rngFromSeed(String(seed))),
  );
}

const position = fc.integer({ min: 0, max: 6 });
function anyResponse(item: Item, [first]: readonly DrawnItem[]): fc.Arbitrary<Response> {
  switch (item.type) {
    case 'singleChoice':
    case 'multipleResponse':
      return fc.uniqueArray(position, { maxLength: 4 }).map((chosen) => ({ chosen }));
    case 'ordering':
      return fc
        .shuffledSubarray([...(first?.options.keys() ?? [])], {
          minLength: first?.options.length ?? 0,
        })
        .map((places) => ({ places }));
    case 'matching':
      return fc.array(position, { minLength: 3, maxLength: 3 }).map((pairs) => ({ pairs }));
    case 'numeric': {
      const { variant } = first ?? {};
      // Nobody types more digits than this.
      const mistakes = variant ? Object.values(mistakesOf(item, variant)) : [];
      const near = ['0.05', '0.051', '0.1', '0.11'].flatMap((step) => {
        const key = decimal(variant?.answer ?? '1');
        return [plain(key.plus(step)), plain(key.minus(step).abs())];
      });
      const likely = [
        ...near,
        variant?.answer ?? '',
        ...mistakes.filter(({ length }) => length <= 12),
      ];
      return fc.record({
        typed: fc.constantFrom(...likely, '1', '0,5'),
        unit: fc.constantFrom('ml', 'l'),
      });
    }
  }
}

describe('what is exported and imported again', () => {
  for (const writer of WRITERS) {
    for (const [type, anyItem] of Object.entries(ANY_ITEM)) {
      it(`is the same item: ${type} in ${writer.id}`, async () => {
        await fc.assert(
          fc.asyncProperty(anyItem, async (item) => {
            const bytes = await written([item], writer);
            const again = await readBack(bytes, writer);
            assert.deepEqual(Buffer.from(await written(again, writer)), Buffer.from(bytes));
            if (item.type === 'numeric') return;
            const [only] = again;
            const { provenance: _provenance, ...restored } = only ?? {};
            assert.deepEqual(restored, item);
          }),
          RUNS,
        );
      });

      if (writer.holdsImages)
        it(`has the same image, and says the same of it: ${type} in ${writer.id}`, async () => {
          const anyIllustrated = anyItem.chain((item) => illustrated(item, image.name));
          await fc.assert(
            fc.asyncProperty(anyIllustrated, async (item) => {
              const bytes = await written([item], writer);
              const again = await readBack(bytes, writer);
              assert.deepEqual(Buffer.from(await written(again, writer)), Buffer.from(bytes));
              assert.ok(again.every((one) => imagesOf(one).join() === image.name));
              if (item.type === 'numeric') return;
              assert.deepEqual(again[0]?.texts, item.texts);
            }),
            { ...RUNS, numRuns: 8 },
          );
        });

      it(`scores alike: ${type} in ${writer.id}`, async () => {
        const responses = anyItem.chain((item) => {
          const before = drawn(item, 7);
          return fc.record({
            item: fc.constant(item),
            responses: fc.array(anyResponse(item, before), { minLength: 20, maxLength: 20 }),
          });
        });
        await fc.assert(
          fc.asyncProperty(responses, async ({ item, responses: said }) => {
            const again = await readBack(await written([item], writer), writer);
            const before = drawn(item, 7);
            const after = again.map((one) => drawn(one, 7)[0]);
            assert.equal(after.length, before.length);
            before.forEach((form, index) => {
              for (const response of said) {
                const [other, otherForm] = [again[index], after[index]];
                assert.ok(other && otherForm);
                assert.deepEqual(
                  scoreResponse(other, otherForm, response),
                  scoreResponse(item, form, response),
                );
              }
            });
          }),
          { ...RUNS, numRuns: 6 },
        );
      });
    }
  }
});
