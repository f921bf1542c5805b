/**
 * Makes the form of the verification page a place to drop a file on, and shows the answer without leaving the page. Without this module
 * the same form posts the file by itself.
 */

function enhance(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>('input[type=file]');
  const zone = form.querySelector<HTMLElement>('[data-drop]');
  if (!input || !zone) return;
  // The design system's zone lays the input, unseen, over all of itself: it stays the one thing to focus, click and drop on.
  zone.classList.add('ds-file-upload');
  const name = document.createElement('span');
  name.dataset['field'] = 'description';
  zone.prepend(name);
  const showName = (): void => {
    name.textContent = input.files?.[0]?.name ?? form.dataset['invite'] ?? '';
  };
  showName();
  input.addEventListener('change', showName);
  zone.addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    event.preventDefault();
    if (!file) return;
    const chosen = new DataTransfer();
    chosen.items.add(file);
    input.files = chosen.files;
    showName();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    const file = input.files?.[0];
    if (!file) return;
    event.preventDefault();
    void check(form, file);
  });
}

async function check(form: HTMLFormElement, file: File): Promise<void> {
  const button = form.querySelector('button');
  if (button?.ariaDisabled === 'true') return;
  const say = (text: string | undefined): void => {
    const progress = form.querySelector('[data-progress]');
    if (progress) progress.textContent = text ?? '';
  };
  say(form.dataset['sending']);
  // Not `disabled`: that would take the focus away from whoever pressed it.
  if (button) button.ariaDisabled = 'true';
  try {
    const response = await fetch(form.action, {
      method: 'POST',
      headers: { 'Content-Type': 'application/pdf', Accept: 'text/html' },
      body: file,
    });
    show(await response.text());
  } catch {
    if (button) button.ariaDisabled = null;
    say(form.dataset['failed']);
  }
}

/** Puts the content of the answer's page in the place of this one's, and the focus on the answer. */
function show(html: string): void {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const content = page.querySelector('main');
  const answer = content?.querySelector<HTMLElement>('[data-answer]');
  if (!content || !answer) throw new Error('The page holds no answer');
  document.title = page.title;
  document.querySelector('main')?.replaceChildren(...content.childNodes);
  enhanceAll();
  answer.focus();
}

function enhanceAll(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-verify]')) enhance(form);
}

// A file dropped beside the zone would be opened in place of the page.
for (const type of ['dragover', 'drop'] as const)
  document.addEventListener(type, (event) => {
    event.preventDefault();
  });
enhanceAll();
