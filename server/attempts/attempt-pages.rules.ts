import type { Attempt } from './attempt.js';

type Paged = Pick<Attempt, 'form' | 'frozen'>;

/** How many pages the form has, and which slots are on one of them (pages count from 1). */
export function pagesOf({ form, frozen }: Paged): number {
  return Math.ceil(form.slots.length / frozen.rules.itemsPerPage);
}

export function slotsOnPage({ form, frozen }: Paged, page: number): number[] {
  const { itemsPerPage } = frozen.rules;
  const first = (page - 1) * itemsPerPage;
  return form.slots.map((_slot, index) => index).slice(first, first + itemsPerPage);
}

/**
 * The slots that are shown for the first time when this page is, where that matters: where interruptions are allowed, since what had been seen
 * when one began is swapped.
 */
export function newOnPage(attempt: Paged & Pick<Attempt, 'seen'>, page: number): number[] {
  const { frozen, seen = {} } = attempt;
  if (frozen.rules.supervision?.interruptions !== true) return [];
  return slotsOnPage(attempt, page).filter((slot) => seen[slot] === undefined);
}
