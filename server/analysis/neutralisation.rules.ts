import { createHash } from 'node:crypto';
import { bankOf, standingResult, type Attempt } from '../attempts/attempt.js';
import type { Slot } from '../exams/draw-form.rules.js';
import { resultWithout, type Result, type Treatment } from '../scoring/result.rules.js';
import type { NeutralisationRequest } from './neutralisation.js';

type FormItem = Pick<Slot, 'bankId' | 'itemId' | 'version'>;

export const CHANGES = ['failToPass', 'passToFail', 'same'] as const;
export type Change = (typeof CHANGES)[number];

/** What neutralising does to one attempt. */
export interface RegradeCase {
  readonly attemptId: string;
  readonly personId: string;
  readonly closedAt: Date;
  readonly before: Result;
  readonly after: Result;
  readonly change: Change;
}

/**
 * What becomes of an attempt: its original scores without this item and every item that was neutralised before, held against the rules the
 * attempt was taken under. Nothing when it has not met the item, has no result, or has had the item neutralised before.
 */
export function caseOf(
  attempt: Attempt,
  request: Pick<NeutralisationRequest, 'bankId' | 'itemId' | 'version' | 'treatment'>,
): RegradeCase | undefined {
  const { result, form, frozen, regrades = [], closedAt, closesAt } = attempt;
  const before = standingResult(attempt);
  const { bankId, itemId, version, treatment } = request;
  const isSame = (one: FormItem, other: FormItem): boolean =>
    bankOf(frozen, one) === bankOf(frozen, other) &&
    one.itemId === other.itemId &&
    one.version === other.version;
  const isIt = (one: FormItem): boolean => isSame(one, { bankId, itemId, version });
  if (!result || !before || !form.slots.some(isIt) || regrades.some(isIt)) return undefined;
  const treated = [...regrades, { bankId, itemId, version, treatment }];
  const neutralised = new Map<number, Treatment>();
  for (const [index, slot] of form.slots.entries()) {
    const found = treated.find((one) => isSame(one, slot));
    if (found) neutralised.set(index, found.treatment);
  }
  const after = resultWithout(form, result, neutralised, frozen.specification, frozen.rules);
  return {
    attemptId: attempt.id,
    personId: attempt.personId,
    closedAt: closedAt ?? closesAt,
    before,
    after,
    change: changeOf(before, after),
  };
}

function changeOf(before: Result, after: Result): Change {
  if (before.passed === after.passed) return 'same';
  return after.passed ? 'failToPass' : 'passToFail';
}

/** Says what a preview showed, so that confirming it later can be held against what would happen then. */
export function digestOf(cases: readonly RegradeCase[]): string {
  const all = cases.map(({ attemptId, change, after }) => [attemptId, change, after.right]);
  return createHash('sha256').update(JSON.stringify(all.sort())).digest('hex').slice(0, 32);
}

/** The same request is the same neutralisation, so two clicks are one. */
export function neutralisationId(request: NeutralisationRequest): string {
  const { municipalityId, bankId, itemId, version, treatment, from, to } = request;
  const words = [municipalityId, bankId, itemId, version, treatment, from, to].join(' ');
  return createHash('sha256').update(words).digest('hex').slice(0, 24);
}
