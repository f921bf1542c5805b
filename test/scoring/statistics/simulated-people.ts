import { rngFromSeed, type Rng } from '../../../server/platform/rng.js';
import {
  chanceRight,
  type ItemCurve,
  type ScoreOrNone,
} from '../../../server/scoring/statistics/item-response.rules.js';

/** A normal deviate by Box and Muller. */
export function deviate(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

/** So many people with abilities N(0, 1) who meet these items; each item with this chance. */
export function simulated(
  curves: readonly ItemCurve[],
  people: number,
  seed: string,
  chanceToMeet = 1,
): ScoreOrNone[][] {
  const rng = rngFromSeed(seed);
  return Array.from({ length: people }, () => {
    const ability = deviate(rng);
    return curves.map((curve) => {
      const score = rng() < chanceRight(curve, ability) ? 1 : 0;
      return rng() < chanceToMeet ? score : null;
    });
  });
}

/** The same, everybody meeting everything. */
export function simulatedWhole(
  curves: readonly ItemCurve[],
  people: number,
  seed: string,
): number[][] {
  return simulated(curves, people, seed).map((row) => row.map((score) => score ?? 0));
}

export const SIX_CURVES: readonly ItemCurve[] = [
  { slope: 0.8, difficulty: -1.5 },
  { slope: 1.2, difficulty: -0.8 },
  { slope: 1.6, difficulty: -0.3 },
  { slope: 1, difficulty: 0.2 },
  { slope: 1.4, difficulty: 0.7 },
  { slope: 0.9, difficulty: 1.2 },
];
