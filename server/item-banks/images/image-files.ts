import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inEnglish } from '../reasons.js';
import { checkImage, type ItemImage } from './image.rules.js';

const FOLDER = 'images';

/** Writes images into a bank's folder. What is there already is the same, for its name says so. */
export async function writeImages(folder: string, images: readonly ItemImage[]): Promise<void> {
  if (images.length === 0) return;
  await mkdir(join(folder, FOLDER), { recursive: true });
  for (const { name, bytes } of images) await writeFile(join(folder, FOLDER, name), bytes);
}

/** An image of a bank's folder; or what its author must mend. */
export async function readImage(
  folder: string,
  name: string,
): Promise<ItemImage | { readonly problem: string }> {
  const path = `${FOLDER}/${name}`;
  const bytes = await readFile(join(folder, path)).catch(() => undefined);
  if (!bytes) return { problem: `the image ${path} is not in the bank` };
  const checked = checkImage(bytes);
  if ('refused' in checked) return { problem: `the image ${path} ${inEnglish(checked.refused)}` };
  return checked.image.name === name
    ? checked.image
    : {
        problem: `the image ${path} is not what it was: by its content it is ${checked.image.name}`,
      };
}
