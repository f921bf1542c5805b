import { deepEqual, equal, match } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { axeViolations, overflow, picture, useBrowser } from '../support/browser.js';
import { useSharedService } from '../support/running-service.js';
import { inFjordby, PROGRAMME } from './demo-person.js';
import { signIn } from './steps.js';

describe('practising on a phone', () => {
  const service = useSharedService();
  const { newPhone } = useBrowser();
  let page: Page;

  before(async () => {
    page = await newPhone();
    await signIn(page, service, inFjordby('jonas.odegard'));
  });

  async function judge(name: string): Promise<void> {
    await picture(page, name);
    deepEqual(await axeViolations(page), [], name);
    await page.setViewportSize({ width: 320, height: 640 });
    equal(await overflow(page), 0, name);
    await page.setViewportSize({ width: 390, height: 844 });
  }

  it('goes from the front page through an item to its feedback, each page accessible and narrow enough', async () => {
    await page.getByRole('link', { name: 'Øv til prøven' }).click();
    await page.waitForURL(`**/programmes/${PROGRAMME}/practice`);
    await judge('practice');
    await page.getByRole('button', { name: 'Start en ny økt' }).click();
    await page.waitForURL('**/1');
    await judge('practice-item');
    for (const select of await page.locator('select').all())
      await select.selectOption({ index: 1 });
    const field = page.locator('input[name="r0.typed"]');
    if (await field.count()) await field.fill('1');
    const option = page.locator('input[name="r0"]').first();
    if (await option.count()) await option.check();
    await page.getByRole('button', { name: 'Jeg er usikker' }).click();
    await page.getByRole('link', { name: /Neste oppgave|Ferdig/ }).waitFor();
    await judge('practice-feedback');
    match(await page.locator('main').innerText(), /Riktig|Ikke riktig/);
  });
});
