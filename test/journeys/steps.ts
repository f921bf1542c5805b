import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { Response } from '../../server/item-banks/item.js';
import { fillResponse, leave, sayMeaning } from '../support/browser.js';
import type { RunningService } from '../support/running-service.js';
import { PROGRAMME, type DemoPerson } from './demo-person.js';

type At = Pick<RunningService, 'url'>;

/** Signs in by the login service of the person's municipality, and comes to the front page. */
export async function signIn(page: Page, { url }: At, person: DemoPerson): Promise<void> {
  await page.goto(`${url}/m/${person.municipality.slug}`);
  await page.locator(`button[value="${person.username}"]`).click();
  await page.waitForURL(`${url}/`);
}

/** From the start page to the first item. Returns the attempt's id. */
export async function startExam(page: Page, { url }: At): Promise<string> {
  await page.goto(`${url}/programmes/${PROGRAMME}/exam`);
  await leave(page, () => page.locator('form[action$="/exam"] button').click());
  return attemptIdOf(page);
}

export function attemptIdOf(page: Page): string {
  const id = /\/attempts\/([0-9a-f]+)\//.exec(page.url())?.[1];
  if (id === undefined) throw new Error(`This is no page of an attempt: ${page.url()}`);
  return id;
}

/** The page of one item: with one item a page, they are numbered alike. */
export async function toSlot(
  page: Page,
  { url }: At,
  attemptId: string,
  slot: number,
): Promise<void> {
  await page.goto(`${url}/attempts/${attemptId}/pages/${slot + 1}`);
}

export async function toReview(page: Page, { url }: At, attemptId: string): Promise<void> {
  await page.goto(`${url}/attempts/${attemptId}/review`);
}

/** Presses "save and go on". */
export async function goOn(page: Page): Promise<void> {
  await leave(page, () => page.locator('button[name=go][value=next]').click());
}

/** Responds to the item on the page and goes on, by way of the question about `1.000` where it is put. */
export async function respond(page: Page, slot: number, response: Response): Promise<void> {
  await fillResponse(page, slot, response);
  await goOn(page);
  if (!page.url().includes('notice=ambiguous')) return;
  await sayMeaning(page, slot, response);
  await goOn(page);
}

interface ToSave {
  readonly number: number;
  readonly right: Response;
  /** 0, when nothing has been saved for the slot. */
  readonly revision?: number;
}

/** Saves many right responses at once, as a browser with the attempt's pass does that comes back from a dead spot. */
export async function saveAll(
  page: Page,
  { url }: At,
  attemptId: string,
  slots: readonly ToSave[],
): Promise<void> {
  const saves = slots.map(({ number, right, revision = 0 }) => ({
    slot: number,
    response: right,
    basedOn: revision,
    saveId: randomUUID(),
  }));
  const answer = await page.request.put(`${url}/attempts/${attemptId}/responses`, {
    headers: { origin: url },
    data: { saves },
  });
  if (answer.status() !== 200) throw new Error(`Not saved: ${answer.status()}`);
}

/** Waits until the page says that everything is saved. */
export async function untilSaved(page: Page): Promise<void> {
  await page.locator('[data-save-state][data-state=saved]').waitFor();
}

/** From the review, by the button and no way back. */
export async function handIn(page: Page): Promise<void> {
  await page.locator('form[action$="/submit"] button').click();
  await page.waitForURL('**/result');
}
