import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  chanceToPass,
  passingChances,
  SHOWN_MASTERIES,
  type SectionRule,
} from '../../server/exams/decision-quality.rules.js';
import { neededRight } from '../../server/scoring/result.rules.js';

const plain = (length: number): SectionRule => ({ length, allRight: false, critical: [1] });
const allRight = (length: number): SectionRule => ({ length, allRight: true, critical: [1] });

const exactly = (count: number): number[] => [...Array.from<number>({ length: count }).fill(0), 1];

describe('the chance to pass', () => {
  // facts/mission.md, section F.
  const published = [
    { length: 10, chances: [0.149, 0.376, 0.736, 0.914] },
    { length: 20, chances: [0.107, 0.411, 0.867, 0.984] },
    { length: 30, chances: [0.03, 0.255, 0.825, 0.984] },
    { length: 40, chances: [0.024, 0.286, 0.9, 0.997] },
  ];
  for (const { length, chances } of published) {
    it(`is the published one for 85 % of ${length} items`, () => {
      const rule = { sections: [plain(length)], cutScorePercent: 85 };
      const found = [0.7, 0.8, 0.9, 0.95].map((p) => Number(chanceToPass(rule, p).toFixed(3)));
      assert.deepEqual(found, chances);
    });
  }

  it('is the published one for items that must all be right', () => {
    const found = [5, 8, 10].map((k) =>
      [0.95, 0.98].map((p) =>
        Number(chanceToPass({ sections: [allRight(k)], cutScorePercent: 85 }, p).toFixed(3)),
      ),
    );
    assert.deepEqual(found, [
      [0.774, 0.904],
      [0.663, 0.851],
      [0.599, 0.817],
    ]);
  });

  it('takes critical items as part of their section', () => {
    // 2 of 3 right and the critical one among them: p³ + 2p²(1-p).
    const rule = {
      sections: [{ length: 3, allRight: false, critical: exactly(1) }],
      cutScorePercent: 60,
    };
    assert.ok(Math.abs(chanceToPass(rule, 0.8) - (0.8 ** 3 + 2 * 0.8 ** 2 * 0.2)) < 1e-12);
  });

  it('is what counting every outcome gives', () => {
    const section = fc
      .record({ length: fc.integer({ min: 1, max: 4 }), allRight: fc.boolean() })
      .chain(({ length, allRight: all }) =>
        fc
          .integer({ min: 0, max: length })
          .map((count) => ({ length, allRight: all, critical: exactly(count) })),
      );
    const sections = fc.array(section, { minLength: 1, maxLength: 3 });
    const percents = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(
        sections,
        percents,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (parts, cut, p) => {
          const rule = { sections: parts, cutScorePercent: cut };
          assert.ok(Math.abs(chanceToPass(rule, p) - counted(parts, cut, p)) < 1e-9);
        },
      ),
      { numRuns: 100, seed: 7 },
    );
  });

  it('is shown from 0.70 to 0.98, beside what the cut score alone would do', () => {
    const rows = passingChances({ sections: [plain(30), allRight(5)], cutScorePercent: 85 });
    assert.deepEqual(
      rows.map(({ mastery }) => mastery),
      SHOWN_MASTERIES,
    );
    assert.deepEqual([SHOWN_MASTERIES.at(0), SHOWN_MASTERIES.at(-1)], [0.7, 0.98]);
    for (const { chance, chanceByCutScoreAlone } of rows) assert.ok(chance < chanceByCutScoreAlone);
    const rising = rows.map(({ chance }) => chance);
    assert.deepEqual(
      rising,
      [...rising].sort((one, other) => one - other),
    );
  });
});

/** The same chance by going through every pattern of right and wrong. */
function counted(sections: readonly SectionRule[], cut: number, p: number): number {
  const items = sections.flatMap(({ length, allRight: all, critical }) =>
    Array.from({ length }, (_, n) => ({ must: all || n < critical.length - 1 })),
  );
  let chance = 0;
  for (let pattern = 0; pattern < 2 ** items.length; pattern += 1) {
    const isRight = items.map((_item, n) => Math.floor(pattern / 2 ** n) % 2 === 1);
    const right = isRight.filter(Boolean).length;
    const passes =
      right >= neededRight(items.length, cut) && items.every(({ must }, n) => !must || isRight[n]);
    if (passes) chance += p ** right * (1 - p) ** (items.length - right);
  }
  return chance;
}
