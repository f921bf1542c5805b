import type { Item } from '../item-banks/item.js';
import { mantelHaenszel } from '../scoring/statistics/differential-functioning.rules.js';
import { facility } from '../scoring/statistics/facility.rules.js';
import { itemFlags } from '../scoring/statistics/item-flags.rules.js';
import { at, quantile } from '../scoring/statistics/moments.rules.js';
import {
  optionTable,
  scoreGroups,
  type OptionRow,
} from '../scoring/statistics/option-table.rules.js';
import { SHOWN_FROM, statisticsOf } from '../scoring/statistics/random-forms.rules.js';
import type {
  GroupDifference,
  GroupKind,
  ItemStanding,
  StandingFlag,
  TimeUsed,
  WrongChoice,
} from './item-standing.js';
import { leakRisk } from './leak-risk.rules.js';
import { OTHER, RIGHT } from './sitting.rules.js';
import type { Tally, Way } from './tally.rules.js';

/** Weakest, middle and best third, by the rest of the form. */
const THIRDS = 3;
/** People of about the same score, for comparing groups. */
const BANDS = 5;

/** What an item's meetings say of it; below 30 only how many there were. */
export function standingOf(
  item: Item,
  tally: Tally,
  sittings: number,
): Omit<ItemStanding, 'municipalityId' | 'bankId' | 'itemId' | 'version'> {
  const { firstMet, lastMet } = tally;
  const met = meetingsOf(tally);
  const statistics = statisticsOf(
    item.id,
    met.map(({ right }) => (right ? 1 : 0)),
    met.map(({ rest }) => rest),
  );
  const base = { firstMet, lastMet, exposure: met.length / sittings, statistics };
  if (!statistics.shown) return { ...base, options: [], unanswered: 0, differences: [], flags: [] };
  const options = optionRows(item, met);
  const differences = (['locale', 'jobRole'] as const).flatMap((kind) => differencesBy(met, kind));
  const time = timeUsed(tally);
  return {
    ...base,
    options,
    unanswered: met.filter(({ choices }) => choices.length === 0).length / met.length,
    ...(time ? { time } : {}),
    differences,
    flags: [
      ...itemFlags(statistics, hasOptions(item) ? options : []),
      ...differences.flatMap(differenceFlag),
      ...leakRisk(met, base.exposure),
    ],
    wrongChoices: wrongChoicesOf(met),
  };
}

function wrongChoicesOf(met: readonly Way[]): WrongChoice[] {
  const counts = new Map<string, number>();
  for (const { right, choices } of met) {
    const choice = choices.join('+');
    if (!right && choice !== '' && choice !== OTHER)
      counts.set(choice, (counts.get(choice) ?? 0) + 1);
  }
  return [...counts].map(([choice, n]) => ({ choice, n }));
}

/** Each way as often as it was met. */
function meetingsOf({ ways }: Tally): readonly Way[] {
  return [...ways.values()].flatMap((way) => Array.from<Way>({ length: way.count }).fill(way));
}

function hasOptions({ type }: Item): boolean {
  return type === 'singleChoice' || type === 'multipleResponse';
}

/** The key of what people chose: letters where there are options, otherwise that it was right. */
function keyOf(item: Item): readonly string[] {
  if (item.type === 'singleChoice') return [item.key];
  return item.type === 'multipleResponse' ? item.key : [RIGHT];
}

/** Several options can be chosen together, so each is looked at by itself. */
function optionRows(item: Item, met: readonly Way[]): readonly OptionRow[] {
  const rest = met.map(({ rest: own, whole }) => own ?? whole);
  const groupOf = scoreGroups(rest, THIRDS);
  const key = keyOf(item);
  return optionsOf(item, met).flatMap((option) =>
    optionTable({
      key: key.includes(option) ? option : '',
      options: [option],
      chosen: met.map(({ choices }) => (choices.includes(option) ? option : null)),
      rest,
      groupOf,
      groups: THIRDS,
    }),
  );
}

function optionsOf(item: Item, met: readonly Way[]): readonly string[] {
  if (hasOptions(item)) return Object.keys(item.texts.nb?.options ?? firstTexts(item)).sort();
  const seen = new Set(met.flatMap(({ choices }) => choices));
  const mistakes = [...seen].filter((choice) => choice !== RIGHT && choice !== OTHER).sort();
  return [RIGHT, ...mistakes, ...(seen.has(OTHER) ? [OTHER] : [])];
}

function firstTexts(item: Item): Readonly<Record<string, string>> {
  return Object.values(item.texts)[0]?.options ?? {};
}

/** The largest group against every other that is large enough. */
function differencesBy(met: readonly Way[], kind: GroupKind): readonly GroupDifference[] {
  const bands = scoreGroups(
    met.map(({ whole }) => whole),
    BANDS,
  );
  const banded = met.map((way, index) => ({ way, band: at(bands, index) }));
  const [reference, ...others] = [...new Set(met.flatMap((way) => way[kind] ?? []))]
    .map((name) => ({ name, members: banded.filter(({ way }) => way[kind] === name) }))
    .filter(({ members }) => members.length >= SHOWN_FROM)
    .sort((one, other) => other.members.length - one.members.length);
  if (!reference) return [];
  type Members = typeof banded;
  const matched = (members: Members, focal: boolean) =>
    members.map(({ way, band }) => ({ right: way.right, focal, stratum: band }));
  const described = ({ name, members }: typeof reference) => {
    const share = facility(members.filter(({ way }) => way.right).length, members.length);
    return share && { name, facility: share };
  };
  return others.flatMap((focal) => {
    const functioning = mantelHaenszel([
      ...matched(reference.members, false),
      ...matched(focal.members, true),
    ]);
    const [one, other] = [described(reference), described(focal)];
    return one && other ? [{ kind, reference: one, focal: other, functioning }] : [];
  });
}

/** Only a large difference is a reason to look; a moderate one is in the table. */
function differenceFlag({ kind, focal, functioning }: GroupDifference): readonly StandingFlag[] {
  if (functioning?.etsClass !== 'C') return [];
  return [{ code: 'differs-by-group', kind, name: focal.name, harder: functioning.delta < 0 }];
}

function timeUsed({ seconds }: Tally): TimeUsed | undefined {
  const all = [...seconds].flatMap(([took, times]) =>
    Array.from<number>({ length: times }).fill(took),
  );
  if (all.length < SHOWN_FROM) return undefined;
  const [quarter, median, threeQuarters] = [0.25, 0.5, 0.75].map((share) => quantile(all, share));
  return {
    n: all.length,
    quarter: quarter ?? 0,
    median: median ?? 0,
    threeQuarters: threeQuarters ?? 0,
  };
}
