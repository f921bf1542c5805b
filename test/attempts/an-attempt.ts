import type { Attempt } from '../../server/attempts/attempt.js';
import type { Slot } from '../../server/exams/draw-form.rules.js';
import type { Response } from '../../server/item-banks/item.js';
import type { Result } from '../../server/scoring/result.rules.js';
import { someRules as rules } from '../support/some-rules.js';

export { rules };

export const startedAt = new Date('2026-11-02T08:00:00.000Z');
export const closesAt = new Date('2026-11-02T09:00:00.000Z');
/** The deadline and its grace. */
export const savesUntil = new Date('2026-11-02T09:00:30.000Z');

const aSlot = (number: number): Slot => ({
  itemId: `law-00${number}`,
  version: 1,
  type: 'singleChoice',
  options: ['c', 'a', 'b'],
  prompts: [],
  sectionId: 'law',
  topic: 'law',
  critical: false,
});

let attempts = 0;

/** An attempt under way, of three items; each has its own person. */
export function anAttempt(changes: Partial<Attempt> = {}): Attempt {
  attempts += 1;
  return {
    id: `attempt-${attempts}`,
    municipalityId: 'fjordby',
    personId: `candidate-${attempts}`,
    programmeId: 'medicines',
    programmeVersion: 1,
    cycle: 1,
    state: 'inProgress',
    locale: 'nb',
    startedAt,
    closesAt,
    form: { algorithm: 'test', seed: 'test', slots: [1, 2, 3].map(aSlot) },
    frozen: {
      municipalityName: 'Fjordby kommune',
      timeZone: 'Europe/Oslo',
      programmeTitles: { nb: 'Legemiddelhåndtering', sv: 'Läkemedelshantering' },
      bankId: 'medicines',
      specification: {
        sections: [
          {
            id: 'law',
            titles: { nb: 'Lovverk', sv: 'Regelverk' },
            topics: ['law'],
            quota: 3,
            criticalAtLeast: 0,
            allRight: false,
          },
        ],
      },
      rules,
    },
    responses: new Map(),
    flagged: new Set(),
    ...changes,
  };
}

/** Saved once, at the start. */
export function saved(...responses: readonly (Response | undefined)[]): Attempt['responses'] {
  return new Map(
    responses.flatMap((response, slot) =>
      response ? [[slot, { response, revision: 1, saveId: 'save', savedAt: startedAt }]] : [],
    ),
  );
}

export function aResult(changes: Partial<Result> = {}): Result {
  return {
    passed: true,
    right: 3,
    total: 3,
    needed: 3,
    sections: [{ sectionId: 'law', right: 3, total: 3 }],
    reasons: [],
    topicsToReview: [],
    slots: [],
    ...changes,
  };
}
