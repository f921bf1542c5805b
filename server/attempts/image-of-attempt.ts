import { imagesOf, type ItemImage } from '../item-banks/images/image.rules.js';
import type { ItemImageStore } from '../item-banks/images/image.store.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import { bankOf, type Attempt } from './attempt.js';

/** An image that an item of the attempt's form shows; undefined when none does, and when the attempt is over or paused. */
export function imageOfAttempt(deps: {
  readonly items: ItemCatalogue;
  readonly itemImages: ItemImageStore;
}) {
  return async (
    { state, paused, form, frozen }: Attempt,
    name: string,
  ): Promise<ItemImage | undefined> => {
    if (state !== 'inProgress' || paused) return undefined;
    for (const drawn of form.slots) {
      const bankId = bankOf(frozen, drawn);
      const item = await deps.items.version(bankId, drawn.itemId, drawn.version);
      if (imagesOf(item).includes(name)) return deps.itemImages.find(bankId, name);
    }
    return undefined;
  };
}
