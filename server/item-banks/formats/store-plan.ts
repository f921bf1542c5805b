import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeImages } from '../images/image-files.js';
import { itemFileText } from '../write-item-file.js';
import type { PlanEntry } from './plan-import.js';

/** Where an item lies in a bank's folder. */
export function itemPath({ topic, id }: { readonly topic: string; readonly id: string }): string {
  return join('items', topic, `${id}.yaml`);
}

/** Writes the new items of a plan into a bank's folder: all of them, or none when one cannot be written. */
export async function storePlan(folder: string, entries: readonly PlanEntry[]): Promise<string[]> {
  const kept = entries.filter(({ outcome }) => outcome === 'new');
  const files = kept.flatMap(({ item, content }) =>
    item && content ? [{ path: itemPath(item), text: itemFileText(content) }] : [],
  );
  for (const { images = [] } of kept) await writeImages(folder, images);
  const started: string[] = [];
  try {
    for (const { path, text } of files) {
      const full = join(folder, path);
      await mkdir(dirname(full), { recursive: true });
      started.push(`${full}.new`);
      await writeFile(`${full}.new`, text, { flag: 'wx' });
    }
    for (const path of started) await rename(path, path.slice(0, -'.new'.length));
  } catch (error) {
    for (const path of started) await rm(path, { force: true });
    throw error;
  }
  return files.map(({ path }) => path);
}
