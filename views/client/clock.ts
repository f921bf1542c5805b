// The clock belongs to the server. Only differences are ever compared, the server's with the server's and the browser's with the browser's:
// how long it was to the deadline when the server answered, and how much time has gone by here since. A browser whose clock is wrong by
// an hour shows the right time left. The server is asked again and again, so that an extension shows within half a minute; at zero it is
// asked before anything is done.

import type { TypedEvidence } from './save-queue.js';
import { showOver, showSignedOut, timeOf } from './save-state.js';

const ASK_EVERY_MS = 20_000;
const PATIENCE_MS = 10_000;
const ANNOUNCED = [15, 5, 1];
/** To who does without a clock: once, so that the end does not come unawares. */
const ANNOUNCED_CALMLY = [5];

interface Time {
  readonly serverNow: string;
  readonly closesAt: string;
  readonly paused: boolean;
  readonly open: boolean;
}

export interface ExamClock {
  typedNow(): TypedEvidence;
  /** What an answer of the server said about time. */
  sync(serverNow: string, closesAt: string | undefined): void;
}

/** `sendAll` is given the chance to send what was typed in time, before the page is left at the deadline. */
export function createClock(
  place: HTMLElement,
  attemptId: string,
  sendAll: () => Promise<unknown>,
): ExamClock {
  let closesAt = Date.parse(place.dataset['closesAt'] ?? '');
  let serverThen = Date.parse(place.dataset['serverNow'] ?? '');
  let browserThen = performance.now();
  let announced = Number.POSITIVE_INFINITY;
  let ending = false;

  const msLeft = (): number => closesAt - serverThen - (performance.now() - browserThen);

  function typedNow(): TypedEvidence {
    const afterMs = Math.max(0, Math.floor(performance.now() - browserThen));
    return { heard: new Date(serverThen).toISOString(), afterMs };
  }

  function sync(serverNow: string, deadline: string | undefined): void {
    serverThen = Date.parse(serverNow);
    browserThen = performance.now();
    showOver(false);
    if (deadline !== undefined) moveTo(Date.parse(deadline));
  }

  function moveTo(deadline: number): void {
    if (deadline === closesAt) return;
    const later = deadline > closesAt;
    closesAt = deadline;
    announced = Number.POSITIVE_INFINITY;
    const time = timeOf(new Date(closesAt), place.dataset['timeZone'], 'minutes');
    const shown = place.querySelector('[data-closes]');
    if (shown) shown.textContent = (place.dataset['textCloses'] ?? '').replace('{time}', time);
    if (later) tell((place.dataset['textExtended'] ?? '').replace('{time}', time));
    draw();
  }

  /** To the ear, and beside the clock to the eye. */
  function tell(news: string): void {
    const region = place.querySelector('[data-extended]');
    if (region) region.textContent = news;
  }

  async function ask(): Promise<'open' | 'closed' | 'unreachable'> {
    try {
      const answer = await fetch(`/attempts/${attemptId}/clock`, {
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      showSignedOut(answer.status === 401);
      if (!answer.ok) return answer.status >= 500 ? 'unreachable' : 'closed';
      const time = (await answer.json()) as Time;
      sync(time.serverNow, time.closesAt);
      if (time.paused) void rest();
      return time.open ? 'open' : 'closed';
    } catch {
      return 'unreachable';
    }
  }

  /** The clock stands: nothing more is shown until it goes on. What is typed is sent first. */
  async function rest(): Promise<void> {
    if (ending) return;
    ending = true;
    await Promise.race([sendAll(), new Promise((done) => setTimeout(done, PATIENCE_MS))]);
    location.assign(`/attempts/${attemptId}/paused`);
  }

  function words(minutes: number): string {
    const texts = place.dataset;
    if (minutes < 1) return texts['textLess'] ?? '';
    if (minutes === 1) return texts['textMinutesOne'] ?? '';
    return (texts['textMinutesOther'] ?? '').replace('{n}', String(minutes));
  }

  function draw(): void {
    const left = msLeft();
    const minutes = Math.max(0, Math.ceil(left / 60_000));
    const shown = place.querySelector('[data-time-left]');
    if (shown) shown.textContent = words(left < 60_000 ? 0 : minutes);
    announce(minutes);
    if (left <= 0) void end();
  }

  /** Screen readers hear the time at the thresholds only, not every second. */
  function announce(minutes: number): void {
    const thresholds = 'calm' in place.dataset ? ANNOUNCED_CALMLY : ANNOUNCED;
    const threshold = thresholds.find((mark) => minutes === mark && mark < announced);
    if (threshold === undefined) return;
    announced = threshold;
    const region = place.querySelector('[data-announce]');
    if (region)
      region.textContent = (place.dataset['textLeft'] ?? '').replace('{time}', words(minutes));
  }

  async function end(): Promise<void> {
    if (ending) return;
    ending = true;
    await sendAll();
    const state = await ask();
    showOver(state === 'unreachable');
    // Extended meanwhile, or out of reach: the next second tries again rather than leave for a browser's error page.
    if (state === 'unreachable' || (state === 'open' && msLeft() > 0)) ending = false;
    else location.assign(`/attempts/${attemptId}/result`);
  }

  window.setInterval(draw, 1_000);
  window.setInterval(() => void ask(), ASK_EVERY_MS);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void ask();
  });
  return { sync, typedNow };
}
