import { deepEqual, equal } from 'node:assert/strict';
import { axeViolations, overflow, picture, useBrowser } from '../support/browser.js';
import { useSharedService } from '../support/running-service.js';
import { inFjordby } from './demo-person.js';
import { signIn } from './steps.js';

const BANK = '/item-banks/legemiddelhandtering';

describe('item banks in the browser', () => {
  const service = useSharedService();
  const { newPhone, newDesktop } = useBrowser();

  it('can be read by everybody: list, filters, and an item with its story', async () => {
    for (const page of [await newPhone(), await newDesktop()]) {
      await signIn(page, service, inFjordby('nadia.elkhatib'));
      for (const [name, path] of [
        ['item-banks', '/item-banks'],
        ['item-list', BANK],
        ['item-list-found', `${BANK}?q=insulin&state=live`],
        ['item-numeric', `${BANK}/items/calculation-002`],
        ['item-choice', `${BANK}/items/law-001?lang=sv`],
      ] as const) {
        await page.goto(service.url + path);
        await page.evaluate(
          "document.querySelectorAll('details').forEach((one) => (one.open = true))",
        );
        deepEqual(await axeViolations(page), [], name);
        equal(await overflow(page), 0, name);
        await picture(page, name);
      }
    }
  });
});
