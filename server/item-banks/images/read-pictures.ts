import {
  contrastOfPicture,
  type PictureContrast,
  type Pictures,
} from '../lint/picture-contrast.js';
import type { ItemImageStore } from './image.store.js';

const AT_MOST = 10_000;

/** The pictures of these names that a bank or an import holds, each looked at once: a name is of one content. */
export function readPictures({ itemImages }: { readonly itemImages: ItemImageStore }) {
  const looked = new Map<string, PictureContrast>();
  return async (holder: string, names: readonly string[]): Promise<Pictures> => {
    const held = await itemImages.heldOf(holder, names);
    const found = new Map<string, PictureContrast>();
    for (const name of held) {
      const image = looked.has(name) ? undefined : await itemImages.find(holder, name);
      if (looked.size >= AT_MOST) looked.clear();
      if (image) looked.set(name, await contrastOfPicture(name, image.bytes));
      const contrast = looked.get(name);
      if (contrast) found.set(name, contrast);
    }
    return found;
  };
}
