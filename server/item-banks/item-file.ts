import { z } from 'zod';
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
import { LOCALES } from '../platform/locale.js';
import { parsePlainDate } from '../platform/plain-date.js';
import { ExpressionError } from './expression.rules.js';
import type { FiledItem } from './item.js';
import { itemProblems } from './item.rules.js';
import { lintExceptionsSchema } from './lint/lint-profile.js';
import { isUnit } from './units.rules.js';
import { isDecimal } from './variants.rules.js';

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

const letters = z.record(z.string().regex(/^[a-z0-9]{1,2}$/), z.string().min(1).max(600));
const text = z.strictObject({
  stem: z.string().min(5).max(2000),
  options: letters.optional(),
  prompts: letters.optional(),
  rationale: z.string().min(5).max(2000),
});
const texts = z.strictObject({
  nb: text,
  nn: text.optional(),
  sv: text.optional(),
  en: text.optional(),
});
const number = z
  .string({ error: 'write the number as quoted text, for example "2.5"' })
  .refine(isDecimal, 'is not a plain decimal number such as "2.5"');
const unit = z.string().refine(isUnit, 'is not a unit we know (see question-banks/README.md)');
const name = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/, 'a name has letters and digits only');
const date = z.string().refine((value) => parsePlainDate(value) !== undefined, 'is not a date');

const base = {
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'has small letters, digits and hyphens only'),
  topic: z.string(),
  pool: z.enum(['exam', 'practice', 'course']),
  status: z.enum(['draft', 'approved', 'retired']),
  critical: z.boolean().default(false),
  difficulty: z.enum(['easy', 'medium', 'hard']),
  variantGroup: z.string().optional(),
  countries: z
    .array(z.enum(['NO', 'SE']))
    .min(1)
    .optional(),
  reviewBy: date,
  approval: z.string(),
  provenance: z
    .strictObject({ file: z.string(), format: z.string(), id: z.string().optional() })
    .optional(),
  sources: z.array(z.string().min(3)).min(1),
  lint: lintExceptionsSchema.optional(),
  texts,
};
const letter = z.string().regex(/^[a-z]$/, 'is not the letter of an option');

const parameter = z
  .strictObject({
    values: z.array(number).min(1).optional(),
    from: number.optional(),
    to: number.optional(),
    step: number.optional(),
    unit: unit.optional(),
    text: z.boolean().optional(),
  })
  .refine(
    (value) =>
      [value.from, value.to, value.step].filter((part) => part !== undefined).length % 3 === 0,
    'a range needs from, to and step',
  );
const localisedWord = z.partialRecord(z.enum(LOCALES), z.string());

const itemSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...base,
    type: z.literal('singleChoice'),
    key: letter,
    pinLast: letter.optional(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('multipleResponse'),
    key: z.array(letter).min(1),
    pinLast: letter.optional(),
  }),
  z.strictObject({ ...base, type: z.literal('ordering'), key: z.array(letter).min(2) }),
  z.strictObject({ ...base, type: z.literal('matching'), key: z.record(z.string(), letter) }),
  z.strictObject({
    ...base,
    type: z.literal('numeric'),
    parameters: z.record(name, parameter).default({}),
    cases: z
      .array(z.record(name, z.union([z.string(), z.array(z.string()).min(1), localisedWord])))
      .optional(),
    derived: z
      .record(name, z.strictObject({ expression: z.string(), unit: unit.optional() }))
      .default({}),
    constraints: z.array(z.string()).default([]),
    answer: z.strictObject({
      expression: z.string(),
      unit,
      decimals: z.number().int().min(0).max(4),
      units: z.array(unit).min(2).optional(),
    }),
    errors: z
      .partialRecord(
        z.enum([
          'tenfold',
          'tenth',
          'hundredfold',
          'thousandfold',
          'thousandth',
          'inverted',
          'forgotVolume',
          'forgotWeight',
          'forgotConversion',
          'perDayForPerDose',
          'perDoseForPerDay',
          'minutesForHours',
          'forgotDropFactor',
          'forgotDrugVolume',
          'percentAsMgPerMl',
          'wrongRounding',
          'other',
        ]),
        z.string(),
      )
      .default({}),
  }),
]);

/** What a check question of a lesson need not say: it belongs to its lesson. */
export type ItemDefaults = Readonly<Record<string, unknown>>;

/** Reads one item file. A problem names its line and what to do; an item with problems is not returned. */
export function readItemFile(file: string, content: string): ItemRead {
  const { document, lines, problems } = parseYaml(file, content);
  if (problems.length > 0) return { problems };
  return readItem(file, document.toJS({ maxAliasCount: 0 }), (path, words) =>
    lineOf(document, lines, path, content, words),
  );
}

/** Checks an item that did not come from a file, as if it had. */
export function checkItem(file: string, value: unknown): ItemRead {
  return readItem(file, value, () => 1);
}

/** Reads a lesson's `check.yaml`: items under `items`, each completed by `defaults`. */
export function readCheckFile(
  file: string,
  content: string,
  defaults: ItemDefaults,
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
    readItem(file, isRecord(entry) ? { ...defaults, ...entry } : entry, (path, words) =>
      lineOf(document, lines, ['items', index, ...path], content, words),
    ),
  );
  return {
    items: reads.flatMap((read) => (read.item ? [read] : [])),
    problems: reads.flatMap((read) => read.problems),
  };
}

function readItem(file: string, value: unknown, lineAt: ItemInFile['lineAt']): ItemRead {
  const parsed = itemSchema.safeParse(value);
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map((issue) => ({
        file,
        line: lineAt(issue.path),
        message: `${issue.path.join('.') || 'the item'}: ${issue.message}`,
      })),
    };
  }
  // Optional members that zod types as possibly undefined are simply absent in data that came from YAML.
  const { approval: _approval, ...rest } = parsed.data;
  const item = rest as unknown as FiledItem;
  const problems = safeItemProblems(item).map(({ path, message }) => ({
    file,
    line: lineAt(path),
    message,
  }));
  return problems.length > 0 ? { problems } : { file, item, lineAt, problems };
}

function safeItemProblems(
  item: FiledItem,
): readonly { path: readonly string[]; message: string }[] {
  try {
    return itemProblems(item);
  } catch (error) {
    if (error instanceof ExpressionError) return [{ path: ['answer'], message: error.message }];
    throw error;
  }
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
