import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Response } from '../../server/item-banks/item.js';
import { fillResponse, leave, useBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { useSharedService } from '../support/running-service.js';
import { inFjordby } from './demo-person.js';
import { useRecords, type KnownSlot } from './records.js';
import { goOn, signIn, startExam, toSlot, untilSaved } from './steps.js';

describe('what the exam page promises about saving', () => {
  const service = useSharedService();
  const records = useRecords(service);
  const { newPhone } = useBrowser();
  let page: Page;
  let attemptId: string;
  let fresh: KnownSlot[];

  const storedIn = async (slot: number): Promise<Response | undefined> =>
    (await records().attempt(attemptId)).responses.get(slot)?.response;
  /** An item nobody has responded to, on the page. */
  async function aFreshItem(suits = (_one: KnownSlot): boolean => true): Promise<KnownSlot> {
    const found = fresh.find(suits);
    if (!found) throw new Error('No item of the form is left for this test');
    fresh = fresh.filter((one) => one !== found);
    await toSlot(page, service, attemptId, found.number);
    return found;
  }
  const isChoice = ({ item }: KnownSlot): boolean => item.type === 'singleChoice';

  before(async () => {
    page = await newPhone();
    const tor = inFjordby('tor.brathen');
    await records().completeCourse(tor);
    await signIn(page, service, tor);
    attemptId = await startExam(page, service);
    fresh = [...(await records().slotsOf(attemptId))];
  });

  afterEach(async () => {
    await page.unrouteAll();
  });

  /** Lets no save through until `release` is called: the network of a basement. */
  async function holdSaves(): Promise<{ readonly release: () => void }> {
    let release = (): void => undefined;
    const gate = new Promise<void>((open) => {
      release = open;
    });
    await page.route('**/responses', async (route) => {
      await gate;
      await route.continue();
    });
    return { release };
  }

  it('saves before it leaves by a link, however slow the network', async () => {
    const { number, right } = await aFreshItem(isChoice);
    const { release } = await holdSaves();
    await fillResponse(page, number, right);
    await page.locator('[data-save-state][data-state=saving]').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.isNavigationRequest()) asked.push(request.url());
    });
    await page.getByRole('link', { name: 'Se over og lever' }).click({ noWaitAfter: true });
    equal(await page.locator('[data-save-state]').getAttribute('data-state'), 'saving');
    deepEqual(asked, [], 'leaving now would cut the save off');
    release();
    await page.waitForURL('**/review');
    deepEqual(await storedIn(number), right);
    equal(await page.getByRole('link', { name: `Oppgave ${number + 1}`, exact: true }).count(), 0);
  });

  it('takes a save whose answer was lost for what it is, also when one has changed one’s mind since', async () => {
    const { number, right, wrong } = await aFreshItem(isChoice);
    let lost = 0;
    await page.route('**/responses', async (route) => {
      lost += 1;
      await route.fetch();
      await route.abort();
    });
    await fillResponse(page, number, wrong);
    await page.locator('[data-save-state][data-state=notSaved]').waitFor();
    deepEqual(await storedIn(number), wrong, 'it had arrived');
    await page.unrouteAll();
    await fillResponse(page, number, right);
    await untilSaved(page);
    ok(lost > 0);
    ok(!page.url().includes('notice=conflict'), 'it was no conflict with anybody');
    deepEqual(await storedIn(number), right);
  });

  it('shows and keeps after a reload what could not be sent before', async () => {
    const { number, right } = await aFreshItem(isChoice);
    await page.route('**/responses', (route) => route.abort());
    await fillResponse(page, number, right);
    await page.locator('[data-save-state][data-state=notSaved]').waitFor();
    equal(await storedIn(number), undefined);
    await page.reload();
    await page.locator('[data-save-state][data-state=notSaved]').waitFor();
    await page.unrouteAll();
    await eventually(async () => {
      deepEqual(await storedIn(number), right);
    });
    await untilSaved(page);
    await eventually(async () => {
      equal(await page.locator(`input[name=r${number}]:checked`).count(), 1);
    });
    await goOn(page);
    deepEqual(await storedIn(number), right);
  });

  it('sends from the review what another page could not send', async () => {
    const { number, right } = await aFreshItem(isChoice);
    await page.route('**/responses', (route) => route.abort());
    await fillResponse(page, number, right);
    await page.locator('[data-save-state][data-state=notSaved]').waitFor();
    await page.unrouteAll();
    await page.goto(`${service.url}/attempts/${attemptId}/review`);
    await eventually(async () => {
      deepEqual(await storedIn(number), right);
      const lines = (await page.locator('main').innerText()).split('\n');
      ok(lines.includes('Se over før du leverer') && !lines.includes(`Oppgave ${number + 1}`));
    });
    await page.waitForLoadState();
  });

  it('stops at what another device has said since, also when one presses on at once', async () => {
    const { number, right, wrong } = await aFreshItem(isChoice);
    const other = await page.context().newPage();
    await toSlot(other, service, attemptId, number);
    await fillResponse(other, number, right);
    await untilSaved(other);
    await other.close();
    const { release } = await holdSaves();
    await fillResponse(page, number, wrong);
    await page.locator('button[name=go][value=next]').click({ noWaitAfter: true });
    release();
    await page.waitForURL(`**/pages/${number + 1}?notice=conflict`);
    match(await page.locator('main').innerText(), /besvart fra en annen fane eller enhet/);
    deepEqual(await storedIn(number), right);
  });

  it('does not put what it could not send over what another device has said since', async () => {
    const { number, right, wrong } = await aFreshItem(isChoice);
    await page.route('**/responses', (route) => route.abort());
    await fillResponse(page, number, wrong);
    await page.locator('[data-save-state][data-state=notSaved]').waitFor();
    const other = await page.context().newPage();
    await toSlot(other, service, attemptId, number);
    await fillResponse(other, number, right);
    await untilSaved(other);
    await other.close();
    await page.unrouteAll();
    await page.reload();
    await page.waitForURL(`**/pages/${number + 1}?notice=conflict`);
    deepEqual(await storedIn(number), right);
  });

  it('asks what an ambiguous number means, before it goes on and until it is told', async () => {
    const { number } = await aFreshItem(({ item }) => item.type === 'numeric');
    await page.locator(`input[name="r${number}.typed"]`).fill('1.250');
    await goOn(page);
    ok(page.url().endsWith('?notice=ambiguous'));
    match(await page.locator('main').innerText(), /Du skrev 1\.250\. Hva mener du\?/);
    await leave(page, () => page.getByRole('link', { name: 'Se over og lever' }).click());
    match(await page.locator('main').innerText(), /1 svar er uklart og teller som galt/);
    await leave(page, () => page.locator('.ds-alert').last().getByRole('link').click());
    await page.getByLabel('1,25 (desimaltall)').check();
    await untilSaved(page);
    await goOn(page);
    const stored = await storedIn(number);
    ok(stored && 'typed' in stored);
    deepEqual([stored.typed, stored.meaning], ['1.250', 'decimal']);
  });

  it('tells at once, by eye and by ear, how many are answered', async () => {
    const { number, right } = await aFreshItem(isChoice);
    const summary = page.locator('[data-summary]');
    const before = Number(/^\d+/.exec(await summary.innerText())?.[0]);
    const entry = page.locator('.navigator a').nth(number);
    equal(await entry.getAttribute('aria-label'), `Oppgave ${number + 1}, ikke besvart`);
    await fillResponse(page, number, right);
    await page.locator('.flag input').check();
    await untilSaved(page);
    equal(await entry.getAttribute('aria-label'), `Oppgave ${number + 1}, besvart, markert`);
    match(await summary.innerText(), new RegExp(`^${before + 1} av 40 besvart, 1 markert`));
  });

  it('shows on the review, too, how the time goes', async () => {
    await page.clock.install();
    await page.goto(`${service.url}/attempts/${attemptId}/review`);
    const left = async (): Promise<number> =>
      Number.parseInt(await page.locator('[data-time-left]').innerText(), 10);
    const before = await left();
    await page.clock.runFor(3 * 60_000);
    await eventually(async () => {
      ok((await left()) <= before - 1, 'the time stands still');
    });
  });
});
