/** What was drawn of one population: how often each, and the variance that drawing without replacement gives each of them. */
interface Tally {
  readonly counts: Map<string, number>;
  draws: number;
  expected: number;
  variance: number;
}

export function tallyOf(names: Iterable<string>): Tally {
  const counts = new Map([...names].map((name) => [name, 0]));
  return { counts, draws: 0, expected: 0, variance: 0 };
}

/** Counts one draw of these names, all different, out of the tally's population. */
export function count(tally: Tally, drawn: readonly string[]): void {
  const share = drawn.length / tally.counts.size;
  tally.draws += 1;
  tally.expected += share;
  tally.variance += share * (1 - share);
  for (const name of drawn) {
    const before = tally.counts.get(name);
    if (before === undefined) throw new Error(`${name} is not in the population`);
    tally.counts.set(name, before + 1);
  }
}

/**
 * How far the counts are from all alike, as a normal deviate: about 0 on average, above 4 in one case of 30,000 when chance is fair.
 * Pearson's statistic, corrected for drawing without replacement, through the Wilson-Hilferty transformation.
 */
export function deviation({ counts, expected, variance }: Tally): number {
  const freedom = counts.size - 1;
  const squares = [...counts.values()].reduce((sum, seen) => sum + (seen - expected) ** 2, 0);
  const statistic = ((freedom / counts.size) * squares) / variance;
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread);
}
