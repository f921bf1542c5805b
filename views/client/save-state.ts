// What the exam page says about saving. It never says "saved" before the server has.

import { isStored } from './save-queue.js';

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
  show('[data-unkept]', state !== 'saved' && !isStored());
}

export function showOffline(is: boolean): void {
  show('[data-offline]', is);
}

export function showSignedOut(is: boolean): void {
  show('[data-signed-out]', is);
}

/** The deadline has passed by all that this page knows, and the server can't be asked. */
export function showOver(is: boolean): void {
  show('[data-over]', is);
  if (is) showOffline(false);
}

function show(alert: string, is: boolean): void {
  document.querySelector(alert)?.toggleAttribute('hidden', !is);
}

/** A time of day as the server writes it. */
export function timeOf(
  instant: Date,
  timeZone: string | undefined,
  to: 'minutes' | 'seconds' = 'seconds',
): string {
  const { lang } = document.documentElement;
  const text = instant.toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(to === 'seconds' ? { second: '2-digit' } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return lang === 'nb' || lang === 'nn' ? text.replaceAll(':', '.') : text;
}
