import { deepEqual, equal, match } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { sessionCookie } from '../../server/identity/cookies.js';
import type { Person } from '../../server/organisation/person.js';
import { aWrittenBank, type WrittenBank } from '../item-banks/a-written-bank.js';
import { useService } from '../support/a-service.js';
import { axeViolations, leave, overflow, picture, useBrowser } from '../support/browser.js';
import { simulatedAttempts } from '../support/simulated-attempts.js';
import { PROGRAMME } from '../support/some-staff.js';

describe('an item that somebody writes', () => {
  const service = useService();
  const { newDesktop, newPhone } = useBrowser();
  let bank: WrittenBank;

  before(async () => {
    bank = await aWrittenBank(service, 1);
  });

  async function signedIn(page: Page, person: Person): Promise<void> {
    const { name } = sessionCookie(service.services.config.publicUrl);
    const value = (await service.signedInAs(person)).cookie(name) ?? '';
    await page.context().addCookies([{ name, value, url: service.origin() }]);
  }
  const at = (rest: string): string =>
    `${service.origin()}/item-banks/${bank.bankId}/items/${rest}`;

  async function turn(page: Page, transition: string): Promise<void> {
    await page.goto(at('law-dose'));
    await Promise.all([
      page.waitForEvent('load'),
      page.locator(`button[name=transition][value=${transition}]`).click(),
    ]);
  }

  it('is checked while it is written, reviewed, drawn, and measured', async () => {
    const page = await newDesktop();
    await signedIn(page, bank.author);
    await page.goto(at('new?type=numeric'));
    for (const [field, text] of Object.entries({
      id: 'law-dose',
      sources: 'Norsk legemiddelhåndbok',
      'texts.nb.stem':
        'Du skal gi {dose}, og miksturen har {strength}. Ikke gi .5 ml for mye. Hvor mange ml gir du?',
      'texts.nb.rationale': '{dose} delt på {strength} er {answer}.',
      'answer.expression': 'dose * strength',
    }))
      await page.locator(`[name="${field}"]`).fill(text);
    await page.locator('[name=topic]').selectOption('law');

    // The linter and the dimensions, beside their fields and without a press on anything.
    const said = (field: string) => page.locator(`[data-messages="${field}"]`);
    await said('answer-expression').getByText('gir mg·mg/ml, men enheten er ml').waitFor();
    await said('texts-nb-stem').getByText('N02').waitFor();
    await picture(page, 'editor-complains');
    await page
      .locator('[name="texts.nb.stem"]')
      .fill('Du skal gi {dose}, og miksturen har {strength}. Hvor mange ml gir du?');
    await page.locator('[name="answer.expression"]').fill('dose / strength');
    const preview = page.locator('[data-live=preview]');
    await preview.getByText('Du skal gi 5 mg, og miksturen har 10 mg/ml.').waitFor();
    equal(await said('answer-expression').textContent(), '');
    equal(await said('texts-nb-stem').textContent(), '');
    await page.locator('[data-draw-another]').click();
    await preview.getByText('Du skal gi 5 mg,').waitFor({ state: 'detached' });

    // A row by the keyboard: the new field has the focus.
    await page.locator('button[value="add.constraints"]').focus();
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    await page.locator('[name="constraints.2.expression"]:focus').waitFor();
    await page.keyboard.type('distinct(dose, strength)');
    await page
      .locator('[data-live=variants]')
      .getByText('18 varianter av tallene')
      .first()
      .waitFor();
    deepEqual(await axeViolations(page), []);
    await picture(page, 'editor-numeric');
    await leave(page, () => page.locator('button[name=do][value=save]').click());
    match(page.url(), /law-dose\/edit\?saved=1$/);

    await turn(page, 'send');
    await signedIn(page, bank.reviewer);
    await page.goto(at('law-dose'));
    equal((await page.getByText('50 mg : 10 mg/ml = 5 ml').count()) > 0, true);
    await turn(page, 'approve');
    await signedIn(page, bank.author);
    await turn(page, 'publish');

    const { municipalityId } = bank;
    const phone = await newPhone();
    await signedIn(phone, await service.candidate({ municipalityId }));
    await phone.goto(`${service.origin()}/programmes/${PROGRAMME}/exam`);
    await leave(phone, () => phone.locator('form[action$="/exam"] button').click());
    match((await phone.locator('[data-item=r0]').textContent()) ?? '', /Du skal gi \d/);

    const municipality = await service.stores.municipalities.find(municipalityId);
    const programme = await service.stores.programmes.latest(municipalityId, PROGRAMME);
    if (!municipality || !programme) throw new Error('The municipality has no programme');
    const items = await service.services.items.live(bank.bankId);
    const room = { municipality, programme, items, from: service.now() };
    for (const attempt of simulatedAttempts(room, 60))
      await service.stores.attempts.put(attempt, attempt.closesAt);
    service.pass(120);
    await service.services.analysis.refresh(municipalityId);
    await signedIn(page, bank.author);
    await page.goto(at('law-dose/statistics'));
    match((await page.locator('main').textContent()) ?? '', /av 60 riktige/);
  });

  it('can be written on a phone: nothing to scroll sideways for', async () => {
    const phone = await newPhone();
    await signedIn(phone, bank.author);
    await phone.goto(at('new?type=numeric'));
    await phone.setViewportSize({ width: 320, height: 640 });
    equal(await overflow(phone), 0);
    deepEqual(await axeViolations(phone), []);
  });
});
