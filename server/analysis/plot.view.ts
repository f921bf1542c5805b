import type { ItemWords } from '../item-banks/bank-words.view.js';
import type { Proportion } from '../scoring/statistics/facility.rules.js';
import { chanceRight, type ItemCurve } from '../scoring/statistics/item-response.rules.js';
import type { OptionRow } from '../scoring/statistics/option-table.rules.js';
import { number, percent } from '../item-banks/numbers.view.js';

// Plots are SVG in the page, of attributes and classes only: the policy allows no inline style. Each has a table with the same numbers.

/** Where a plot's axes lie, in units of its own. */
const LEFT = 44;
const RIGHT = 306;
const TOP = 12;
const BOTTOM = 172;

interface Tick {
  readonly at: string;
  readonly text: string;
}

const across = (share: number): string => (LEFT + share * (RIGHT - LEFT)).toFixed(1);
const up = (share: number): string => (BOTTOM - share * (BOTTOM - TOP)).toFixed(1);

function ticks(texts: readonly string[], place: (share: number) => string): Tick[] {
  return texts.map((text, index) => ({ at: place(index / (texts.length - 1)), text }));
}

function sharesUp({ locale }: ItemWords): Tick[] {
  return ticks(
    [0, 0.25, 0.5, 0.75, 1].map((share) => percent(share, locale)),
    up,
  );
}

/** A bar from 0 to 100 with its confidence interval as a line. */
export function proportionBar({ share, from, to }: Proportion) {
  return {
    width: (share * 100).toFixed(1),
    from: (from * 100).toFixed(1),
    to: (to * 100).toFixed(1),
  };
}

interface Dot {
  readonly x: number;
  readonly y: number;
  readonly flagged: boolean;
  readonly name: string;
}

/** Facility across, discrimination from -0.4 to 0.8 up; what lies outside is put on the edge. False for nothing to plot. */
export function scatterPlot(dots: readonly Dot[], words: ItemWords) {
  if (dots.length === 0) return false;
  const { locale } = words;
  const height = (r: number): string => up((Math.min(0.8, Math.max(-0.4, r)) + 0.4) / 1.2);
  return {
    across: ticks(
      [0, 0.25, 0.5, 0.75, 1].map((share) => percent(share, locale)),
      across,
    ),
    up: [-0.4, 0, 0.4, 0.8].map((r) => ({ at: height(r), text: number(r, 1, locale) })),
    zero: height(0),
    weak: height(0.15),
    dots: dots
      // Those to look at lie on top.
      .toSorted((one, other) => Number(one.flagged) - Number(other.flagged))
      .map(({ x, y, flagged, name }) => ({ x: across(x), y: height(y), flagged, name })),
  };
}

/** The share of each score group, weakest first, that chose each option. */
export function optionPlot(options: readonly OptionRow[], words: ItemWords) {
  const { t } = words;
  const lines = options.flatMap(({ option, isKey, shareByGroup }, index) => {
    const points = shareByGroup.flatMap((share, group) =>
      share === null ? [] : [`${across(group / (shareByGroup.length - 1))},${up(share)}`],
    );
    const last = shareByGroup.at(-1) ?? 0;
    return points.length < 2
      ? []
      : [{ option, isKey, dash: index % 4, points: points.join(' '), labelAt: up(last) }];
  });
  if (lines.length === 0) return false;
  const groups = ['weakest', 'middle', 'best'].map((group) => t(`statistics.third.${group}`));
  return { across: ticks(groups, across), up: sharesUp(words), lines: apart(lines) };
}

/** Names of lines that end at nearly the same height, one above the other. */
function apart<T extends { readonly labelAt: string }>(lines: readonly T[]): T[] {
  let lowest = Infinity;
  return [...lines]
    .sort((one, other) => Number(other.labelAt) - Number(one.labelAt))
    .map((line) => {
      lowest = Math.min(Number(line.labelAt), lowest - 13);
      return { ...line, labelAt: lowest.toFixed(1) };
    });
}

/** The chance to have it right from an ability of -3 to 3. */
export function curvePlot(curve: ItemCurve, words: ItemWords) {
  const abilities = Array.from({ length: 61 }, (_none, index) => -3 + index / 10);
  return {
    across: ticks(
      [-3, -2, -1, 0, 1, 2, 3].map((ability) => number(ability, 0, words.locale)),
      across,
    ),
    up: sharesUp(words),
    points: abilities
      .map((ability) => `${across((ability + 3) / 6)},${up(chanceRight(curve, ability))}`)
      .join(' '),
  };
}
