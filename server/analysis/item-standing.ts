import type { JobRole } from '../organisation/municipality.js';
import type { Locale } from '../platform/locale.js';
import type { DecisionConsistency } from '../scoring/statistics/decision-consistency.rules.js';
import type { DifferentialFunctioning } from '../scoring/statistics/differential-functioning.rules.js';
import type { Proportion } from '../scoring/statistics/facility.rules.js';
import type { ItemFlag } from '../scoring/statistics/item-flags.rules.js';
import type { ItemCurve } from '../scoring/statistics/item-response.rules.js';
import type { OptionRow } from '../scoring/statistics/option-table.rules.js';
import type { ItemStatistics } from '../scoring/statistics/random-forms.rules.js';

/** What all forms drawn in a municipality say of one version of an item. Nobody can be found in it. */
export interface ItemStanding {
  readonly municipalityId: string;
  readonly bankId: string;
  readonly itemId: string;
  readonly version: number;
  readonly firstMet: Date;
  readonly lastMet: Date;
  /** Share of the forms of the bank that it was on. */
  readonly exposure: number;
  readonly statistics: ItemStatistics;
  /** Everything below is there only where there is enough to show. */
  readonly options: readonly OptionRow[];
  /** Nobody responded: share of those who met it. */
  readonly unanswered: number;
  readonly time?: TimeUsed;
  readonly differences: readonly GroupDifference[];
  readonly flags: readonly StandingFlag[];
  /** What those who had it wrong chose; without those who made a mistake that is not known. */
  readonly wrongChoices?: readonly WrongChoice[];
  /** 2PL, where there are responses enough. */
  readonly curve?: ItemCurve;
}

/** Seconds, by quartiles. */
export interface TimeUsed {
  readonly n: number;
  readonly quarter: number;
  readonly median: number;
  readonly threeQuarters: number;
}

export type GroupKind = 'locale' | 'jobRole';

/** Two groups of people who score alike otherwise, on this item. */
export interface GroupDifference {
  readonly kind: GroupKind;
  readonly reference: Group;
  readonly focal: Group;
  /** Null where it cannot be formed, as when nobody of one group has it right: then the shares speak for themselves. */
  readonly functioning: DifferentialFunctioning | null;
}

interface Group {
  readonly name: Locale | JobRole;
  readonly facility: Proportion;
}

export type StandingFlag =
  | ItemFlag
  | {
      readonly code: 'differs-by-group';
      readonly kind: GroupKind;
      readonly name: Locale | JobRole;
      readonly harder: boolean;
    }
  | LeakFlag;

/** It may have got about: people who score alike have it right more often than those before them did, or very many have met it. */
export interface LeakFlag {
  readonly code: 'leak-risk';
  readonly high: boolean;
  /** Facility before and since, where it has become easier. */
  readonly easier?: { readonly before: number; readonly since: number };
  /** Share of the forms that it was on, where that is much. */
  readonly exposure?: number;
}

/** A wrong choice and how many made it: by letters, or by the mistake that was recognised. */
export interface WrongChoice {
  readonly choice: string;
  readonly n: number;
}

/** What is said of a whole bank, and of each programme that draws from it. */
export interface BankStanding {
  readonly municipalityId: string;
  readonly bankId: string;
  readonly computedAt: Date;
  readonly sittings: number;
  readonly programmes: readonly ProgrammeStanding[];
}

export interface ProgrammeStanding {
  readonly programmeId: string;
  readonly version: number;
  readonly items: number;
  readonly needed: number;
  readonly n: number;
  /** Absent below the number from which anything is shown. */
  readonly scores?: ProgrammeScores;
}

export interface ProgrammeScores {
  readonly passed: Proportion;
  readonly mean: number;
  readonly deviation: number;
  /** KR-21; null where totals do not vary. */
  readonly reliability: number | null;
  /** Standard error of a total, in items. */
  readonly error: number | null;
  /** The same at the cut score. */
  readonly errorAtCut: number;
  readonly consistency: DecisionConsistency | null;
}
