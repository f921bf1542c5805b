import type { AuditTrail } from '../../audit/audit-event.js';
import type { Clock } from '../../platform/clock.js';
import type { AttemptStore } from '../attempt.store.js';
import type { Act, extendAttempts } from '../supervision/extend-attempts.js';
import type { ExamWindow } from './exam-window.js';
import type { ExamWindowStore } from './exam-window.store.js';

export interface ExtendWindowDeps {
  readonly examWindows: ExamWindowStore;
  readonly attempts: AttemptStore;
  readonly extend: ReturnType<typeof extendAttempts>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/**
 * Gives all who sit in a window so many minutes more: those who are under way at once, those who begin later when they begin. The window is told
 * first, and whoever begins meanwhile looks there once more (`start-attempt`): nobody is passed over, and by the id of the act nobody gets it twice.
 * Returns how many were under way.
 */
export function extendWindow({ examWindows, attempts, extend, audit, clock }: ExtendWindowDeps) {
  return async (window: ExamWindow, minutes: number, act: Act): Promise<number> => {
    const { id: windowId, municipalityId, opensAt: startedFrom } = window;
    const at = clock();
    if (await examWindows.extend(window, { ...act, minutes, at }))
      await audit.record({
        municipalityId,
        actor: act.by,
        action: 'exam-window.extended',
        subject: `exam-window:${windowId}`,
        at,
        details: { minutes },
        aside: { personId: act.by, content: { reason: act.reason } },
        once: `exam-window.extended:${windowId}:${act.id}`,
      });
    const inIt = await attempts.supervised({ municipalityId, startedFrom, windowId });
    const others = inIt.filter(({ personId }) => personId !== act.by);
    return extend(others, minutes, act);
  };
}
