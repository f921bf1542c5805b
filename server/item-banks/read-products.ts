import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ProductTable } from './item.js';
import { lineOf, parseYaml, type FileProblem, type ProductTables } from './item-file.js';
import { productTableSchema } from './numeric-schema.js';
import { tableProblems } from './numeric-item.rules.js';

const FILE = 'products.yaml';
const fileSchema = z.strictObject({
  approval: z.string(),
  tables: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), productTableSchema),
});

/** Reads the product tables of a bank's folder; a bank without the file has none. */
export async function readProducts(
  folder: string,
): Promise<{ tables: ProductTables; problems: readonly FileProblem[] }> {
  const content = await readFile(join(folder, FILE), 'utf8').catch(() => undefined);
  if (content === undefined) return { tables: {}, problems: [] };
  const { document, lines, problems } = parseYaml(FILE, content);
  if (problems.length > 0) return { tables: {}, problems };
  const say = (path: readonly PropertyKey[], message: string): FileProblem => ({
    file: FILE,
    line: lineOf(document, lines, path),
    message: `${path.join('.')}: ${message}`,
  });
  const parsed = fileSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (!parsed.success)
    return {
      tables: {},
      problems: parsed.error.issues.map(({ path, message }) => say(path, message)),
    };
  // Optional members that zod types as possibly undefined are simply absent in data that came from YAML.
  const tables = parsed.data.tables as unknown as Readonly<Record<string, ProductTable>>;
  return {
    tables,
    problems: Object.entries(tables).flatMap(([name, table]) =>
      tableProblems(table).map(({ path, message }) => say(['tables', name, ...path], message)),
    ),
  };
}
