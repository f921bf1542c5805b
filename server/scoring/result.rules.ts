import type { Form } from '../exams/draw-form.rules.js';
import type { ProgrammeRules, TestSpecification } from '../exams/programme.js';
import { neededByPanel } from '../exams/standard/form-cut.rules.js';
import type { Item, Response } from '../item-banks/item.js';
import { scoreResponse } from '../item-banks/response.rules.js';

/** Why an attempt did not pass; each is a rule of the programme that was not met. */
export type FailureReason =
  | { readonly code: 'below-cut-score'; readonly right: number; readonly needed: number }
  | { readonly code: 'section-not-all-right'; readonly sectionId: string }
  | { readonly code: 'critical-wrong'; readonly count: number }
  /** Wrong in a way that the item's author says can kill, as ten times too much. */
  | { readonly code: 'critical-mistake'; readonly count: number };

export interface SectionScore {
  readonly sectionId: string;
  readonly right: number;
  readonly total: number;
}

export interface SlotScore {
  readonly right: boolean;
  readonly answered: boolean;
  readonly mistake?: string;
  readonly criticalMistake?: true;
}

export interface Result {
  readonly passed: boolean;
  readonly right: number;
  readonly total: number;
  readonly needed: number;
  readonly sections: readonly SectionScore[];
  /** Empty when passed. */
  readonly reasons: readonly FailureReason[];
  /** Topics with a wrong response, in the order of the form: what to read again. */
  readonly topicsToReview: readonly string[];
  readonly slots: readonly SlotScore[];
}

/** The least number of right responses that reaches the cut score: 85 % of 40 is 34, of 10 is 9. Whole numbers all the way. */
export function neededRight(total: number, cutScorePercent: number): number {
  return Math.ceil((total * cutScorePercent) / 100);
}

/**
 * Score and decision of one form. `itemAt` gives the item version of a slot; a slot without a response is wrong.
 * Passed means: the cut score is reached (of this form's own items, where a panel has rated them), and every section that must be all right is, and no critical item is wrong.
 */
export function resultOf(
  form: Form,
  itemAt: (slot: number) => Item,
  responses: ReadonlyMap<number, Response>,
  specification: TestSpecification,
  rules: DecisionRules,
): Result {
  const slots: SlotScore[] = form.slots.map((slot, index) =>
    scoreResponse(itemAt(index), slot, responses.get(index)),
  );
  return decisionOn(form, slots, specification, rules);
}

/** `allRight`: it counts as right for everybody. `leftOut`: as if it had not been on the form. */
export const TREATMENTS = ['allRight', 'leftOut'] as const;
export type Treatment = (typeof TREATMENTS)[number];

/**
 * The result as it would be had the items of these slots been treated so, from the scores of the original result; the slots stay as they were
 * scored. The cut score holds for as many items as then count.
 */
export function resultWithout(
  form: Form,
  { slots }: Pick<Result, 'slots'>,
  neutralised: ReadonlyMap<number, Treatment>,
  specification: TestSpecification,
  rules: DecisionRules,
): Result {
  const counted = form.slots.flatMap((slot, index) => {
    const score = slots[index];
    const treatment = neutralised.get(index);
    if (!score || treatment === 'leftOut') return [];
    // Whatever mistake was made in it counts no more.
    const right = { right: true, answered: score.answered };
    return [{ slot, score: treatment === 'allRight' ? right : score }];
  });
  const decided = decisionOn(
    { slots: counted.map(({ slot }) => slot) },
    counted.map(({ score }) => score),
    specification,
    rules,
  );
  return { ...decided, slots };
}

type DecisionRules = Pick<ProgrammeRules, 'cutScorePercent' | 'noCriticalWrong'>;

function decisionOn(
  form: Pick<Form, 'slots'>,
  slots: readonly SlotScore[],
  specification: TestSpecification,
  rules: DecisionRules,
): Result {
  const sections = specification.sections.map(({ id }) => {
    const own = slots.filter((_slot, index) => form.slots[index]?.sectionId === id);
    return { sectionId: id, right: own.filter((slot) => slot.right).length, total: own.length };
  });
  const right = slots.filter((slot) => slot.right).length;
  const total = slots.length;
  const needed =
    neededByPanel(form.slots, specification, rules) ?? neededRight(total, rules.cutScorePercent);
  const reasons = reasonsAgainst(form, slots, sections, { right, needed }, specification, rules);
  const wrongTopics = form.slots.flatMap((slot, index) =>
    slots[index]?.right ? [] : [slot.topic],
  );
  return {
    passed: reasons.length === 0,
    right,
    total,
    needed,
    sections,
    reasons,
    topicsToReview: [...new Set(wrongTopics)],
    slots,
  };
}

function reasonsAgainst(
  form: Pick<Form, 'slots'>,
  slots: readonly SlotScore[],
  sections: readonly SectionScore[],
  { right, needed }: { right: number; needed: number },
  specification: TestSpecification,
  rules: DecisionRules,
): FailureReason[] {
  const reasons: FailureReason[] = [];
  if (right < needed) reasons.push({ code: 'below-cut-score', right, needed });
  for (const { id, allRight } of specification.sections) {
    const score = sections.find(({ sectionId }) => sectionId === id);
    if (allRight && score && score.right < score.total)
      reasons.push({ code: 'section-not-all-right', sectionId: id });
  }
  const criticalWrong = form.slots.filter(
    (slot, index) => slot.critical && !slots[index]?.right,
  ).length;
  if (rules.noCriticalWrong && criticalWrong > 0)
    reasons.push({ code: 'critical-wrong', count: criticalWrong });
  const criticalMistakes = slots.filter((slot) => slot.criticalMistake).length;
  if (rules.noCriticalWrong && criticalMistakes > 0)
    reasons.push({ code: 'critical-mistake', count: criticalMistakes });
  return reasons;
}
