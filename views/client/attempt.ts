// The exam page in the browser: saves while the candidate works, says truthfully what is saved, shows the server's clock.
// Without this script the page works as a plain form.

import { createClock } from './clock.js';
import { flagIn, responseIn, revisionOf, setRevision, slotOf } from './item-fields.js';
import { markInNavigator, pageOfSlot } from './navigator.js';
import { forget, keep, kept, noteSent, wasSent, type KeptSave } from './save-queue.js';
import { showOffline, showSaveState } from './save-state.js';

interface SlotOutcome {
  readonly slot: number;
  readonly saved: boolean;
  readonly revision: number;
  readonly standingSaveId?: string;
}

type SaveAnswer = { readonly serverNow: string; readonly closesAt?: string } & (
  | {
      readonly kind: 'saved' | 'conflict';
      readonly savedAt: string;
      readonly slots: readonly SlotOutcome[];
    }
  | { readonly kind: 'closed' }
);

const DELAY_MS = 700;
const RETRY_MS = 3_000;
const PATIENCE_MS = 10_000;

const attemptId = document.querySelector<HTMLElement>('[data-attempt]')?.dataset['attempt'] ?? '';
const clockPlace = document.querySelector<HTMLElement>('[data-clock]');
const clock = clockPlace ? createClock(clockPlace, attemptId, () => saving.sendAll()) : undefined;
const saving = startSaving(document.querySelector<HTMLFormElement>('form[data-attempt]'));

/** `page` is the form with items; the review has none, and sends what other pages could not. */
function startSaving(page: HTMLFormElement | null): { sendAll(): Promise<boolean> } {
  const slots = page ? slotsOn(page) : [];
  const timers = new Map<number, number>();
  const inFlight = new Map<number, Promise<void>>();
  /** The browser is on its way to another page, which the server's answer has made necessary. */
  let ledAway = false;
  let leaving = false;
  /** Slots with work that an earlier visit could not send: the page was made without it, and shows what was before. */
  const unseen = new Set(kept(attemptId).map(({ slot }) => slot));
  let outdated = false;

  page?.addEventListener('input', (event) => {
    const slot = slotOf(event.target);
    if (slot === undefined) return;
    const typing = event.target instanceof HTMLInputElement && event.target.type === 'text';
    page.querySelector(`[data-item="r${slot}"] [data-problem]`)?.setAttribute('hidden', '');
    showSaveState('saving');
    unseen.delete(slot);
    keep(attemptId, {
      slot,
      response: responseIn(page, slot),
      flag: flagIn(page, slot),
      basedOn: revisionOf(page, slot),
      saveId: crypto.randomUUID(),
    });
    sendLater(slot, typing ? DELAY_MS : 0);
  });

  // Saves what is open, then goes where the button leads: as a plain form would, but never into a browser's error page.
  for (const form of document.querySelectorAll<HTMLFormElement>('main form')) {
    form.addEventListener('submit', (event) => {
      if (leaving) return;
      event.preventDefault();
      const button = event.submitter;
      void sendAll().then((done) => {
        if (!done) return;
        // A form does not submit from inside its own submit event; that one must be over first.
        window.setTimeout(() => {
          leaving = true;
          form.requestSubmit(button);
        });
      });
    });
  }

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const elsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
    if (link?.origin !== location.origin || elsewhere || kept(attemptId).length === 0) return;
    event.preventDefault();
    void sendAll().then((done) => {
      if (done) location.assign(link.href);
    });
  });

  // A phone that is put away may never come back to this page.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void sendAll();
  });

  // What an earlier visit could not send goes first; newer work of this page comes after it.
  for (const slot of unseen) void send(slot);

  /** Sends everything that waits. True when the server has it all, and the page may be left. */
  async function sendAll(): Promise<boolean> {
    for (const { slot } of kept(attemptId)) if (!inFlight.has(slot)) void send(slot);
    for (const slot of timers.keys()) void send(slot);
    await Promise.all(inFlight.values());
    return !ledAway && kept(attemptId).length === 0;
  }

  function sendLater(slot: number, pause: number): void {
    window.clearTimeout(timers.get(slot));
    timers.set(
      slot,
      window.setTimeout(() => void send(slot), pause),
    );
  }

  /** One save of a slot at a time: the next is based on the revision that this one gets. */
  function send(slot: number): Promise<void> {
    window.clearTimeout(timers.get(slot));
    timers.delete(slot);
    const before = inFlight.get(slot) ?? Promise.resolve();
    const running = before
      .then(() => sendNow(slot))
      .finally(() => {
        if (inFlight.get(slot) === running) inFlight.delete(slot);
      });
    inFlight.set(slot, running);
    return running;
  }

  async function sendNow(slot: number): Promise<void> {
    const save = keptFor(slot);
    if (!save) return;
    const answer = await put(save);
    if (!answer) {
      showSaveState('notSaved');
      if (!timers.has(slot)) sendLater(slot, RETRY_MS);
      return;
    }
    clock?.sync(answer.serverNow, answer.closesAt);
    if (answer.kind === 'closed') {
      forget(attemptId, save.saveId);
      leadTo(`/attempts/${attemptId}/result`);
      return;
    }
    const outcome = answer.slots.find((one) => one.slot === slot);
    if (!outcome) return;
    if (page && slots.includes(slot)) setRevision(page, slot, outcome.revision);
    if (!outcome.saved && !wasSent(attemptId, outcome.standingSaveId ?? '')) {
      forgetSlot(slot);
      leadTo(withNotice(pageOfSlot(slot), 'conflict'));
      return;
    }
    // Not saved over own work: an earlier save of this tab had arrived and only its answer was lost. This one comes after it.
    if (outcome.saved) forget(attemptId, save.saveId);
    const waiting = keptFor(slot);
    if (waiting) keep(attemptId, { ...waiting, basedOn: outcome.revision });
    if (!outcome.saved) {
      await sendNow(slot);
      return;
    }
    markInNavigator(save);
    if (unseen.delete(slot) && (!page || slots.includes(slot))) outdated = true;
    if (kept(attemptId).length > 0) return;
    showSaveState('saved', answer.savedAt);
    if (outdated) leadTo(location.href);
  }

  function leadTo(href: string): void {
    ledAway = true;
    if (new URL(href, location.href).href === location.href) location.reload();
    else location.assign(href);
  }

  return { sendAll };
}

function keptFor(slot: number): KeptSave | undefined {
  return kept(attemptId).find((save) => save.slot === slot);
}

/** Newer work from elsewhere stands. */
function forgetSlot(slot: number): void {
  const save = keptFor(slot);
  if (save) forget(attemptId, save.saveId);
}

function slotsOn(page: HTMLFormElement): number[] {
  const { value } = page.elements.namedItem('slots') as HTMLInputElement;
  return value.split(',').map(Number);
}

function withNotice(href: string, notice: string): string {
  const address = new URL(href, location.href);
  address.searchParams.set('notice', notice);
  return address.href;
}

/** What the server says about one save; nothing when it could not be asked, or could not tell. */
async function put({
  slot,
  response,
  basedOn,
  saveId,
  flag,
}: KeptSave): Promise<SaveAnswer | undefined> {
  noteSent(attemptId, saveId);
  try {
    const answer = await fetch(`/attempts/${attemptId}/responses`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        saves: [{ slot, response, basedOn, saveId }],
        flags: { [String(slot)]: flag },
      }),
      // Goes on when the page is closed meanwhile.
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    showOffline(false);
    return [200, 409, 410].includes(answer.status)
      ? ((await answer.json()) as SaveAnswer)
      : undefined;
  } catch {
    showOffline(true);
    return undefined;
  }
}
