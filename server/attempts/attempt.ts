import type { Accommodation } from './accommodations/accommodation.rules.js';
import type { Form, Slot } from '../exams/draw-form.rules.js';
import type { ProgrammeRules, Standard, TestSpecification } from '../exams/programme.js';
import type { Response } from '../item-banks/item.js';
import type { Locale, Localised } from '../platform/locale.js';
import type { Result, Treatment } from '../scoring/result.rules.js';
import type { FrozenWindow } from './windows/exam-window.js';

export type AttemptState = 'inProgress' | 'submitted' | 'expired' | 'annulled';

/** A response as it is stored. */
export interface SavedResponse {
  readonly response: Response;
  /** 1 for the first save of this slot, and one more for each after it. */
  readonly revision: number;
  /** Made by the browser for one save; a retry of the same save is recognised by it. */
  readonly saveId: string;
  readonly savedAt: Date;
  /** When it was typed, as its browser could tell; absent where the browser said nothing. Later than the deadline: never. */
  readonly typedAt?: Date;
}

/** One sitting. Everything it was decided by is frozen into it at the start. */
export interface Attempt {
  readonly id: string;
  readonly municipalityId: string;
  readonly personId: string;
  readonly programmeId: string;
  readonly programmeVersion: number;
  readonly cycle: number;
  readonly state: AttemptState;
  readonly locale: Locale;
  readonly startedAt: Date;
  /** The deadline. Everything about time derives from it. */
  readonly closesAt: Date;
  /** When it was handed in, or the deadline if it ran out, however much later the service noticed. */
  readonly closedAt?: Date;
  readonly form: Form;
  readonly frozen: {
    readonly municipalityName: string;
    readonly timeZone: string;
    readonly programmeTitles: Localised;
    readonly bankId: string;
    readonly specification: TestSpecification;
    readonly rules: ProgrammeRules;
    /** The panel's round that the means of the slots are from; absent: the cut score is a percentage. */
    readonly standard?: FrozenStandard;
    /** What was granted to the person when they began, or since. */
    readonly accommodation?: Accommodation;
    /** The exam window that it was begun in; absent where the programme has none. */
    readonly window?: FrozenWindow;
    /** The Config Key by which its pages know Safe Exam Browser; absent where any browser will do. */
    readonly safeBrowserKey?: string;
  };
  /** By slot, counted from 0. */
  readonly responses: ReadonlyMap<number, SavedResponse>;
  readonly flagged: ReadonlySet<number>;
  /** What others did to it and what interrupted it, in the order it happened. Absent: nothing. */
  readonly events?: readonly AttemptEvent[];
  readonly paused?: Pause;
  /** When items were first shown, by slot; kept where interruptions are allowed. */
  readonly seen?: Readonly<Record<string, Date>>;
  /** What its browser noticed, in the order it arrived, where the programme says so: facts, no verdict. */
  readonly noticed?: readonly Noticed[];
  /** When its browser was last heard of, where the programme is supervised. */
  readonly heardAt?: Date;
  readonly result?: Result;
  /** What later neutralising of items made of the result, in the order it was done. The original stays. */
  readonly regrades?: readonly Regrade[];
  /** Set when result, certificate and audit entry are all in place. */
  readonly settledAt?: Date;
  /** It no longer tells what was responded: the time for that is over. */
  readonly responsesErased?: true;
}

export interface AttemptEvent {
  /** Of the act: the same form sent twice is one act. */
  readonly id: string;
  readonly type:
    'extended' | 'accommodated' | 'paused' | 'interrupted' | 'confirmed' | 'resumed' | 'annulled';
  readonly at: Date;
  /** A person's id, or `system`. */
  readonly by: string;
  /** In the words of who did it; goes when the person is erased. */
  readonly reason?: string;
  /** Minutes given. */
  readonly minutes?: number;
  /** Of a pause that ended: so long the clock stood. */
  readonly stoodMs?: number;
  /** What had been seen and not responded to when an interruption ended: others have taken these places. */
  readonly swapped?: readonly { readonly slot: number; readonly was: Slot }[];
}

export const NOTICED = ['left', 'copied', 'pasted'] as const;

/** The page was left for so many seconds (another tab, another app, a phone put away), or something was copied or pasted. */
export interface Noticed {
  readonly kind: (typeof NOTICED)[number];
  readonly at: Date;
  readonly seconds?: number;
}

/** While it lasts the clock stands and no item is shown. */
export interface Pause {
  /** `interruption`: the candidate was needed elsewhere. */
  readonly kind: 'supervisor' | 'interruption';
  readonly since: Date;
  /** It ends by itself then. */
  readonly until: Date;
  /** The colleague who says that the candidate was needed. */
  readonly confirmedBy?: string;
}

/** An attempt in a list: with the result that counts now, without form and responses. */
export type AttemptSummary = Omit<
  Attempt,
  | 'form'
  | 'frozen'
  | 'responses'
  | 'flagged'
  | 'regrades'
  | 'events'
  | 'noticed'
  | 'responsesErased'
>;

/** The result once an item was found wrong. */
export interface Regrade {
  readonly neutralisationId: string;
  /** Absent: the programme's. */
  readonly bankId?: string;
  readonly itemId: string;
  readonly version: number;
  readonly treatment: Treatment;
  readonly reason: string;
  readonly at: Date;
  readonly by: string;
  readonly result: Result;
  /** Whether it takes the place of the result before it. Where that was passed and this is not, only once a person has said so. */
  readonly stands: boolean;
  readonly decision?: { readonly by: string; readonly at: Date; readonly reason: string };
}

/** Each slot has its own mean; those of all other items stay with the programme's version. */
export type FrozenStandard = Pick<Standard, 'roundId' | 'closedAt'>;

/** The bank that the item of a slot is in. */
export function bankOf(
  { bankId }: Pick<Attempt['frozen'], 'bankId'>,
  slot: { readonly bankId?: string | undefined },
): string {
  return slot.bankId ?? bankId;
}

/** The result that counts now. */
export function standingResult({
  result,
  regrades = [],
}: Pick<Attempt, 'result' | 'regrades'>): Result | undefined {
  return regrades.findLast(({ stands }) => stands)?.result ?? result;
}

/** A closed attempt with its result, as far as statistics need it. */
export type ClosedAttempt = Pick<
  Attempt,
  | 'id'
  | 'personId'
  | 'programmeId'
  | 'programmeVersion'
  | 'locale'
  | 'startedAt'
  | 'form'
  | 'responses'
> & {
  readonly closedAt: Date;
  readonly result: Result;
  readonly frozen: Pick<Attempt['frozen'], 'bankId' | 'timeZone' | 'window'>;
};

export type Answers = ReadonlyMap<number, Response>;

export function responsesOf(attempt: Pick<Attempt, 'responses'>): Answers {
  return new Map([...attempt.responses].map(([slot, { response }]) => [slot, response]));
}

/** How the time of an attempt stands: what its open pages ask for every 20 seconds. */
export type AttemptTime = Pick<Attempt, 'state' | 'closesAt' | 'paused' | 'heardAt'> & {
  readonly isSupervised: boolean;
};
