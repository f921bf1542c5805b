import { at, sum } from './moments.rules.js';

/** How an item behaves: P(right) = 1 / (1 + exp(-slope·(ability - difficulty))), without the 1.7; ability is N(0, 1) among candidates. */
export interface ItemCurve {
  /** How sharply it sets people apart (a). */
  readonly slope: number;
  /** The ability at which half have it right (b). */
  readonly difficulty: number;
}

/** Right, wrong, or not on the person's form (null); people may have met different items. */
export type ScoreOrNone = 0 | 1 | null;

/** A pattern of scores, one for each item, and how many people have it. */
export interface ResponsePattern {
  readonly scores: readonly ScoreOrNone[];
  readonly people: number;
}

export interface Ability {
  readonly ability: number;
  readonly error: number;
}

/** Points at which ability is looked at, and how common each is among candidates. */
export interface Quadrature {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** Evenly spaced points from -6 to 6 with the weights of N(0, 1). Fewer than 61 are not enough for 24 items. */
export function normalQuadrature(points = 61): Quadrature {
  const nodes = Array.from({ length: points }, (_, n) => -6 + (12 * n) / (points - 1));
  const heights = nodes.map((node) => Math.exp((-node * node) / 2));
  const whole = sum(heights);
  return { nodes, weights: heights.map((height) => height / whole) };
}

export function chanceRight({ slope, difficulty }: ItemCurve, ability: number): number {
  return 1 / (1 + Math.exp(-slope * (ability - difficulty)));
}

/**
 * Expected a posteriori ability of a pattern and its standard error: mean and deviation of what ability can be, given the scores. Source: Bock and
 * Mislevy (1982), Applied Psychological Measurement 6. It exists for all right and for none right as well.
 */
export function expectedAbility(
  curves: readonly ItemCurve[],
  scores: readonly ScoreOrNone[],
  quadrature: Quadrature = normalQuadrature(),
): Ability {
  const likelihood = quadrature.nodes.map((node) =>
    curves.reduce((product, curve, index) => {
      const score = scores[index];
      if (score === null || score === undefined) return product;
      const chance = chanceRight(curve, node);
      return product * (score === 1 ? chance : 1 - chance);
    }, 1),
  );
  return momentsOf(likelihood, quadrature);
}

export interface TotalAbility extends Ability {
  readonly total: number;
  /** Share of candidates expected to have this total. */
  readonly share: number;
}

export interface TotalAbilities {
  readonly totals: readonly TotalAbility[];
  /** Share of the spread of estimated abilities that is not error: 1 - E(error²), the marginal reliability. */
  readonly reliability: number;
}

/**
 * Expected ability for each total of a fixed form, by the recursion of Lord and Wingersky: the chance of each total at each point, item by item.
 * Sources: Lord and Wingersky (1984), Applied Psychological Measurement 8; Thissen and others (1995), same journal 19.
 */
export function totalAbilities(
  curves: readonly ItemCurve[],
  quadrature: Quadrature = normalQuadrature(),
): TotalAbilities {
  const byNode = quadrature.nodes.map((node) => totalChances(curves, node));
  const totals = Array.from({ length: curves.length + 1 }, (_, total) => {
    const likelihood = byNode.map((chances) => at(chances, total));
    const share = sum(likelihood.map((chance, n) => chance * at(quadrature.weights, n)));
    return { total, share, ...momentsOf(likelihood, quadrature) };
  });
  return { totals, reliability: 1 - sum(totals.map(({ share, error }) => share * error ** 2)) };
}

function totalChances(curves: readonly ItemCurve[], node: number): number[] {
  return curves.reduce<number[]>(
    (before, curve) => {
      const chance = chanceRight(curve, node);
      return [...before, 0].map(
        (same, total) => same * (1 - chance) + (before[total - 1] ?? 0) * chance,
      );
    },
    [1],
  );
}

function momentsOf(likelihood: readonly number[], { nodes, weights }: Quadrature): Ability {
  const posterior = likelihood.map((chance, n) => chance * at(weights, n));
  const whole = sum(posterior);
  const ability = sum(posterior.map((chance, n) => chance * at(nodes, n))) / whole;
  const square = sum(posterior.map((chance, n) => chance * (at(nodes, n) - ability) ** 2)) / whole;
  return { ability, error: Math.sqrt(square) };
}
