import assert from 'node:assert/strict';
import type { Response as Answer } from 'supertest';
import type { Attempt } from '../../server/attempts/attempt.js';
import type { Response } from '../../server/item-banks/item.js';
import type { Person } from '../../server/organisation/person.js';
import { fillIn, formOn, hasForm, headingOf, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';
import { give, responsesFor, slotsWhere } from '../support/sitting.js';
import { headerOf, locationOf, type Visitor } from '../support/visitor.js';

describe('an exam in a browser without scripts', () => {
  const service = useService();

  /** Somebody who has just started, with the browser that holds the pass. */
  async function begun(person?: Person): Promise<{ attempt: Attempt; visitor: Visitor }> {
    const candidate = person ?? (await service.candidate());
    const visitor = await service.signedInAs(candidate);
    const started = await visitor.post(`/programmes/${PROGRAMME}/exam`);
    const id = /^\/attempts\/(\w+)\/pages\/1$/.exec(locationOf(started))?.[1] ?? '';
    return { attempt: await service.attempt(id), visitor };
  }
  const pageOf = ({ id }: Attempt, page: number): string => `/attempts/${id}/pages/${page}`;

  /** Fills in the form of the page that is shown, and presses a button. */
  async function respond(
    visitor: Visitor,
    page: Answer,
    slot: number,
    response: Response,
    go = 'next',
  ): Promise<Answer> {
    const { action, fields } = formOn(page.text, `/pages/${slot + 1}`);
    fillIn(fields, `r${slot}`, response);
    fields.set('go', go);
    return visitor.post(action, fields);
  }

  it('is taken from the start page to the certificate by forms and links', async () => {
    const visitor = await service.signedInAs(await service.candidate());
    const startPage = await visitor.get(`/programmes/${PROGRAMME}/exam`);
    assert.equal(headingOf(startPage.text), 'Prøve: Legemiddelhåndtering');
    const { action } = formOn(startPage.text, '/exam');
    let answer = await visitor.post(action);
    assert.equal(answer.status, 303);
    const id = locationOf(answer).split('/')[2] ?? '';
    const responses = await responsesFor(service, await service.attempt(id), 'right');

    for (const [slot, response] of responses) {
      let page = await visitor.follow(answer);
      assert.equal(headingOf(page.text), `Oppgave ${slot + 1} av 6`);
      answer = await respond(visitor, page, slot, response);
      if (locationOf(answer).endsWith('notice=ambiguous')) {
        page = await visitor.follow(answer);
        answer = await respond(visitor, page, slot, response);
      }
    }
    assert.equal(locationOf(answer), `/attempts/${id}/review`);
    const review = await visitor.follow(answer);
    assert.match(readable(review.text), /Alle oppgavene er besvart\./);
    answer = await visitor.post(formOn(review.text, '/submit').action);
    assert.equal(locationOf(answer), `/attempts/${id}/result`);
    const result = await visitor.follow(answer);
    assert.equal(headingOf(result.text), 'Bestått – 6 av 6 riktige');
    // In the colours of the municipality, though its pass alone opens the exam.
    for (const { text } of [review, result])
      assert.match(text, /<link rel="stylesheet" href="\/theme\/[0-9a-f]{6}">/);
    const pdf = /href="(\/certificates\/\w+\/pdf)"/.exec(result.text)?.[1] ?? '';
    const file = await visitor.get(pdf);
    assert.equal(file.status, 200);
    assert.match(file.type, /pdf/);
  });

  it('shows a saved response, with its time, when one comes back to the page', async () => {
    const { attempt, visitor } = await begun();
    const [response] = [...(await responsesFor(service, attempt, 'wrong')).values()];
    assert.ok(response);
    const before = await visitor.get(pageOf(attempt, 1));
    assert.equal(formOn(before.text, '/pages/1').fields.get('r0.revision'), '0');
    assert.doesNotMatch(readable(before.text), /Lagret kl/);
    service.pass(5);
    const answer = await respond(visitor, before, 0, response, 'stay');
    const after = await visitor.follow(answer);
    const shown = formOn(after.text, '/pages/1').fields;
    assert.equal(shown.get('r0.revision'), '1');
    const expected = new URLSearchParams(shown.toString());
    fillIn(expected, 'r0', response);
    assert.equal(shown.toString(), expected.toString());
    assert.match(readable(after.text), /Lagret kl\. 09\.05/);
  });

  for (const [go, from, leadsTo] of [
    ['next', 2, 'pages/3'],
    ['next', 6, 'review'],
    ['previous', 2, 'pages/1'],
    ['previous', 1, 'pages/1'],
    ['review', 3, 'review'],
    ['stay', 3, 'pages/3'],
  ] as const)
    it(`goes from page ${from} to ${leadsTo} by the button ${go}`, async () => {
      const { attempt, visitor } = await begun();
      const { action, fields } = formOn(
        (await visitor.get(pageOf(attempt, from))).text,
        `/pages/${from}`,
      );
      fields.set('go', go);
      const answer = await visitor.post(action, fields);
      assert.equal(locationOf(answer), `/attempts/${attempt.id}/${leadsTo}`);
      assert.equal((await service.attempt(attempt.id)).responses.size, 0, 'nothing was responded');
    });

  it('lists at the review what is not answered, what is flagged and what is unclear', async () => {
    const { attempt, visitor } = await begun();
    const [numeric = -1] = slotsWhere(attempt, ({ type }) => type === 'numeric');
    await give(service, attempt, new Map([[numeric, { typed: 'to og en halv' }]]));
    const page = formOn((await visitor.get(pageOf(attempt, 1))).text, '/pages/1');
    page.fields.set('r0.flag', 'on');
    const review = await visitor.follow(
      await visitor.post(page.action, new URLSearchParams([...page.fields, ['go', 'review']])),
    );
    const text = readable(review.text);
    assert.match(text, /5 oppgaver er ikke besvart/);
    assert.match(text, /1 oppgave er markert Oppgave 1 /);
    assert.match(text, new RegExp(`1 svar er uklart .*? Oppgave ${numeric + 1} `));
    assert.match(text, /1 av 6 besvart, 1 markert/);
  });

  describe('when a number can mean two things', () => {
    async function typed(go = 'next') {
      const { attempt, visitor } = await begun();
      const [slot = -1] = slotsWhere(attempt, ({ type }) => type === 'numeric');
      const page = await visitor.get(pageOf(attempt, slot + 1));
      const answer = await respond(visitor, page, slot, { typed: '1.000' }, go);
      return { attempt, visitor, slot, answer };
    }

    it('asks which before going on, and stores what was said', async () => {
      const { attempt, visitor, slot, answer } = await typed();
      assert.equal(locationOf(answer), `${pageOf(attempt, slot + 1)}?notice=ambiguous`);
      const page = await visitor.follow(answer);
      assert.match(readable(page.text), /Du skrev 1\.000\. Hva mener du\?/);
      const response = { typed: '1.000', meaning: 'thousands' } as const;
      const next = await respond(visitor, page, slot, response);
      assert.doesNotMatch(locationOf(next), /notice/);
      const stored = (await service.attempt(attempt.id)).responses.get(slot)?.response;
      assert.ok(stored && 'typed' in stored);
      assert.deepEqual([stored.typed, stored.meaning], ['1.000', 'thousands']);
    });

    it('lets one go on without saying, and puts it again at the review', async () => {
      const { visitor, slot, answer } = await typed();
      const page = await visitor.follow(answer);
      const next = await respond(visitor, page, slot, { typed: '1.000' }, 'next');
      assert.doesNotMatch(locationOf(next), /notice/);
      const review = await visitor.get(locationOf(next).replace(/pages\/\d+$/, 'review'));
      assert.match(readable(review.text), /1 svar er uklart/);
    });

    it('asks anew when another number is typed beside a meaning chosen before', async () => {
      const { attempt, visitor, slot, answer } = await typed();
      const page = await visitor.follow(answer);
      const { action, fields } = formOn(page.text, `/pages/${slot + 1}`);
      fields.set(`r${slot}.meaning`, 'decimal');
      fields.set(`r${slot}.typed`, '2.000');
      fields.set('go', 'stay');
      await visitor.post(action, fields);
      const stored = (await service.attempt(attempt.id)).responses.get(slot)?.response;
      assert.ok(stored && 'typed' in stored);
      assert.deepEqual([stored.typed, stored.meaning], ['2.000', undefined]);
    });
  });

  describe('in a stale tab', () => {
    const elsewhere = /besvart fra en annen fane eller enhet/;

    async function withNewerWork() {
      const { attempt, visitor } = await begun();
      const stale = await visitor.get(pageOf(attempt, 1));
      const newer = (await responsesFor(service, attempt, 'right')).get(0);
      assert.ok(newer);
      await respond(visitor, await visitor.get(pageOf(attempt, 1)), 0, newer);
      const standing = async () => (await service.attempt(attempt.id)).responses.get(0)?.response;
      return { attempt, visitor, stale, newer, standing };
    }

    it('tells of newer work, and shows it', async () => {
      const { attempt, visitor, stale, newer, standing } = await withNewerWork();
      assert.doesNotMatch(readable(stale.text), elsewhere);
      const other = (await responsesFor(service, attempt, 'wrong')).get(0);
      assert.ok(other);
      const answer = await respond(visitor, stale, 0, other);
      assert.equal(locationOf(answer), `${pageOf(attempt, 1)}?notice=conflict`);
      const page = await visitor.follow(answer);
      assert.match(readable(page.text), elsewhere);
      assert.equal(formOn(page.text, '/pages/1').fields.get('r0.revision'), '1');
      assert.deepEqual(await standing(), newer);
    });

    it('blanks nothing that was responded elsewhere', async () => {
      const { visitor, stale, newer, standing } = await withNewerWork();
      const { action, fields } = formOn(stale.text, '/pages/1');
      await visitor.post(action, fields);
      assert.deepEqual(await standing(), newer);
    });
  });

  describe('when the time is out', () => {
    it('leads from every page to the result, with what was saved', async () => {
      const { attempt, visitor } = await begun();
      await give(service, attempt, await responsesFor(service, attempt, 'right'));
      service.pass(61);
      assert.equal((await visitor.get(`/attempts/${attempt.id}/clock`)).status, 200);
      for (const place of ['pages/1', 'review']) {
        const answer = await visitor.get(`/attempts/${attempt.id}/${place}`);
        assert.equal(locationOf(answer), `/attempts/${attempt.id}/result`);
      }
      const result = await visitor.get(`/attempts/${attempt.id}/result`);
      assert.equal(headingOf(result.text), 'Bestått – 6 av 6 riktige');
      assert.match(readable(result.text), /Tiden gikk ut\. Prøven ble levert automatisk/);
      assert.match(readable(result.text), /Tiden gikk ut 2\. november 2026 10\.00\./);
    });

    it('waits in the grace for what another tab may bring, and then shows the result', async () => {
      const { attempt, visitor } = await begun();
      service.at(new Date(attempt.closesAt.getTime() + 10_000));
      const wait = await visitor.get(`/attempts/${attempt.id}/result`);
      assert.equal(headingOf(wait.text), 'Tiden er ute');
      assert.match(
        readable(wait.text),
        /stengte kl\. 10\.00\.00\. Til kl\. 10\.00\.30 tar vi imot/,
      );
      assert.equal(headerOf(wait, 'refresh'), '21');
      assert.equal((await service.attempt(attempt.id)).state, 'inProgress');
      service.pass(21 / 60);
      const result = await visitor.get(`/attempts/${attempt.id}/result`);
      assert.equal(headingOf(result.text), 'Ikke bestått – 0 av 6 riktige');
      assert.equal((await service.attempt(attempt.id)).state, 'expired');
    });

    it('takes no form after it, because a form can’t tell when it was filled in, and says so', async () => {
      const { attempt, visitor } = await begun();
      const [first, second] = [...(await responsesFor(service, attempt, 'wrong')).values()];
      assert.ok(first && second);
      const pages = [
        await visitor.get(pageOf(attempt, 1)),
        await visitor.get(pageOf(attempt, 2)),
      ] as const;
      service.at(attempt.closesAt);
      await respond(visitor, pages[0], 0, first);
      service.at(new Date(attempt.closesAt.getTime() + 1));
      const late = await respond(visitor, pages[1], 1, second);
      assert.equal(locationOf(late), `/attempts/${attempt.id}/result?notice=unsaved`);
      service.pass(1);
      const result = await visitor.follow(late);
      assert.match(readable(result.text), /kom fram etter at prøven var slutt, og ble ikke lagret/);
      assert.deepEqual([...(await service.attempt(attempt.id)).responses.keys()], [0]);
    });
  });

  it('does not show a result before the attempt is over', async () => {
    const { attempt, visitor } = await begun();
    const answer = await visitor.get(`/attempts/${attempt.id}/result`);
    assert.equal(locationOf(answer), pageOf(attempt, 1));
    assert.equal((await service.attempt(attempt.id)).state, 'inProgress');
  });

  it('says that it was annulled, and shows no result', async () => {
    const { attempt, visitor } = await begun();
    const attempts = service.services.database.connection.collection('attempts');
    await attempts.updateOne({ _id: attempt.id as never }, { $set: { state: 'annulled' } });
    for (const place of ['pages/1', 'review'])
      assert.equal(
        locationOf(await visitor.get(`/attempts/${attempt.id}/${place}`)),
        `/attempts/${attempt.id}/result`,
      );
    const result = await visitor.get(`/attempts/${attempt.id}/result`);
    assert.match(result.text, /Prøven er annullert/);
    assert.doesNotMatch(result.text, /riktige/);
    assert.equal((await service.attempt(attempt.id)).settledAt, undefined);
  });

  it('has no way back in after handing in', async () => {
    const { attempt, visitor } = await begun();
    const page = await visitor.get(pageOf(attempt, 1));
    await visitor.post(`/attempts/${attempt.id}/submit`);
    const answer = await respond(visitor, page, 0, { chosen: [1] });
    assert.equal(locationOf(answer), `/attempts/${attempt.id}/result`);
    assert.equal((await service.attempt(attempt.id)).responses.size, 0);
    const result = await visitor.follow(answer);
    assert.equal(headingOf(result.text), 'Ikke bestått – 0 av 6 riktige');
    assert.match(readable(result.text), /Du kan prøve igjen 3\. november 2026 09\.00/);
  });

  it('locks the start page with the reasons, and a post to it leads there', async () => {
    const visitor = await service.signedInAs(await service.person());
    const answer = await visitor.post(`/programmes/${PROGRAMME}/exam`);
    assert.equal(locationOf(answer), `/programmes/${PROGRAMME}/exam`);
    const page = await visitor.follow(answer);
    assert.match(readable(page.text), /Kurset må være fullført først\. 11 leksjoner er igjen\./);
    assert.equal(hasForm(page.text, '/exam'), false);
  });
});
