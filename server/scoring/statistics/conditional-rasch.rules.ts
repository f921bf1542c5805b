import { diagonal, inverse, timesVector } from './matrix.rules.js';
import { at, columns, mean, sum, totals, type Scores } from './moments.rules.js';
import { oneStepBefore } from './natural-spline.rules.js';

export interface RaschCalibration {
  /** In the order of the items; they sum to 0. */
  readonly difficulties: readonly number[];
  readonly errors: readonly number[];
  readonly logLikelihood: number;
}

/**
 * Rasch difficulties by conditional maximum likelihood: given a person's total, ability drops out, so nothing is assumed of how ability is
 * distributed. Newton's method on the conditional likelihood with elementary symmetric functions γ_r of exp(-b): Andersen (1972), J. Royal
 * Statistical Society B 34; Fischer and Molenaar (1995), Rasch Models, ch. 3. Everybody must have met all items, and each item have been right
 * for some and wrong for others; null when the data do not tie the items together.
 */
export function calibrateRasch(scores: Scores): RaschCalibration | null {
  const items = columns(scores);
  const rightByItem = items.map(sum);
  if (rightByItem.some((right) => right === 0 || right === scores.length)) return null;
  const people = Array.from<number>({ length: items.length + 1 }).fill(0);
  for (const total of totals(scores)) people[total] = at(people, total) + 1;
  let difficulties = centred(rightByItem.map((right) => Math.log((scores.length - right) / right)));
  for (let turn = 0; turn < 100; turn += 1) {
    const { expected, information } = conditional(difficulties, people);
    const covariances = centredInverse(information);
    if (!covariances) return null;
    const surplus = expected.map((value, item) => value - at(rightByItem, item));
    const steps = timesVector(covariances, surplus);
    const longest = Math.max(...steps.map(Math.abs));
    const scale = longest > 1 ? 1 / longest : 1;
    difficulties = centred(difficulties.map((value, item) => value + scale * at(steps, item)));
    if (longest < 1e-10) break;
  }
  const { information, logNormaliser } = conditional(difficulties, people);
  const covariances = centredInverse(information);
  if (!covariances) return null;
  const byItem = sum(difficulties.map((value, item) => value * at(rightByItem, item)));
  return {
    difficulties,
    errors: diagonal(covariances).map(Math.sqrt),
    logLikelihood: -byItem - logNormaliser,
  };
}

export interface RaschAbility {
  readonly total: number;
  readonly ability: number;
  /** None right and all right have no maximum; theirs go on from the others along a natural spline, as in eRm for R. */
  readonly extrapolated: boolean;
}

/** Maximum likelihood ability for each total, by Newton's method. For fewer than three items there is too little to go on from: none. */
export function raschAbilities(difficulties: readonly number[]): RaschAbility[] {
  const items = difficulties.length;
  if (items < 3) return [];
  const between = Array.from({ length: items - 1 }, (_, n) => abilityOf(n + 1, difficulties));
  const abilities = [oneStepBefore(between), ...between, oneStepBefore(between.toReversed())];
  return abilities.map((ability, total) => ({
    total,
    ability,
    extrapolated: total === 0 || total === items,
  }));
}

function abilityOf(total: number, difficulties: readonly number[]): number {
  let ability = mean(difficulties) + Math.log(total / (difficulties.length - total));
  for (let turn = 0, step = 1; turn < 100 && Math.abs(step) > 1e-12; turn += 1) {
    const chances = difficulties.map((difficulty) => 1 / (1 + Math.exp(difficulty - ability)));
    const information = sum(chances.map((chance) => chance * (1 - chance)));
    step = Math.max(-1, Math.min(1, (total - sum(chances)) / information));
    ability += step;
  }
  return ability;
}

interface Conditional {
  /** People expected to have each item right, given the totals. */
  readonly expected: readonly number[];
  readonly information: readonly (readonly number[])[];
  /** Σ n_r·ln γ_r */
  readonly logNormaliser: number;
}

/** The conditional model at these difficulties, for so many people of each total. */
function conditional(difficulties: readonly number[], people: readonly number[]): Conditional {
  const eases = difficulties.map((difficulty) => Math.exp(-difficulty));
  const gammas = symmetricFunctions(eases);
  // Totals 0 and k say nothing of the items: with them every item is right or wrong for sure.
  const share = (without: readonly number[], factor: number, less: number): number[] =>
    people.map((_count, total) => (factor * (without[total - less] ?? 0)) / at(gammas, total));
  const one = eases.map((ease, i) => share(symmetricFunctions(except(eases, i)), ease, 1));
  const information = eases.map(() => Array.from<number>({ length: eases.length }).fill(0));
  eases.forEach((ease, i) => {
    for (let j = i; j < eases.length; j += 1) {
      const [first, second] = [at(one, i), at(one, j)];
      const both =
        i === j
          ? first
          : share(symmetricFunctions(except(except(eases, j), i)), ease * at(eases, j), 2);
      const value = sum(
        people.map((count, r) => count * (at(both, r) - at(first, r) * at(second, r))),
      );
      at(information, i)[j] = value;
      at(information, j)[i] = value;
    }
  });
  return {
    expected: one.map((chances) => sum(chances.map((chance, r) => chance * at(people, r)))),
    information,
    logNormaliser: sum(people.map((count, r) => count * Math.log(at(gammas, r)))),
  };
}

/** γ_0..γ_k: the sums of all products of r of the values. All are positive, so the summation algorithm is stable. */
function symmetricFunctions(values: readonly number[]): number[] {
  return values.reduce<number[]>(
    (before, value) =>
      [...before, 0].map((same, r) => same + (r === 0 ? 0 : at(before, r - 1) * value)),
    [1],
  );
}

function except(values: readonly number[], index: number): number[] {
  return values.filter((_value, own) => own !== index);
}

function centred(values: readonly number[]): number[] {
  const middle = mean(values);
  return values.map((value) => value - middle);
}

/** The information is singular, because only differences of difficulties count; this is its inverse for difficulties that sum to 0. */
function centredInverse(information: readonly (readonly number[])[]): number[][] | null {
  const share = 1 / information.length;
  const inverted = inverse(information.map((row) => row.map((value) => value + share)));
  return inverted?.map((row) => row.map((value) => value - share)) ?? null;
}
