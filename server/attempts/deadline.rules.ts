import type { LateStart } from '../exams/programme.js';
import type { Attempt, SavedResponse } from './attempt.js';

/** Until when an exam may be sat. Instants, so that a night in which the clocks are changed has the hours it has. */
interface WindowEnd {
  readonly closesAt: Date;
  readonly lateStart: LateStart;
}

/** The deadline of an attempt that starts now: so many minutes of real time, cut at the window's end where the programme says so. */
export function closesAt(startedAt: Date, minutes: number, window?: WindowEnd): Date {
  const full = new Date(startedAt.getTime() + minutes * 60_000);
  return window?.lateStart === 'shorten' && window.closesAt < full ? window.closesAt : full;
}

/** A response received exactly on the deadline is in time. While an attempt rests, no deadline passes. */
export function isOverdue(attempt: Pick<Attempt, 'closesAt' | 'paused'>, now: Date): boolean {
  return !attempt.paused && now > attempt.closesAt;
}

/**
 * What was typed before the deadline is taken for a short grace after it, because a slow network is not the candidate's fault.
 * The latest instant at which a save is accepted.
 */
export function savesUntil(deadline: Date, graceSeconds: number): Date {
  return new Date(deadline.getTime() + graceSeconds * 1000);
}

/** What was under way when a pause began is still taken for so long. */
export const PAUSE_GRACE_MS = 30_000;

/** Whether the deadline has passed and what was typed before it may still arrive. */
export function isInGrace(
  attempt: Pick<Attempt, 'closesAt' | 'frozen' | 'paused'>,
  now: Date,
): boolean {
  return isOverdue(attempt, now) && now <= graceEnds(attempt);
}

export function graceEnds({ closesAt: deadline, frozen }: Pick<Attempt, 'closesAt' | 'frozen'>) {
  return savesUntil(deadline, frozen.rules.graceSeconds);
}

/** What a browser says about when a response was typed: so long after it had heard the server's time. It compares no clock with the server's. */
export interface TypedEvidence {
  /** An instant by the server's clock, as the server had told it. */
  readonly heard: Date;
  readonly afterMs: number;
}

/**
 * When a response was typed, as far as the server can know: never later than it was received, and at its receipt where the browser says
 * nothing, or names an instant that the server cannot have told it yet.
 */
export function typedAt(evidence: TypedEvidence | undefined, receivedAt: Date): Date {
  if (!evidence || evidence.heard > receivedAt || evidence.afterMs < 0) return receivedAt;
  return new Date(Math.min(receivedAt.getTime(), evidence.heard.getTime() + evidence.afterMs));
}

/** How many of the responses were taken in the grace: they arrived after the deadline, and had been typed before it. */
export function countTakenLate(
  attempt: Pick<Attempt, 'closesAt'> & { readonly responses: ReadonlyMap<number, SavedResponse> },
): number {
  return [...attempt.responses.values()].filter(({ savedAt }) => savedAt > attempt.closesAt).length;
}

/** Whole minutes left, rounded up: in the last minute one is left. 0 when the time is out. The clock of a paused attempt stands. */
export function minutesLeft(attempt: Pick<Attempt, 'closesAt' | 'paused'>, now: Date): number {
  const at = attempt.paused?.since ?? now;
  return Math.max(0, Math.ceil((attempt.closesAt.getTime() - at.getTime()) / 60_000));
}
