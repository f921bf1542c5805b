import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Response } from '../../server/item-banks/item.js';
import { fillResponse, useBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { useSharedService } from '../support/running-service.js';
import { inFjordby, inSjovik } from './demo-person.js';
import { useRecords } from './records.js';
import { respond, signIn, startExam, toSlot, untilSaved } from './steps.js';

/** What was typed in time may arrive so much later; the result waits for that. */
const GRACE_SECONDS = 4;
const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1_000);

describe('an exam whose time runs out', () => {
  const service = useSharedService();
  const records = useRecords(service);
  const { newPhone } = useBrowser();

  const settled = (attemptId: string) =>
    eventually(async () => {
      const attempt = await records().attempt(attemptId);
      ok(attempt.settledAt, 'not settled yet');
      return attempt;
    });

  describe('with nobody’s browser open', () => {
    const jonas = inFjordby('jonas.odegard');
    const given = new Map<number, Response>();
    let attemptId: string;
    let deadline: Date;

    before(async () => {
      await records().completeCourse(jonas);
      const page = await newPhone();
      await signIn(page, service, jonas);
      attemptId = await startExam(page, service);
      for (const { number, right } of (await records().slotsOf(attemptId)).slice(0, 3)) {
        await respond(page, number, right);
        given.set(number, right);
      }
      await page.context().close();
      deadline = inSeconds(3);
      await records().moveDeadline(attemptId, deadline);
    });

    it('is closed by the service, with the deadline as the time and with what was saved', async () => {
      const { state, closedAt, responses, result } = await settled(attemptId);
      equal(state, 'expired');
      equal(closedAt?.toISOString(), deadline.toISOString());
      deepEqual(new Map([...responses].map(([slot, { response }]) => [slot, response])), given);
      deepEqual([result?.passed, result?.right], [false, 3]);
    });

    it('shows its result at the next login', async () => {
      const page = await newPhone();
      await signIn(page, service, jonas);
      match(await page.locator('main').innerText(), /Ikke bestått ennå/);
      await page.getByText('Tidligere forsøk og sertifikater').click();
      await page.getByRole('link', { name: /^Prøve .*: ikke bestått$/ }).click();
      await page.waitForURL('**/result');
      const text = await page.locator('main').innerText();
      match(text, /Ikke bestått – 3 av 40 riktige/);
      match(text, /Tiden gikk ut\. Prøven ble levert automatisk med svarene som var lagret\./);
      match(text, /Du hadde 3 riktige\. Kravet er 34\./);
    });
  });

  describe('with the page open', () => {
    const birgitta = inSjovik('birgitta.ohman');
    let page: Page;
    let attemptId: string;

    before(async () => {
      page = await newPhone({ locale: 'sv-SE' });
      await signIn(page, service, birgitta);
      attemptId = await startExam(page, service);
    });

    it('leads to the result by itself, and loses nothing that was typed in the last second', async () => {
      const slots = await records().slotsOf(attemptId);
      const [first] = slots;
      const sum = slots.find(({ right }) => 'typed' in right && right.meaning === undefined);
      ok(first && sum && 'typed' in sum.right);
      await toSlot(page, service, attemptId, sum.number);
      const deadline = inSeconds(5);
      await records().moveDeadline(attemptId, deadline, GRACE_SECONDS);
      // The deadline comes with the answer to a save; it would also come by itself, at most half a minute later.
      if (sum.right.unit === undefined) await page.locator('.flag input').check();
      else await fillResponse(page, sum.number, { ...sum.right, typed: '' });
      await untilSaved(page);
      await eventually(async () => {
        ok(await page.evaluate(`${deadline.getTime()} - Date.now() < 350`), 'too early');
      });
      await page.locator(`input[name="r${sum.number}.typed"]`).fill(sum.right.typed);
      await page.waitForURL('**/result');
      equal(await page.locator('h1').innerText(), 'Tiden är ute');
      await page.getByText('Tiden gick ut').first().waitFor();
      match(
        await page.locator('main').innerText(),
        /Tiden gick ut\. Provet lämnades in automatiskt/,
      );
      const { state, closedAt, responses } = await settled(attemptId);
      equal(state, 'expired');
      equal(closedAt?.toISOString(), deadline.toISOString());
      deepEqual(responses.get(sum.number)?.response, sum.right);
    });
  });
});
