/**
 * While an author types: what the page would say to "check" appears beside the fields, and what is typed is kept in this browser until it is
 * saved. Without this module the same form does the same by its buttons.
 */

const CHECK_AFTER_MS = 700;
const PREFIX = 'item-draft:';
const SENT = 'item-draft-sent';
const TOKEN = 'formToken';

/** On a shared PC no longer than the tab. */
const drafts = document.querySelector('dialog[data-session][data-shared]')
  ? sessionStorage
  : localStorage;

function edit(form: HTMLFormElement): void {
  const key = PREFIX + (form.dataset['draft'] ?? '');
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;

  const keep = (): void => {
    try {
      drafts.setItem(key, typedIn(form));
      shown('[data-kept]', true);
    } catch {
      // The browser stores nothing more: the page must not say that it did.
      shown('[data-kept]', false);
    }
  };
  const check = async (): Promise<void> => {
    asking?.abort();
    asking = new AbortController();
    try {
      showChecked(await asked(form, typedIn(form), asking.signal));
    } catch {
      // Away for a moment, or overtaken by the next question: what is typed is kept all the same.
    }
  };

  form.addEventListener('input', () => {
    keep();
    clearTimeout(waiting);
    waiting = setTimeout(() => void check(), CHECK_AFTER_MS);
  });
  form.addEventListener('submit', ({ submitter }) => {
    if (submitter instanceof HTMLButtonElement && submitter.value === 'save')
      sessionStorage.setItem(SENT, key);
  });
  document.querySelector('[data-draw-another]')?.addEventListener('click', (event) => {
    const draw = form.querySelector<HTMLInputElement>('[data-draw]');
    if (!draw) return;
    event.preventDefault();
    draw.value = String(Number(draw.value) + 1);
    void check();
  });
  document.querySelector('[data-discard]')?.addEventListener('click', () => {
    drafts.removeItem(key);
    location.reload();
  });

  if ('saved' in form.dataset) forgetSent();
  const kept = drafts.getItem(key);
  if ('typed' in form.dataset) keep();
  else if (kept !== null && kept !== typedIn(form)) void restore(form, kept);
}

/** The page after a save: what was kept for it is no longer needed. */
function forgetSent(): void {
  const sent = sessionStorage.getItem(SENT);
  if (sent !== null) drafts.removeItem(sent);
  sessionStorage.removeItem(SENT);
}

/** The rows may be others by now, so the server draws the form anew from what was kept. */
async function restore(form: HTMLFormElement, kept: string): Promise<void> {
  const page = await asked(form, kept);
  for (const part of ['[data-fields]', '[name=revision]'])
    form.querySelector(part)?.replaceWith(found(page, part));
  showChecked(page);
  shown('[data-restored]', true);
}

/** Without the token of the form, which belongs to the page and not to what is typed. */
function typedIn(form: HTMLFormElement): string {
  const entries = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && name !== TOKEN ? [[name, value]] : [],
  );
  return new URLSearchParams(entries).toString();
}

async function asked(form: HTMLFormElement, typed: string, signal?: AbortSignal) {
  const token = (form.elements.namedItem(TOKEN) as HTMLInputElement).value;
  const answer = await fetch(form.action, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/html' },
    body: `${TOKEN}=${token}&${typed}&do=check`,
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) throw new Error(`Not checked: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

/** Takes over what the checked page says, and leaves the fields and the focus alone. */
function showChecked(page: Document): void {
  const open = new Set(
    [...document.querySelectorAll<HTMLElement>('details[data-language][open]')].map(
      ({ dataset }) => dataset['language'],
    ),
  );
  for (const attribute of ['live', 'messages'])
    for (const place of document.querySelectorAll<HTMLElement>(`[data-${attribute}]`)) {
      const name = place.dataset[attribute] ?? '';
      const fresh = page.querySelector(`[data-${attribute}="${CSS.escape(name)}"]`);
      if (fresh && fresh.innerHTML !== place.innerHTML && !place.contains(document.activeElement))
        place.replaceChildren(...fresh.childNodes);
    }
  for (const field of document.querySelectorAll('[data-fields] [name]')) {
    const fresh = field.id === '' ? null : page.getElementById(field.id);
    if (fresh?.hasAttribute('aria-invalid')) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
  }
  if (open.size === 0) return;
  for (const details of document.querySelectorAll<HTMLDetailsElement>('details[data-language]'))
    details.open = open.has(details.dataset['language']);
}

function found(page: Document, selector: string): Element {
  const element = page.querySelector(selector);
  if (!element) throw new Error(`The page has no ${selector}`);
  return element;
}

function shown(selector: string, isShown: boolean): void {
  const element = document.querySelector<HTMLElement>(selector);
  if (element) element.hidden = !isShown;
}

const form = document.querySelector<HTMLFormElement>('form[data-editor]');
if (form) edit(form);
