import type { JudgeRatings, Ratings } from './standard-round.js';

/**
 * The modified Angoff method: several judges say of each item how many of 100 minimally competent people respond right; an item's mean is its
 * part of the cut score. W. H. Angoff, "Scales, norms, and equivalent scores", in R. L. Thorndike (ed.), Educational Measurement, 2nd ed.,
 * 1971, p. 515.
 */

/** With fewer, an item has no place in a cut score. */
export const LEAST_JUDGES = 3;
/** Where judges are so many points apart, they should talk. */
export const DISCUSS_FROM = 30;
/** A judge who is on average so many points from the others is called strict or lenient. */
export const LEANING_FROM = 10;

export interface ItemStandard {
  readonly item: string;
  /** Percent. */
  readonly mean: number;
  /** Standard deviation between judges, in points; 0 with one judge. */
  readonly spread: number;
  readonly least: number;
  readonly most: number;
  readonly judges: number;
  readonly discuss: boolean;
  readonly isSet: boolean;
}

export interface JudgeStanding {
  readonly judge: string;
  readonly rated: number;
  /** Points above (or below) the mean of the others, over items that others rated too; above means a higher cut. */
  readonly leaning: number;
  readonly tendency: 'strict' | 'lenient' | 'even';
}

/** Every item that anybody rated, by its name. */
export function itemStandards(ratings: Ratings): readonly ItemStandard[] {
  const byItem = new Map<string, number[]>();
  for (const one of ratings.values())
    for (const [item, rating] of one) byItem.set(item, [...(byItem.get(item) ?? []), rating]);
  return [...byItem]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([item, values]) => {
      const [least, most] = [Math.min(...values), Math.max(...values)];
      return {
        item,
        mean: meanOf(values),
        spread: deviationOf(values),
        least,
        most,
        judges: values.length,
        discuss: most - least >= DISCUSS_FROM,
        isSet: values.length >= LEAST_JUDGES,
      };
    });
}

export function judgeStandings(ratings: Ratings): readonly JudgeStanding[] {
  return [...ratings]
    .filter(([, own]) => own.size > 0)
    .map(([judge, own]) => {
      const distances = [...own].flatMap(([item, rating]) => {
        const others = [...ratings].flatMap(([id, of]) =>
          id === judge ? [] : (of.get(item) ?? []),
        );
        return others.length === 0 ? [] : [rating - meanOf(others)];
      });
      const leaning = distances.length === 0 ? 0 : meanOf(distances);
      return { judge, rated: own.size, leaning, tendency: tendencyOf(leaning) };
    });
}

function tendencyOf(leaning: number): JudgeStanding['tendency'] {
  if (leaning >= LEANING_FROM) return 'strict';
  return leaning <= -LEANING_FROM ? 'lenient' : 'even';
}

/** To a whole number; a sum of means is off by the last digits of its fractions, which is no reason to ask for more. */
export function roundedUp(value: number): number {
  return Math.max(0, Math.ceil(value - 1e-9));
}

/** An item version, and the share of forms that it is on. */
export interface DrawnShare {
  readonly item: string;
  readonly share: number;
}

export type ExpectedCut =
  | {
      readonly isSet: true;
      /** Items, as the average of forms; not rounded. */
      readonly items: number;
      /** Of all items of a form, in percent; not rounded. */
      readonly percent: number;
      /** The whole percent that asks for no less: rounded up. */
      readonly wholePercent: number;
      /** Standard error of `percent`: how far another panel's would likely be. Absent where fewer than three judges rated every item. */
      readonly standardError?: number;
    }
  /** Versions that too few judges have rated. */
  | { readonly isSet: false; readonly missing: readonly string[] };

/** What the ratings say of the forms that a specification draws. */
export function expectedCut(drawn: readonly DrawnShare[], ratings: Ratings): ExpectedCut {
  const means = new Map(
    itemStandards(ratings)
      .filter(({ isSet }) => isSet)
      .map(({ item, mean }) => [item, mean]),
  );
  const missing = drawn.filter(({ item }) => !means.has(item)).map(({ item }) => item);
  if (missing.length > 0 || drawn.length === 0) return { isSet: false, missing };
  const percent = percentBy(drawn, means);
  const complete = [...ratings.values()].filter((own) => drawn.every(({ item }) => own.has(item)));
  const cuts = complete.map((own) => percentBy(drawn, own));
  return {
    isSet: true,
    items: (percent * sumOf(drawn.map(({ share }) => share))) / 100,
    percent,
    wholePercent: roundedUp(percent),
    ...(cuts.length < LEAST_JUDGES
      ? {}
      : { standardError: deviationOf(cuts) / Math.sqrt(cuts.length) }),
  };
}

function percentBy(drawn: readonly DrawnShare[], of: JudgeRatings): number {
  const length = sumOf(drawn.map(({ share }) => share));
  return sumOf(drawn.map(({ item, share }) => share * (of.get(item) ?? 0))) / length;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

/** Of a sample: the squares are divided by one less than there are. */
function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return Math.sqrt(sumOf(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}
