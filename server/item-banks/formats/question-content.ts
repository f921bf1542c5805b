/** HTML by language tag; `und` (BCP 47) when the source does not say which language it is. */
export type Words = Readonly<Record<string, string>>;

export const UNDETERMINED = 'und';

export interface ContentOption {
  readonly words: Words;
  /** Share of the mark in percent; 100 is the whole. */
  readonly fraction: number;
}

export interface ContentNumber {
  /** As written: `2.5`, `2,5`, `1..5`. */
  readonly value: string;
  readonly tolerance?: string;
  readonly fraction: number;
}

/** What is asked, with its key, in the shape that all formats share. */
export type QuestionBody =
  | {
      readonly kind: 'choice';
      readonly several: boolean;
      readonly options: readonly ContentOption[];
    }
  /** The options stand in their right order. */
  | { readonly kind: 'ordering'; readonly options: readonly Words[] }
  | {
      readonly kind: 'matching';
      readonly prompts: readonly Words[];
      readonly options: readonly Words[];
      /** For each prompt, which option (from 0). */
      readonly key: readonly number[];
    }
  | {
      readonly kind: 'number';
      readonly answers: readonly ContentNumber[];
      /** Our name of a unit or the source's word for it. */
      readonly units: readonly string[];
    };

/** What a format has no place for, by our own names (`marks.ts`): kept in tags, comments or attributes. */
export type Marks = Readonly<Record<string, string>>;

/** An image as the texts of a question ask for it. */
export interface ContentImage {
  readonly source: string;
  readonly bytes: Uint8Array;
}

/** A question between two systems: readers deliver it, writers write it. */
export interface QuestionContent {
  readonly id: string | null;
  readonly stem: Words;
  /** Why the key is right. */
  readonly rationale?: Words;
  readonly sources: readonly string[];
  readonly body: QuestionBody;
  readonly marks: Marks;
  /** Where the source files it: the path of a category, a subject. */
  readonly category?: string;
  readonly images?: readonly ContentImage[];
}
