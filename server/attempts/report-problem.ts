import type { ItemReportStore } from '../item-banks/item-report.store.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import { bankOf } from './attempt.js';
import type { AttemptStore } from './attempt.store.js';

export const LONGEST_REPORT = 1000;

/** The candidate says that something is wrong with an item of their attempt. It changes nothing about the attempt. */
export function reportProblem(deps: {
  readonly attempts: AttemptStore;
  readonly itemReports: ItemReportStore;
  readonly clock: Clock;
}) {
  return async (command: {
    readonly attemptId: string;
    readonly personId: string;
    readonly slot: number;
    readonly text: string;
  }): Promise<void> => {
    const { attemptId, personId, slot } = command;
    const text = command.text.trim().slice(0, LONGEST_REPORT);
    if (text === '') return;
    const attempt = await deps.attempts.findOwn(attemptId, personId);
    const drawn = attempt?.form.slots[slot];
    if (!attempt || !drawn) throw new NotFound('attempt');
    await deps.itemReports.put({
      id: `${attemptId}/${slot}`,
      municipalityId: attempt.municipalityId,
      bankId: bankOf(attempt.frozen, drawn),
      itemId: drawn.itemId,
      version: drawn.version,
      text,
      at: deps.clock(),
    });
  };
}
