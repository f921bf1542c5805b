import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Attempt } from '../../server/attempts/attempt.js';
import { createProgrammeStore } from '../../server/exams/programme.store.js';
import { drawItem } from '../../server/item-banks/drawn-item.rules.js';
import type { ItemType } from '../../server/item-banks/item.js';
import { LOCALES } from '../../server/platform/locale.js';
import { rngFromSeed } from '../../server/platform/rng.js';
import { theBank } from '../item-banks/the-bank.js';
import {
  axeViolations,
  fillResponse,
  leave,
  overflow,
  PHONE,
  picture,
} from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { useRunningService } from '../support/running-service.js';
import { inFjordby, inSjovik, PROGRAMME } from './demo-person.js';
import { useJudging } from './judging.js';
import { useRecords, type KnownSlot } from './records.js';
import { goOn, saveAll, startExam, toSlot, untilSaved } from './steps.js';

const ITEM_TYPES: readonly ItemType[] = [
  'singleChoice',
  'multipleResponse',
  'ordering',
  'matching',
  'numeric',
];
const DESK = { width: 1280, height: 900 } as const;

describe('every page of the exam, for people who see, hear and move otherwise', () => {
  const service = useRunningService();
  const records = useRecords(service);
  const { judge, inLanguages, judgeAt, judgeAfter, signedIn } = useJudging(
    service,
    LOCALES,
    'structure',
  );

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
      await inLanguages(page, async (language, look) => {
        await page.goto(service.url + addressOf(number));
        await page.route('**/responses', (route) => route.abort());
        await fillResponse(page, number, ['nb', 'sv'].includes(language) ? wrong : right);
        await page.getByRole('alert').waitFor();
        await judge(page, `out of reach in ${language}`, look);
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

    it('the exam at rest, by a supervisor and because one was needed on the ward', async () => {
      const now = new Date();
      const until = new Date(now.getTime() + 3_600_000);
      const attempt = await records().attempt(attemptId);
      const putAtRest = (paused: Attempt['paused']) =>
        records().putAttempt({ ...attempt, ...(paused ? { paused } : {}) });
      for (const kind of ['supervisor', 'interruption'] as const) {
        await putAtRest({ kind, since: now, until });
        await judgeAt(page, `/attempts/${attemptId}/paused`);
      }
      await picture(page, 'paused');
      await putAtRest(undefined);
    });

    it('the result of an exam whose time ran out', async () => {
      await records().moveDeadline(attemptId, new Date());
      await eventually(async () => {
        ok((await records().attempt(attemptId)).settledAt);
      });
      await judgeAt(page, `/attempts/${attemptId}/result`);
      match(await page.locator('main').innerText(), /The time ran out/);
    });

    it('the result of an exam that was annulled', async () => {
      const attempt = await records().attempt(attemptId);
      await records().putAttempt({ ...attempt, state: 'annulled' });
      await judgeAt(page, `/attempts/${attemptId}/result`);
      await picture(page, 'annulled');
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
      await judgeAt(page, '/exams/confirm');
      await judgeAt(page, '/exams/accommodations?q=a');
      const person = await page.locator('tbody th a').first().getAttribute('href');
      await judgeAt(page, person ?? '');
      await picture(page, 'accommodations');
    });
  });

  // After the others: from now on the exam is taken in windows.
  describe('in exam windows', () => {
    const local = (minutesFromNow: number): string =>
      new Intl.DateTimeFormat('sv-SE', {
        ...{ timeZone: 'Europe/Oslo', dateStyle: 'short', timeStyle: 'short' },
      })
        .format(new Date(Date.now() + minutesFromNow * 60_000))
        .replace(' ', 'T');

    it('the windows, one of them, its code in large, the page before the exam with places and code, and the lobby', async () => {
      const jonas = inFjordby('jonas.odegard');
      await records().completeCourse(jonas);
      const programmes = createProgrammeStore(service.connection());
      const latest = await programmes.latest(jonas.municipality.id, PROGRAMME);
      ok(latest);
      const supervision = {
        interruptions: true,
        ...latest.rules.supervision,
        start: 'lobby',
      } as const;
      const rules = { ...latest.rules, supervision };
      await programmes.add({ ...latest, version: latest.version + 1, rules });
      let page = await signedIn(inFjordby('berit.moen'));
      await judgeAt(page, '/exams/windows');
      await page.locator('#window-room').fill('Møterom 2');
      await page.locator('#window-from').fill(local(-5));
      await page.locator('#window-to').fill(local(120));
      await leave(page, () => page.locator('form[action$="/windows"] button').click());
      const path = new URL(page.url()).pathname;
      await judgeAt(page, path);
      await picture(page, 'window');
      await judgeAfter(page, `${path}/code`, async () => {
        await page.locator('form[action$="/code"] button').click();
        await page.locator('.start-code-digits').waitFor();
      });
      await picture(page, 'window-code');
      const digits = await page.locator('.start-code-digits').innerText();

      page = await signedIn(jonas);
      const start = `/programmes/${PROGRAMME}/exam`;
      await judgeAt(page, start);
      await leave(page, () => page.locator('form[action$="/book"] button').first().click());
      await judgeAt(page, `${start}?booking=booked`);
      await picture(page, 'start-in-window');
      await judgeAt(page, `${start}?code=wrong`);
      await page.locator('#code').fill(digits);
      await leave(page, () => page.locator(`form[action="${start}"] button`).click());
      await judgeAt(page, `${start}/lobby`);
      await picture(page, 'lobby');
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
