import assert from 'node:assert/strict';
import fc from 'fast-check';
import { coloursOfPng } from '../../../server/item-banks/lint/png-colours.js';
import { contrastOfPicture } from '../../../server/item-banks/lint/picture-contrast.js';
import { lintProfile } from '../../../server/item-banks/lint/lint-profile.js';
import { aSingleChoice } from '../some-items.js';
import { pngOf } from '../some-images.js';
import { findingsOf } from './some-findings.js';

const SIDE = 20;

/** A square with a cross in another shade. */
function aCross(ink: number, ground = 255): Buffer {
  const rows = Array.from({ length: SIDE }, (_row, y) => [
    0,
    ...Array.from({ length: SIDE }, (_pixel, x) => (x === 5 || y === 5 ? ink : ground)),
  ]);
  return pngOf({ width: SIDE, height: SIDE, rows });
}

/** How often `#rrggbb` is there, by five bits a channel. */
async function count(png: Buffer, colour: string): Promise<number> {
  const [r = 0, g = 0, b = 0] = [...Buffer.from(colour.slice(1), 'hex')].map((one) => one >> 3);
  const read = await coloursOfPng(png);
  return read?.counts[(r << 10) | (g << 5) | b] ?? -1;
}

/** The row as each of the five filters of the standard writes it. */
function filtered(filter: number, row: number[], above: number[], step: number): number[] {
  const at = (list: number[], index: number): number => list[index] ?? 0;
  return [
    filter,
    ...row.map((value, i) => {
      const [left, up, corner] = [at(row, i - step), at(above, i), at(above, i - step)];
      const guess = left + up - corner;
      const nearest = [left, up, corner].reduce((best, one) =>
        Math.abs(guess - one) < Math.abs(guess - best) ? one : best,
      );
      const predicted = [0, left, up, Math.floor((left + up) / 2), nearest][filter] ?? 0;
      return (value - predicted) & 0xff;
    }),
  ];
}

describe('the colours of a PNG', () => {
  it('are the same whatever filter each row was packed with', async () => {
    const row = fc.tuple(
      fc.integer({ min: 0, max: 4 }),
      fc.array(fc.nat(255), { minLength: 12, maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (rows) => {
        const packed = (own: boolean) =>
          pngOf({
            width: 4,
            height: rows.length,
            colourType: 2,
            rows: rows.map(([filter, bytes], y) =>
              filtered(own ? filter : 0, bytes, rows[y - 1]?.[1] ?? [], 3),
            ),
          });
        assert.deepEqual(await coloursOfPng(packed(true)), await coloursOfPng(packed(false)));
      }),
      { numRuns: 60 },
    );
  });

  it('are read in every depth and kind', async () => {
    const bits = pngOf({ width: 8, height: 1, depth: 1, rows: [[0, 0b11100000]] });
    assert.deepEqual([await count(bits, '#ffffff'), await count(bits, '#000000')], [3, 5]);
    const four = pngOf({ width: 2, height: 1, depth: 4, rows: [[0, 0x8f]] });
    assert.deepEqual([await count(four, '#888888'), await count(four, '#ffffff')], [1, 1]);
    const deep = pngOf({
      width: 1,
      height: 1,
      depth: 16,
      colourType: 2,
      rows: [[0, 255, 1, 0, 9, 0, 9]],
    });
    assert.equal(await count(deep, '#ff0000'), 1);
    const palette = pngOf({
      width: 4,
      height: 1,
      depth: 2,
      colourType: 3,
      rows: [[0, 0b00011000]],
      palette: [255, 0, 0, 0, 0, 255, 0, 255, 0],
      transparency: [0],
    });
    assert.deepEqual(
      [
        await count(palette, '#ffffff'),
        await count(palette, '#0000ff'),
        await count(palette, '#00ff00'),
      ],
      [2, 1, 1],
    );
  });

  it('are those that are seen: the page is white where the image lets it through', async () => {
    const half = pngOf({ width: 1, height: 1, colourType: 6, rows: [[0, 0, 0, 0, 128]] });
    assert.equal(await count(half, '#7f7f7f'), 1);
    const none = pngOf({ width: 2, height: 1, colourType: 4, rows: [[0, 0, 0, 0, 255]] });
    assert.deepEqual([await count(none, '#ffffff'), await count(none, '#000000')], [1, 1]);
    const key = pngOf({ width: 2, height: 1, rows: [[0, 0, 80]], transparency: [0, 0] });
    assert.deepEqual([await count(key, '#ffffff'), await count(key, '#505050')], [1, 1]);
  });

  it('are not guessed of what is interlaced, cut, mended wrongly or larger than a screen', async () => {
    const whole = aCross(0);
    const wrongs = [
      pngOf({ width: 1, height: 1, interlaced: true, rows: [[0, 0]] }),
      whole.subarray(0, 50),
      whole.subarray(0, 20),
      pngOf({ width: 1, height: 1, rows: [[9, 0]] }),
      pngOf({ width: 1, height: 2, rows: [[0, 0]] }),
      pngOf({ width: 4000, height: 4000, rows: [[0, 0]] }),
      Buffer.from('GIF89a'),
    ];
    for (const bytes of wrongs) assert.equal(await coloursOfPng(bytes), undefined);
  });

  it('of a bomb are refused before it is unpacked', async () => {
    const bomb = pngOf({ width: 10, height: 10, rows: Buffer.alloc(200_000_000) });
    const before = process.memoryUsage().rss;
    const begun = performance.now();
    assert.equal(await coloursOfPng(bomb), undefined);
    assert.ok(performance.now() - begun < 2000);
    assert.ok(process.memoryUsage().rss - before < 100_000_000);
  });
});

describe('Q07 of an image in an item', () => {
  const name = (kind: string): string => `${'0'.repeat(32)}.${kind}`;
  const found = async (file: string, bytes: Buffer) => {
    const pictures = new Map([[file, await contrastOfPicture(file, bytes)]]);
    const texts = {
      stem: `Hvor mye? ![En sprøyte](${file})`,
      options: { a: 'To', b: 'Tre' },
      rationale: 'To er to.',
    };
    return findingsOf('Q07', aSingleChoice({ texts: { nb: texts, en: texts } }), {
      ...lintProfile(undefined),
      pictures,
    });
  };
  const keys = async (file: string, bytes: Buffer) =>
    (await found(file, bytes)).map(({ key }) => key);

  it('says once that it is too faint, how faint, and where', async () => {
    const [finding, ...others] = await found(name('png'), aCross(0x99));
    assert.deepEqual(others, []);
    assert.equal(finding?.key, 'lint.Q07.faint');
    assert.equal(finding.place.path.join('.'), 'texts.nb.stem');
    assert.deepEqual([finding.params['found'], finding.params['ratio']], ['En sprøyte', '2.7']);
  });

  it('is silent when something stands out', async () => {
    assert.deepEqual(await keys(name('png'), aCross(0x50)), []);
    assert.deepEqual(await keys(name('png'), aCross(255, 0)), []);
  });

  it('never passes over what can not be judged: it says so', async () => {
    assert.deepEqual(await keys(name('jpg'), Buffer.from('ffd8', 'hex')), ['lint.Q07.format']);
    assert.deepEqual(await keys(name('png'), aCross(0).subarray(0, 40)), ['lint.Q07.unread']);
    const shades = Array.from({ length: SIDE }, (_row, y) => [
      0,
      ...Array.from({ length: SIDE }, (_pixel, x) => (x * 13 + y * 7) & 0xff),
    ]);
    const photo = pngOf({ width: SIDE, height: SIDE, rows: shades });
    assert.deepEqual(await keys(name('png'), photo), ['lint.Q07.photo']);
  });
});
