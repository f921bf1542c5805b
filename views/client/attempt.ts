// The exam page in the browser: saves while the candidate works, says truthfully what is saved, shows the server's clock.
// Without this script the page works as a plain form.

import { createClock } from './clock.js';
import { flagIn, responseIn, revisionOf, setRevision, slotOf } from './item-fields.js';
import { markInNavigator, pageOfSlot } from './navigator.js';
import { noticeLeaving } from './noticed.js';
import { putSave } from './put-save.js';
import { forget, isStored, keep, kept, wasSent, type KeptSave } from './save-queue.js';
import { showSaveState } from './save-state.js';

const DELAY_MS = 700;
const RETRY_MS = 3_000;

const attemptId = document.querySelector<HTMLElement>('[data-attempt]')?.dataset['attempt'] ?? '';
const clockPlace = document.querySelector<HTMLElement>('[data-clock]');
const clock = clockPlace ? createClock(clockPlace, attemptId, () => saving.sendAll()) : undefined;
if (clock && clockPlace && 'notices' in clockPlace.dataset)
  noticeLeaving(attemptId, () => clock.typedNow());
const saving = startSaving(document.querySelector<HTMLFormElement>('form[data-attempt]'));

/** `page` is the form with items; the review has none, and sends what other pages could not. */
function startSaving(page: HTMLFormElement | null): { sendAll(): Promise<boolean> } {
  const slots = page ? slotsOn(page) : [];
  const timers = new Map<number, number>();
  const inFlight = new Map<number, Promise<void>>();
  /** The browser is on its way to another page, which the server's answer has made necessary. */
  let ledAway = false;
  let leaving = false;
  /** The attempt is over; `unsaved` when something came too late for it. */
  let over: 'all-saved' | 'unsaved' | undefined;
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
      ...(clock ? { typed: clock.typedNow() } : {}),
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
    // The way to the login: what waits is sent from the page one comes back to.
    if ('signIn' in link.dataset) return;
    event.preventDefault();
    void sendAll().then((done) => {
      if (done) location.assign(link.href);
    });
  });

  // A phone that is put away may never come back to this page.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void sendAll();
  });

  window.addEventListener('online', () => void sendAll());

  // What is in this page alone would be gone with it.
  window.addEventListener('beforeunload', (event) => {
    if (!isStored() && kept(attemptId).length > 0) event.preventDefault();
  });

  // A page that the browser had put by knows neither the revisions nor the queue as they are now.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
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
    const answer = await putSave(attemptId, save);
    if (!answer) {
      showSaveState('notSaved');
      if (!timers.has(slot)) sendLater(slot, RETRY_MS);
      return;
    }
    clock?.sync(answer.serverNow, answer.closesAt);
    if (answer.kind === 'paused') {
      // What waits stays in this tab, and is sent from the page one comes back to.
      leadTo(`/attempts/${attemptId}/paused`);
      return;
    }
    if (answer.kind === 'closed') {
      forget(attemptId, save.saveId);
      if (answer.unsaved.includes(slot)) over = 'unsaved';
      over ??= 'all-saved';
      leadToEnd();
      return;
    }
    const outcome = answer.slots.find((one) => one.slot === slot);
    if (!outcome) return;
    if (page && slots.includes(slot)) setRevision(page, slot, outcome.revision);
    if (outcome.because === 'newer-work' && !wasSent(attemptId, outcome.standingSaveId ?? '')) {
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

  /** Not before everything that waits has been offered: some of it may have been typed in time. */
  function leadToEnd(): void {
    const [next] = kept(attemptId);
    if (next) void send(next.slot);
    else leadTo(`/attempts/${attemptId}/result${over === 'unsaved' ? '?notice=unsaved' : ''}`);
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
