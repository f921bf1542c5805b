import { drawItem, shuffled, type DrawableItem } from '../item-banks/drawn-item.rules.js';
import type { Country, DrawnItem } from '../item-banks/item.js';
import { rngFromSeed, type Rng } from '../platform/rng.js';
import type { Section, TestSpecification } from './programme.js';
import { itemKey } from './standard/standard-round.js';

/** Named in every form, so that a form can be drawn again by the steps it was drawn by. */
export const DRAW_ALGORITHM = 'stratified-2';

/** What one person has met before, by `seenKey`. A map says when as well (a number that grows); of a set all count as met at the same time. */
export interface MetBefore {
  has(key: string): boolean;
  get?(key: string): number | undefined;
}

/**
 * What a person had met, as the algorithm of a form took it: `stratified-1` knew that an item had been met, but not when. Undefined for an
 * algorithm that this service does not have.
 */
export function metBeforeAs(
  algorithm: string,
  met: ReadonlyMap<string, number>,
): MetBefore | undefined {
  if (algorithm === DRAW_ALGORITHM) return met;
  return algorithm === 'stratified-1' ? new Set(met.keys()) : undefined;
}

/** One place in a form. */
export interface Slot extends DrawnItem {
  /** The bank of a section that draws from another than the programme's. */
  readonly bankId?: string | undefined;
  readonly sectionId: string;
  readonly topic: string;
  readonly critical: boolean;
  /** Of 100 who barely master the work so many respond right, where a panel said so: its part of the form's cut score. */
  readonly mean?: number;
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
  /** Of the programme's bank. */
  readonly items: readonly DrawableItem[];
  /** Of the banks that single sections draw from, by their ids. */
  readonly supplements?: ReadonlyMap<string, readonly DrawableItem[]>;
  readonly country: Country;
  readonly standard?: DrawnStandard | undefined;
  readonly seed: string;
  /** Items this person has met before; they come last, the one met longest ago first. */
  readonly seen: MetBefore;
}

/** A panel's ratings: where there are any, no item version is drawn that has none. */
export interface DrawnStandard {
  /** The programme's bank. */
  readonly bankId: string;
  /** By `itemKey`. */
  readonly means: ReadonlyMap<string, number>;
}

/**
 * Draws a form by the test specification. Inside a section every variant group (an item without one is a group of its own) is equally
 * likely, and then every item of the group; so two of a group are never together and a large group gains no weight. Unseen items go before
 * seen ones, and of these the ones met longest ago before the others. The same request gives the same form.
 */
export function drawForm(request: DrawRequest): Drawing {
  const sections = groupedSections(request);
  const shortfalls = sections.flatMap(shortfallsIn);
  if (shortfalls.length > 0) return { shortfalls };
  const rng = rngFromSeed(request.seed);
  const slots = sections.flatMap((section) => drawSection(section, request, rng));
  return { form: { algorithm: DRAW_ALGORITHM, seed: request.seed, slots } };
}

/** An item as a form names it: without a bank, of the programme's. */
export interface ItemInBank {
  readonly itemId: string;
  readonly bankId?: string | undefined;
}

/** How an item is remembered that somebody has met: two banks may have items of one id. */
export function seenKey({ itemId, bankId }: ItemInBank): string {
  return bankId === undefined ? itemId : `${bankId}/${itemId}`;
}

/** An item that was chosen for a form, before its numbers and the order of its options are fixed. */
export interface ChosenItem {
  readonly section: Section;
  readonly drawable: DrawableItem;
}

/** Chooses the items of one form after another by the same steps as `drawForm`, for counting; nothing where a section can't be filled. */
export function itemChooser(
  request: PoolRequest,
): ((rng: Rng, seen: MetBefore) => ChosenItem[]) | undefined {
  const sections = groupedSections(request);
  if (sections.some((one) => shortfallsIn(one).length > 0)) return undefined;
  return (rng, seen) =>
    sections.flatMap((one) =>
      chooseItems(one, seen, rng).map((drawable) => ({ section: one.section, drawable })),
    );
}

/** What the bank lacks for this specification: arithmetic, no drawing. Empty when every form can be drawn. */
export function shortfallsOf(request: PoolRequest): readonly Shortfall[] {
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

/** As much of a request as says what can be drawn. */
export type PoolRequest = Pick<
  DrawRequest,
  'specification' | 'items' | 'supplements' | 'country' | 'standard'
>;

/** The items of a variant group, or an item alone: never two of it in one form. */
export type Group = readonly DrawableItem[];

export interface GroupedSection {
  readonly section: Section;
  /** The variant groups it is drawn from. No topic of a bank is in two sections, so no group is. */
  readonly groups: readonly Group[];
}

/** Each section with what it can be drawn from in that country. */
export function groupedSections(request: PoolRequest): readonly GroupedSection[] {
  return request.specification.sections.map((section) => ({
    section,
    groups: groupsOf(drawableIn(section, request).filter((one) => isRated(one, section, request))),
  }));
}

/** Item versions that the panel has not rated and that would be drawn otherwise. */
export interface UnratedItem extends ItemInBank {
  readonly sectionId: string;
  readonly version: number;
}

export function unratedItems(request: PoolRequest): readonly UnratedItem[] {
  return request.specification.sections.flatMap((section) =>
    drawableIn(section, request)
      .filter((one) => !isRated(one, section, request))
      .map(({ item, version }) => ({
        ...{ sectionId: section.id, itemId: item.id, bankId: section.bankId, version },
      })),
  );
}

/** What is in use of a section's topics, rated or not. */
function drawableIn(
  section: Section,
  { items, supplements, country }: PoolRequest,
): readonly DrawableItem[] {
  const pool = section.bankId === undefined ? items : (supplements?.get(section.bankId) ?? []);
  return pool.filter((one) => isDrawable(one, country) && section.topics.includes(one.item.topic));
}

type RatedDrawable = Pick<DrawableItem, 'version'> & { readonly item: { readonly id: string } };

/** What the panel said of an item version in this section. */
export function panelMean(
  { item, version }: RatedDrawable,
  { bankId }: Pick<Section, 'bankId'>,
  standard: DrawnStandard | undefined,
): number | undefined {
  return standard?.means.get(itemKey(bankId ?? standard.bankId, item.id, version));
}

function isRated(one: DrawableItem, section: Section, { standard }: PoolRequest): boolean {
  return standard === undefined || panelMean(one, section, standard) !== undefined;
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
export const hasCritical = (group: Group): boolean => group.some(isCritical);

function drawSection(
  grouped: GroupedSection,
  { seen, standard }: Pick<DrawRequest, 'seen' | 'standard'>,
  rng: Rng,
): Slot[] {
  const { section } = grouped;
  return chooseItems(grouped, seen, rng).map((drawable) =>
    slotWith(drawable, section, standard, rng),
  );
}

/** A place of the section with this item in it. */
export function slotWith(
  drawable: DrawableItem,
  section: Section,
  standard: DrawnStandard | undefined,
  rng: Rng,
): Slot {
  const { bankId } = section;
  const mean = panelMean(drawable, section, standard);
  return {
    ...drawItem(drawable, rng),
    ...(bankId === undefined ? {} : { bankId }),
    sectionId: section.id,
    topic: drawable.item.topic,
    critical: drawable.item.critical,
    ...(mean === undefined ? {} : { mean }),
  };
}

function chooseItems(
  { section, groups }: GroupedSection,
  seen: MetBefore,
  rng: Rng,
): DrawableItem[] {
  const { bankId } = section;
  const lastMet: WhenMet = ({ item }) => {
    const key = seenKey({ itemId: item.id, bankId });
    return seen.has(key) ? (seen.get?.(key) ?? 0) : NEVER_MET;
  };
  const order = shuffled(groups, rng);
  // For a place that must be critical only a group's critical items count, also as seen or unseen.
  const criticalFirst = longestAgoFirst(order.filter(hasCritical), (one) =>
    isCritical(one) ? lastMet(one) : Number.POSITIVE_INFINITY,
  ).slice(0, section.criticalAtLeast);
  const rest = longestAgoFirst(
    order.filter((group) => !criticalFirst.includes(group)),
    lastMet,
  );
  const chosen = [
    ...criticalFirst.map((group) => group.filter(isCritical)),
    ...rest.slice(0, section.quota - criticalFirst.length),
  ].map((group) => oneOf(group, lastMet, rng));
  return shuffled(chosen, rng);
}

const NEVER_MET = Number.NEGATIVE_INFINITY;
type WhenMet = (drawable: DrawableItem) => number;

/** In the order they came among those of the same time; a group is as old as the one of it that was met longest ago. */
function longestAgoFirst(groups: readonly Group[], lastMet: WhenMet): Group[] {
  const never: Group[] = [];
  const met: { readonly group: Group; readonly age: number }[] = [];
  for (const group of groups) {
    const age = oldest(group, lastMet);
    if (age === NEVER_MET) never.push(group);
    else met.push({ group, age });
  }
  met.sort((one, other) => one.age - other.age);
  return [...never, ...met.map(({ group }) => group)];
}

function oldest(group: Group, lastMet: WhenMet): number {
  return group.reduce((age, one) => Math.min(age, lastMet(one)), Number.POSITIVE_INFINITY);
}

function oneOf(group: Group, lastMet: WhenMet, rng: Rng): DrawableItem {
  const age = oldest(group, lastMet);
  const choices = group.filter((one) => lastMet(one) === age);
  const chosen = choices[Math.floor(rng() * choices.length)];
  if (!chosen) throw new Error('An empty group cannot be drawn from');
  return chosen;
}
