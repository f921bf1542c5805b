import type { AuditTrail } from '../audit/audit-event.js';
import type { IssueCertificate, PassedExam } from '../certification/issue-certificate.js';
import type { Item } from '../item-banks/item.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { Clock } from '../platform/clock.js';
import { resultOf, type Result } from '../scoring/result.rules.js';
import { bankOf, responsesOf, type Attempt } from './attempt.js';
import type { AttemptStore } from './attempt.store.js';
import { countTakenLate } from './deadline.rules.js';

export interface SubmitDeps {
  readonly attempts: AttemptStore;
  readonly items: ItemCatalogue;
  readonly issueCertificate: IssueCertificate;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** Hands in the person's attempt. Handing in twice, or after it ran out, changes nothing. False when there is no such attempt. */
export function submitAttempt(deps: SubmitDeps) {
  const settle = settleAttempt(deps);
  return async (attemptId: string, personId: string): Promise<boolean> => {
    const now = deps.clock();
    const attempt =
      (await deps.attempts.submit({ attemptId, personId, now })) ??
      (await deps.attempts.findOwn(attemptId, personId));
    if (!attempt) return false;
    // Too late to be handed in, and the job has not come to it yet.
    const closed =
      attempt.state === 'inProgress'
        ? ((await deps.attempts.expire(attemptId, now)) ?? attempt)
        : attempt;
    await settle(closed);
    return true;
  };
}

/**
 * Closed once -> scored -> certificate -> result and audit. Each step can be run again and finds its own traces, so an attempt
 * that a crash left between two steps is brought to its end by running all of them again. Nothing for an attempt that is open or annulled.
 */
export function settleAttempt({ attempts, items, issueCertificate, audit, clock }: SubmitDeps) {
  return async (attempt: Attempt): Promise<Result | undefined> => {
    if (attempt.state === 'inProgress' || attempt.state === 'annulled') return undefined;
    if (attempt.settledAt && attempt.result) return attempt.result;
    const result = await scored(items, attempt);
    if (result.passed) await issueCertificate(passedExam(attempt, result));
    await audit.record({
      municipalityId: attempt.municipalityId,
      actor: attempt.state === 'expired' ? 'system' : attempt.personId,
      action: `attempt.${attempt.state}`,
      subject: `attempt:${attempt.id}`,
      at: attempt.closedAt ?? clock(),
      details: {
        passed: result.passed,
        right: result.right,
        total: result.total,
        takenLate: countTakenLate(attempt),
      },
      once: `attempt.closed:${attempt.id}`,
    });
    await attempts.settle(attempt.id, result, clock());
    return result;
  };
}

/** What a certificate tells of an attempt that this result has passed. */
export function passedExam(attempt: Attempt, result: Result): PassedExam {
  const { municipalityId, personId, programmeId, programmeVersion, cycle, locale } = attempt;
  const titles = new Map(
    attempt.frozen.specification.sections.map((section) => [section.id, section.titles]),
  );
  return {
    attemptId: attempt.id,
    municipalityId,
    personId,
    programmeId,
    programmeVersion,
    cycle,
    locale,
    passedAt: attempt.closedAt ?? attempt.closesAt,
    sections: result.sections.map(({ sectionId, right, total }) => ({
      titles: titles.get(sectionId) ?? { nb: sectionId },
      right,
      total,
    })),
    right: result.right,
    total: result.total,
  };
}

async function scored(items: ItemCatalogue, attempt: Attempt): Promise<Result> {
  const { specification, rules } = attempt.frozen;
  const versions = await Promise.all(
    attempt.form.slots.map((slot) =>
      items.version(bankOf(attempt.frozen, slot), slot.itemId, slot.version),
    ),
  );
  const itemAt = (slot: number): Item => {
    const item = versions[slot];
    if (!item) throw new Error(`Slot ${slot} has no item`);
    return item;
  };
  return resultOf(attempt.form, itemAt, responsesOf(attempt), specification, rules);
}
