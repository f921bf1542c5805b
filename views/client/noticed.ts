// Facts for the record, where the programme wants them: that the page was left, and that something was copied or pasted. Never what.

import type { TypedEvidence } from './save-queue.js';

interface Noticed {
  readonly kind: 'left' | 'copied' | 'pasted';
  readonly seconds?: number;
  readonly when: TypedEvidence;
}

/** What could not be told yet; it goes along with the next. */
let waiting: Noticed[] = [];
const MOST_WAITING = 50;

/** `now` tells an instant by what the server's clock said last. */
export function noticeLeaving(attemptId: string, now: () => TypedEvidence): void {
  let left: { readonly when: TypedEvidence; readonly at: number } | undefined;

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) left = { when: now(), at: performance.now() };
    else if (left) {
      const seconds = Math.round((performance.now() - left.at) / 1000);
      tell({ kind: 'left', seconds, when: left.when });
      left = undefined;
    }
  });
  document.addEventListener('copy', () => {
    tell({ kind: 'copied', when: now() });
  });
  document.addEventListener('cut', () => {
    tell({ kind: 'copied', when: now() });
  });
  document.addEventListener('paste', () => {
    tell({ kind: 'pasted', when: now() });
  });
  window.addEventListener('online', () => void send());

  function tell(noticed: Noticed): void {
    waiting = [...waiting, noticed].slice(-MOST_WAITING);
    void send();
  }

  async function send(): Promise<void> {
    const sent = waiting;
    if (sent.length === 0) return;
    waiting = [];
    try {
      const answer = await fetch(`/attempts/${attemptId}/noticed`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ noticed: sent }),
        keepalive: true,
      });
      if (answer.status >= 500) waiting = [...sent, ...waiting];
    } catch {
      waiting = [...sent, ...waiting];
    }
  }
}
