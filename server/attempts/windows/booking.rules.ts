import type { GateDecision } from '../gate.rules.js';

export const BOOKED = ['booked', 'full', 'has-place', 'not-open', 'left', 'not-left'] as const;
/** What came of booking a place, or of giving it back. */
export type Booked = (typeof BOOKED)[number];

/** Reasons that no window helps against. */
const IN_VAIN: readonly string[] = ['not-required', 'no-attempts-left'];

/** Whether a place would be of any use: what else is missing may be in place by then. */
export function mayBook({ reasons, openAttemptId }: GateDecision): boolean {
  return openAttemptId === undefined && !reasons.some(({ code }) => IN_VAIN.includes(code));
}
