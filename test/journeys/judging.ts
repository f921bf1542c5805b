import { deepEqual, equal } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Locale } from '../../server/platform/locale.js';
import { axeViolations, overflow, PHONE, useBrowser } from '../support/browser.js';
import type { RunningService } from '../support/running-service.js';
import type { DemoPerson } from './demo-person.js';
import { signIn } from './steps.js';

const NARROW = { width: 320, height: 640 } as const;

/** What is looked at: everything, all but colours, or only whether the page fits a narrow window. */
type Look = 'all' | 'structure' | 'width';

/**
 * Call inside a `describe`, after the service. A page is judged in each of these languages: nothing for axe to complain of, and nothing to scroll
 * sideways for on the narrowest of phones. Colours are the same in all of them, and are looked at in the first; so is the structure, which needs
 * to be looked at again only where the texts are all that a page is about.
 */
export function useJudging(
  service: Pick<RunningService, 'url'>,
  languages: readonly Locale[],
  inFurther: Look,
) {
  const { newPhone } = useBrowser();
  let phone: Page | undefined;

  async function judge(page: Page, what: string, look: Look = 'all'): Promise<void> {
    if (look !== 'width')
      deepEqual(await axeViolations(page, { contrast: look === 'all' }), [], what);
    await page.setViewportSize(NARROW);
    equal(await overflow(page), 0, `${what}: pixels beyond a window of ${NARROW.width}`);
    await page.setViewportSize(PHONE);
  }

  async function inLanguages(
    page: Page,
    act: (language: Locale, look: Look) => Promise<void>,
  ): Promise<void> {
    for (const [index, language] of languages.entries()) {
      await page.context().addCookies([{ name: 'locale', value: language, url: service.url }]);
      await act(language, index === 0 ? 'all' : inFurther);
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
    look: Look = 'all',
  ): Promise<void> {
    await page.context().addCookies([{ name: 'locale', value: language, url: service.url }]);
    await page.goto(service.url + path);
    equal(await page.locator('html').getAttribute('lang'), language);
    await judge(page, `${path} in ${language}`, look);
  }

  return {
    judge,
    judgeIn,
    inLanguages,
    stranger,
    /** The page at this address. */
    judgeAt: (page: Page, path: string): Promise<void> =>
      inLanguages(page, (language, look) => judgeIn(language, page, path, look)),
    /** The page that comes in answer to what `act` does on the page at this address. */
    judgeAfter: (page: Page, path: string, act: () => Promise<unknown>): Promise<void> =>
      inLanguages(page, async (language, look) => {
        await page.goto(service.url + path);
        await act();
        await judge(page, `what follows on ${path} in ${language}`, look);
      }),
    signedIn: async (person: DemoPerson): Promise<Page> => {
      const page = await stranger();
      await signIn(page, service, person);
      return page;
    },
  };
}
