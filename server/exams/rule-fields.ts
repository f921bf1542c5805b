import { isDeepStrictEqual } from 'node:util';
import {
  CALCULATORS,
  LATE_STARTS,
  START_MODES,
  type ProgrammeRules,
  type Supervision,
} from './programme.js';

/** Members that are such a value. */
type Of<Rules, Value> = {
  [Name in keyof Rules & string]-?: Exclude<Rules[Name], undefined> extends Value ? Name : never;
}[keyof Rules & string];
/** The rules that are such a value, by their place: `minutes`, `supervision.start`. */
type RulesOf<Value> = Of<ProgrammeRules, Value> | `supervision.${Of<Supervision, Value>}`;
type RequiredRulesOf<Value> = {
  [Name in keyof ProgrammeRules]-?: ProgrammeRules[Name] extends Value ? Name : never;
}[keyof ProgrammeRules];

/** How a rule is shown, and asked for in the editor. A new rule needs a line here and its texts `programmes.rule.<name>` and `…hint`. */
export type RuleField =
  | {
      readonly kind: 'number';
      readonly name: RequiredRulesOf<number>;
      /** The key of its unit in words, `programmes.unit.<unit>`. */
      readonly unit:
        'minutes' | 'percent' | 'times' | 'hours' | 'months' | 'days' | 'items' | 'seconds';
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: 'yesNo'; readonly name: RulesOf<boolean> }
  | { readonly kind: 'days'; readonly name: RequiredRulesOf<readonly number[]> }
  | { readonly kind: 'networks'; readonly name: RulesOf<readonly string[]> }
  | {
      readonly kind: 'choice';
      readonly name: RulesOf<string>;
      /** Each has its words, `programmes.choice.<name>.<option>`; the first holds where a programme says nothing. */
      readonly options: readonly [string, ...string[]];
    };

/** Groups of the form, in its order. */
export const RULE_FIELDS: Readonly<
  Record<'exam' | 'decision' | 'validity' | 'supervision', readonly RuleField[]>
> = {
  exam: [
    { kind: 'number', name: 'minutes', unit: 'minutes', min: 1, max: 600 },
    { kind: 'number', name: 'itemsPerPage', unit: 'items', min: 1, max: 100 },
    { kind: 'number', name: 'graceSeconds', unit: 'seconds', min: 0, max: 300 },
    { kind: 'choice', name: 'calculator', options: CALCULATORS },
  ],
  supervision: [
    { kind: 'choice', name: 'supervision.start', options: START_MODES },
    { kind: 'choice', name: 'supervision.lateStart', options: LATE_STARTS },
    { kind: 'networks', name: 'supervision.networks' },
    { kind: 'yesNo', name: 'supervision.safeBrowser' },
    { kind: 'yesNo', name: 'supervision.interruptions' },
    { kind: 'yesNo', name: 'supervision.notices' },
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

export const RULE_GROUPS = ['exam', 'supervision', 'decision', 'validity'] as const;

/** What holds where nothing is said. */
const UNSAID: Readonly<Record<RuleField['kind'], (field: RuleField) => unknown>> = {
  number: () => undefined,
  yesNo: () => false,
  days: () => [],
  networks: () => [],
  choice: (field) => (field.kind === 'choice' ? field.options[0] : undefined),
};

/** What the rules say of it; where they say nothing, what holds then. */
export function ruleValue(rules: ProgrammeRules, field: RuleField): unknown {
  const [group = '', name] = field.name.split('.');
  const all: Readonly<Record<string, unknown>> = { ...rules };
  const value =
    name === undefined ? all[group] : { ...(all[group] as Record<string, unknown>) }[name];
  return value ?? UNSAID[field.kind](field);
}

/** The rules with these values, by the place of each. What holds anyway where nothing is said stays unsaid. */
export function withRules(
  before: ProgrammeRules,
  values: readonly (readonly [RuleField, unknown])[],
): ProgrammeRules {
  const changed = values.filter(
    ([field, value]) => !isDeepStrictEqual(value, ruleValue(before, field)),
  );
  const flat = changed.filter(([{ name }]) => !name.includes('.'));
  const nested = changed.filter(([{ name }]) => name.includes('.'));
  const entries = (all: typeof changed): [string, unknown][] =>
    all.map(([{ name }, value]) => [name.split('.').at(-1) ?? name, value]);
  const supervision = { interruptions: false, ...before.supervision };
  return {
    ...before,
    ...Object.fromEntries(entries(flat)),
    ...(nested.length === 0
      ? {}
      : { supervision: { ...supervision, ...Object.fromEntries(entries(nested)) } }),
  };
}
