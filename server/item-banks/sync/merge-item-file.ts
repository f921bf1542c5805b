import { Document, Pair, YAMLMap, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import { hashOf } from '../content-hash.rules.js';
import { isRecord, type ProductTables } from '../item-file.js';
import type { FileForm } from '../life-cycle.js';
import { APPROVAL, itemFileText } from '../write-item-file.js';

/** The members of an item's file in the order that authors know; what is in no list comes before `texts`. */
const FIRST = ['id', 'type', 'topic', 'pool', 'status', 'critical', 'difficulty', 'variantGroup'];
const THEN = ['countries', 'reviewBy', 'approval', 'provenance', 'sources', 'lint', 'key'];

/** An item as a new file: all its members, and the approval that every file carries. */
export function newItemFile(form: FileForm, tables: ProductTables): string {
  const members: Record<string, unknown> = { ...membersOf(form, tables), approval: APPROVAL };
  const { texts, ...others } = members;
  const order = [...FIRST, ...THEN];
  const known = order.flatMap((name) => (name in others ? [[name, others[name]] as const] : []));
  const more = Object.entries(others).filter(([name]) => !order.includes(name));
  return itemFileText({ ...Object.fromEntries([...known, ...more]), texts });
}

/**
 * The file's text with what the database has changed: only the lines of changed members are written anew, and keep their comments.
 * `before` is the item as it was read from this text.
 */
export function mergeItemFile(
  text: string,
  before: FileForm,
  after: FileForm,
  tables: ProductTables,
): string {
  return mergeMembers(text, membersOf(before, tables), membersOf(after, tables));
}

/** The same for any file that is a map: members of `before`, as they were read from the text, become those of `after`. */
export function mergeMembers(text: string, before: Members, after: Members): string {
  const document = parseDocument(text);
  const root = document.contents;
  if (!isMap(root)) throw new Error('A file of a bank is a map');
  const style = { ...STYLE, indentSeq: !/^[\w-]+:[ \t]*\n- /m.test(text) };
  const edits = editsOf(root, before, after, {
    text: (pair) => new Document(mapOf(pair)).toString(style).trimEnd(),
    source: text,
    document,
  });
  // From the end, so that the places of the others hold.
  return edits
    .toSorted((one, other) => other.from - one.from)
    .reduce((now, { from, to, words }) => now.slice(0, from) + words + now.slice(to), text);
}

const STYLE = { lineWidth: 0, flowCollectionPadding: false } as const;

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

interface Writing {
  readonly document: Document;
  readonly source: string;
  /** A member as it stands at the left margin. */
  readonly text: (pair: Pair) => string;
}

type Members = Readonly<Record<string, unknown>>;

/** A file names the bank's product table; it has no copy of it. */
function membersOf({ item, status }: FileForm, tables: ProductTables): Members {
  const members: Members = { ...item, status };
  if (item.type !== 'numeric' || item.products?.table === undefined) return members;
  const { table: name, ...copy } = item.products;
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  return table && hashOf(table) === hashOf(copy)
    ? { ...members, products: { table: name } }
    : members;
}

/** What to change in a map that is written over lines; each member has lines of its own. */
function editsOf(node: YAMLMap, before: Members, after: Members, writing: Writing): Edit[] {
  const { document, source } = writing;
  const edits: Edit[] = [];
  const places = new Map(node.items.map((pair) => [nameOf(pair.key), placeOf(pair, source)]));
  for (const name of Object.keys(before)) {
    const place = places.get(name);
    if (!(name in after) && place) edits.push({ from: place.line, to: place.end, words: '' });
  }
  const first = [...places.values()][0];
  const margin = first ? source.slice(first.line, first.from) : '';
  let at = first?.line ?? 0;
  for (const [name, value] of Object.entries(after)) {
    const pair = node.items.find(({ key }) => nameOf(key) === name);
    const place = places.get(name);
    const old = before[name];
    if (!pair || !place) {
      if (same(old, value)) continue;
      const words = indented(writing.text(document.createPair(name, value)), margin);
      edits.push({ from: at, to: at, words: `${margin}${words}\n` });
      continue;
    }
    at = place.end;
    if (same(old, value)) continue;
    if (isMap(pair.value) && pair.value.flow !== true && isRecord(old) && isRecord(value)) {
      edits.push(...editsOf(pair.value, old, value, writing));
      continue;
    }
    const now = new Pair(document.createNode(name), merged(document, pair.value, old, value));
    const ending = source.slice(place.from, place.end).endsWith('\n') ? '\n' : '';
    const words = `${indented(writing.text(now), margin)}${ending}`;
    edits.push({ from: place.from, to: place.end, words });
  }
  return edits;
}

/** Where a member is in the source: its line, itself, and the end of its last line. */
function placeOf({ key, value }: Pair, source: string) {
  const from = isNode(key) ? (key.range?.[0] ?? 0) : 0;
  const end = (isNode(value) ? value.range?.[2] : undefined) ?? source.indexOf('\n', from) + 1;
  return { line: source.lastIndexOf('\n', from - 1) + 1, from, end };
}

function indented(text: string, margin: string): string {
  return text.replaceAll(/\n(?=[^\n])/g, `\n${margin}`);
}

function mapOf(pair: Pair): YAMLMap {
  const map = new YAMLMap();
  map.items.push(pair);
  return map;
}

function mergeMap(document: Document, node: YAMLMap, before: Members, after: Members): void {
  node.items = node.items.filter(({ key }) => {
    const name = nameOf(key);
    return !(name in before) || name in after;
  });
  let last = -1;
  for (const [name, value] of Object.entries(after)) {
    const at = node.items.findIndex(({ key }) => nameOf(key) === name);
    const pair = node.items[at];
    if (pair) {
      pair.value = merged(document, pair.value, before[name], value);
      last = at;
    } else if (!same(before[name], value)) {
      last += 1;
      node.items.splice(last, 0, document.createPair(name, value));
    }
  }
}

/** The node with its new value: the same node wherever it can be kept. */
function merged(document: Document, node: unknown, before: unknown, after: unknown): unknown {
  if (same(before, after)) return node;
  if (isMap(node) && isRecord(before) && isRecord(after)) {
    mergeMap(document, node, before, after);
    return node;
  }
  if (isSeq(node) && Array.isArray(before) && Array.isArray(after)) {
    const left = node.items.map((item, index) => ({ item, value: before[index] as unknown }));
    node.items = after.map((value: unknown) => {
      const found = left.findIndex((one) => same(one.value, value));
      return found < 0 ? document.createNode(value) : left.splice(found, 1)[0]?.item;
    });
    return node;
  }
  if (isScalar(node) && typeof after !== 'object') {
    node.value = after;
    return node;
  }
  return document.createNode(after);
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function same(one: unknown, other: unknown): boolean {
  return (
    one === other || (one !== undefined && other !== undefined && hashOf(one) === hashOf(other))
  );
}
