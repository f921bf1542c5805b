/** Keeps what a supervisor looks at up to date. Without this module the page is up to date whenever it is loaded. */

const EVERY_MS = 10_000;

async function refresh(): Promise<void> {
  const live = document.querySelector('[data-live]');
  // What somebody has put the keyboard on must not be taken away under it.
  if (!live || document.hidden || live.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const newer = page.querySelector('[data-live]');
    if (newer) live.replaceChildren(...newer.childNodes);
  } catch {
    // Away for a moment: the next time will do.
  }
}

window.setInterval(() => void refresh(), EVERY_MS);
