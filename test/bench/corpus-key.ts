// Compares what an importer made of a question with what the corpus expects, in the terms of its EXPECTED.md.
import type { ForeignQuestion } from '../../server/item-banks/formats/foreign-question.js';

/** An item of expected.json; only what is compared or used to find its question. */
export interface ExpectedItem {
  readonly id?: string | null;
  readonly name?: string | null;
  readonly title?: string | null;
  readonly text?: string;
  readonly file?: string;
  readonly type?: string | null;
  readonly types: readonly string[];
  readonly expect: 'import' | 'import-or-refuse';
  readonly [field: string]: unknown;
}

const COMPARED = [
  'correct',
  'answers',
  'pairs',
  'subs',
  'choices',
  'gaps',
  'units',
  'datasets',
  'responses',
  'responseProcessing',
] as const;

/** The first field in which type or key differ; undefined when they are equal. */
export function differenceOf(item: ExpectedItem, question: ForeignQuestion): string | undefined {
  const type = typeDifference(item, question);
  if (type !== undefined) return type;
  for (const field of COMPARED) {
    const wanted = item[field];
    const got = question.key?.[field];
    // Where the corpus states no key there is none to hold ours against.
    if (wanted === undefined || wanted === null) continue;
    const [left, right] = [comparable(wanted, field), comparable(got ?? emptyFor(wanted), field)];
    if (left !== right)
      return `${field}: expected ${left.slice(0, 300)}, got ${right.slice(0, 300)}`;
  }
  return undefined;
}

function typeDifference(item: ExpectedItem, question: ForeignQuestion): string | undefined {
  if (typeof item.type === 'string') {
    return item.type === question.type
      ? undefined
      : `type: expected ${item.type}, got ${question.type}`;
  }
  const wanted = [...item.types].sort().join(', ');
  const got = [...(question.types ?? [question.type])].sort().join(', ');
  const none = wanted === '' && (question.types ?? []).length === 0;
  return wanted === got || none ? undefined : `types: expected ${wanted}, got ${got}`;
}

const emptyFor = (wanted: unknown): unknown => (Array.isArray(wanted) ? [] : '');

function comparable(value: unknown, field: string): string {
  const list = Array.isArray(value) ? (value as unknown[]) : undefined;
  if (!list) return JSON.stringify(plain(value));
  if (field === 'answers') return JSON.stringify(list.map(answer));
  if (field === 'subs') return JSON.stringify(list.map(gap));
  if (field === 'responses') return JSON.stringify(list.map(declaration).sort(byId));
  const entries = list.map(plain);
  // Conditions are a set; words have an order.
  return JSON.stringify(
    entries.some((entry) => typeof entry === 'object')
      ? field === 'correct'
        ? entries.map((entry) => JSON.stringify(entry)).sort()
        : entries
      : entries,
  );
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function answer(value: unknown): unknown {
  if (Array.isArray(value)) return [plain(value[0]), plain(value[1]), null];
  const { text, value: number, fraction, tolerance } = record(value);
  return [plain(text ?? number), plain(fraction), plain(tolerance ?? null)];
}

function gap(value: unknown): unknown {
  const { kind, answers, correct } = record(value);
  return [kind, Array.isArray(answers) ? answers.map(answer) : [], plain(correct)];
}

const byId = (left: string, right: string): number => (left < right ? -1 : 1);

function declaration(value: unknown): string {
  const source = record(value);
  const several = source['cardinality'] === 'multiple';
  const { correct, mapping, areaMapping } = source;
  const words = Array.isArray(correct) ? correct.map((word) => JSON.stringify(plain(word))) : null;
  return JSON.stringify([
    ...['id', 'cardinality', 'baseType'].map((field) => plain(source[field] ?? null)),
    several && words ? words.sort() : words,
    mapping === undefined || mapping === null ? null : sortedFields(mapping),
    ...['mapDefault', 'mapLower', 'mapUpper'].map((field) => plain(source[field] ?? null)),
    areaMapping === undefined ? null : plain(areaMapping),
  ]);
}

function sortedFields(value: unknown): unknown {
  return Object.entries(record(value))
    .map(([name, field]) => [name, plain(field)])
    .sort(([left], [right]) => (String(left) < String(right) ? -1 : 1));
}

/** White space is one space, a number its value, whether written as number or as words. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'number') return Math.round(value * 1000) / 1000;
  if (typeof value === 'string') {
    const words = value.replace(/[\s\u00a0]+/g, ' ').trim();
    return /^-?\d+(\.\d+)?$/.test(words) && !/^-?0\d/.test(words) && words.length < 15
      ? Math.round(Number(words) * 1000) / 1000
      : words;
  }
  return typeof value === 'object' && value !== null ? sortedFields(value) : value;
}

/** Which question of ours stands for which expected item: by what names it, then by order. */
export function paired(
  items: readonly ExpectedItem[],
  questions: readonly ForeignQuestion[],
): readonly (ForeignQuestion | undefined)[] {
  if (items.length === questions.length && items.every(({ file }) => file === undefined)) {
    return questions;
  }
  const free = new Set(questions);
  const take = (fits: (question: ForeignQuestion) => boolean): ForeignQuestion | undefined => {
    const found = [...free].find(fits);
    if (found) free.delete(found);
    return found;
  };
  const named = items.map((item) => take((question) => isNamed(item, question)));
  const inFile = items.map(
    (item, index) =>
      named[index] ??
      (item.file === undefined ? undefined : take(({ part }) => samePart(item.file, part))),
  );
  return inFile.map(
    (found) => found ?? take(({ status }) => status === 'imported') ?? take(() => true),
  );
}

const samePart = (file: string | undefined, part: string | undefined): boolean =>
  file !== undefined && part?.replace(/^\.\//, '') === file.replace(/^\.\//, '');

function isNamed(item: ExpectedItem, question: ForeignQuestion): boolean {
  if (item.file !== undefined && question.part !== undefined && !samePart(item.file, question.part))
    return false;
  if (item.id) return item.id === question.id;
  if (item.name) return plain(item.name) === plain(question.title ?? '');
  const words = compact(item.text ?? '').slice(0, 40);
  return words !== '' && compact(question.stem.text).startsWith(words);
}

const compact = (text: string): string => text.replace(/[\s_]+/g, '');
