import { shuffled, type DrawableItem } from '../item-banks/drawn-item.rules.js';
import { rngFromSeed } from '../platform/rng.js';
import {
  groupedSections,
  seenKey,
  slotWith,
  type ItemInBank,
  type MetBefore,
  type PoolRequest,
  type Slot,
} from './draw-form.rules.js';

interface SwapRequest extends PoolRequest {
  readonly slots: readonly Slot[];
  /** Which of them are to be swapped. */
  readonly swap: readonly number[];
  readonly seed: string;
  /** Items this person has met before, in whatever attempt. */
  readonly met: MetBefore;
}

/**
 * Other items for some places of a form, each of the same cell: the same section (so the same bank) and topic, critical for critical. None that
 * the person has met, and never two of a variant group. A place for which the bank has nothing else keeps its item, and is not in the answer.
 */
export function swapSlots(request: SwapRequest): ReadonlyMap<number, Slot> {
  const { slots, met, standard } = request;
  const rng = rngFromSeed(request.seed);
  const groupOf = groupNames(request);
  const taken = new Set(slots.map(groupOf));
  const fresh = groupedSections(request).map(({ section, groups }) => {
    const { bankId } = section;
    const known = groups.flat().map((drawable) => ({ itemId: drawable.item.id, bankId, drawable }));
    const unmet = known.filter((one) => !met.has(seenKey(one)));
    return { section, items: shuffled(unmet, rng) };
  });
  const swapped = new Map<number, Slot>();
  for (const place of request.swap) {
    const old = slots[place];
    const cell = fresh.find(({ section }) => section.id === old?.sectionId);
    const found = cell?.items.find(
      (one) => old && isOfCell(one.drawable, old) && !taken.has(groupOf(one)),
    );
    if (!found || !cell) continue;
    taken.add(groupOf(found));
    swapped.set(place, slotWith(found.drawable, cell.section, standard, rng));
  }
  return swapped;
}

function isOfCell({ item }: DrawableItem, { topic, critical }: Slot): boolean {
  return item.topic === topic && item.critical === critical;
}

/** The variant group of an item, named with its bank; an item without one is a group of its own. */
function groupNames({ items, supplements }: PoolRequest): (item: ItemInBank) => string {
  const groups = new Map<string, string>();
  const add = (bankId: string | undefined, drawables: readonly DrawableItem[]): void => {
    for (const { item } of drawables)
      if (item.variantGroup !== undefined)
        groups.set(
          seenKey({ itemId: item.id, bankId }),
          `group ${seenKey({ itemId: item.variantGroup, bankId })}`,
        );
  };
  add(undefined, items);
  for (const [bankId, drawables] of supplements ?? []) add(bankId, drawables);
  return (item) => groups.get(seenKey(item)) ?? `item ${seenKey(item)}`;
}
