import { hasCritical, type Group, type GroupedSection } from './draw-form.rules.js';

/**
 * The chance of 0, 1, 2... critical items in the section's part of a form, for somebody who has met none of its items. Exact: `drawForm` takes
 * the first groups of a random order, and goes further down it only for critical items that are still missing. So as many groups with critical
 * items are chosen as a hypergeometric draw gives, but never fewer than asked for; those asked for give a critical item, the others any of theirs.
 * A section that the bank can't fill has as many as it asks for.
 */
export function criticalCounts({ section, groups }: GroupedSection): number[] {
  const { quota, criticalAtLeast: asked } = section;
  const withCritical = groups.filter(hasCritical);
  const counts = zeros(quota + 1);
  const add = (count: number, chance: number): void => {
    counts[count] = (counts[count] ?? 0) + chance;
  };
  if (groups.length < quota || withCritical.length < asked) {
    add(Math.min(asked, quota), 1);
    return counts;
  }
  let ways: Ways = new Map([[nameOf(0, 0, 0), 1]]);
  for (const group of withCritical)
    ways = withGroup(ways, criticalShare(group), asked, quota - asked);
  const chanceOf = (chosen: number): number =>
    (choose(withCritical.length, chosen) *
      choose(groups.length - withCritical.length, quota - chosen)) /
    choose(groups.length, quota);
  for (let chosen = 0; chosen <= asked; chosen += 1) add(asked, chanceOf(chosen));
  for (const [name, way] of ways) {
    const [must = 0, others = 0, critical = 0] = name.split(' ').map(Number);
    if (must < asked || others === 0) continue;
    const all = choose(withCritical.length, asked) * choose(withCritical.length - asked, others);
    add(critical, (chanceOf(asked + others) * way) / all);
  }
  return counts;
}

/** Ways by how many groups were chosen for places that must be critical, how many for others, and how many critical items came of it. */
type Ways = ReadonlyMap<string, number>;

const nameOf = (must: number, others: number, critical: number): string =>
  `${must} ${others} ${critical}`;

/** The group is left out, or gives a critical item where there must be one, or gives any of its items to another place. */
function withGroup(before: Ways, share: number, mostMust: number, mostOthers: number): Ways {
  const after = new Map<string, number>();
  const add = (name: string, way: number): void => {
    if (way > 0) after.set(name, (after.get(name) ?? 0) + way);
  };
  for (const [name, way] of before) {
    const [must = 0, others = 0, critical = 0] = name.split(' ').map(Number);
    add(name, way);
    if (must < mostMust) add(nameOf(must + 1, others, critical + 1), way);
    if (others < mostOthers) {
      add(nameOf(must, others + 1, critical + 1), way * share);
      add(nameOf(must, others + 1, critical), way * (1 - share));
    }
  }
  return after;
}

function criticalShare(group: Group): number {
  return group.filter(({ item }) => item.critical).length / group.length;
}

function zeros(length: number): number[] {
  return Array.from<number>({ length }).fill(0);
}

function choose(all: number, some: number): number {
  if (some < 0 || some > all) return 0;
  let ways = 1;
  for (let n = 1; n <= some; n += 1) ways = (ways * (all - some + n)) / n;
  return ways;
}
