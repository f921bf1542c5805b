import type { Localised } from '../platform/locale.js';

/** One part of a form: so many items of these topics. */
export interface Section {
  readonly id: string;
  readonly titles: Localised;
  /** Another bank than the programme's, which this section is drawn from: a local supplement to the common core. */
  readonly bankId?: string | undefined;
  readonly topics: readonly string[];
  readonly quota: number;
  /** At least so many of them are critical items. */
  readonly criticalAtLeast: number;
  /** Every item of the section must be right, whatever the sum. */
  readonly allRight: boolean;
}

/** The blueprint of a form. */
export interface TestSpecification {
  readonly sections: readonly Section[];
}

export const START_MODES = ['any', 'window', 'code', 'lobby'] as const;
/**
 * When an exam can be started: at any time; in an exam window only; there with the start code that is shown in the room; or with that, and once a
 * supervisor lets one in. Each asks for all that the one before it asks for.
 */
export type StartMode = (typeof START_MODES)[number];

export const LATE_STARTS = ['full', 'shorten'] as const;
/** Who starts late in an exam window: has the full time beyond its end, or until its end. */
export type LateStart = (typeof LATE_STARTS)[number];

/** How an exam is watched over, where a programme wants it. */
export interface Supervision {
  /** A candidate who is needed on the ward may stop the clock; a colleague confirms it. */
  readonly interruptions: boolean;
  /** The page notes when a candidate leaves it, copies or pastes: facts for the record, by which nothing is decided. Left out: it does not. */
  readonly notices?: boolean | undefined;
  /** Left out: at any time. */
  readonly start?: StartMode | undefined;
  /** Left out: the full time. */
  readonly lateStart?: LateStart | undefined;
  /** Where the exam can be started, as CIDR names networks; left out or empty: everywhere. One that is under way goes on anywhere. */
  readonly networks?: readonly string[] | undefined;
  /** The exam is sat in Safe Exam Browser, as the service configures it, and nowhere else. Left out: in any browser. */
  readonly safeBrowser?: boolean | undefined;
}

/** What candidates may calculate with: one that they bring, the one on the page, or none. */
export const CALCULATORS = ['own', 'onScreen', 'none'] as const;
export type Calculator = (typeof CALCULATORS)[number];

export interface ProgrammeRules {
  readonly minutes: number;
  /** Of all items, in whole percent; rounded up to whole items. Without effect where a panel has set a standard. */
  readonly cutScorePercent: number;
  readonly noCriticalWrong: boolean;
  readonly attemptsPerCycle: number;
  readonly coolOffHours: number;
  /** The certificate runs so many months from the day of the exam. */
  readonly validityMonths: number;
  /** Recertification may begin so many days before the certificate lapses; the new one then runs from the old one's end. */
  readonly windowDays: number;
  /** A course completed longer ago than this must be taken again. */
  readonly courseMaxAgeMonths: number;
  readonly itemsPerPage: number;
  /** Left out: their own. */
  readonly calculator?: Calculator;
  /** Responses typed before the deadline are taken for so long after it. */
  readonly graceSeconds: number;
  /** Days before the last valid day on which the holder is reminded; 0 is that day. */
  readonly reminderDays: readonly number[];
  /** From so many days before, the unit head is told as well. */
  readonly unitHeadFromDays: number;
  /** Absent: nobody watches. */
  readonly supervision?: Supervision | undefined;
}

/** What a panel of judges said, where that sets the cut of each form (modified Angoff) in the place of one percentage. */
export interface Standard {
  /** The round it was said in. */
  readonly roundId: string;
  readonly closedAt: Date;
  /** Of every item version that enough judges have rated; no other is drawn. */
  readonly means: readonly {
    readonly bankId: string;
    readonly itemId: string;
    readonly version: number;
    /** Of 100 who barely master the work so many respond right. */
    readonly mean: number;
  }[];
}

/** What one is certified in. A changed programme is a new version; attempts and certificates name the version they were decided by. */
export interface Programme {
  readonly id: string;
  readonly municipalityId: string;
  readonly version: number;
  readonly titles: Localised;
  readonly statement: Localised;
  readonly bankId: string;
  readonly courseId: string;
  readonly specification: TestSpecification;
  readonly rules: ProgrammeRules;
  /** Absent: the cut score is `cutScorePercent` of every form. */
  readonly standard?: Standard | undefined;
  /** By which person this version was made, and why; absent for the one a municipality begins with. */
  readonly published?: { readonly by: string; readonly at: Date; readonly reason: string };
}

/** Whether the exam is sat in exam windows only. */
export function needsWindow({ supervision }: Pick<ProgrammeRules, 'supervision'>): boolean {
  return (supervision?.start ?? 'any') !== 'any';
}

export function formLength(specification: TestSpecification): number {
  return specification.sections.reduce((sum, section) => sum + section.quota, 0);
}

/** Every bank a form is drawn from, the programme's first. */
export function banksOf({
  bankId,
  specification,
}: Pick<Programme, 'bankId' | 'specification'>): readonly string[] {
  const others = specification.sections.flatMap((section) => section.bankId ?? []);
  return [...new Set([bankId, ...others])];
}
