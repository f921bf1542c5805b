import { deepEqual, equal } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Locale } from '../../server/platform/locale.js';
import { axeViolations, overflow, PHONE, useBrowser } from '../support/browser.js';
import type { RunningService } from '../support/running-service.js';
import type { DemoPerson } from './demo-person.js';
import { signIn } from './steps.js';

const NARROW = { width: 320, height: 640 } as const;

/**
 * Call inside a `describe`, after the service. A page is judged in each of these languages: nothing for axe to complain of, and nothing to scroll
 * sideways for on the narrowest of phones. Colours are the same in all of them, and are looked at in the first.
 */
export function useJudging(service: Pick<RunningService, 'url'>, languages: readonly Locale[]) {
  const { newPhone } = useBrowser();
  let phone: Page | undefined;

  async function judge(page: Page, what: string, contrast = true): Promise<void> {
    deepEqual(await axeViolations(page, { contrast }), [], what);
    await page.setViewportSize(NARROW);
    equal(await overflow(page), 0, `${what}: pixels beyond a window of ${NARROW.width}`);
    await page.setViewportSize(PHONE);
  }

  async function inLanguages(
    page: Page,
    look: (language: Locale, isFirst: boolean) => Promise<void>,
  ): Promise<void> {
    for (const [index, language] of languages.entries()) {
      await page.context().addCookies([{ name: 'locale', value: language, url: service.url }]);
      await look(language, index === 0);
    }
  }

  /** One phone after the other is the same phone, which has forgotten everything. */
  async function stranger(): Promise<Page> {
    phone ??= await newPhone();
    await phone.context().clearCookies();
    return phone;
  }

  /** The page at this address in this language. */
  async function judgeIn(
    language: Locale,
    page: Page,
    path: string,
    contrast = true,
  ): Promise<void> {
    await page.context().addCookies([{ name: 'locale', value: language, url: service.url }]);
    await page.goto(service.url + path);
    equal(await page.locator('html').getAttribute('lang'), language);
    await judge(page, `${path} in ${language}`, contrast);
  }

  return {
    judge,
    judgeIn,
    inLanguages,
    stranger,
    /** The page at this address. */
    judgeAt: (page: Page, path: string): Promise<void> =>
      inLanguages(page, (language, isFirst) => judgeIn(language, page, path, isFirst)),
    /** The page that comes in answer to what `act` does on the page at this address. */
    judgeAfter: (page: Page, path: string, act: () => Promise<unknown>): Promise<void> =>
      inLanguages(page, async (language, isFirst) => {
        await page.goto(service.url + path);
        await act();
        await judge(page, `what follows on ${path} in ${language}`, isFirst);
      }),
    signedIn: async (person: DemoPerson): Promise<Page> => {
      const page = await stranger();
      await signIn(page, service, person);
      return page;
    },
  };
}
