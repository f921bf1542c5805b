import type { Clock } from '../../platform/clock.js';
import { reason } from '../reasons.js';
import { checkImage, type ImageCheck } from './image.rules.js';
import type { ItemImageStore } from './image.store.js';

/** So long an upload waits for a saved draft that shows it. */
const DAYS_KEPT = 30;
const A_DAY_MS = 86_400_000;

/** Takes a PNG or JPEG that an author uploads into the bank. Which it is, its bytes say, not its name. */
export function addImage(deps: { readonly itemImages: ItemImageStore; readonly clock: Clock }) {
  return async (bankId: string, bytes: Uint8Array): Promise<ImageCheck> => {
    const checked = checkImage(bytes);
    if ('refused' in checked) return checked;
    if (!/\.(?:png|jpg)$/.test(checked.image.name)) return { refused: reason('imageNotForEditor') };
    const expiresAt = new Date(deps.clock().getTime() + DAYS_KEPT * A_DAY_MS);
    await deps.itemImages.put(bankId, checked.image, expiresAt);
    return checked;
  };
}
