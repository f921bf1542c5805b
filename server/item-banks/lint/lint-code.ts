/**
 * What the linter can find. N: how doses are written; Q: the quality of the question; P: personal data; S: sources; X: the exceptions themselves.
 * A code is never used again for another rule: authors' exceptions and a pharmacist's profile name it.
 */
export const LINT_CODES = [
  'N01',
  'N02',
  'N03',
  'N04',
  'N05',
  'N06',
  'N07',
  'N08',
  'N09',
  'N10',
  'N11',
  'N12',
  'N13',
  'N14',
  'N15',
  'N16',
  'N17',
  'N18',
  'Q01',
  'Q02',
  'Q03',
  'Q04',
  'Q05',
  'Q06',
  'Q07',
  'Q08',
  'Q09',
  'Q10',
  'P01',
  'P02',
  'P03',
  'P04',
  'S01',
  'X01',
] as const;
export type LintCode = (typeof LINT_CODES)[number];

/** Written beside an item: this rule is wrong here, for this reason. */
export interface LintException {
  readonly allow: LintCode;
  readonly because: string;
}
