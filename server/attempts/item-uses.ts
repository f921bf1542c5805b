import type { ProgrammeStore } from '../exams/programme.store.js';
import type { Item } from '../item-banks/item.js';
import type { AttemptStore } from './attempt.store.js';

/** Where candidates of the municipality can meet an item: sections that draw from its topic, and exams that are under way. */
export function itemUses(deps: {
  readonly programmes: ProgrammeStore;
  readonly attempts: AttemptStore;
}) {
  return async (municipalityId: string, bankId: string, item: Pick<Item, 'id' | 'topic'>) => {
    const programmes = await deps.programmes.allOf(municipalityId);
    return {
      programmes: programmes.flatMap(({ titles, specification, ...programme }) =>
        specification.sections
          .filter(
            (section) =>
              (section.bankId ?? programme.bankId) === bankId &&
              section.topics.includes(item.topic),
          )
          .map((section) => ({ titles, section: section.titles })),
      ),
      attemptsInProgress: await deps.attempts.openWith(municipalityId, bankId, item.id),
    };
  };
}
