import type { Attempt } from '../../server/attempts/attempt.js';
import { someRules } from '../support/some-rules.js';

/** An attempt in progress, of the size that a real one has. */
export function anOpenAttempt(id: string, slots: number): Attempt {
  const now = new Date();
  return {
    id,
    municipalityId: 'bench',
    personId: `person-${id}`,
    programmeId: 'bench',
    programmeVersion: 1,
    cycle: 1,
    state: 'inProgress',
    locale: 'nb',
    startedAt: now,
    closesAt: new Date(now.getTime() + 3_600_000),
    form: {
      algorithm: 'bench',
      seed: 'bench',
      slots: Array.from({ length: slots }, (_none, slot) => ({
        itemId: `item-${slot}`,
        version: 1,
        type: 'singleChoice',
        options: ['c', 'a', 'd', 'b'],
        prompts: [],
        sectionId: 'section',
        topic: 'topic',
        critical: false,
      })),
    },
    frozen: {
      municipalityName: 'Bench',
      timeZone: 'Europe/Oslo',
      programmeTitles: { nb: 'Bench' },
      bankId: 'bench',
      specification: {
        sections: [
          {
            id: 'section',
            titles: { nb: 'Section' },
            topics: ['topic'],
            quota: slots,
            criticalAtLeast: 0,
            allRight: false,
          },
        ],
      },
      rules: { ...someRules, reminderDays: [] },
    },
    responses: new Map(),
    flagged: new Set(),
  };
}
