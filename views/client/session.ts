/**
 * Warns before a login ends, with time to stay by one press, as far as the fixed limit allows (WCAG 2.2.1). At the end the page stays as it is,
 * so that nothing typed is lost; on a shared PC it goes. Other tabs may have kept the login alive: the server is asked before anything is said.
 */

const TICK_MS = 5_000;
const WARN_BEFORE_MS = 120_000;
/** Typing or pointing so lately is a sign of life, although nothing was sent. */
const ACTIVE_WITHIN_MS = 60_000;

function watch(dialog: HTMLDialogElement): void {
  const started = Date.now();
  let expiresAt = started + Number(dialog.dataset['leftMs']);
  let endsAt = started + Number(dialog.dataset['endsInMs']);
  const idleMs = expiresAt - started;
  const warnBeforeMs = Math.min(WARN_BEFORE_MS, idleMs / 3);
  const isShared = 'shared' in dialog.dataset;
  let activeAt = 0;
  let warnedOf = 0;
  let isOver = false;

  for (const sign of ['keydown', 'pointerdown', 'input'])
    document.addEventListener(sign, () => (activeAt = Date.now()), { passive: true });
  dialog.querySelector('[data-stay]')?.addEventListener('click', () => {
    void ask('POST').then(() => {
      dialog.close();
    });
  });
  dialog.querySelector('[data-close]')?.addEventListener('click', () => {
    dialog.close();
  });
  // Escape says "I am here" as well.
  dialog.addEventListener('cancel', () => void ask('POST'));
  if (isShared)
    document.addEventListener('submit', ({ target }) => {
      if (target instanceof HTMLFormElement && /\/(logout|switch-user)$/.test(target.action))
        forget();
    });
  document.addEventListener('visibilitychange', () => void look());
  setInterval(() => void look(), TICK_MS);

  async function look(): Promise<void> {
    if (isOver) return;
    const now = Date.now();
    const canStay = expiresAt < endsAt;
    if (
      canStay &&
      !dialog.open &&
      expiresAt - now < idleMs / 2 &&
      now - activeAt < ACTIVE_WITHIN_MS
    )
      await ask('POST');
    else if (expiresAt - now <= warnBeforeMs && warnedOf !== expiresAt) {
      await ask('GET');
      if (expiresAt - Date.now() <= warnBeforeMs) warn();
      else dialog.close();
    } else if (expiresAt <= now) await ask('GET');
  }

  /** How long it lasts by now; a post is a sign of life. Without an answer the page knows as much as before. */
  async function ask(method: 'GET' | 'POST'): Promise<void> {
    const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
    const asked = method === 'GET' ? { headers } : { method, headers, body: '{}' };
    try {
      const answer = await fetch('/session', { ...asked, cache: 'no-store' });
      if (answer.status === 401) over();
      if (!answer.ok) return;
      const { leftMs, endsInMs } = (await answer.json()) as { leftMs: number; endsInMs: number };
      expiresAt = Date.now() + leftMs;
      endsAt = Date.now() + endsInMs;
    } catch {
      // Away from the net for a moment.
    }
  }

  function warn(): void {
    if (isOver) return;
    warnedOf = expiresAt;
    const language = document.documentElement.lang;
    const time = new Date(expiresAt).toLocaleTimeString(language, { timeStyle: 'short' });
    const place = dialog.querySelector('[data-time]');
    if (place) place.textContent = time;
    show(expiresAt < endsAt - 1_000 ? 'idle' : 'last');
  }

  function over(): void {
    isOver = true;
    if (!isShared) {
      show('over');
      return;
    }
    forget();
    location.replace('/logged-out');
  }

  function show(state: 'idle' | 'last' | 'over'): void {
    for (const part of dialog.querySelectorAll<HTMLElement>('[data-when]'))
      part.hidden = !(part.dataset['when'] ?? '').split(' ').includes(state);
    if (!dialog.open) dialog.showModal();
  }
}

/** Also where a browser does not know `Clear-Site-Data`. */
function forget(): void {
  localStorage.clear();
  sessionStorage.clear();
}

const dialog = document.querySelector<HTMLDialogElement>('dialog[data-session]');
if (dialog) watch(dialog);
