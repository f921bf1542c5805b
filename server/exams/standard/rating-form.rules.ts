import type { JudgeRatings } from './standard-round.js';

export interface RatingsRead {
  /** What differs from what the judge has said; undefined takes a rating back. */
  readonly changes: ReadonlyMap<string, number | undefined>;
  /** Items whose field holds no whole number from 0 to 100. */
  readonly wrong: readonly string[];
}

/** What a judge typed for these items. An empty field is no rating, and an item that was not on the page stays as it was. */
export function ratingsTyped(
  typed: ReadonlyMap<string, string>,
  items: readonly string[],
  before: JudgeRatings,
): RatingsRead {
  const changes = new Map<string, number | undefined>();
  const wrong: string[] = [];
  for (const item of items) {
    const text = typed.get(item)?.trim();
    if (text === undefined) continue;
    const rating = text === '' ? undefined : Number(text);
    if (text !== '' && !/^(\d{1,2}|100)$/.test(text)) wrong.push(item);
    else if (rating !== before.get(item)) changes.set(item, rating);
  }
  return { changes, wrong };
}
