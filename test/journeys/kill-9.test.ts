import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { Response } from '../../server/item-banks/item.js';
import type { EmbeddedEngine } from '../../server/platform/database/embedded-engine.js';
import { fillResponse, leave, useBrowser } from '../support/browser.js';
import { eventually, until } from '../support/eventually.js';
import { startOwnEngine } from '../support/own-engine.js';
import { useRunningService } from '../support/running-service.js';
import { inFjordby } from './demo-person.js';
import { useRecords, type KnownSlot } from './records.js';
import { goOn, handIn, respond, saveAll, signIn, startExam, toSlot, untilSaved } from './steps.js';

interface PutBody {
  readonly saves: readonly { readonly slot: number; readonly response: Response }[];
}

describe('`kill -9` of the server and its database', function () {
  this.timeout(90_000);
  const engine = useOwnEngine();
  // Inside, so that the service is stopped before the engine is.
  describe('in the middle of an exam', () => {
    exam(engine);
  });
});

function exam(engine: () => EmbeddedEngine): void {
  const service = useRunningService(() => Promise.resolve(engine().uri));
  const records = useRecords(service);
  const { newPhone } = useBrowser();
  const jonas = inFjordby('jonas.odegard');
  const SLOT = 5;
  /** The last response to each slot that the service said it had saved. */
  const acknowledged = new Map<number, Response>();
  let page: Page;
  let attemptId: string;
  let slots: readonly KnownSlot[];
  let deadline: string;

  const stored = async (): Promise<ReadonlyMap<number, Response>> => {
    const { responses } = await records().attempt(attemptId);
    return new Map([...responses].map(([slot, { response }]) => [slot, response]));
  };
  const at = (slot: number): KnownSlot => {
    const found = slots[slot];
    if (!found) throw new Error(`There is no slot ${slot}`);
    return found;
  };
  const saveState = (): Promise<string> => page.locator('[data-save-state]').innerText();
  /** Both at once: nobody has a moment to finish anything. The engine's keeper starts it again by itself. */
  async function killBoth(): Promise<void> {
    const id = engine().processId();
    ok(id !== undefined);
    process.kill(id, 'SIGKILL');
    await service.kill9();
    await until(() => engine().processId() !== id);
    await eventually(stored);
  }

  before(async () => {
    await records().completeCourse(jonas);
    page = await newPhone();
    page.on('response', (answer) => {
      const request = answer.request();
      if (request.method() !== 'PUT' || answer.status() !== 200) return;
      for (const { slot, response } of (request.postDataJSON() as PutBody).saves)
        acknowledged.set(slot, response);
    });
    await signIn(page, service, jonas);
    attemptId = await startExam(page, service);
    slots = await records().slotsOf(attemptId);
    deadline = (await records().attempt(attemptId)).closesAt.toISOString();
  });

  it('has some responses saved before', async () => {
    for (const { number, right } of slots.slice(0, SLOT)) await respond(page, number, right);
    await fillResponse(page, SLOT, at(SLOT).wrong);
    await untilSaved(page);
    equal(acknowledged.size, SLOT + 1);
  });

  it('keeps what is said while the service is away, and says truthfully that it is not saved', async () => {
    await killBoth();
    deepEqual(await stored(), acknowledged);
    await fillResponse(page, SLOT, at(SLOT).right);
    await eventually(async () => {
      equal(await saveState(), 'Ikke lagret – prøver igjen');
    });
    match(await page.getByRole('alert').innerText(), /Du er frakoblet/);
    const before = page.url();
    await page.getByRole('button', { name: 'Lagre og gå videre' }).click();
    await eventually(async () => {
      equal(await saveState(), 'Ikke lagret – prøver igjen');
    });
    equal(page.url(), before, 'no error page of the browser in place of the exam');
  });

  it('sends it when the service is back, with the deadline as it was', async () => {
    await service.restart();
    await untilSaved(page);
    match(await saveState(), /^Lagret kl\. \d\d\.\d\d/);
    equal(await page.getByRole('alert').count(), 0);
    deepEqual((await stored()).get(SLOT), at(SLOT).right);
    for (const [slot, response] of acknowledged) deepEqual((await stored()).get(slot), response);
    const { closesAt, state } = await records().attempt(attemptId);
    deepEqual([closesAt.toISOString(), state], [deadline, 'inProgress']);
    await goOn(page);
    equal(await page.locator('[data-closes-at]').getAttribute('data-closes-at'), deadline);
  });

  it('loses none of the saves that were acknowledged until the moment of the kill', async () => {
    const last = new Map<number, { readonly response: Response; readonly revision: number }>();
    const saving = (async (): Promise<void> => {
      for (let count = 0; ; count += 1) {
        const { number, right, wrong } = at(10 + (count % 20));
        const basedOn = last.get(number)?.revision ?? 0;
        const response = count % 40 < 20 ? wrong : right;
        const answer = await page.request.put(`${service.url}/attempts/${attemptId}/responses`, {
          headers: { origin: service.url },
          data: { saves: [{ slot: number, response, basedOn, saveId: randomUUID() }] },
        });
        equal(answer.status(), 200);
        last.set(number, { response, revision: basedOn + 1 });
      }
    })().catch((error: unknown) => error);
    await until(() => last.get(29)?.revision === 3);
    await killBoth();
    match(String(await saving), /ECONNREFUSED|ECONNRESET|socket hang up/);
    const { responses } = await records().attempt(attemptId);
    for (const [slot, { response, revision }] of last) {
      const found = responses.get(slot);
      // The one save that was under way may have arrived, though nobody was told.
      ok(found && found.revision >= revision && found.revision <= revision + 1, `slot ${slot}`);
      if (found.revision === revision) deepEqual(found.response, response);
    }
    await service.restart();
  });

  describe('and goes on with on another device', () => {
    let second: Page;
    /** One click responds to it, and none of the tests before have. */
    let contested: number;

    before(() => {
      const found = slots.find(
        ({ number, item }) =>
          item.type === 'singleChoice' && number > SLOT + 1 && (number < 10 || number > 29),
      );
      ok(found);
      contested = found.number;
    });

    it('shows there what was said on the first', async () => {
      await toSlot(page, service, attemptId, contested);
      second = await newPhone();
      await signIn(second, service, jonas);
      match(await second.locator('main').innerText(), /Prøven pågår/);
      await leave(second, () => second.getByRole('link', { name: 'Fortsett på prøven' }).click());
      const shown = await second.locator('.navigator [data-state=answered]').allTextContents();
      deepEqual(
        shown.map(Number).slice(0, SLOT + 1),
        slots.slice(0, SLOT + 1).map(({ number }) => number + 1),
      );
      equal(await second.locator('[data-closes-at]').getAttribute('data-closes-at'), deadline);
    });

    it('does not let the first tab overwrite what the second has said since, and shows it', async () => {
      await toSlot(second, service, attemptId, contested);
      await fillResponse(second, contested, at(contested).right);
      await untilSaved(second);
      await fillResponse(page, contested, at(contested).wrong);
      await page.waitForURL(`**/pages/${contested + 1}?notice=conflict`);
      match(await page.locator('main').innerText(), /besvart fra en annen fane eller enhet/);
      deepEqual((await stored()).get(contested), at(contested).right);
    });

    it('lets the first tab change it knowingly', async () => {
      await fillResponse(page, contested, at(contested).wrong);
      await untilSaved(page);
      deepEqual((await stored()).get(contested), at(contested).wrong);
      await fillResponse(page, contested, at(contested).right);
      await goOn(page);
      deepEqual((await stored()).get(contested), at(contested).right);
    });

    it('is handed in and passed', async () => {
      const { responses } = await records().attempt(attemptId);
      const all = slots.map((one) => ({
        ...one,
        revision: responses.get(one.number)?.revision ?? 0,
      }));
      await saveAll(second, service, attemptId, all);
      await second.goto(`${service.url}/attempts/${attemptId}/review`);
      await handIn(second);
      match(await second.locator('h1').innerText(), /Bestått – 40 av 40 riktige/);
      await page.reload();
      await page.waitForURL('**/result');
    });
  });
}

/** An engine for this file alone, so that killing it disturbs nobody else's tests. */
function useOwnEngine(): () => EmbeddedEngine {
  let engine: EmbeddedEngine | undefined;
  before(async () => {
    engine = await startOwnEngine();
  });
  after(async () => {
    await engine?.stop();
  });
  return () => {
    if (!engine) throw new Error('The engine runs inside tests and hooks only');
    return engine;
  };
}
