import type { ProgrammeRules } from './programme.js';

/** The rules that are such a value. */
type RulesOf<Value> = {
  [Name in keyof ProgrammeRules]-?: ProgrammeRules[Name] extends Value ? Name : never;
}[keyof ProgrammeRules];

/** How a rule is shown, and asked for in the editor. A new rule needs a line here and its texts `programmes.rule.<name>` and `…hint`. */
export type RuleField =
  | {
      readonly kind: 'number';
      readonly name: RulesOf<number>;
      /** The key of its unit in words, `programmes.unit.<unit>`. */
      readonly unit:
        'minutes' | 'percent' | 'times' | 'hours' | 'months' | 'days' | 'items' | 'seconds';
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: 'yesNo'; readonly name: RulesOf<boolean> }
  | { readonly kind: 'days'; readonly name: RulesOf<readonly number[]> };

/** Groups of the form, in its order. */
export const RULE_FIELDS: Readonly<Record<'exam' | 'decision' | 'validity', readonly RuleField[]>> =
  {
    exam: [
      { kind: 'number', name: 'minutes', unit: 'minutes', min: 1, max: 600 },
      { kind: 'number', name: 'itemsPerPage', unit: 'items', min: 1, max: 100 },
      { kind: 'number', name: 'graceSeconds', unit: 'seconds', min: 0, max: 300 },
    ],
    decision: [
      { kind: 'number', name: 'cutScorePercent', unit: 'percent', min: 1, max: 100 },
      { kind: 'yesNo', name: 'noCriticalWrong' },
      { kind: 'number', name: 'attemptsPerCycle', unit: 'times', min: 1, max: 20 },
      { kind: 'number', name: 'coolOffHours', unit: 'hours', min: 0, max: 8760 },
    ],
    validity: [
      { kind: 'number', name: 'courseMaxAgeMonths', unit: 'months', min: 1, max: 120 },
      { kind: 'number', name: 'validityMonths', unit: 'months', min: 1, max: 120 },
      { kind: 'number', name: 'windowDays', unit: 'days', min: 0, max: 730 },
      { kind: 'days', name: 'reminderDays' },
      { kind: 'number', name: 'unitHeadFromDays', unit: 'days', min: 0, max: 730 },
    ],
  };

export const RULE_GROUPS = ['exam', 'decision', 'validity'] as const;
