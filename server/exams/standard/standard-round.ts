/** What one judge says of item versions: of 100 who just barely master the task, so many respond right. */
export type JudgeRatings = ReadonlyMap<string, number>;

/** Judges' ratings by the judge's person id; items are named by `itemKey`. */
export type Ratings = ReadonlyMap<string, JudgeRatings>;

/** One round of setting the standard of a programme. It never changes once it is closed. */
export interface StandardRound {
  readonly id: string;
  readonly municipalityId: string;
  readonly programmeId: string;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly ratings: Ratings;
  readonly closed?: { readonly by: string; readonly at: Date; readonly reason: string };
}

/** A rating is of one version: a changed item is rated again. */
export function itemKey(bankId: string, itemId: string, version: number): string {
  return `${bankId}/${itemId}/${version}`;
}

/** What such a name says; no part of it holds a slash. */
export function versionOf(key: string): { bankId: string; itemId: string; version: number } {
  const [bankId = '', itemId = '', version = ''] = key.split('/');
  return { bankId, itemId, version: Number(version) };
}
