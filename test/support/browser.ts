import { existsSync } from 'node:fs';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { Response } from '../../server/item-banks/item.js';
import { projectRoot } from '../../server/platform/project-root.js';

/** The shell has no windows to draw, and takes a third less of the processor. */
const CHROMIUM = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PATIENCE_MS = 30_000;

export const PHONE = { width: 390, height: 844 } as const;
const DESKTOP = { width: 1280, height: 900 } as const;

let opened: Promise<Browser> | undefined;

/** The one browser of a test process, opened by the first test that needs it; it ends with the process. */
function browser(): Promise<Browser> {
  const found = process.env['CHROMIUM'] ?? CHROMIUM.find((path) => existsSync(path));
  opened ??= chromium.launch({ executablePath: found ?? '/usr/bin/chromium', args: ARGUMENTS });
  return opened;
}

interface Device {
  readonly javaScriptEnabled?: boolean;
  /** Of the person's browser. */
  readonly locale?: 'nb-NO' | 'sv-SE';
}

/** Call inside a `describe`: browsers without a past. They are closed afterwards, and an error in one of our scripts fails the tests. */
export function useBrowser() {
  const pages: Page[] = [];
  const troubles: string[] = [];

  async function open(viewport: typeof PHONE | typeof DESKTOP, device: Device): Promise<Page> {
    const context = await (
      await browser()
    ).newContext({ viewport, locale: 'nb-NO', timezoneId: 'Europe/Oslo', ...device });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on('pageerror', (error) => troubles.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) troubles.push(message.text());
    });
    pages.push(page);
    return page;
  }

  after(async () => {
    await Promise.all(pages.map((page) => page.context().close()));
    if (troubles.length > 0) throw new Error(`In the browser:\n${troubles.join('\n')}`);
  });
  return {
    newPhone: (device: Device = {}) => open(PHONE, device),
    newDesktop: (device: Device = {}) => open(DESKTOP, device),
  };
}

let axe: string | undefined;

/**
 * What axe finds wrong with the page as it is now: one line a place. Empty when nothing is. Looking at every colour is what takes the longest; where
 * the same page has been looked at in another language, it can be left out.
 */
export async function axeViolations(
  page: Page,
  { contrast = true }: { readonly contrast?: boolean } = {},
): Promise<readonly string[]> {
  axe ??= readFileSync(join(projectRoot, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
  // Evaluated by the debugger, to which the page's policy for scripts does not apply.
  await page.evaluate(`${axe};undefined`);
  const rules = { 'color-contrast': { enabled: contrast } };
  const options = { resultTypes: ['violations'], preload: false, rules };
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify(options)})`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  );
}

/** By how many CSS pixels the page is wider than its window: more than 0 means that one must scroll sideways to read. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
}

/** With `SCREENSHOTS=folder` in the environment: pictures of the page as a phone and as a desk show it. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const before = page.viewportSize() ?? PHONE;
  for (const viewport of [PHONE, DESKTOP]) {
    await page.setViewportSize(viewport);
    await page.evaluate('scrollTo(0, 0)');
    await page.screenshot({ path: join(folder, `${name}-${viewport.width}.png`) });
  }
  await page.setViewportSize(before);
}

/** Gives a response by the controls of `views/partials/item.hbs`. What `1.000` means can be said only once it has been asked. */
export async function fillResponse(page: Page, slot: number, response: Response): Promise<void> {
  const item = page.locator(`[data-item="r${slot}"]`);
  // By its value only: what an option says may be the value of another.
  const choose = (name: string, value: string) =>
    item.locator(`select[name="r${slot}.${name}"]`).selectOption({ value });
  if ('chosen' in response) {
    for (const box of await item.locator(`input[name="r${slot}"]`).all()) {
      const chosen = response.chosen.includes(Number(await box.getAttribute('value')));
      // A radio button is cleared by choosing another.
      const clears = (await box.getAttribute('type')) === 'checkbox';
      // A click and no more: `setChecked` would click again on the page that this one may have led to.
      if ((chosen || clears) && (await box.isChecked()) !== chosen) await box.click();
    }
  } else if ('places' in response) {
    for (const [position, place] of response.places.entries())
      await choose(`place.${position}`, String(place ?? ''));
  } else if ('pairs' in response) {
    for (const [position, option] of response.pairs.entries())
      await choose(`pair.${position}`, String(option ?? ''));
  } else {
    await item.locator(`input[name="r${slot}.typed"]`).fill(response.typed);
    if (response.unit !== undefined) await choose('unit', response.unit);
    await sayMeaning(page, slot, response);
  }
}

/** Says what an ambiguous number means, where the page asks. */
export async function sayMeaning(page: Page, slot: number, response: Response): Promise<void> {
  if (!('typed' in response) || response.meaning === undefined) return;
  const choice = page.locator(`input[name="r${slot}.meaning"][value="${response.meaning}"]`);
  if (await choice.isVisible()) await choice.check();
}

/** Does what leads to another address, and waits until the page there has been read. */
export async function leave(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = page.url();
  await Promise.all([page.waitForURL((address) => address.href !== before), act()]);
}
