import type { Locale } from '../../platform/locale.js';
import type { LintCode } from './lint-code.js';

export type Severity = 'error' | 'warning';

/** Where in an item, as its file is built: `['texts', 'nb', 'options', 'a']`. */
export interface LintPlace {
  readonly path: readonly string[];
  readonly locale?: Locale;
  /** Characters of the text at `path`, the end not included; absent when the whole of it is meant. */
  readonly range?: { readonly from: number; readonly to: number };
}

/**
 * What is doubtful, where, and what to do. The message is the text `key`, the suggestion the text `key` with `.fix`, both with `params`.
 * `params.found` is what stands there, except for personal data, which is never repeated.
 */
export interface Finding {
  readonly code: LintCode;
  readonly severity: Severity;
  readonly place: LintPlace;
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** What can be put in the place of the range without further thought. */
  readonly replacement?: string;
}
