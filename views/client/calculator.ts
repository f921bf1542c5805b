// The calculator beside the exam, where the programme has one. It works with its own keys and with the keyboard, while the focus is in it.

import { CLEARED, press, shownLine, shownNumber, type Calculation } from './decimal-calculator.js';

const OPEN = 'calculator-open';
const KEYBOARD: Readonly<Record<string, string>> = {
  '.': ',',
  '-': '−',
  '*': '×',
  x: '×',
  '/': '÷',
  Enter: '=',
  Backspace: '⌫',
  Delete: 'C',
  Escape: 'C',
};

for (const place of document.querySelectorAll<HTMLElement>('[data-calculator]')) start(place);

function start(place: HTMLElement): void {
  const comma = place.dataset['comma'] === '.' ? '.' : ',';
  const number = place.querySelector<HTMLInputElement>('[data-number]');
  const line = place.querySelector('[data-line]');
  let calculation: Calculation = CLEARED;

  const take = (key: string): void => {
    calculation = press(calculation, key);
    const shown = shownNumber(calculation, comma) ?? place.dataset['textNoNumber'] ?? '';
    if (number) number.value = shown;
    if (line) line.textContent = shownLine(calculation, comma);
    const result = place.querySelector('[data-result]');
    // Heard once it is there; the keys say themselves while one types.
    if (result) result.textContent = calculation.outcome ? shown : '';
  };

  place.hidden = false;
  const panel = place.querySelector('details');
  if (panel) panel.open = remembered();
  panel?.addEventListener('toggle', () => {
    try {
      sessionStorage.setItem(OPEN, String(panel.open));
    } catch {
      // It is closed on the next page then.
    }
  });
  place.addEventListener('click', ({ target }) => {
    const key = target instanceof HTMLElement ? target.dataset['press'] : undefined;
    if (key !== undefined) take(key);
  });
  place.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onButton = event.target instanceof HTMLButtonElement;
    const inPanel = onButton || event.target === number;
    // Enter on a key of the calculator presses that key, as on every button.
    if (!inPanel || (onButton && event.key === 'Enter')) return;
    const key = KEYBOARD[event.key] ?? event.key;
    if (!/^[\d,+−×÷=C⌫]$/.test(key)) return;
    event.preventDefault();
    take(key);
  });
}

function remembered(): boolean {
  try {
    return sessionStorage.getItem(OPEN) === 'true';
  } catch {
    return false;
  }
}
