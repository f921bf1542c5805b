// Reads an item aloud with the voice that the browser has for the item's language; where it has none, nothing is offered. It stops when the
// page is left. Nothing is sent anywhere by us; voices that need the network are left out, because they would send the item away.

const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-read-aloud]')];
const speech = 'speechSynthesis' in window ? window.speechSynthesis : undefined;
/** The languages whose voice will do, the best first. `no` is what older systems call bokmål. */
const VOICES: Readonly<Record<string, readonly string[]>> = {
  nb: ['nb', 'no'],
  nn: ['nn', 'nb', 'no'],
  sv: ['sv'],
  en: ['en'],
};
let reading: HTMLButtonElement | undefined;

if (speech && buttons.length > 0) {
  offer(speech);
  // Some browsers know their voices only after a while.
  speech.addEventListener('voiceschanged', () => {
    offer(speech);
  });
  for (const button of buttons)
    button.addEventListener('click', () => {
      if (reading === button) stop(speech);
      else read(speech, button);
    });
  window.addEventListener('pagehide', () => {
    stop(speech);
  });
}

function offer(from: SpeechSynthesis): void {
  for (const button of buttons) button.hidden = voiceFor(from, itemOf(button)) === undefined;
}

function itemOf(button: HTMLButtonElement): HTMLElement | null {
  return document.querySelector(`[data-item="${button.dataset['readAloud'] ?? ''}"]`);
}

function voiceFor(
  from: SpeechSynthesis,
  item: HTMLElement | null,
): SpeechSynthesisVoice | undefined {
  const local = from.getVoices().filter(({ localService }) => localService);
  const languages = VOICES[item?.lang ?? ''] ?? [];
  return languages
    .map((language) => local.find(({ lang }) => lang.toLowerCase().split(/[-_]/)[0] === language))
    .find((voice) => voice !== undefined);
}

function read(from: SpeechSynthesis, button: HTMLButtonElement): void {
  stop(from);
  const item = itemOf(button);
  const voice = voiceFor(from, item);
  if (!item || !voice) return;
  // A part at a time: long utterances are cut short by some browsers.
  const parts = partsOf(item).map((text) => {
    const part = new SpeechSynthesisUtterance(text);
    part.voice = voice;
    part.lang = voice.lang;
    return part;
  });
  const last = parts.at(-1);
  last?.addEventListener('end', () => {
    if (reading === button) show(button, false);
  });
  show(button, true);
  for (const part of parts) from.speak(part);
}

function stop(from: SpeechSynthesis): void {
  from.cancel();
  if (reading) show(reading, false);
}

function show(button: HTMLButtonElement, isReading: boolean): void {
  reading = isReading ? button : undefined;
  button.textContent = (isReading ? button.dataset['textStop'] : button.dataset['textRead']) ?? '';
}

/** The stem, then what can be chosen, each with what a list offers once. */
function partsOf(item: HTMLElement): string[] {
  const parts = [...item.querySelectorAll<HTMLElement>('.stem, .ds-label[for]')]
    .filter((element) => item.dataset['kind'] !== 'typed' || element.matches('.stem'))
    .map(spoken);
  const lists = item.dataset['kind'] === 'pairs' ? item.querySelector('select') : null;
  const offered = [...(lists?.options ?? [])].filter(({ value }) => value !== '');
  return [...parts, ...offered.map(({ text }) => text)].filter((text) => text.trim() !== '');
}

/** The words, and what is said instead of a picture. */
function spoken(element: HTMLElement): string {
  const pictures = [...element.querySelectorAll('img')].map(({ alt }) => alt);
  return [element.innerText, ...pictures].join('. ');
}

export {};
