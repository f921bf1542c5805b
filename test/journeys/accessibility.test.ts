import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { axeViolations, fillResponse, leave, overflow, picture } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { useRunningService } from '../support/running-service.js';
import { inFjordby, inSjovik, PROGRAMME, type DemoPerson } from './demo-person.js';
import { useJudging } from './judging.js';
import { useRecords } from './records.js';

const DESK = { width: 1280, height: 900 } as const;

describe('every page, for people who see, hear and move otherwise', () => {
  const service = useRunningService();
  const records = useRecords(service);
  const { judge, judgeAt, judgeIn, judgeAfter, signedIn, stranger } = useJudging(
    service,
    ['nb', 'sv'],
    'width',
  );
  const newlyLoaded = (page: Page, act: () => Promise<unknown>) =>
    Promise.all([page.waitForEvent('load'), act()]);

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

    it('what is said of accessibility', async () => {
      const page = await stranger();
      await judgeAt(page, '/accessibility');
      await picture(page, 'accessibility');
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
    it('what is beside the items of a bank: import, sources, export, rules, sharing', async () => {
      const page = await signedIn(inFjordby('nadia.elkhatib'));
      const bank = '/item-banks/legemiddelhandtering';
      await judgeAt(page, `${bank}/import`);
      await judgeAt(page, `${bank}/sources`);
      await judgeAt(page, `${bank}/export?format=gift`);
      await picture(page, 'item-export');
      const reviewer = await signedIn(inFjordby('henrik.solheim'));
      await judgeAt(reviewer, '/lint-rules');
      await picture(reviewer, 'lint-rules');
      await judgeAt(page, '/sharing');
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
      // In turns: they are all made in one way, and the words of a language are those of its frame.
      for (const [index, { id }] of records().course.lessons.entries())
        await judgeIn(index % 2 === 0 ? 'nb' : 'sv', page, `/courses/${PROGRAMME}/lessons/${id}`);
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
    it('the records of attempts, one of them, and alike mistakes', async () => {
      const page = await signedIn(inFjordby('berit.moen'));
      await judgeAt(page, '/records');
      await judgeAt(page, '/records/similarity');
      await picture(page, 'similarity');
      await page.goto(`${service.url}/records`);
      const path = await page.locator('tbody th a').first().getAttribute('href');
      await judgeAt(page, path ?? '');
      await picture(page, 'record');
    });

    it('a programme, and where a new one is made', async () => {
      const page = await signedIn(inFjordby('berit.moen'));
      const root = '/administration/programmes';
      for (const path of [`${root}/${PROGRAMME}`, `${root}/new?bank=${PROGRAMME}`]) {
        await page.goto(service.url + path);
        await judge(page, path);
      }
    });

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
