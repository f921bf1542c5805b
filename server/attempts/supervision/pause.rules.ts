import { createHmac } from 'node:crypto';
import { isAnswered } from '../../item-banks/response.rules.js';
import type { Attempt, Pause } from '../attempt.js';

/** No pause is longer: then the clock goes on by itself, and an attempt can't be kept open for ever. */
export const LONGEST_PAUSE_MINUTES = 120;

/** Why a candidate had to go. No more is asked: it must be quick, and name nobody. */
export const INTERRUPTIONS = ['patient', 'alarm', 'colleague', 'other'] as const;
export type Interruption = (typeof INTERRUPTIONS)[number];

export function newPause(kind: Pause['kind'], since: Date): Pause {
  return { kind, since, until: new Date(since.getTime() + LONGEST_PAUSE_MINUTES * 60_000) };
}

/**
 * How long the clock stood, in milliseconds. An interruption that nobody has confirmed is none: the time went on.
 * @param confirmed whoever ends it confirms it by that
 */
export function stoodMs(pause: Pause, now: Date, confirmed: boolean): number {
  if (pause.kind === 'interruption' && pause.confirmedBy === undefined && !confirmed) return 0;
  return Math.min(now.getTime(), pause.until.getTime()) - pause.since.getTime();
}

/** Places whose items have been shown and not responded to: who was away with them in mind gets others. */
export function toSwap({ seen = {}, responses }: Pick<Attempt, 'seen' | 'responses'>): number[] {
  return Object.keys(seen)
    .map(Number)
    .filter((slot) => !isAnswered(responses.get(slot)?.response))
    .toSorted((a, b) => a - b);
}

/** Six digits that name one interruption: the candidate's page shows them, and a colleague types them. */
export function confirmationCode(
  attempt: Pick<Attempt, 'id'>,
  { since }: Pick<Pause, 'since'>,
  secret: string,
): string {
  const mac = createHmac('sha256', `interruption:${secret}`)
    .update(`${attempt.id}.${since.getTime()}`)
    .digest();
  return String(mac.readUInt32BE(0) % 1_000_000).padStart(6, '0');
}
