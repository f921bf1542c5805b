import type { Rng } from '../platform/rng.js';
import type { DrawnItem, Item, Variant } from './item.js';
import type { ItemState } from './life-cycle.js';

/** A copy of `things` in random order; every order is equally likely (Fisher-Yates). */
export function shuffled<T>(things: readonly T[], rng: Rng): T[] {
  const out = [...things];
  for (let last = out.length - 1; last > 0; last -= 1) {
    const other = Math.floor(rng() * (last + 1));
    [out[last], out[other]] = [out[other] as T, out[last] as T];
  }
  return out;
}

/** An item with its version and, for a numeric one, the variants that can be asked. */
export interface DrawableItem {
  readonly item: Item;
  readonly version: number;
  readonly state: ItemState;
  readonly variants: readonly Variant[];
}

/** Fixes the order of options and the numbers for one person. An ordering item is never shown in its right order. */
export function drawItem(
  { item, version, variants }: Omit<DrawableItem, 'state'>,
  rng: Rng,
): DrawnItem {
  const base = { itemId: item.id, version, type: item.type };
  const options = Object.keys(item.texts.nb?.options ?? {}).sort();
  switch (item.type) {
    case 'singleChoice':
    case 'multipleResponse': {
      const last = item.pinLast;
      const order = shuffled(
        options.filter((letter) => letter !== last),
        rng,
      );
      return { ...base, options: last === undefined ? order : [...order, last], prompts: [] };
    }
    case 'ordering': {
      let order = shuffled(options, rng);
      if (order.join() === item.key.join()) order = [...order.slice(1), ...order.slice(0, 1)];
      return { ...base, options: order, prompts: [] };
    }
    case 'matching':
      return {
        ...base,
        options: shuffled(options, rng),
        prompts: shuffled(Object.keys(item.texts.nb?.prompts ?? {}).sort(), rng),
      };
    case 'numeric': {
      const variant = variants[Math.floor(rng() * variants.length)];
      if (!variant) throw new Error(`Item ${item.id} has no variant to draw`);
      return { ...base, options: [], prompts: [], variant };
    }
  }
}
