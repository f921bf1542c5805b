import {
  drawItem,
  shuffled,
  type DrawableItem,
} from '../item-banks/drawn-item.rules.js';
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
  const shortfalls = shortfallsOf(request);
  if (shortfalls.length > 0) return { shortfalls };
  const rng = rngFromSeed(request.seed);
  const slots = request.specification.sections.flatMap((section) =>
    drawSection(section, request, rng),
  );
  return { form: { algorithm: DRAW_ALGORITHM, seed: request.seed, slots } };
}

/** What the bank lacks for this specification: arithmetic, no drawing. Empty when every form can be drawn. */
export function shortfallsOf(
  request: Pick<DrawRequest, 'specification' | 'items' | 'country'>,
): readonly Shortfall[] {
  return request.specification.sections.flatMap((section) => {
    const groups = groupsOf(section, request.items, request.country);
    const critical = groups.filter((group) => group.some(({ item }) => item.critical)).length;
    const found: Shortfall[] = [];
    if (groups.length < section.quota)
      found.push({
        sectionId: section.id,
        wanted: section.quota,
        available: groups.length,
        of: 'items',
      });
    if (critical < section.criticalAtLeast)
      found.push({
        sectionId: section.id,
        wanted: section.criticalAtLeast,
        available: critical,
        of: 'critical-items',
      });
    return found;
  });
}

/** May this item be in an exam of that country? Drafts and retired items never are, nor what people practise on. */
export function isDrawable({ item }: DrawableItem, country: Country): boolean {
  return (
    item.status === 'approved' &&
    item.pool === 'exam' &&
    (item.countries === undefined || item.countries.includes(country))
  );
}

type Group = readonly DrawableItem[];

function groupsOf(section: Section, items: readonly DrawableItem[], country: Country): Group[] {
  const groups = new Map<string, DrawableItem[]>();
  for (const drawable of items) {
    const { item } = drawable;
    if (!section.topics.includes(item.topic) || !isDrawable(drawable, country)) continue;
    const name = item.variantGroup === undefined ? `item ${item.id}` : `group ${item.variantGroup}`;
    groups.set(name, [...(groups.get(name) ?? []), drawable]);
  }
  return [...groups.values()];
}

function drawSection(section: Section, request: DrawRequest, rng: Rng): Slot[] {
  const groups = unseenFirst(
    shuffled(groupsOf(section, request.items, request.country), rng),
    request.seen,
  );
  const criticalFirst = groups
    .filter((group) => group.some(({ item }) => item.critical))
    .slice(0, section.criticalAtLeast);
  const rest = groups.filter((group) => !criticalFirst.includes(group));
  const chosen = [
    ...criticalFirst.map((group) => group.filter(({ item }) => item.critical)),
    ...rest.slice(0, section.quota - criticalFirst.length),
  ].map((group) => oneOf(group, request.seen, rng));
  return shuffled(chosen, rng).map((drawable) => ({
    ...drawItem(drawable, rng),
    sectionId: section.id,
    topic: drawable.item.topic,
    critical: drawable.item.critical,
  }));
}

function unseenFirst(groups: readonly Group[], seen: ReadonlySet<string>): Group[] {
  const isNew = (group: Group): boolean => group.some(({ item }) => !seen.has(item.id));
  return [...groups.filter(isNew), ...groups.filter((group) => !isNew(group))];
}

function oneOf(group: Group, seen: ReadonlySet<string>, rng: Rng): DrawableItem {
  const unseen = group.filter(({ item }) => !seen.has(item.id));
  const choices = unseen.length > 0 ? unseen : group;
  const chosen = choices[Math.floor(rng() * choices.length)];
  if (!chosen) throw new Error('An empty group cannot be drawn from');
  return chosen;
}
