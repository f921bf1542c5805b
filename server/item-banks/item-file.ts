import type { z } from 'zod';
import {
  LineCounter,
  isMap,
  isNode,
  isPair,
  isScalar,
  parseDocument,
  visit,
  type Document,
} from 'yaml';
import type { FiledItem, ProductTable, Said } from './item.js';
import { itemProblems } from './item.rules.js';
import { itemSchema } from './item-schema.js';

/** What is wrong with a file of a bank, in words for its author. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** An item and where it is written. */
export interface ItemInFile {
  readonly file: string;
  readonly item: FiledItem;
  /** The line of a part of the item, such as `['texts', 'nb', 'stem']`; with `words`, the line on which they are in it. */
  readonly lineAt: (path: readonly PropertyKey[], words?: string) => number;
}

export type ItemRead =
  | (ItemInFile & { readonly problems: readonly FileProblem[] })
  | { readonly item?: undefined; readonly problems: readonly FileProblem[] };

/** What a check question of a lesson need not say: it belongs to its lesson. */
export type ItemDefaults = Readonly<Record<string, unknown>>;

/** The product tables of a bank, by name. */
export type ProductTables = Readonly<Record<string, ProductTable>>;

/** Reads one item file. A problem names its line and what to do; an item with problems is not returned. */
export function readItemFile(file: string, content: string, tables: ProductTables = {}): ItemRead {
  const { document, lines, problems } = parseYaml(file, content);
  if (problems.length > 0) return { problems };
  return readItem(file, document.toJS({ maxAliasCount: 0 }), tables, (path, words) =>
    lineOf(document, lines, path, content, words),
  );
}

/** Checks an item that did not come from a file, as if it had. */
export function checkItem(file: string, value: unknown): ItemRead {
  return readItem(file, value, {}, () => 1);
}

/** Reads a lesson's `check.yaml`: items under `items`, each completed by `defaults`. */
export function readCheckFile(
  file: string,
  content: string,
  defaults: ItemDefaults,
  tables: ProductTables = {},
): { items: ItemInFile[]; problems: FileProblem[] } {
  const { document, lines, problems } = parseYaml(file, content);
  const value: unknown = problems.length > 0 ? {} : document.toJS({ maxAliasCount: 0 });
  const list: unknown = isRecord(value) ? value['items'] : undefined;
  if (!Array.isArray(list)) {
    return {
      items: [],
      problems: [...problems, { file, line: 1, message: 'has no list "items"' }],
    };
  }
  const reads = list.map((entry: unknown, index) =>
    readItem(file, isRecord(entry) ? { ...defaults, ...entry } : entry, tables, (path, words) =>
      lineOf(document, lines, ['items', index, ...path], content, words),
    ),
  );
  return {
    items: reads.flatMap((read) => (read.item ? [read] : [])),
    problems: reads.flatMap((read) => read.problems),
  };
}

function readItem(
  file: string,
  value: unknown,
  tables: ProductTables,
  lineAt: ItemInFile['lineAt'],
): ItemRead {
  const read = readContent(value, tables);
  if ('item' in read) return { file, item: read.item, lineAt, problems: [] };
  return {
    problems: read.problems.map(({ path, message }) => ({ file, line: lineAt(path), message })),
  };
}

/** Checks an item wherever it comes from; a problem names the part of it that must be mended. */
export function readContent(value: unknown, tables: ProductTables = {}): ContentRead {
  const parsed = itemSchema.safeParse(value);
  if (!parsed.success)
    return {
      problems: parsed.error.issues.map((issue) => ({
        path: issue.path,
        message: `${issue.path.join('.') || 'the item'}: ${wordsOf(issue)}`,
      })),
    };
  // Optional members that zod types as possibly undefined are simply absent in data that came from YAML.
  const { approval: _approval, ...rest } = parsed.data;
  const item = withProducts(rest as unknown as FiledItem, tables);
  if (!item) {
    const names = Object.keys(tables).join(', ') || 'none';
    const message = `products: products.yaml has no such table; it has ${names}`;
    return { problems: [{ path: ['products'], message }] };
  }
  const problems = itemProblems(item);
  return problems.length > 0 ? { problems } : { item };
}

type ContentRead =
  | { readonly item: FiledItem }
  | {
      readonly problems: readonly {
        readonly path: readonly PropertyKey[];
        readonly message: string;
        readonly said?: Said | undefined;
      }[];
    };

/** A name that may not stand there says what names may. */
function wordsOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

/** The item with a copy of the bank's product table that it names; undefined when there is no such table. */
function withProducts(item: FiledItem, tables: ProductTables): FiledItem | undefined {
  const name = item.type === 'numeric' ? item.products?.table : undefined;
  if (name === undefined) return item;
  if (item.type !== 'numeric' || !item.products) return item;
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (table) return { ...item, products: { ...table, table: name } };
  // An item that was written out with its copy keeps it where the bank is not at hand.
  return Object.hasOwn(item.products, 'rows') ? item : undefined;
}

export function parseYaml(
  file: string,
  content: string,
): { document: Document; lines: LineCounter; problems: FileProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, uniqueKeys: true });
  const problems = document.errors.map((error) => ({
    file,
    line: error.linePos?.[0].line ?? 1,
    message: error.message.split('\n')[0] ?? error.message,
  }));
  // Aliases of aliases can make a short file endless, and an author needs none.
  visit(document, {
    Alias(_key, { source, range }) {
      const line = range ? lines.linePos(range[0]).line : 1;
      problems.push({ file, line, message: `*${source}: write it out, aliases are not read` });
    },
  });
  return { document, lines, problems };
}

/**
 * The line of the deepest part of `path` that is in the file: a missing member is reported where it should have been.
 * With `words`, the line of the text at `path` on which they first are, if it runs over several.
 */
export function lineOf(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
  content = '',
  words = '',
): number {
  const text = words === '' ? undefined : document.getIn(path, true);
  if (isNode(text) && text.range) {
    const at = content.indexOf(words, text.range[0]);
    if (at >= 0 && at < text.range[1]) return lines.linePos(at).line;
  }
  for (let depth = path.length; depth > 0; depth -= 1) {
    const known = path.slice(0, depth);
    const parent = document.getIn(known.slice(0, -1), true);
    const last = known.at(-1);
    if (isMap(parent)) {
      const pair = parent.items.find(
        (entry) => isPair(entry) && isScalar(entry.key) && entry.key.value === last,
      );
      const key = pair?.key;
      if (isNode(key) && key.range) return lines.linePos(key.range[0]).line;
    }
    const node = document.getIn(known, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
