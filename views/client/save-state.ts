// What the exam page says about saving. It never says "saved" before the server has.

const place = document.querySelector<HTMLElement>('[data-save-state]');
const COLOURS = { saving: 'neutral', saved: 'success', notSaved: 'danger' } as const;

export function showSaveState(state: keyof typeof COLOURS, savedAt?: string): void {
  if (!place) return;
  const { textSaving = '', textSaved = '', textNotSaved = '', timeZone } = place.dataset;
  place.dataset['state'] = state;
  place.dataset['color'] = COLOURS[state];
  const time = savedAt === undefined ? '' : timeOf(new Date(savedAt), timeZone);
  const texts = { saving: textSaving, saved: textSaved, notSaved: textNotSaved };
  place.textContent = texts[state].replace('{time}', time);
}

export function showOffline(is: boolean): void {
  document.querySelector('[data-offline]')?.toggleAttribute('hidden', !is);
}

function timeOf(instant: Date, timeZone: string | undefined): string {
  const { lang } = document.documentElement;
  const text = instant.toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return lang === 'nb' || lang === 'nn' ? text.replaceAll(':', '.') : text;
}
