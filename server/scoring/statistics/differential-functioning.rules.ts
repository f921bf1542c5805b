import { normalCumulative } from './normal.rules.js';

/** One person's response to the item under study. */
export interface MatchedResponse {
  readonly right: boolean;
  readonly focal: boolean;
  /** People of one stratum are equally able, as far as the test can tell: the total score, or a band of it. */
  readonly stratum: number;
}

/** ETS: A negligible, B moderate, C large. Only C is a reason to take an item out; people have to say why it is so. */
export type DifClass = 'A' | 'B' | 'C';

export interface DifferentialFunctioning {
  /** Odds to be right, reference group over focal group, among people of the same score; 1 is fair, above 1 is harder for the focal group. */
  readonly oddsRatio: number;
  readonly chiSquare: number;
  readonly p: number;
  /** ETS delta, -2.35·ln(odds ratio); below 0 is harder for the focal group. */
  readonly delta: number;
  readonly deltaError: number;
  readonly etsClass: DifClass;
}

interface Stratum {
  refRight: number;
  refWrong: number;
  focRight: number;
  focWrong: number;
}

/**
 * Mantel-Haenszel: is an item harder for one group than for another among people of the same score? Odds ratio ΣAD/N / ΣBC/N; chi-square
 * (|ΣA - ΣE(A)| - 0.5)² / ΣVar(A), where the correction is left out if the difference is below it (R's mantelhaen.test). The error of ln(OR) is
 * that of Robins, Breslow and Greenland (1986). Classes: A is |delta| < 1 or not significant, C is |delta| >= 1.5 and significantly
 * above 1 (Zwick 2012, ETS RR-12-08). Null when no stratum has people of both groups, or an odds ratio can't be formed.
 */
export function mantelHaenszel(
  responses: readonly MatchedResponse[],
): DifferentialFunctioning | null {
  const sums = { ad: 0, bc: 0, excess: 0, variance: 0, pr: 0, psQr: 0, qs: 0 };
  for (const { refRight: a, refWrong: b, focRight: c, focWrong: d } of strataOf(responses)) {
    const n = a + b + c + d;
    if (n < 2) continue;
    const [ad, bc, agree, differ] = [(a * d) / n, (b * c) / n, (a + d) / n, (b + c) / n];
    sums.ad += ad;
    sums.bc += bc;
    sums.excess += a - ((a + b) * (a + c)) / n;
    sums.variance += ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1));
    sums.pr += agree * ad;
    sums.psQr += agree * bc + differ * ad;
    sums.qs += differ * bc;
  }
  if (sums.ad === 0 || sums.bc === 0 || sums.variance === 0) return null;
  const oddsRatio = sums.ad / sums.bc;
  const distance = Math.abs(sums.excess);
  const chiSquare = (distance - (distance >= 0.5 ? 0.5 : 0)) ** 2 / sums.variance;
  const p = 2 * (1 - normalCumulative(Math.sqrt(chiSquare)));
  const delta = -2.35 * Math.log(oddsRatio);
  const logVariance =
    sums.pr / (2 * sums.ad ** 2) +
    sums.psQr / (2 * sums.ad * sums.bc) +
    sums.qs / (2 * sums.bc ** 2);
  const deltaError = 2.35 * Math.sqrt(logVariance);
  return { oddsRatio, chiSquare, p, delta, deltaError, etsClass: classOf(delta, deltaError, p) };
}

function classOf(delta: number, error: number, p: number): DifClass {
  const size = Math.abs(delta);
  if (size < 1 || p >= 0.05) return 'A';
  return size >= 1.5 && (size - 1) / error > 1.645 ? 'C' : 'B';
}

function strataOf(responses: readonly MatchedResponse[]): Iterable<Stratum> {
  const strata = new Map<number, Stratum>();
  for (const { right, focal, stratum } of responses) {
    const table = strata.get(stratum) ?? { refRight: 0, refWrong: 0, focRight: 0, focWrong: 0 };
    strata.set(stratum, table);
    table[focal ? (right ? 'focRight' : 'focWrong') : right ? 'refRight' : 'refWrong'] += 1;
  }
  return strata.values();
}
