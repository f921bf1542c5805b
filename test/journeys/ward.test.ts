import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Response } from '../../server/item-banks/item.js';
import { fillResponse, leave, useBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { useRunningService } from '../support/running-service.js';
import { inFjordby } from './demo-person.js';
import { useRecords, type KnownSlot } from './records.js';
import { signIn, startExam, toSlot, untilSaved } from './steps.js';

const MINUTE_MS = 60_000;
const GRACE_SECONDS = 15;
const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1_000);

// One nurse, one exam, one shift. docs/complaints.md says which complaint of the field each of these answers.
describe('an exam on the ward', function () {
  this.timeout(90_000);
  const service = useRunningService();
  const records = useRecords(service);
  const { newPhone, newDesktop } = useBrowser();
  const jonas = inFjordby('jonas.odegard');
  let phone: Page;
  let attemptId: string;
  let fresh: KnownSlot[];

  const storedIn = async (slot: number): Promise<Response | undefined> =>
    (await records().attempt(attemptId)).responses.get(slot)?.response;
  const saveState = (page: Page): Promise<string> => page.locator('[data-save-state]').innerText();
  const alerts = (page: Page): Promise<string> =>
    page
      .getByRole('alert')
      .allInnerTexts()
      .then((texts) => texts.join('\n'));
  const untilNotSaved = (page: Page): Promise<void> =>
    page.locator('[data-save-state][data-state=notSaved]').waitFor();

  /** An item nobody has responded to, on the page. */
  async function aFreshItem(page: Page): Promise<KnownSlot> {
    const found = fresh.find(({ item }) => item.type === 'singleChoice');
    if (!found) throw new Error('No item of the form is left for this test');
    fresh = fresh.filter((one) => one !== found);
    await toSlot(page, service, attemptId, found.number);
    return found;
  }

  before(async () => {
    await records().completeCourse(jonas);
    phone = await newPhone();
    await signIn(phone, service, jonas);
    attemptId = await startExam(phone, service);
    fresh = [...(await records().slotsOf(attemptId))];
  });

  it('keeps what is said in three minutes without a network, says that it is not saved, and saves it afterwards', async () => {
    const page = await phone.context().newPage();
    await page.clock.install();
    const { number, right, wrong } = await aFreshItem(page);
    const address = page.url();
    await page.context().setOffline(true);
    await fillResponse(page, number, wrong);
    await page.clock.runFor(MINUTE_MS);
    equal(await saveState(page), 'Ikke lagret – prøver igjen');
    match(await alerts(page), /Du er frakoblet/);
    await fillResponse(page, number, right);
    await page.clock.runFor(2 * MINUTE_MS);
    await page.locator('button[name=go][value=next]').click({ noWaitAfter: true });
    equal(page.url(), address, 'no error page of the browser in place of the exam');
    equal(await saveState(page), 'Ikke lagret – prøver igjen');
    equal(await storedIn(number), undefined);
    await page.context().setOffline(false);
    await page.clock.runFor(5_000);
    await untilSaved(page);
    match(await saveState(page), /^Lagret kl\. \d\d\.\d\d\.\d\d$/);
    equal(await alerts(page), '');
    deepEqual(await storedIn(number), right);
    await page.close();
  });

  it('shows in a second tab what the first has saved, and lets neither overwrite the other unseen', async () => {
    const second = await phone.context().newPage();
    const { number, right, wrong } = await aFreshItem(phone);
    await toSlot(second, service, attemptId, number);
    await fillResponse(phone, number, wrong);
    await untilSaved(phone);
    await fillResponse(second, number, right);
    await second.waitForURL(`**/pages/${number + 1}?notice=conflict`);
    match(await second.locator('main').innerText(), /besvart fra en annen fane eller enhet/);
    deepEqual(await storedIn(number), wrong);
    await fillResponse(second, number, right);
    await untilSaved(second);
    deepEqual(await storedIn(number), right);
    await second.close();
  });

  it('goes on at a PC with what was said on the phone, and with the same deadline', async () => {
    const { number, right } = await aFreshItem(phone);
    await fillResponse(phone, number, right);
    await untilSaved(phone);
    const pc = await newDesktop();
    await signIn(pc, service, jonas);
    await leave(pc, () => pc.locator(`a[href="/attempts/${attemptId}/pages/1"]`).first().click());
    await toSlot(pc, service, attemptId, number);
    equal(await pc.locator(`input[name=r${number}]:checked`).count(), 1);
    const closes = (page: Page) => page.locator('[data-closes-at]').getAttribute('data-closes-at');
    equal(await closes(pc), await closes(phone));
    await pc.context().close();
  });

  it('keeps what is said when the login is gone, leads to the login, and saves it on the way back', async () => {
    const { number, right } = await aFreshItem(phone);
    await phone.context().clearCookies();
    await fillResponse(phone, number, right);
    await untilNotSaved(phone);
    match(await alerts(phone), /Du er logget ut\n+Det siste du svarte, er ikke lagret ennå/);
    equal(await storedIn(number), undefined);
    await leave(phone, () => phone.getByRole('link', { name: 'Logg inn og fortsett' }).click());
    await leave(phone, () => phone.getByRole('link', { name: /Fjordby/ }).click());
    await phone.locator(`button[value="${jonas.username}"]`).click();
    await phone.waitForURL(`**/pages/${number + 1}`);
    await untilSaved(phone);
    await eventually(async () => {
      deepEqual(await storedIn(number), right);
      equal(await phone.locator(`input[name=r${number}]:checked`).count(), 1);
    });
    equal(await alerts(phone), '');
  });

  it('keeps what is said while the server is away, and saves it when it is back', async () => {
    const { number, right } = await aFreshItem(phone);
    await service.kill9();
    await fillResponse(phone, number, right);
    await untilNotSaved(phone);
    match(await alerts(phone), /Du er frakoblet/);
    await service.restart();
    await untilSaved(phone);
    deepEqual(await storedIn(number), right);
  });

  it('saves also where the browser stores nothing, and asks to keep the page open until then', async () => {
    const { number, right } = await aFreshItem(phone);
    await phone.evaluate(
      "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
    );
    await phone.context().setOffline(true);
    await fillResponse(phone, number, right);
    await untilNotSaved(phone);
    match(await alerts(phone), /Hold siden åpen til det står «Lagret»/);
    await phone.context().setOffline(false);
    await untilSaved(phone);
    equal(await alerts(phone), '');
    deepEqual(await storedIn(number), right);
  });

  it('shows within half a minute the time that the coordinator gives, without being loaded again', async () => {
    const page = await phone.context().newPage();
    await page.clock.install();
    await aFreshItem(page);
    const { closesAt } = await records().attempt(attemptId);
    const later = new Date(closesAt.getTime() + 15 * MINUTE_MS);
    const desk = await newDesktop();
    await signIn(desk, service, inFjordby('berit.moen'));
    await leave(desk, () => desk.getByRole('link', { name: 'Prøver som pågår' }).click());
    await leave(desk, () => desk.getByRole('link', { name: jonas.name }).click());
    const more = desk.getByRole('form', { name: 'Gi mer tid' });
    await more.getByLabel('Minutter i tillegg').fill('15');
    await more.getByLabel('Begrunnelse').fill('Brannalarm');
    await leave(desk, () => more.getByRole('button', { name: 'Gi mer tid' }).click());
    match(await desk.locator('main').innerText(), /1 prøve fikk mer tid/);
    await desk.context().close();
    await page.clock.runFor(MINUTE_MS / 2);
    const time = later.toLocaleTimeString('nb-NO', {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Europe/Oslo',
    });
    const said = `kl. ${time.replace(':', '.')}.`;
    await page.getByText(`Du har fått mer tid. Prøven leveres nå ${said}`).waitFor();
    equal(await page.locator('[data-closes]').innerText(), `Prøven leveres automatisk ${said}`);
    ok(Number.parseInt(await page.locator('[data-time-left]').innerText(), 10) > 60);
    await page.close();
  });

  describe('whose deadline passes offline', () => {
    let inTime: KnownSlot;
    let tooLate: KnownSlot;

    before(async () => {
      inTime = await aFreshItem(phone);
      const other = fresh.find(({ item }) => item.type === 'singleChoice');
      if (!other) throw new Error('No item of the form is left for this test');
      tooLate = other;
    });

    it('says that the time is over, and what becomes of what was said', async () => {
      await records().moveDeadline(attemptId, inSeconds(5), GRACE_SECONDS);
      // The new deadline comes with the answer to a save; it would also come by itself.
      await phone.locator('.flag input').check();
      await untilSaved(phone);
      const second = await phone.context().newPage();
      await toSlot(second, service, attemptId, tooLate.number);
      await phone.context().setOffline(true);
      await fillResponse(phone, inTime.number, inTime.right);
      await phone.getByText('Tiden er ute, og du er frakoblet').waitFor();
      match(await alerts(phone), /Det du skrev før fristen, ligger i denne nettleseren/);
      equal(await saveState(phone), 'Ikke lagret – prøver igjen');
      await fillResponse(second, tooLate.number, tooLate.right);
      equal((await records().attempt(attemptId)).state, 'inProgress');
      await phone.context().setOffline(false);
      await second.waitForURL('**/result?notice=unsaved');
    });

    it('takes what was said in time, refuses what was said after it, and waits for the end of the grace', async () => {
      await phone.waitForURL('**/result*');
      equal(await phone.locator('h1').innerText(), 'Tiden er ute');
      deepEqual(await storedIn(inTime.number), inTime.right);
      equal(await storedIn(tooLate.number), undefined);
    });

    it('then shows the result by itself, and that it counts', async () => {
      await phone.getByText('Tiden gikk ut. Prøven ble levert automatisk').waitFor();
      const text = await phone.locator('main').innerText();
      match(text, /1 svar kom fram etter fristen og er regnet med/);
      match(text, /av 40 riktige/);
      equal((await records().attempt(attemptId)).state, 'expired');
    });
  });
});
