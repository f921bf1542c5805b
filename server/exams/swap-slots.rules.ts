import { drawItem, shuffled, type DrawableItem } from '../item-banks/drawn-item.rules.js';
import type { Country } from '../item-banks/item.js';
import { rngFromSeed } from '../platform/rng.js';
import { isDrawable, type Slot } from './draw-form.rules.js';

interface SwapRequest {
  readonly slots: readonly Slot[];
  /** Which of them are to be swapped. */
  readonly swap: readonly number[];
  readonly items: readonly DrawableItem[];
  readonly country: Country;
  readonly seed: string;
  /** Items this person has met before, in whatever attempt. */
  readonly met: Pick<ReadonlySet<string>, 'has'>;
}

/**
 * Other items for some places of a form, each of the same cell: the same section and topic, critical for critical. None that the person has
 * met, and never two of a variant group. A place for which the bank has nothing else keeps its item, and is not in
 * the answer; so does one that is drawn from another bank than the form's own.
 */
export function swapSlots(request: SwapRequest): ReadonlyMap<number, Slot> {
  const { slots, items, country, met } = request;
  const rng = rngFromSeed(request.seed);
  const groupOf = new Map(items.map(({ item }) => [item.id, item.variantGroup ?? item.id]));
  const taken = new Set(slots.map(({ itemId }) => groupOf.get(itemId) ?? itemId));
  const fresh = shuffled(
    items.filter((one) => isDrawable(one, country) && !met.has(one.item.id)),
    rng,
  );
  const swapped = new Map<number, Slot>();
  for (const place of request.swap) {
    const old = slots[place];
    const found = fresh.find(
      ({ item }) =>
        old !== undefined &&
        old.bankId === undefined &&
        item.topic === old.topic &&
        item.critical === old.critical &&
        !taken.has(item.variantGroup ?? item.id),
    );
    if (!found || !old) continue;
    taken.add(found.item.variantGroup ?? found.item.id);
    swapped.set(place, { ...old, ...drawItem(found, rng) });
  }
  return swapped;
}
