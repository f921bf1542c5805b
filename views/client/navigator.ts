// The overview of all items beside the exam page: says at once, to the eye and to the ear, what has been saved.

import type { KeptSave } from './save-queue.js';

const place = document.querySelector<HTMLElement>('[data-navigator]');
const entries = [...document.querySelectorAll<HTMLAnchorElement>('[data-navigator] li a')];

export function pageOfSlot(slot: number): string {
  return entries[slot]?.href ?? location.href;
}

/** Shows what the server has just taken. */
export function markInNavigator({ slot, response, flag }: KeptSave): void {
  const entry = entries[slot];
  if (!place || !entry) return;
  const texts = place.dataset;
  const answered = isAnswered(response);
  entry.dataset['state'] = answered ? 'answered' : 'unanswered';
  entry.toggleAttribute('data-flagged', flag);
  const words = [
    texts['textItem']?.replace('{number}', String(slot + 1)),
    answered ? texts['textAnswered'] : texts['textUnanswered'],
    ...(flag ? [texts['textFlagged']] : []),
  ];
  entry.setAttribute('aria-label', words.join(', '));
  const summary = place.querySelector('[data-summary]');
  if (summary)
    summary.textContent = (texts['textSummary'] ?? '')
      .replace('{answered}', String(countOf('[data-state=answered]')))
      .replace('{total}', String(entries.length))
      .replace('{flagged}', String(countOf('[data-flagged]')));
}

function countOf(selector: string): number {
  return entries.filter((entry) => entry.matches(selector)).length;
}

/** As the server counts it: an emptied field is no response, and a unit alone is none. */
function isAnswered(response: object): boolean {
  if ('typed' in response) return String(response.typed).trim() !== '';
  return Object.values(response)
    .flat()
    .some((position) => position !== null);
}
