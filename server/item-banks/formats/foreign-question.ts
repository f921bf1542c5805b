import type { QuestionContent } from './question-content.js';
import { inEnglish, type Reason } from '../reasons.js';

/** A condition that sets a positive score in QTI 1.2, as `EXPECTED.md` writes it. */
export interface KeyCondition {
  readonly op: string;
  readonly response: string;
  readonly value: string;
}

/** One answer an author wrote, with its share of the mark in percent (100 is full marks; it can be negative). */
export interface ForeignAnswer {
  readonly text: string;
  readonly fraction: number;
  /** As written: numerical answers carry it; absolute when `text` is a number. */
  readonly tolerance?: string;
}

/** What one gap of a cloze question wants. `kind` is the word of the source: MULTICHOICE, SHORTANSWER, NUMERICAL ... */
export interface ClozeGap {
  readonly kind: string;
  readonly answers: readonly ForeignAnswer[];
  readonly correct: readonly string[];
  readonly weight: number;
}

/** The declaration of one response variable of QTI 2 and 3, numbers as written in the file. */
export interface ResponseKey {
  readonly id: string;
  readonly cardinality: string;
  readonly baseType?: string;
  readonly correct?: readonly string[];
  readonly mapping?: Readonly<Record<string, string>>;
  readonly mapDefault?: string;
  readonly mapLower?: string;
  readonly mapUpper?: string;
  readonly areaMapping?: readonly Readonly<Record<string, string>>[];
}

/** The key of a question in the terms of the corpora's EXPECTED.md; each format fills what it has. */
export interface QuestionKey {
  readonly correct?: readonly (string | boolean | KeyCondition)[];
  readonly answers?: readonly ForeignAnswer[];
  readonly pairs?: readonly (readonly [string, string])[];
  readonly subs?: readonly ClozeGap[];
  readonly choices?: readonly string[];
  /** For each gap, from 1, the number of its choice (drag words, select words). */
  readonly gaps?: readonly number[];
  readonly units?: readonly string[];
  readonly datasets?: number;
  readonly responses?: readonly ResponseKey[];
  /** The name of a template, `inline` or `none`. */
  readonly responseProcessing?: string;
}

/** A value of a QTI variable or of a response: `null` is "no value", a list an (ordered) container, a record its fields. */
export type ForeignValue =
  | null
  | string
  | number
  | boolean
  | readonly ForeignValue[]
  | { readonly [field: string]: ForeignValue };

/** A response by the name of its variable; the text formats have one, named `response` (or `1`, `2` ... for gaps). */
export type ForeignResponse = Readonly<Record<string, ForeignValue>>;

export interface ForeignScore {
  /** From 0 to 1 in the text formats, the outcome SCORE in QTI; undefined when a person must mark it. */
  readonly score?: number;
  readonly outcomes: Readonly<Record<string, ForeignValue>>;
}

export interface ForeignQuestion {
  /** From 0, in the order of the file. */
  readonly index: number;
  readonly id: string | null;
  readonly title: string | null;
  /** The name of EXPECTED.md, `unknown` when the source does not say. In QTI 2 and 3 the first of `types`. */
  readonly type: string;
  /** One for each interaction in QTI 2 and 3; absent where there is only `type`. */
  readonly types?: readonly string[];
  /** The path inside a package. */
  readonly part?: string;
  /** `html` is sanitised by the allow-list of `safe-html.ts`; `text` is the same as plain words. */
  readonly stem: { readonly html: string; readonly text: string };
  readonly options?: readonly string[];
  readonly key?: QuestionKey;
  readonly status: 'imported' | 'refused';
  /** Why it was refused. */
  readonly reason?: Reason;
  /** Where it begins, from 1. */
  readonly line?: number;
  /** What the author should look at although it was imported. */
  readonly warnings?: readonly Reason[];
  /** The response that the key calls right, where it can be said: a dry run shows what it scores. */
  readonly keyResponse?: ForeignResponse;
  /** The same in the shape that all formats share, where it can become one of our items. */
  readonly content?: QuestionContent;
  /** Marks a response; absent when the question cannot be marked by machine. */
  readonly mark?: (response: ForeignResponse) => ForeignScore;
}

/** The entries of a package: an unpacked folder, or a ZIP that has been checked and opened. Paths use `/`. */
export interface ForeignPackage {
  readonly paths: readonly string[];
  /** Undefined when there is no such entry. */
  bytes(path: string): Uint8Array | undefined;
}

export interface ForeignFile {
  readonly name: string;
  /** Empty for a folder. */
  readonly bytes: Uint8Array;
  /** The decoded text; empty for a ZIP or a folder. */
  readonly text: string;
  /** Set when `name` is the folder of an unpacked package. */
  readonly package?: ForeignPackage;
  /** The other files beside it, for references (shared stimuli, response processing templates). */
  readonly beside?: ForeignPackage;
}

export interface FormatReader {
  /** As `--format` names it. */
  readonly id: string;
  /** Cheap, and never throws: looks at the name and the first few kilobytes. */
  recognises(file: ForeignFile): boolean;
  /** Throws `FileRefused` when nothing of the file can be used; a bad question is refused alone. */
  read(file: ForeignFile): readonly ForeignQuestion[] | Promise<readonly ForeignQuestion[]>;
}

/** A whole file cannot be taken in. */
export class FileRefused extends Error {
  readonly reason: Reason;
  readonly line: number | undefined;

  constructor(reason: Reason, line?: number) {
    super(inEnglish(reason));
    this.reason = reason;
    this.line = line;
  }
}

/** What no honest file reaches, so that a hostile one costs little. */
export const LIMITS = {
  fileBytes: 32 * 1024 * 1024,
  /** Unpacked, all entries of a package together. */
  packageBytes: 128 * 1024 * 1024,
  packageEntries: 20_000,
  questions: 20_000,
  /** Of one question, or of one gap. */
  answers: 1000,
  elementDepth: 200,
  elements: 800_000,
  /** Of one element. */
  attributes: 1000,
  questionCharacters: 1_000_000,
} as const;

/** The score of a response; undefined when the question was refused or needs a person. */
export function score(question: ForeignQuestion, response: ForeignResponse): number | undefined {
  return question.mark?.(response).score;
}
