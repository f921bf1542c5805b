import type { Item } from './item.js';
import { itemProblems } from './item.rules.js';
import type { Finding, Severity } from './lint/finding.js';
import { lintItem } from './lint/lint-item.js';
import { lintProfile, type LintChanges } from './lint/lint-profile.js';
import type { Pictures } from './lint/picture-contrast.js';

/** What is wrong with an item: mistakes in how it is built, and what the linter finds by the bank's own profile. */
export interface ItemFindings {
  readonly mistakes: ReturnType<typeof itemProblems>;
  readonly doubts: readonly Finding[];
}

export function findingsOf(
  item: Item,
  bank: { readonly lint?: LintChanges | undefined },
  pictures: Pictures,
): ItemFindings {
  const profile = { ...lintProfile(bank.lint), pictures };
  return { mistakes: itemProblems(item), doubts: lintItem(item, profile) };
}

/** As the life cycle weighs them: a mistake is an error. */
export function weighed({ mistakes, doubts }: ItemFindings): readonly {
  readonly severity: Severity;
}[] {
  return [...mistakes.map(() => ({ severity: 'error' as const })), ...doubts];
}
