import { setImmediate } from 'node:timers/promises';
import type { ItemCurve, ScoreOrNone } from '../scoring/statistics/item-response.rules.js';
import { calibration } from '../scoring/statistics/marginal-calibration.rules.js';
import { patternsOf } from '../scoring/statistics/marginal-likelihood.rules.js';

/** A slope for each item needs about 500 responses to it. */
const CALIBRATED_FROM = 500;

/**
 * 2PL curves of the items that enough people met, right for some and wrong for others; fewer than three items tell nothing of ability.
 * A bank takes seconds, so other requests have their turn after every iteration.
 */
export async function calibrateBank(
  latest: readonly ReadonlyMap<string, ScoreOrNone>[],
  from = CALIBRATED_FROM,
): Promise<ReadonlyMap<string, ItemCurve>> {
  const items = calibratable(latest, from);
  if (items.length < 3) return new Map();
  const patterns = patternsOf(latest.map((form) => items.map((item) => form.get(item) ?? null)));
  const steps = calibration(patterns, '2PL', { maxIterations: 300, tolerance: 1e-3 });
  for (;;) {
    const { done, value } = steps.next();
    if (done)
      return value.converged
        ? new Map(value.curves.map((curve, index) => [items[index] ?? '', curve]))
        : new Map();
    await setImmediate();
  }
}

function calibratable(latest: readonly ReadonlyMap<string, ScoreOrNone>[], from: number): string[] {
  const counts = new Map<string, { met: number; right: number }>();
  for (const form of latest)
    for (const [item, score] of form) {
      const own = counts.get(item) ?? { met: 0, right: 0 };
      counts.set(item, own);
      own.met += 1;
      own.right += score ?? 0;
    }
  return [...counts].flatMap(([item, { met, right }]) =>
    met >= from && right > 0 && right < met ? [item] : [],
  );
}
