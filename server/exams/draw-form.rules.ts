import { drawItem, shuffled, type DrawableItem } from '../item-banks/drawn-item.rules.js';
import type { Country, DrawnItem } from '../item-banks/item.js';
import { rngFromSeed, type Rng } from '../platform/rng.js';
import type { Section, TestSpecification } from './programme.js';

/** Named in every form, so that a form can be drawn again by the steps it was drawn by. */
export const DRAW_ALGORITHM = 'stratified-1';

/** One place in a form. */
export interface Slot extends DrawnItem {
  readonly sectionId: string;
  readonly topic: string;
  readonly critical: boolean;
}

export interface Form {
  readonly algorithm: string;
  readonly seed: string;
  readonly slots: readonly Slot[];
}

/** A section the bank can't fill: so many are missing. */
export interface Shortfall {
  readonly sectionId: string;
  readonly wanted: number;
  readonly available: number;
  readonly of: 'items' | 'critical-items';
}

export type Drawing =
  | { readonly form: Form; readonly shortfalls?: undefined }
  | { readonly form?: undefined; readonly shortfalls: readonly Shortfall[] };

export interface DrawRequest {
  readonly specification: TestSpecification;
  readonly items: readonly DrawableItem[];
  readonly country: Country;
  readonly seed: string;
  /** Items this person has met before; they come last, never first. */
  readonly seen: ReadonlySet<string>;
}

/**
 * Draws a form by the test specification. Inside a section every variant group (an item without one is a group of its own) is equally
 * likely, and then every item of the group; so two of a group are never together and a large group gains no weight. Unseen items go before
 * seen ones. The same request gives the same form.
 */
export function drawForm(request: DrawRequest): Drawing {
  const sections = groupedSections(request);
  const shortfalls = sections.flatMap(shortfallsIn);
  if (shortfalls.length > 0) return { shortfalls };
  const rng = rngFromSeed(request.seed);
  const slots = sections.flatMap((section) => drawSection(section, request.seen, rng));
  return { form: { algorithm: DRAW_ALGORITHM, seed: request.seed, slots } };
}

/** What the bank lacks for this specification: arithmetic, no drawing. Empty when every form can be drawn. */
export function shortfallsOf(
  request: Pick<DrawRequest, 'specification' | 'items' | 'country'>,
): readonly Shortfall[] {
  return groupedSections(request).flatMap(shortfallsIn);
}

function shortfallsIn({ section, groups }: GroupedSection): readonly Shortfall[] {
  const lacks = (of: Shortfall['of'], wanted: number, available: number): Shortfall[] =>
    available < wanted ? [{ sectionId: section.id, wanted, available, of }] : [];
  return [
    ...lacks('items', section.quota, groups.length),
    ...lacks('critical-items', section.criticalAtLeast, groups.filter(hasCritical).length),
  ];
}

/** May this version be in an exam of that country? Only what is live, and never what people practise on. */
export function isDrawable({ item, state }: DrawableItem, country: Country): boolean {
  return (
    state === 'live' &&
    item.pool === 'exam' &&
    (item.countries === undefined || item.countries.includes(country))
  );
}

type Group = readonly DrawableItem[];

interface GroupedSection {
  readonly section: Section;
  /** The variant groups it is drawn from. No topic is in two sections, so no group is. */
  readonly groups: readonly Group[];
}

function groupedSections({
  specification,
  items,
  country,
}: Pick<DrawRequest, 'specification' | 'items' | 'country'>): readonly GroupedSection[] {
  const drawable = items.filter((one) => isDrawable(one, country));
  return specification.sections.map((section) => ({
    section,
    groups: groupsOf(drawable.filter(({ item }) => section.topics.includes(item.topic))),
  }));
}

function groupsOf(items: readonly DrawableItem[]): Group[] {
  const groups = new Map<string, DrawableItem[]>();
  for (const drawable of items) {
    const { id, variantGroup } = drawable.item;
    const name = variantGroup === undefined ? `item ${id}` : `group ${variantGroup}`;
    const group = groups.get(name);
    if (group) group.push(drawable);
    else groups.set(name, [drawable]);
  }
  return [...groups.values()];
}

const isCritical = ({ item }: DrawableItem): boolean => item.critical;
const hasCritical = (group: Group): boolean => group.some(isCritical);

function drawSection(
  { section, groups }: GroupedSection,
  seen: ReadonlySet<string>,
  rng: Rng,
): Slot[] {
  const order = shuffled(groups, rng);
  // For a place that must be critical only a group's critical items count, also as seen or unseen.
  const criticalFirst = unseenFirst(order.filter(hasCritical), seen, isCritical).slice(
    0,
    section.criticalAtLeast,
  );
  const rest = unseenFirst(
    order.filter((group) => !criticalFirst.includes(group)),
    seen,
  );
  const chosen = [
    ...criticalFirst.map((group) => group.filter(isCritical)),
    ...rest.slice(0, section.quota - criticalFirst.length),
  ].map((group) => oneOf(group, seen, rng));
  return shuffled(chosen, rng).map((drawable) => ({
    ...drawItem(drawable, rng),
    sectionId: section.id,
    topic: drawable.item.topic,
    critical: drawable.item.critical,
  }));
}

function unseenFirst(
  groups: readonly Group[],
  seen: ReadonlySet<string>,
  counts: (drawable: DrawableItem) => boolean = () => true,
): Group[] {
  const isNew = (group: Group): boolean =>
    group.some((drawable) => counts(drawable) && !seen.has(drawable.item.id));
  return [...groups.filter(isNew), ...groups.filter((group) => !isNew(group))];
}

function oneOf(group: Group, seen: ReadonlySet<string>, rng: Rng): DrawableItem {
  const unseen = group.filter(({ item }) => !seen.has(item.id));
  const choices = unseen.length > 0 ? unseen : group;
  const chosen = choices[Math.floor(rng() * choices.length)];
  if (!chosen) throw new Error('An empty group cannot be drawn from');
  return chosen;
}
