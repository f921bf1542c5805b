import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { formatDateTime } from '../../server/platform/http/i18n.js';
import { picture, useBrowser } from '../support/browser.js';
import { useSharedService } from '../support/running-service.js';
import { inFjordby, PROGRAMME } from './demo-person.js';
import { useRecords } from './records.js';
import { handIn, respond, saveAll, signIn, startExam, toReview, toSlot } from './steps.js';

const DAY_MS = 24 * 3_600_000;

describe('an exam that is failed by two rules though 38 of 40 responses are right', () => {
  const service = useSharedService();
  const records = useRecords(service);
  const { newPhone } = useBrowser();
  const amina = inFjordby('amina.warsame');
  let page: Page;
  let attemptId: string;
  /** Stems and options of the items that were wrong, as they were shown. */
  const shown: string[] = [];

  const textOf = (): Promise<string> => page.locator('main').innerText();
  const tryAgainAt = async (): Promise<Date> => {
    const { closedAt } = await records().attempt(attemptId);
    return new Date((closedAt?.getTime() ?? 0) + DAY_MS);
  };

  before(async () => {
    page = await newPhone();
    await signIn(page, service, amina);
    attemptId = await startExam(page, service);
  });

  it('is handed in with a critical item and a calculation wrong', async () => {
    const slots = await records().slotsOf(attemptId);
    const critical = slots.find(({ slot }) => slot.critical && slot.sectionId !== 'calculation');
    const sum = slots.find(({ slot }) => slot.sectionId === 'calculation' && !slot.critical);
    ok(critical && sum);
    const others = slots.filter((one) => one !== critical && one !== sum);
    await saveAll(page, service, attemptId, others);
    for (const { number, wrong } of [critical, sum]) {
      await toSlot(page, service, attemptId, number);
      shown.push(
        ...(await page.locator('.stem, .item:not([data-kind=typed]) label').allInnerTexts()),
      );
      await respond(page, number, wrong);
    }
    // The last item's "save and go on" leads there by itself.
    await toReview(page, service, attemptId);
    match(await textOf(), /Alle oppgavene er besvart/);
    await handIn(page);
  });

  it('says by which rules it was decided', async () => {
    const text = await textOf();
    match(text, /Ikke bestått – 38 av 40 riktige/);
    match(text, /Du trengte 34 av 40 riktige/);
    match(text, /I delen «Legemiddelregning» må alle svar være riktige\./);
    match(text, /1 oppgave som er kritisk for pasientens sikkerhet, var ikke riktig besvart\./);
    ok(!text.includes('Kravet er 34'), 'the cut score was reached');
    equal(await page.getByRole('link', { name: /Last ned sertifikatet/ }).count(), 0);
    await picture(page, 'result-failed');
  });

  it('says how it went section by section, and what to read again', async () => {
    const rows = await page.locator('tbody tr').allInnerTexts();
    equal(rows.length, 11);
    equal(rows.filter((row) => /\d av \d/.test(row)).length, 11);
    match(rows.find((row) => row.startsWith('Legemiddelregning')) ?? '', /3 av 4/);
    const again = page.locator('section[aria-labelledby=sections-h]').getByRole('list').first();
    equal(await again.getByRole('listitem').count(), 2);
    match(await again.innerText(), /Legemiddelregning/);
  });

  it('gives no key away: neither stem nor option of a wrong item is on the page', async () => {
    ok(shown.length > 3);
    const text = await textOf();
    for (const words of shown) ok(!text.includes(words.trim()), words);
  });

  it('says when one may try again: a day after it was handed in, by the minute', async () => {
    const when = formatDateTime(await tryAgainAt(), 'nb', 'Europe/Oslo');
    ok((await textOf()).includes(`Du kan prøve igjen ${when}.`));
    await page.goto(service.url);
    const home = await textOf();
    match(home, /Ikke bestått ennå/);
    ok(home.includes(`Du kan prøve igjen ${when}.`));
    equal(await page.locator('main .ds-button').count(), 0);
  });

  it('cannot be started again before that, on the page or past it', async () => {
    await page.goto(`${service.url}/programmes/${PROGRAMME}/exam`);
    match(await textOf(), /Prøven er ikke åpen for deg ennå/);
    equal(await page.getByRole('button', { name: 'Start prøven nå' }).count(), 0);
    const refused = await page.request.post(page.url(), {
      headers: { accept: 'application/json', origin: service.url },
      data: {},
    });
    equal(refused.status(), 409);
    deepEqual(await refused.json(), {
      started: false,
      reasons: [{ code: 'cool-off', until: (await tryAgainAt()).toISOString() }],
    });
  });

  it('can be looked at again, and not be changed any more', async () => {
    await page.goto(service.url);
    await page.getByText('Tidligere forsøk og sertifikater').click();
    await page.getByRole('link', { name: /^Prøve .*: ikke bestått$/ }).click();
    await page.waitForURL('**/result');
    const late = await page.request.put(`${service.url}/attempts/${attemptId}/responses`, {
      headers: { origin: service.url },
      data: {
        saves: [{ slot: 0, response: { chosen: [0] }, basedOn: 1, saveId: 'much-too-late' }],
      },
    });
    equal(late.status(), 410);
  });
});
