import assert from 'node:assert/strict';
import { useBrowser } from '../support/browser.js';
import { useSharedService } from '../support/running-service.js';
import { inFjordby } from './demo-person.js';
import { signIn } from './steps.js';

describe('logging out in a browser', function () {
  this.timeout(90_000);
  const service = useSharedService();
  const browser = useBrowser();

  for (const javaScriptEnabled of [true, false]) {
    it(`ends both sessions and says so, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      const page = await browser.newPhone({ javaScriptEnabled });
      const addresses: string[] = [];
      page.on('request', (request) => addresses.push(new URL(request.url()).pathname));
      if (javaScriptEnabled) await signIn(page, service, inFjordby('ingrid.haugland'));
      else {
        // The login service's page goes on by itself only where scripts run.
        await page.goto(`${service.url}/m/fjordby`);
        await page.locator('button[value="ingrid.haugland"]').click();
        await page.locator('form button').click();
        await page.waitForURL(`${service.url}/`);
      }
      addresses.length = 0;
      await page.locator('form[action="/logout"] button').click();
      await page.waitForURL(`${service.url}/logged-out`);
      assert.equal(await page.locator('h1').textContent(), 'Du er logget ut');
      const steps = ['/logout', '/fjordby/sign-out', '/m/fjordby/saml/slo', '/logged-out'];
      assert.deepEqual(
        addresses.filter((path) => steps.includes(path)),
        steps,
      );
      await page.goto(`${service.url}/`);
      assert.equal(await page.locator('form[action="/logout"]').count(), 0);
    });
  }
});
