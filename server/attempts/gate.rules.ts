import type { Cycle } from '../certification/validity.rules.js';
import type { CourseEvidence } from '../courses/course.rules.js';
import type { ProgrammeRules } from '../exams/programme.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { AttemptState } from './attempt.js';
import type { WindowStanding } from './windows/exam-window.rules.js';

/** Why an exam can't be started, each with what helps. */
export type GateReason =
  | { readonly code: 'not-required' }
  | { readonly code: 'course-not-completed'; readonly lessonsLeft: number }
  | { readonly code: 'course-too-old' }
  | { readonly code: 'valid-until'; readonly validTo: PlainDate; readonly opensOn: PlainDate }
  | { readonly code: 'cool-off'; readonly until: Date }
  | { readonly code: 'no-attempts-left'; readonly used: number }
  /** With the link that opens Safe Exam Browser. */
  | { readonly code: 'safe-browser'; readonly href: string }
  /** With the address as the service sees it, for whoever helps. */
  | { readonly code: 'outside-network'; readonly address: string }
  | { readonly code: 'no-window'; readonly next?: NextWindow }
  | { readonly code: 'window-full'; readonly next?: NextWindow };

/** The exam window to come to instead. */
export interface NextWindow {
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly room?: string;
  /** The person has a place in it. */
  readonly hasPlace: boolean;
}

export interface PastAttempt {
  readonly id: string;
  readonly state: AttemptState;
  readonly cycle: number;
  readonly closedAt?: Date;
  readonly passed?: boolean;
}

export interface GateEvidence {
  readonly required: boolean;
  readonly course: CourseEvidence;
  readonly cycle: Cycle;
  readonly attempts: readonly PastAttempt[];
  /** Only where the programme is sat in exam windows. */
  readonly windows?: WindowStanding;
}

export interface GateDecision {
  readonly allowed: boolean;
  /** Empty when allowed. */
  readonly reasons: readonly GateReason[];
  /** An attempt that is under way: it is continued, and no other can begin. */
  readonly openAttemptId?: string;
  readonly attemptsLeft: number;
}

/** May this person start the exam now? Taken on the server at the start; pages only show it. */
export function mayStart(
  evidence: GateEvidence,
  rules: Pick<ProgrammeRules, 'attemptsPerCycle' | 'coolOffHours'>,
  now: Date,
): GateDecision {
  const { cycle, course } = evidence;
  const inCycle = evidence.attempts.filter(
    (attempt) => attempt.cycle === cycle.number && attempt.state !== 'annulled',
  );
  const open = inCycle.find(({ state }) => state === 'inProgress');
  const used = inCycle.length;
  const reasons: GateReason[] = [];
  if (!evidence.required) reasons.push({ code: 'not-required' });
  if (!cycle.open && cycle.current && cycle.opensOn)
    reasons.push({
      code: 'valid-until',
      validTo: cycle.current.record.validTo,
      opensOn: cycle.opensOn,
    });
  if (course.state === 'tooOld') reasons.push({ code: 'course-too-old' });
  if (course.state === 'open')
    reasons.push({ code: 'course-not-completed', lessonsLeft: course.lessonsLeft });
  if (!open && used >= rules.attemptsPerCycle) reasons.push({ code: 'no-attempts-left', used });
  else {
    const until = coolOffEnds(inCycle, rules.coolOffHours);
    if (until && until > now) reasons.push({ code: 'cool-off', until });
  }
  if (evidence.windows?.open.length === 0) reasons.push(noWindow(evidence.windows));
  return {
    allowed: reasons.length === 0 && !open,
    reasons,
    attemptsLeft: Math.max(0, rules.attemptsPerCycle - used),
    ...(open ? { openAttemptId: open.id } : {}),
  };
}

/** Counted from when the last failed attempt closed: its deadline if it ran out, not the moment the service noticed. */
function coolOffEnds(attempts: readonly PastAttempt[], hours: number): Date | undefined {
  const closed = attempts.flatMap(({ closedAt, passed }) =>
    closedAt && passed !== true ? [closedAt.getTime()] : [],
  );
  return closed.length === 0 ? undefined : new Date(Math.max(...closed) + hours * 3_600_000);
}

function noWindow({ isFull, next }: WindowStanding): GateReason {
  const code = isFull ? 'window-full' : 'no-window';
  if (!next) return { code };
  const { opensAt, closesAt, room } = next.window;
  const where = room === undefined ? {} : { room };
  return { code, next: { opensAt, closesAt, ...where, hasPlace: next.place !== undefined } };
}
