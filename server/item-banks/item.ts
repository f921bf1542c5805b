import type { Localised } from '../platform/locale.js';
import type { LintException } from './lint/lint-code.js';

export type ItemType = 'singleChoice' | 'multipleResponse' | 'ordering' | 'matching' | 'numeric';
export type Pool = 'exam' | 'practice' | 'course';
/** What the file of an item says of its state; `approved` is live, because files are reviewed where they are kept. */
export type FileStatus = 'draft' | 'approved' | 'retired';
export type Country = 'NO' | 'SE';

/** What an item says in one language. Options and prompts have the same letters in every language. */
export interface ItemText {
  readonly stem: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly prompts?: Readonly<Record<string, string>>;
  readonly rationale: string;
}

export interface Provenance {
  readonly file: string;
  readonly format: string;
  /** What the question was called there. */
  readonly id?: string;
}

interface ItemBase {
  readonly id: string;
  readonly topic: string;
  readonly pool: Pool;
  /** One wrong response to a critical item fails the exam, whatever the sum. */
  readonly critical: boolean;
  readonly difficulty: 'easy' | 'medium' | 'hard';
  /** Two items of one group are never in the same form. */
  readonly variantGroup?: string;
  readonly countries?: readonly Country[];
  readonly reviewBy?: string;
  readonly sources: readonly string[];
  /** Where an imported item came from. */
  readonly provenance?: Provenance;
  /** Where a rule of the linter is wrong about this item, and why. */
  readonly lint?: readonly LintException[];
  readonly texts: Localised<ItemText>;
}

export interface SingleChoiceItem extends ItemBase {
  readonly type: 'singleChoice';
  readonly key: string;
  readonly pinLast?: string;
}

export interface MultipleResponseItem extends ItemBase {
  readonly type: 'multipleResponse';
  readonly key: readonly string[];
  readonly pinLast?: string;
}

export interface OrderingItem extends ItemBase {
  readonly type: 'ordering';
  readonly key: readonly string[];
}

export interface MatchingItem extends ItemBase {
  readonly type: 'matching';
  /** Prompt to option. */
  readonly key: Readonly<Record<string, string>>;
}

export interface NumericItem extends ItemBase {
  readonly type: 'numeric';
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Real products; their columns are parameters too. */
  readonly products?: ProductTable;
  readonly cases?: readonly Readonly<Record<string, CaseValue>>[];
  readonly derived: Readonly<
    Record<string, { readonly expression: string; readonly unit?: string }>
  >;
  readonly constraints: readonly string[];
  readonly answer: NumericAnswer;
  /** What people do wrong: names of the list of error models, or mistakes of this item's own. */
  readonly errors: Readonly<Record<string, ErrorUse>>;
  /** Mistakes that kill: a response with one of them fails the exam, as a wrong response to a critical item does. */
  readonly criticalErrors?: readonly string[];
  /** Responses and what must become of them, beside those that are tried for every item. */
  readonly tests?: readonly QuestionTest[];
}

/** Exact decimals are kept as text all the way: "0.1" is a tenth. */
export interface Parameter {
  readonly values?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly step?: string;
  readonly unit?: string;
  readonly text?: boolean;
}

export type CaseValue = string | readonly string[] | Localised;

/** Products as they are sold. An item holds a copy, so that a version stays what was approved when the bank's table changes. */
export interface ProductTable {
  /** Its name in the bank's `products.yaml`; absent where the item brings its own. */
  readonly table?: string;
  readonly sources: readonly string[];
  readonly columns: Readonly<Record<string, Pick<Parameter, 'unit' | 'text'>>>;
  readonly rows: Readonly<Record<string, Readonly<Record<string, CaseValue>>>>;
}

export interface NumericAnswer {
  readonly expression: string;
  readonly unit: string;
  readonly decimals: number;
  /** When there are several, the candidate chooses; a wrong unit is a wrong response. */
  readonly units?: readonly string[];
  /** What the amount is measured with: one that we know by name, or its limits. */
  readonly device?: string | DeviceLimits;
  /** When the task is to round: how the key comes from the exact value. */
  readonly rounding?: Rounding;
  /** Left out: the number must be the key. */
  readonly check?: AnswerCheck;
}

export interface DeviceLimits {
  readonly unit: string;
  /** From one line of the scale to the next. */
  readonly graduation: string;
  readonly least?: string;
  readonly most?: string;
}

export interface Rounding {
  readonly direction: 'nearest' | 'down' | 'up';
  /** Left out: the graduation of the device. */
  readonly step?: string;
}

/** How far from the key a number may be; both ends count as right. `from` and `to` are expressions. */
export type AnswerCheck =
  | { readonly absolute: string }
  | { readonly percent: string }
  | { readonly from: string; readonly to: string }
  | { readonly decimals: number }
  | { readonly significantFigures: number };

/** Nothing: as the list says. A text: an expression over the item's variables. */
export type ErrorUse =
  null | string | { readonly expression?: string; readonly feedback?: Localised };

export interface QuestionTest {
  /** Which variant: the first with these values. */
  readonly given?: Readonly<Record<string, string>>;
  readonly typed: string;
  readonly unit?: string;
  readonly meaning?: 'decimal' | 'thousands';
  /** "right", "wrong", "ambiguous", or the name of the mistake that must be recognised. */
  readonly expect: string;
}

export type Item =
  SingleChoiceItem | MultipleResponseItem | OrderingItem | MatchingItem | NumericItem;

/** An item as its file has it. */
export type FiledItem<Kind extends Item = Item> = Kind & { readonly status: FileStatus };

/** What an author must mend, and in which field of the item. */
export interface ItemProblem {
  readonly path: readonly string[];
  /** In English. */
  readonly message: string;
  /** The same as a text in the author's language, where there is one. */
  readonly said?: Said | undefined;
}

/** A text of `views/locales/…/calculation.json` under `calculation.problem`, with what to put in: as it is, or units, in words of the language. */
export interface Said {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
  readonly units: Readonly<Record<string, string>>;
}

/** One set of parameters for which a numeric item can be asked, with its answer. */
export interface Variant {
  /** Numbers as exact decimal text, words as they are in each language. */
  readonly values: Readonly<Record<string, string | Localised>>;
  readonly answer: string;
}

/** An item as one person gets it: which version, the order of its options, its numbers. Frozen in the attempt. */
export interface DrawnItem {
  readonly itemId: string;
  readonly version: number;
  readonly type: ItemType;
  /** The option letters in the order shown; the person's responses name positions in this list, so that nothing betrays the author's order. */
  readonly options: readonly string[];
  readonly prompts: readonly string[];
  readonly variant?: Variant;
}

/** What a person said to an item; positions count from 0 in the order shown to them. */
export type Response =
  | { readonly chosen: readonly number[] }
  /** For each option shown, the place (from 0) it was given. */
  | { readonly places: readonly (number | null)[] }
  | { readonly pairs: readonly (number | null)[] }
  | {
      /** Exactly as typed. */
      readonly typed: string;
      readonly unit?: string;
      /** What `1.000` was said to mean, when we had to ask. */
      readonly meaning?: 'decimal' | 'thousands';
    };
