/** As much of a test specification and its rules as decides who passes. */
export interface DecisionRule {
  readonly sections: readonly SectionRule[];
  /** Of all items, in percent; rounded up to whole items. */
  readonly cutScorePercent: number;
}

export interface SectionRule {
  readonly length: number;
  readonly allRight: boolean;
  /** The chance of 0, 1, 2... critical items among them, which must be right; `[1]` where the programme does not ask for it. */
  readonly critical: readonly number[];
}

export interface PassingChance {
  /** Chance to have any one item right. */
  readonly mastery: number;
  readonly chance: number;
  /** The same if only the cut score counted: what all-right sections and critical items take away is the difference. */
  readonly chanceByCutScoreAlone: number;
}

/** The masteries a decision-quality meter shows. */
export const SHOWN_MASTERIES: readonly number[] = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98];

/**
 * The chance that somebody passes who masters each item with this probability, independently. Exact: what must be right is (p to the
 * number of such items), the others are a binomial per section, and the sections are added up by convolution until the cut score is reached.
 */
export function chanceToPass(rule: DecisionRule, mastery: number): number {
  const length = rule.sections.reduce((sum, section) => sum + section.length, 0);
  // A percentage that was reckoned from a number of items must not ask for one more by its last digit.
  const needed = Math.ceil((length * rule.cutScorePercent) / 100 - 1e-9);
  const right = rule.sections
    .map((section) => rightInSection(section, mastery))
    .reduce(convolution, [1]);
  return right.slice(needed).reduce((sum, chance) => sum + chance, 0);
}

/** A row a mastery, for those a meter shows or for the ones given. */
export function passingChances(
  rule: DecisionRule,
  masteries: readonly number[] = SHOWN_MASTERIES,
): PassingChance[] {
  const cutScoreAlone = {
    ...rule,
    sections: rule.sections.map((section) => ({ ...section, allRight: false, critical: [1] })),
  };
  return masteries.map((mastery) => ({
    mastery,
    chance: chanceToPass(rule, mastery),
    chanceByCutScoreAlone: chanceToPass(cutScoreAlone, mastery),
  }));
}

/** The chance of 0, 1, 2... right in a section and of not having failed in it; so these need not add up to 1. */
function rightInSection({ length, allRight, critical }: SectionRule, mastery: number): number[] {
  if (allRight) return rightOf(length, length, mastery);
  const sum = Array.from<number>({ length: length + 1 }).fill(0);
  for (const [count, chance] of critical.entries())
    for (const [right, p] of rightOf(Math.min(count, length), length, mastery).entries())
      sum[right] = (sum[right] ?? 0) + chance * p;
  return sum;
}

function rightOf(mustBeRight: number, length: number, mastery: number): number[] {
  const others = Array.from<number[]>({ length: length - mustBeRight }).fill([
    1 - mastery,
    mastery,
  ]);
  const must = Array.from<number[]>({ length: mustBeRight }).fill([0, mastery]);
  return [...must, ...others].reduce(convolution, [1]);
}

/** The distribution of the sum of two independent counts. */
function convolution(one: readonly number[], other: readonly number[]): number[] {
  const sum = Array.from<number>({ length: one.length + other.length - 1 }).fill(0);
  one.forEach((p, i) => {
    other.forEach((q, j) => {
      sum[i + j] = (sum[i + j] ?? 0) + p * q;
    });
  });
  return sum;
}
