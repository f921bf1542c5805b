/** Keeps up to date what changes by others' doing. Without this module a page is up to date whenever it is loaded. */

const EVERY_MS = 10_000;

async function refresh(live: HTMLElement): Promise<void> {
  // What somebody has put the keyboard on must not be taken away under it.
  if (document.hidden || live.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) return;
    if (answer.redirected && live.dataset['follow'] !== undefined) {
      location.href = answer.url;
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const newer = page.querySelector('[data-live]');
    // What is the same stays: it would be read out again where changes are.
    if (newer && newer.innerHTML !== live.innerHTML) live.replaceChildren(...newer.childNodes);
  } catch {
    // Away for a moment: the next time will do.
  }
}

const live = document.querySelector<HTMLElement>('[data-live]');
if (live) {
  const every = Number(live.dataset['every'] ?? EVERY_MS);
  window.setInterval(() => void refresh(live), every);
}
