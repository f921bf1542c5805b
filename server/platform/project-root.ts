import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function folderHolding(file: string, from: string): string {
  if (existsSync(join(from, file))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`No ${file} above ${from}`);
  return folderHolding(file, parent);
}

/** The folder of package.json, the same from the sources and from the build. */
export const projectRoot: string = folderHolding(
  'package.json',
  dirname(fileURLToPath(import.meta.url)),
);
