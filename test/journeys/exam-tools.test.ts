import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessibilityTree, type Heard } from '../support/accessibility-tree.js';
import { axeViolations, fillResponse, overflow, picture, useBrowser } from '../support/browser.js';
import { useSharedService } from '../support/running-service.js';
import { inFjordby } from './demo-person.js';
import { useRecords } from './records.js';
import { signIn, startExam, toSlot } from './steps.js';

const CONTROLS = [
  'button',
  'link',
  'textbox',
  'radio',
  'checkbox',
  'combobox',
  'DisclosureTriangle',
];

/** Stands in for the voices of a real machine; what is read is noted. */
const VOICES = `
  window.said = [];
  const voices = [{ lang: 'nb-NO', localService: true, name: 'Nora' }];
  class Utterance extends EventTarget { constructor(text) { super(); this.text = text; } }
  window.SpeechSynthesisUtterance = Utterance;
  const speech = new EventTarget();
  speech.getVoices = () => window.voices ?? voices;
  speech.speak = (part) => window.said.push(part.lang + ': ' + part.text);
  speech.cancel = () => window.said.push('stopped');
  Object.defineProperty(window, 'speechSynthesis', { value: speech });
`;

// Complaint 34, and who reads, hears, sees and works otherwise.
describe('the exam, for people who hear it, enlarge it or need help to read and reckon', () => {
  const service = useSharedService();
  const records = useRecords(service);
  const { newDesktop } = useBrowser();
  const oleksandra = inFjordby('oleksandra.shevchuk');
  let page: Page;
  let attemptId: string;

  before(async () => {
    await records().completeCourse(oleksandra);
    page = await newDesktop();
    await page.addInitScript(VOICES);
    await signIn(page, service, oleksandra);
    attemptId = await startExam(page, service);
  });

  const named = (tree: readonly Heard[], role: string): readonly string[] =>
    tree.filter((one) => one.role === role).map(({ name }) => name);

  it('tells screen readers what everything is, in the order in which one works', async () => {
    const slots = await records().slotsOf(attemptId);
    const choice = slots.find(({ item }) => item.type === 'singleChoice');
    ok(choice);
    await toSlot(page, service, attemptId, choice.number);
    const tree = await accessibilityTree(page);
    for (const role of ['banner', 'main', 'contentinfo', 'timer'])
      equal(tree.filter((one) => one.role === role).length, 1, role);
    deepEqual(
      tree.filter(({ role, name }) => CONTROLS.includes(role) && name === ''),
      [],
      'every control has a name',
    );
    const order = ['Hopp til hovedinnhold', 'Lagre og gå videre', 'Kalkulator', 'Se over og lever'];
    const places = order.map((name) => tree.findIndex((one) => one.name.startsWith(name)));
    deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    ok(!places.includes(-1), String(places));
    const headings = tree.filter(({ role }) => role === 'heading');
    equal(headings[0]?.level, 1);
    const group = tree.find(({ role, name }) => role === 'group' && name.length > 20);
    ok(group, 'the options belong to their stem');
    equal(named(tree, 'radio').length, choice.item.type === 'singleChoice' ? 4 : 0);
  });

  it('says the time at 15 minutes and not each second', async () => {
    await records().moveDeadline(attemptId, new Date(Date.now() + 15 * 60_000 + 30_000));
    const timed = await page.context().newPage();
    await timed.clock.install();
    await timed.route('**/clock', (route) => route.abort());
    await toSlot(timed, service, attemptId, 0);
    const tree = await accessibilityTree(timed);
    const timer = tree.find(({ role }) => role === 'timer');
    // Chromium tells of no live region that is off.
    equal(timer?.live, '');
    await timed.evaluate(`
      window.announced = [];
      const region = document.querySelector('[data-announce]');
      new MutationObserver(() => window.announced.push(region.textContent)).observe(region, { childList: true });
    `);
    await timed.clock.runFor(90_000);
    deepEqual(await timed.evaluate('window.announced'), ['15 minutter igjen']);
    const region = await timed.locator('[data-announce]').getAttribute('aria-live');
    equal(region, 'polite');
    await timed.close();
    await records().moveDeadline(attemptId, new Date(Date.now() + 40 * 60_000));
  });

  it('has a calculator that works by keys and by keyboard, and tells its result', async () => {
    await toSlot(page, service, attemptId, 0);
    await page.getByText('Kalkulator', { exact: true }).click();
    const panel = page.locator('[data-calculator]');
    for (const key of ['0', ',', '2', '5', '×'])
      await panel.locator(`[data-press="${key}"]`).click();
    await panel.locator('[data-number]').focus();
    await page.keyboard.type('4,1');
    await page.keyboard.press('Enter');
    equal(await panel.locator('[data-number]').inputValue(), '1,025');
    equal(await panel.locator('[data-result]').textContent(), '1,025');
    match(await panel.locator('[data-line]').innerText(), /0,25 × 4,1 =/);
    const names = named(await accessibilityTree(page), 'button');
    for (const name of ['ganger', 'delt på', 'komma', 'er lik', '7'])
      ok(names.includes(name), name);
    deepEqual(await axeViolations(page), []);
    await picture(page, 'exam-calculator');
    await page.getByText('Kalkulator', { exact: true }).click();
  });

  it('reads an item aloud in its language, stops when asked and when one leaves, and offers nothing without a voice', async () => {
    await toSlot(page, service, attemptId, 0);
    await page.getByRole('button', { name: 'Les opp oppgaven' }).click();
    const said = await page.evaluate<readonly string[]>('window.said');
    equal(said[0], 'stopped');
    const stem = await page.locator('.stem').innerText();
    equal(said[1], `nb-NO: ${stem}`);
    ok(said.length > 3, 'the options are read too');
    await page.getByRole('button', { name: 'Stopp opplesingen' }).click();
    await page.getByRole('button', { name: 'Les opp oppgaven' }).waitFor();
    await page.evaluate(`
      window.voices = [{ lang: 'en-GB', localService: true }, { lang: 'nb-NO', localService: false }];
      speechSynthesis.dispatchEvent(new Event('voiceschanged'));
    `);
    equal(await page.getByRole('button', { name: 'Les opp oppgaven' }).count(), 0);
  });

  it('gives the text more room, on this page and the next, and loses nothing that was responded', async () => {
    const [, second] = await records().slotsOf(attemptId);
    ok(second);
    await toSlot(page, service, attemptId, second.number);
    await fillResponse(page, second.number, second.right);
    await page.getByRole('link', { name: 'Luftigere tekst' }).click();
    await page.getByRole('link', { name: 'Vanlig tekstavstand' }).waitFor();
    ok((await records().attempt(attemptId)).responses.has(second.number));
    const spacing = await page.evaluate<string>(
      "getComputedStyle(document.querySelector('.stem')).letterSpacing",
    );
    ok(parseFloat(spacing) > 1, spacing);
    deepEqual(await axeViolations(page), []);
    await picture(page, 'exam-spacing');
    // A window of 1280 pixels at 400 % is one of 320.
    await page.setViewportSize({ width: 320, height: 256 });
    equal(await overflow(page), 0);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByRole('link', { name: 'Vanlig tekstavstand' }).click();
    await page.getByRole('link', { name: 'Luftigere tekst' }).waitFor();
  });

  it('shows in high contrast which item one is at and which are responded to, and moves nothing for who asked for that', async () => {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await toSlot(page, service, attemptId, 2);
    const width = (state: string) =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector('.navigator a[data-state="${state}"]')).borderTopWidth`,
      );
    ok((await width('answered')) !== (await width('unanswered')));
    const current = await page.evaluate<string>(
      "getComputedStyle(document.querySelector('.navigator a[aria-current]')).outlineStyle",
    );
    equal(current, 'solid');
    const moving = await page.evaluate<number>(
      "[...document.querySelectorAll('*')].filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0.01).length",
    );
    equal(moving, 0);
    await picture(page, 'exam-contrast');
    await page.emulateMedia({ forcedColors: null, reducedMotion: null });
  });
});
