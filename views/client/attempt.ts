// The exam page in the browser: saves while the candidate works, says truthfully what is saved, shows the server's clock.
// Without this script the page works as a plain form.

import { createClock } from './clock.js';
import { forget, keep, kept, noteSent, wasSent, type KeptSave } from './save-queue.js';

interface SlotOutcome {
  readonly slot: number;
  readonly saved: boolean;
  readonly revision: number;
  readonly standingSaveId?: string;
}

interface SaveAnswer {
  readonly kind: 'saved' | 'conflict' | 'closed';
  readonly savedAt?: string;
  readonly closesAt?: string;
  readonly serverNow: string;
  readonly slots?: readonly SlotOutcome[];
}

const DELAY_MS = 700;
const RETRY_MS = 3_000;

const clockElement = document.querySelector<HTMLElement>('[data-clock]');
const form = document.querySelector<HTMLFormElement>('form[data-attempt]');
const attemptId = document.querySelector<HTMLElement>('[data-attempt]')?.dataset['attempt'] ?? '';

const clock = clockElement ? createClock(clockElement, attemptId, form) : undefined;
if (form) startSaving(form);

function startSaving(page: HTMLFormElement): void {
  const slots = (page.elements.namedItem('slots') as HTMLInputElement).value.split(',').map(Number);
  const timers = new Map<number, number>();
  const inFlight = new Map<number, Promise<void>>();
  let leaving = false;

  // What an earlier visit could not send goes first; newer work of this page comes after it.
  for (const save of kept(attemptId)) void send(save.slot, save);

  page.addEventListener('input', (event) => {
    const slot = slotOf(event.target);
    if (slot === undefined) return;
    clearProblem(page, slot);
    const typing = event.target instanceof HTMLInputElement && event.target.type === 'text';
    window.clearTimeout(timers.get(slot));
    show('saving');
    keepNow(slot);
    timers.set(
      slot,
      window.setTimeout(() => void send(slot), typing ? DELAY_MS : 0),
    );
  });

  page.addEventListener('submit', (event) => {
    if (leaving) return;
    event.preventDefault();
    const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
    void leave(button);
  });

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link?.origin !== location.origin || timers.size === 0) return;
    event.preventDefault();
    void flush().then((done) => {
      if (done) location.assign(link.href);
    });
  });

  /** Saves what is open, then goes where the button leads: as a plain form would, but never into a browser's error page. */
  async function leave(button: HTMLButtonElement | null): Promise<void> {
    for (const slot of slots) if (changed(slot)) keepNow(slot);
    if (!(await flush())) return;
    // A form does not submit from inside its own submit event; that one must be over first.
    await new Promise((resolve) => window.setTimeout(resolve));
    leaving = true;
    if (button) page.requestSubmit(button);
    else page.submit();
  }

  async function flush(): Promise<boolean> {
    for (const [slot, timer] of timers) {
      window.clearTimeout(timer);
      void send(slot);
    }
    await Promise.all(inFlight.values());
    return kept(attemptId).length === 0;
  }

  function keepNow(slot: number): void {
    keep(attemptId, {
      slot,
      response: responseIn(page, slot),
      flag: flagIn(page, slot),
      basedOn: revisionOf(page, slot),
      saveId: crypto.randomUUID(),
    });
  }

  /** One save of a slot at a time: the next is based on the revision that this one gets. */
  function send(slot: number, earlier?: KeptSave): Promise<void> {
    timers.delete(slot);
    const before = inFlight.get(slot) ?? Promise.resolve();
    const running = before.then(() => sendNow(slot, earlier));
    inFlight.set(slot, running);
    return running;
  }

  async function sendNow(slot: number, earlier?: KeptSave): Promise<void> {
    const save = earlier ?? kept(attemptId).find((one) => one.slot === slot);
    if (!save) return;
    const basedOn = slots.includes(slot) && !earlier ? revisionOf(page, slot) : save.basedOn;
    try {
      const answer = await put({ ...save, basedOn });
      if (answer === undefined) {
        troubled(slot);
        return;
      }
      offline(false);
      clock?.sync(answer.serverNow, answer.closesAt);
      if (answer.kind === 'conflict' && isOwnWork(answer, slot)) {
        // An earlier save of this tab had arrived and only its answer was lost: this one comes after it.
        await sendNow(slot, { ...save, basedOn: revisionIn(answer, slot) });
        return;
      }
      settle(save, answer);
      // The page was made before this save: show what is saved now.
      if (earlier && slots.includes(slot) && kept(attemptId).length === 0) location.reload();
    } catch {
      offline(true);
      troubled(slot);
    }
  }

  function settle(save: KeptSave, answer: SaveAnswer): void {
    forget(attemptId, save.saveId);
    if (answer.kind === 'closed') {
      location.assign(`/attempts/${attemptId}/result`);
      return;
    }
    for (const outcome of answer.slots ?? []) {
      if (slots.includes(outcome.slot)) setRevision(page, outcome.slot, outcome.revision);
      if (!outcome.saved) element('[data-conflict]')?.removeAttribute('hidden');
    }
    if (answer.kind === 'conflict') {
      location.assign(`${location.pathname}?notice=conflict`);
      return;
    }
    markAnswered(page, save.slot);
    if (kept(attemptId).length === 0) show('saved', answer.savedAt);
  }

  function troubled(slot: number): void {
    show('notSaved');
    if (!timers.has(slot))
      timers.set(
        slot,
        window.setTimeout(() => void send(slot), RETRY_MS),
      );
  }

  function changed(slot: number): boolean {
    return timers.has(slot);
  }

  function isOwnWork({ slots: outcomes = [] }: SaveAnswer, slot: number): boolean {
    const standing = outcomes.find((outcome) => outcome.slot === slot)?.standingSaveId;
    return standing !== undefined && wasSent(attemptId, standing);
  }

  function revisionIn({ slots: outcomes = [] }: SaveAnswer, slot: number): number {
    const revision = outcomes.find((outcome) => outcome.slot === slot)?.revision ?? 0;
    if (slots.includes(slot)) setRevision(page, slot, revision);
    return revision;
  }
}

async function put(save: KeptSave): Promise<SaveAnswer | undefined> {
  const { slot, response, basedOn, saveId, flag } = save;
  noteSent(attemptId, saveId);
  const answer = await fetch(`/attempts/${attemptId}/responses`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      saves: [{ slot, response, basedOn, saveId }],
      flags: { [String(slot)]: flag },
    }),
  });
  return [200, 409, 410].includes(answer.status)
    ? ((await answer.json()) as SaveAnswer)
    : undefined;
}

function element(selector: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(selector);
}

function show(state: 'saving' | 'saved' | 'notSaved', savedAt?: string): void {
  const place = element('[data-save-state]');
  if (!place || !form) return;
  const texts = form.dataset;
  place.dataset['state'] = state;
  place.dataset['color'] =
    state === 'notSaved' ? 'danger' : state === 'saving' ? 'neutral' : 'success';
  const time = savedAt ? timeOf(new Date(savedAt)) : '';
  place.textContent =
    (state === 'saving'
      ? texts['textSaving']
      : state === 'notSaved'
        ? texts['textNotSaved']
        : texts['textSaved']?.replace('{time}', time)) ?? '';
}

function timeOf(instant: Date): string {
  const lang = document.documentElement.lang;
  const timeZone = form?.dataset['timeZone'];
  const text = instant.toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return lang === 'nb' || lang === 'nn' ? text.replaceAll(':', '.') : text;
}

function offline(is: boolean): void {
  element('[data-offline]')?.toggleAttribute('hidden', !is);
}

function slotOf(target: EventTarget | null): number | undefined {
  const name =
    target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.name : '';
  const found = /^r(\d+)/.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
}

function fields(page: HTMLFormElement): FormData {
  return new FormData(page);
}

function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}

function revisionField(page: HTMLFormElement, slot: number): HTMLInputElement {
  return page.elements.namedItem(`r${slot}.revision`) as HTMLInputElement;
}

function revisionOf(page: HTMLFormElement, slot: number): number {
  return Number(revisionField(page, slot).value);
}

function setRevision(page: HTMLFormElement, slot: number, revision: number): void {
  revisionField(page, slot).value = String(revision);
}

function flagIn(page: HTMLFormElement, slot: number): boolean {
  return fields(page).get(`r${slot}.flag`) === 'on';
}

/** The response as the server's `responseSchema` wants it, from the fields that `item.hbs` makes. */
function responseIn(page: HTMLFormElement, slot: number): object {
  const data = fields(page);
  const name = `r${slot}`;
  switch (textOf(data, `${name}.kind`)) {
    case 'places':
      return { places: numbered(data, `${name}.place.`) };
    case 'pairs':
      return { pairs: numbered(data, `${name}.pair.`) };
    case 'typed': {
      const typed = textOf(data, `${name}.typed`);
      const unit = textOf(data, `${name}.unit`);
      const meaning = textOf(data, `${name}.meaning`);
      const asked = textOf(data, `${name}.asked`);
      return {
        typed,
        ...(unit === '' ? {} : { unit }),
        ...(meaning !== '' && asked === typed ? { meaning } : {}),
      };
    }
    default:
      return {
        chosen: data
          .getAll(name)
          .map(Number)
          .sort((a, b) => a - b),
      };
  }
}

function numbered(data: FormData, prefix: string): (number | null)[] {
  const found: (number | null)[] = [];
  for (let index = 0; data.has(`${prefix}${index}`); index += 1) {
    const value = textOf(data, `${prefix}${index}`);
    found.push(value === '' ? null : Number(value));
  }
  return found;
}

function markAnswered(page: HTMLFormElement, slot: number): void {
  const response = JSON.stringify(kept(attemptId).length === 0 ? responseIn(page, slot) : {});
  const entry = document.querySelectorAll<HTMLAnchorElement>('.navigator a')[slot];
  if (!entry) return;
  const empty = /^\{"(chosen":\[\]|typed":"")/.test(response);
  entry.dataset['state'] = empty ? 'unanswered' : 'answered';
  entry.toggleAttribute('data-flagged', flagIn(page, slot));
}

function clearProblem(page: HTMLFormElement, slot: number): void {
  page.querySelector(`[data-item="r${slot}"] [data-problem]`)?.setAttribute('hidden', '');
}
