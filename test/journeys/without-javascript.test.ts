import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Response } from '../../server/item-banks/item.js';
import { fillResponse, leave, sayMeaning, useBrowser } from '../support/browser.js';
import { useSharedService } from '../support/running-service.js';
import { inFjordby } from './demo-person.js';
import { useRecords, type KnownSlot } from './records.js';
import { goOn, handIn, respond, startExam } from './steps.js';

describe('an exam in a browser without JavaScript', () => {
  const service = useSharedService();
  const records = useRecords(service);
  const { newPhone } = useBrowser();
  const ingrid = inFjordby('ingrid.haugland');
  const given = new Map<number, Response>();
  let page: Page;
  let attemptId: string;
  let slots: readonly KnownSlot[];

  const textOf = (): Promise<string> => page.locator('main').innerText();
  const stored = async (): Promise<ReadonlyMap<number, Response>> => {
    const { responses } = await records().attempt(attemptId);
    return new Map([...responses].map(([slot, { response }]) => [slot, response]));
  };
  const slotWhere = (holds: (one: KnownSlot) => boolean): KnownSlot => {
    const found = slots.find(holds);
    ok(found);
    return found;
  };
  async function toSlot(slot: number): Promise<void> {
    if (page.url().endsWith(`/pages/${slot + 1}`)) return;
    await leave(page, () => page.locator('.navigator a').nth(slot).click());
  }

  before(async () => {
    await records().completeCourse(ingrid);
    page = await newPhone({ javaScriptEnabled: false });
  });

  it('is come to by a login that one button sends on', async () => {
    await page.goto(service.url);
    await page.getByRole('link', { name: 'Fjordby kommune' }).click();
    await page.getByRole('button', { name: `Logg inn som ${ingrid.name}` }).click();
    await page.getByRole('button', { name: 'Fortsett' }).click();
    await page.waitForURL(`${service.url}/`);
    attemptId = await startExam(page, service);
    slots = await records().slotsOf(attemptId);
  });

  it('takes three kinds of responses by "save and go on"', async () => {
    const kinds = [
      slotWhere(({ item }) => item.type === 'singleChoice'),
      slotWhere(({ right }) => 'typed' in right && right.meaning === undefined),
      slotWhere(({ item }) => ['multipleResponse', 'ordering', 'matching'].includes(item.type)),
    ];
    for (const { number, right } of kinds) {
      await toSlot(number);
      await respond(page, number, right);
      given.set(number, right);
    }
    deepEqual(await stored(), new Map([...given].sort(([a], [b]) => a - b)));
  });

  it('says on the page when it was saved, and shows it again', async () => {
    const [[slot, response] = []] = given;
    ok(slot !== undefined && response && 'chosen' in response);
    await toSlot(slot);
    match(await page.locator('[data-save-state]').innerText(), /^Lagret kl\. \d\d\.\d\d$/);
    equal(
      await page.locator(`input[name=r${slot}]:checked`).getAttribute('value'),
      String(response.chosen[0]),
    );
    match(await page.locator('[data-summary]').innerText(), /3 av 40 besvart/);
  });

  it('goes back and forth, and keeps a flag', async () => {
    await toSlot(4);
    await page.locator('.flag input').check();
    await goOn(page);
    ok(page.url().endsWith('/pages/6'));
    await leave(page, () => page.getByRole('button', { name: 'Forrige' }).click());
    ok(await page.locator('.flag input').isChecked());
  });

  it('asks what an ambiguous number means', async () => {
    const { number } = slotWhere(
      ({ number, item }) => item.type === 'numeric' && !given.has(number),
    );
    await toSlot(number);
    const response = { typed: '1.250', meaning: 'thousands' } as const;
    await fillResponse(page, number, response);
    await goOn(page);
    match(await textOf(), /Du skrev 1\.250\. Hva mener du\?/);
    await sayMeaning(page, number, response);
    await goOn(page);
    const found = (await stored()).get(number);
    ok(found && 'typed' in found);
    deepEqual([found.typed, found.meaning], ['1.250', 'thousands']);
  });

  it('refuses a stale page, and shows what stands', async () => {
    const { number, right, wrong } = slotWhere(
      ({ number, item }) => item.type === 'singleChoice' && !given.has(number),
    );
    await toSlot(number);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await respond(other, number, right);
    await other.close();
    await respond(page, number, wrong);
    ok(page.url().endsWith('?notice=conflict'));
    match(await textOf(), /besvart fra en annen fane eller enhet/);
    deepEqual((await stored()).get(number), right);
  });

  it('is looked over and handed in, and shows its result', async () => {
    await leave(page, () => page.getByRole('link', { name: 'Se over og lever' }).click());
    match(await textOf(), /35 oppgaver er ikke besvart/);
    match(await textOf(), /1 oppgave er markert/);
    await handIn(page);
    const { result } = await records().attempt(attemptId);
    ok(result && result.right >= 4);
    match(await textOf(), new RegExp(`Ikke bestått – ${result.right} av 40 riktige`));
  });
});
