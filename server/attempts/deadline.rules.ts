import type { Attempt } from './attempt.js';

export function closesAt(startedAt: Date, minutes: number): Date {
  return new Date(startedAt.getTime() + minutes * 60_000);
}

/** A response received exactly on the deadline is in time. */
export function isOverdue(attempt: Pick<Attempt, 'closesAt'>, now: Date): boolean {
  return now > attempt.closesAt;
}

/**
 * What was typed before the deadline is taken for a short grace after it, because a slow network is not the candidate's fault.
 * The latest instant at which a save is accepted.
 */
export function savesUntil(deadline: Date, graceSeconds: number): Date {
  return new Date(deadline.getTime() + graceSeconds * 1000);
}

/** Whole minutes left, rounded up: in the last minute one is left. 0 when the time is out. */
export function minutesLeft(attempt: Pick<Attempt, 'closesAt'>, now: Date): number {
  return Math.max(0, Math.ceil((attempt.closesAt.getTime() - now.getTime()) / 60_000));
}
