import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { drawItem } from '../../server/item-banks/drawn-item.rules.js';
import type { ItemType } from '../../server/item-banks/item.js';
import { rngFromSeed } from '../../server/platform/rng.js';
import { theBank } from '../item-banks/the-bank.js';
import {
  axeViolations,
  fillResponse,
  leave,
  overflow,
  PHONE,
  picture,
  useBrowser,
} from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { useRunningService } from '../support/running-service.js';
import { inFjordby, inSjovik, PROGRAMME, type DemoPerson } from './demo-person.js';
import { useRecords, type KnownSlot } from './records.js';
import { goOn, saveAll, signIn, startExam, toSlot, untilSaved } from './steps.js';

const LANGUAGES = ['nb', 'sv'] as const;
const ITEM_TYPES: readonly ItemType[] = [
  'singleChoice',
  'multipleResponse',
  'ordering',
  'matching',
  'numeric',
];
const NARROW = { width: 320, height: 640 } as const;
const DESK = { width: 1280, height: 900 } as const;

describe('every page, for people who see, hear and move otherwise', function () {
  this.timeout(60_000);
  const service = useRunningService();
  const records = useRecords(service);
  const { newPhone } = useBrowser();
  let phone: Page | undefined;

  /** Nothing for axe to complain of, and nothing to scroll sideways for on the narrowest of phones. */
  async function judge(page: Page, what: string): Promise<void> {
    deepEqual(await axeViolations(page), [], what);
    await page.setViewportSize(NARROW);
    equal(await overflow(page), 0, `${what}: pixels beyond a window of ${NARROW.width}`);
    await page.setViewportSize(PHONE);
  }
  async function inLanguages(page: Page, look: (language: string) => Promise<void>): Promise<void> {
    for (const language of LANGUAGES) {
      await page.context().addCookies([{ name: 'locale', value: language, url: service.url }]);
      await look(language);
    }
  }
  /** The page at this address in both languages. */
  function judgeAt(page: Page, path: string): Promise<void> {
    return inLanguages(page, async (language) => {
      await page.goto(service.url + path);
      equal(await page.locator('html').getAttribute('lang'), language);
      await judge(page, `${path} in ${language}`);
    });
  }
  /** The page that comes in answer to what `act` does on the page at this address, in both languages. */
  function judgeAfter(page: Page, path: string, act: () => Promise<unknown>): Promise<void> {
    return inLanguages(page, async (language) => {
      await page.goto(service.url + path);
      await act();
      await judge(page, `what follows on ${path} in ${language}`);
    });
  }
  const newlyLoaded = (page: Page, act: () => Promise<unknown>) =>
    Promise.all([page.waitForEvent('load'), act()]);
  async function signedIn(person: DemoPerson): Promise<Page> {
    const page = await stranger();
    await signIn(page, service, person);
    return page;
  }
  /** One phone after the other is the same phone, which has forgotten everything. */
  async function stranger(): Promise<Page> {
    phone ??= await newPhone();
    await phone.context().clearCookies();
    return phone;
  }

  describe('before the login', () => {
    it('the choice of municipality', async () => {
      await judgeAt(await stranger(), '/');
    });

    it('the demo’s login service, in the language of each municipality', async () => {
      const page = await stranger();
      for (const { slug } of [
        inFjordby('per.lie').municipality,
        inSjovik('maja.lindqvist').municipality,
      ]) {
        await page.goto(`${service.url}/m/${slug}`);
        equal(await page.locator('button[name=username]').count(), 16);
        await judge(page, slug);
        const withoutRequest = new URL(page.url());
        withoutRequest.search = '';
        await page.goto(withoutRequest.href);
        await judge(page, `${slug}, refused`);
      }
    });

    it('the page after logging out', async () => {
      await judgeAt(await stranger(), '/logged-out');
    });

    it('a page that does not exist', async () => {
      await judgeAt(await stranger(), '/no-such-page');
    });
  });

  describe('at home', () => {
    const states: Readonly<Record<string, string>> = {
      'not started': 'ingrid.haugland',
      'in the course': 'jonas.odegard',
      'ready for the exam': 'amina.warsame',
      'failed and waiting': 'milena.kovacevic',
      valid: 'sigrid.bjornstad',
      'expiring soon': 'tor.brathen',
      expired: 'oleksandra.shevchuk',
      'not placed yet': 'lars.myhre',
      'nothing required': 'stian.ronning',
    };
    for (const [state, username] of Object.entries(states)) {
      it(state, async () => {
        const page = await signedIn(inFjordby(username));
        const open = async (): Promise<void> => {
          for (const summary of await page.locator('summary').all()) await summary.click();
        };
        await judgeAfter(page, '/', open);
      });
    }
  });

  describe('for administrators', () => {
    it('how long logins last', async () => {
      await judgeAt(await signedIn(inFjordby('stian.ronning')), '/administration/sessions');
    });

    it('people, and a person with their work and roles', async () => {
      const page = await signedIn(inFjordby('stian.ronning'));
      await judgeAt(page, '/administration/people');
      await page.goto(`${service.url}/administration/people?q=eikeland`);
      const path = await page.locator('tbody th a').first().getAttribute('href');
      await judgeAfter(page, path ?? '', async () => {
        for (const summary of await page.locator('summary').all()) await summary.click();
      });
    });
  });

  describe('for those who write items', () => {
    it('what is beside the items of a bank: import, sources, export', async () => {
      const page = await signedIn(inFjordby('nadia.elkhatib'));
      const bank = '/item-banks/legemiddelhandtering';
      await judgeAt(page, `${bank}/import`);
      await judgeAt(page, `${bank}/sources`);
      await judgeAt(page, `${bank}/export?format=gift`);
      await picture(page, 'item-export');
      const reviewer = await signedIn(inFjordby('henrik.solheim'));
      await judgeAt(reviewer, '/lint-rules');
      await picture(reviewer, 'lint-rules');
    });
  });

  describe('in the course', () => {
    const jonas = inFjordby('jonas.odegard');
    let page: Page;
    before(async () => {
      page = await signedIn(jonas);
    });

    it('the list of lessons', async () => {
      await judgeAt(page, `/courses/${PROGRAMME}`);
    });

    it('each of the eleven lessons with its check', async function () {
      this.timeout(90_000);
      for (const { id } of records().course.lessons)
        await judgeAt(page, `/courses/${PROGRAMME}/lessons/${id}`);
    });

    for (const which of ['wrong', 'right'] as const) {
      it(`the explanations after a check with ${which} responses`, async () => {
        const check = await records().checkOf(jonas, 'calculation');
        await judgeAfter(page, `/courses/${PROGRAMME}/lessons/calculation`, async () => {
          for (const [position, question] of check.entries())
            await fillResponse(page, position, question[which]);
          await newlyLoaded(page, () => page.locator('#check button[type=submit]').click());
        });
      });
    }
  });

  describe('before the exam', () => {
    it('the start page, locked', async () => {
      await judgeAt(await signedIn(inFjordby('ingrid.haugland')), `/programmes/${PROGRAMME}/exam`);
    });

    it('the start page, open, with all that can be unfolded', async () => {
      const page = await signedIn(inFjordby('amina.warsame'));
      await judgeAfter(page, `/programmes/${PROGRAMME}/exam`, () =>
        page.locator('summary').click(),
      );
    });
  });

  describe('in the exam', () => {
    let page: Page;
    let attemptId: string;
    let slots: readonly KnownSlot[];
    const addressOf = (slot: number): string => `/attempts/${attemptId}/pages/${slot + 1}`;
    const slotOf = (type: ItemType): KnownSlot => {
      const found = slots.find(({ item }) => item.type === type);
      if (!found) throw new Error(`The form has no item of the type ${type}`);
      return found;
    };

    before(async () => {
      page = await signedIn(inFjordby('amina.warsame'));
      attemptId = await startExam(page, service);
      await giveEveryType(attemptId);
      slots = await records().slotsOf(attemptId);
    });

    /** A drawn form need not have an item of every type: those it lacks take the last places. */
    async function giveEveryType(id: string): Promise<void> {
      const attempt = await records().attempt(id);
      const { drawables } = await theBank();
      const { slots: drawn } = attempt.form;
      const missing = ITEM_TYPES.filter((type) => !drawn.some((slot) => slot.type === type));
      const added = missing.flatMap((type, index) => {
        const place = drawn[index];
        const one = drawables.find(({ item }) => item.type === type);
        return place && one ? [{ ...place, ...drawItem(one, rngFromSeed(type)) }] : [];
      });
      const form = { ...attempt.form, slots: [...drawn, ...added] };
      await records().putAttempt({ ...attempt, form });
    }

    for (const type of ITEM_TYPES) {
      it(`an item: ${type}`, async () => {
        await judgeAt(page, addressOf(slotOf(type).number));
      });
    }

    it('an item at a desk', async () => {
      await page.goto(service.url + addressOf(slotOf('matching').number));
      await page.setViewportSize(DESK);
      deepEqual(await axeViolations(page), []);
      equal(await overflow(page), 0);
      await page.setViewportSize(PHONE);
    });

    it('the question about a number that can be read in two ways', async () => {
      const { number } = slotOf('numeric');
      await judgeAfter(page, addressOf(number), async () => {
        await page.locator(`input[name="r${number}.typed"]`).fill('1.250');
        await untilSaved(page);
        await page.goto(`${service.url}${addressOf(number)}?notice=ambiguous`);
        await page.locator('input[name$=".meaning"]').first().waitFor();
      });
    });

    it('a number that cannot be read', async () => {
      const { number } = slotOf('numeric');
      await judgeAfter(page, addressOf(number), async () => {
        await page.locator(`input[name="r${number}.typed"]`).fill(',5');
        await goOn(page);
        await page.goto(service.url + addressOf(number));
        await page.locator('[data-problem]:visible').waitFor();
      });
    });

    it('a conflict with another device', async () => {
      await judgeAt(page, `${addressOf(0)}?notice=conflict`);
    });

    it('out of reach of the service', async () => {
      const { number, right, wrong } = slotOf('singleChoice');
      await inLanguages(page, async (language) => {
        await page.goto(service.url + addressOf(number));
        await page.route('**/responses', (route) => route.abort());
        await fillResponse(page, number, language === 'nb' ? wrong : right);
        await page.getByRole('alert').waitFor();
        await judge(page, `out of reach in ${language}`);
        await page.unroute('**/responses');
        await goOn(page);
      });
    });

    it('the review with responses missing, unclear and flagged', async () => {
      await toSlot(page, service, attemptId, 3);
      await page.locator('.flag input').check();
      await untilSaved(page);
      await judgeAt(page, `/attempts/${attemptId}/review`);
      equal(await page.locator('main .ds-alert:visible').count(), 2);
    });

    it('home and start page while the exam is under way', async () => {
      await judgeAt(page, '/');
      await judgeAt(page, `/programmes/${PROGRAMME}/exam`);
    });

    it('the review with nothing missing', async () => {
      const { responses } = await records().attempt(attemptId);
      const all = slots.map((one) => ({
        ...one,
        revision: responses.get(one.number)?.revision ?? 0,
      }));
      await saveAll(page, service, attemptId, all);
      await judgeAt(page, `/attempts/${attemptId}/review`);
    });

    it('the result of an exam whose time ran out', async () => {
      await records().moveDeadline(attemptId, new Date());
      await eventually(async () => {
        ok((await records().attempt(attemptId)).settledAt);
      });
      await judgeAt(page, `/attempts/${attemptId}/result`);
      match(await page.locator('main').innerText(), /Tiden gick ut/);
    });
  });

  describe('for whoever runs exams', () => {
    it('the exams under way, and one of them', async () => {
      const page = await signedIn(inFjordby('kari.nygard'));
      await judgeAt(page, '/exams');
      await page.goto(`${service.url}/exams`);
      const path = await page.locator('tbody th a').first().getAttribute('href');
      await judgeAt(page, path ?? '');
      await picture(page, 'exams-attempt');
      await page.goto(`${service.url}/exams`);
      await picture(page, 'exams-board');
      await judgeAt(page, '/exams/accommodations?q=a');
      const person = await page.locator('tbody th a').first().getAttribute('href');
      await judgeAt(page, person ?? '');
      await picture(page, 'accommodations');
    });
  });

  describe('with the keyboard alone', () => {
    it('responds to an item, flags it and goes on', async () => {
      const birgitta = inSjovik('birgitta.ohman');
      const page = await signedIn(birgitta);
      const attemptId = await startExam(page, service);
      const choice = (await records().slotsOf(attemptId)).find(
        ({ item, number }) => item.type === 'singleChoice' && number > 0,
      );
      ok(choice);
      const { number } = choice;
      await toSlot(page, service, attemptId, number);
      const focused = (what: string) =>
        page.evaluate<string>(`document.activeElement?.${what} ?? ''`);
      await page.keyboard.press('Tab');
      equal(await focused('hash'), '#content', 'first the way past the header');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      equal(await focused('name'), `r${number}`);
      await page.keyboard.press('Space');
      equal(await focused('checked'), true);
      await page.keyboard.press('ArrowDown');
      equal(await focused('id'), `r${number}-1`);
      equal(await focused('checked'), true);
      await page.keyboard.press('Tab');
      equal(await focused('name'), `r${number}.flag`);
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
      equal(await focused('value'), 'previous');
      await page.keyboard.press('Tab');
      equal(await focused('value'), 'next');
      await leave(page, () => page.keyboard.press('Enter'));
      ok(page.url().endsWith(`/pages/${number + 2}`));
      const { responses, flagged } = await records().attempt(attemptId);
      deepEqual(responses.get(number)?.response, { chosen: [1] });
      ok(flagged.has(number));
    });

    it('shows where the focus is on everything that can be reached', async () => {
      const page = await signedIn(inFjordby('jonas.odegard'));
      for (const path of ['/', `/courses/${PROGRAMME}/lessons/checks`]) {
        await page.goto(service.url + path);
        const unseen: string[] = [];
        for (;;) {
          await page.keyboard.press('Tab');
          const [seen, name, end] = await page.evaluate<[boolean, string, boolean]>(FOCUS);
          if (end) break;
          if (!seen) unseen.push(name);
        }
        deepEqual(unseen, []);
      }
    });
  });

  describe('results and certificates', () => {
    const resultOf = async (page: Page, wanted: RegExp): Promise<string> => {
      await page.goto(service.url);
      await page.locator('summary').click();
      await leave(page, () => page.getByRole('link', { name: wanted }).click());
      return new URL(page.url()).pathname;
    };

    it('an exam that was passed', async () => {
      const page = await signedIn(inFjordby('sigrid.bjornstad'));
      await judgeAt(page, await resultOf(page, /^Prøve .*: bestått$/));
    });

    it('an exam that was failed', async () => {
      const page = await signedIn(inFjordby('milena.kovacevic'));
      await judgeAt(page, await resultOf(page, /^Prøve .*: ikke bestått$/));
    });

    it('the question for a code, and a code that nobody knows', async () => {
      const page = await stranger();
      await judgeAt(page, '/v');
      await judgeAt(page, '/v/0000-0000-0000-0000');
    });

    const statuses: Readonly<Record<string, DemoPerson>> = {
      gyldig: inFjordby('sigrid.bjornstad'),
      utløpt: inFjordby('oleksandra.shevchuk'),
      'trukket tilbake': inFjordby('aile.bjornaes'),
      'erstattet av et nyere': inFjordby('wilhelmina.bjornstjerne'),
    };
    for (const [status, holder] of Object.entries(statuses)) {
      it(`a certificate that is ${status}, to a stranger`, async () => {
        const page = await stranger();
        const oldest = (await records().certificatesOf(holder)).at(-1);
        const path = `/v/${oldest?.record.code ?? ''}`;
        await page.goto(service.url + path);
        match(await page.locator('#answer').innerText(), new RegExp(status));
        await judgeAt(page, path);
      });
    }

    it('a guess at the holder’s name, wrong and right', async () => {
      const page = await stranger();
      const sigrid = inFjordby('sigrid.bjornstad');
      const [certificate] = await records().certificatesOf(sigrid);
      for (const name of ['Hansen', sigrid.familyName])
        await judgeAfter(page, `/v/${certificate?.record.code ?? ''}`, async () => {
          await page.locator('#family-name').fill(name);
          await newlyLoaded(page, () => page.locator('form[action^="/v/"] button').click());
        });
    });

    it('the page where one drops a file, and each of its answers', async () => {
      const sigrid = inFjordby('sigrid.bjornstad');
      const holder = await signedIn(sigrid);
      const [certificate] = await records().certificatesOf(sigrid);
      const pdf = await holder.request.get(
        `${service.url}/certificates/${certificate?.record.id ?? ''}/pdf`,
      );
      const genuine = await pdf.body();
      const altered = Buffer.from(genuine);
      altered[2_000] = (altered[2_000] ?? 0) ^ 1;
      const files = {
        genuine,
        altered,
        foreign: Buffer.from('%PDF-1.7 from elsewhere'),
        picture: Buffer.from('no PDF at all'),
      };
      const page = await stranger();
      await judgeAt(page, '/verify');
      for (const [name, bytes] of Object.entries(files)) {
        const file = join(service.dataDir, `${name}.pdf`);
        await writeFile(file, bytes);
        await judgeAfter(page, '/verify', async () => {
          await page.locator('input[type=file]').setInputFiles(file);
          await page.locator('form button[type=submit]').click();
          await page.locator('#answer').waitFor();
        });
      }
    });
  });

  describe('for those who look after others', () => {
    it('the table of the unit head and of HR, with the filters open and with nothing found', async () => {
      for (const username of ['kari.nygard', 'per.lie']) {
        const page = await signedIn(inFjordby(username));
        await judgeAfter(page, '/oversight', () => page.locator('summary').click());
        await judgeAt(page, '/oversight?q=nobody');
        await page.goto(`${service.url}/oversight`);
        await page.setViewportSize(DESK);
        deepEqual(await axeViolations(page), []);
        equal(await overflow(page), 0);
      }
    });

    it('the outbox of the demo and a mail in it', async () => {
      const page = await signedIn(inFjordby('kari.nygard'));
      await eventually(async () => {
        await page.goto(`${service.url}/outbox`);
        ok((await page.locator('tbody tr').count()) > 0);
      });
      await judgeAt(page, '/outbox');
      await leave(page, () => page.locator('tbody a').first().click());
      await judgeAt(page, new URL(page.url()).pathname);
    });

    it('a page that one may not see', async () => {
      const page = await signedIn(inFjordby('ingrid.haugland'));
      await judgeAt(page, '/oversight');
      match(await page.locator('h1').innerText(), /inte/);
    });
  });
});

/** Whether one sees that the element has the focus, what it is, and whether the end of the page is reached. */
const FOCUS = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return [true, '', true];
  const around = [element, element.nextElementSibling, element.parentElement];
  const ringed = around.filter(Boolean).map((one) => getComputedStyle(one)).some(
    ({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none');
  // The way past the header appears with the focus.
  return [ringed || element.matches('.ds-skip-link'), element.outerHTML.slice(0, 120), false];
})()`;
