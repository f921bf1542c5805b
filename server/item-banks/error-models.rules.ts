import { ExpressionError } from './expression.rules.js';
import type { ErrorUse, NumericItem } from './item.js';
import type { Localised } from '../platform/locale.js';

/** What sort of mistake it is, in words that may be said after an exam: they don't give the key away. */
export type MistakeKind = 'size' | 'setup' | 'time' | 'rounding' | 'unit';

interface ListedError {
  readonly kind: MistakeKind;
  /** The wrong number, over `answer` (the key), `exact` and `step` (where the task is to round) and the item's variables. */
  readonly expressions: readonly string[];
  /** Recognised in every item, also where its author did not name it. */
  readonly always?: true;
}

/**
 * What people do wrong when they calculate doses: one list, for distractors and for telling a person what happened. Where no expression
 * stands, it depends on the item, whose author gives it. After the error classes of BMC Nursing 2022 21:309.
 */
export const ERROR_MODELS: Readonly<Record<string, ListedError>> = {
  tenfold: { kind: 'size', expressions: ['answer * 10'], always: true },
  tenth: { kind: 'size', expressions: ['answer / 10'], always: true },
  hundredfold: { kind: 'size', expressions: ['answer * 100'], always: true },
  hundredth: { kind: 'size', expressions: ['answer / 100'], always: true },
  thousandfold: { kind: 'size', expressions: ['answer * 1000'], always: true },
  thousandth: { kind: 'size', expressions: ['answer / 1000'], always: true },
  forgotConversion: { kind: 'size', expressions: [] },
  percentAsMgPerMl: { kind: 'size', expressions: ['answer / 10'] },
  inverted: { kind: 'setup', expressions: ['1 / answer'] },
  forgotStrength: { kind: 'setup', expressions: ['answer * strength'] },
  forgotVolume: { kind: 'setup', expressions: ['answer / volume'] },
  forgotWeight: { kind: 'setup', expressions: ['answer / weight'] },
  forgotDropFactor: { kind: 'setup', expressions: ['answer / factor'] },
  forgotDrugVolume: { kind: 'setup', expressions: ['answer + volume'] },
  ignoredDilution: { kind: 'setup', expressions: [] },
  forgotPart: { kind: 'setup', expressions: [] },
  stoppedEarly: { kind: 'setup', expressions: [] },
  perDayForPerDose: { kind: 'time', expressions: ['answer * times'] },
  perDoseForPerDay: { kind: 'time', expressions: ['answer / times'] },
  minutesForHours: { kind: 'time', expressions: ['answer / 60'] },
  hoursForMinutes: { kind: 'time', expressions: ['answer * 60'] },
  earlyRounding: { kind: 'rounding', expressions: [] },
  wrongRounding: {
    kind: 'rounding',
    expressions: ['floor(exact / step) * step', 'ceil(exact / step) * step', 'exact'],
    always: true,
  },
  wrongUnit: { kind: 'unit', expressions: [] },
};

/** What an item may name: a mistake of the list, or one of its own (`other…`), which must bring its feedback. */
export const ERROR_NAME = new RegExp(
  `^(${Object.keys(ERROR_MODELS).join('|')}|other[A-Za-z0-9]*)$`,
);

export interface ErrorModel {
  readonly name: string;
  readonly expressions: readonly string[];
  /** In the item's own words; else the text for the name is said. */
  readonly feedback?: Localised;
  /** The item's author named it: it becomes a distractor. */
  readonly declared: boolean;
}

/** The error models of an item: those its author named, in that order, then those that are recognised everywhere. Throws `ExpressionError`. */
export function errorModelsOf(item: NumericItem): readonly ErrorModel[] {
  const declared = Object.entries(item.errors).map(([name, use]): ErrorModel => {
    const given: Exclude<ErrorUse, string | null> =
      typeof use === 'string' ? { expression: use } : (use ?? {});
    return {
      name,
      expressions: given.expression === undefined ? listed(name) : [given.expression],
      ...(given.feedback ? { feedback: given.feedback } : {}),
      declared: true,
    };
  });
  const always = Object.entries(ERROR_MODELS)
    .filter(([name, { always }]) => always === true && !Object.hasOwn(item.errors, name))
    .filter(([, { expressions }]) => item.answer.rounding ?? !expressions.includes('exact'))
    .map(([name, { expressions }]) => ({ name, expressions, declared: false }));
  return [...declared, ...always];
}

function listed(name: string): readonly string[] {
  const expressions = Object.hasOwn(ERROR_MODELS, name)
    ? (ERROR_MODELS[name]?.expressions ?? [])
    : [];
  if (expressions.length > 0) return expressions;
  throw new ExpressionError('the list has no expression for this mistake: give one', [
    'errors',
    name,
  ]);
}

/** Has the list a text for it, so that the item need not bring one? */
export function isListed(name: string): boolean {
  return Object.hasOwn(ERROR_MODELS, name);
}

/** The sort of mistake behind a name in a result; undefined for an item's own, of which nothing may be said after an exam. */
export function mistakeKind(name: string): MistakeKind | undefined {
  return Object.hasOwn(ERROR_MODELS, name) ? ERROR_MODELS[name]?.kind : undefined;
}
