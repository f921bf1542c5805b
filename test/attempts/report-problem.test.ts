import assert from 'node:assert/strict';
import { anItemCalled, aWrittenBank, type WrittenBank } from '../item-banks/a-written-bank.js';
import { fillIn, formOn, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';
import type { Visitor } from '../support/visitor.js';

describe('a problem that a candidate reports', () => {
  const service = useService();
  let bank: WrittenBank;
  let candidate: Visitor;
  let page: string;

  beforeEach(async () => {
    bank = await aWrittenBank(service, 1);
    await bank.bring(anItemCalled('one'), 'live');
    const { municipalityId } = bank;
    candidate = await service.signedInAs(await service.candidate({ municipalityId }));
    const started = await candidate.post(`/programmes/${PROGRAMME}/exam`);
    page = started.headers['location'] ?? '';
  });

  const attemptNow = () => service.attempt(page.split('/')[2] ?? '');
  const reports = () => service.stores.itemReports.of({ bankId: bank.bankId });
  async function say(text: string, go: string) {
    const { action, fields } = formOn((await candidate.get(page)).text, page);
    fillIn(fields, 'r0', { chosen: [1] });
    fields.set('problem.0', text);
    fields.set('go', go);
    return candidate.post(action, fields);
  }

  it('is kept with the item version, without who said it, and the response is saved with it', async () => {
    const answer = await say('Two options are right', 'report');
    assert.equal(answer.headers['location'], `${page}?notice=reported`);
    assert.match(readable((await candidate.follow(answer)).text), /Takk\. Meldingen er sendt/);
    const attempt = await attemptNow();
    assert.deepEqual(attempt.responses.get(0)?.response, { chosen: [1] });
    assert.deepEqual(await reports(), [
      {
        id: `${attempt.id}/0`,
        municipalityId: bank.municipalityId,
        bankId: bank.bankId,
        itemId: 'one',
        version: 1,
        text: 'Two options are right',
        at: service.now(),
      },
    ]);
  });

  it('is not lost when another button is pressed, and nothing is kept of an empty field', async () => {
    await say('  ', 'next');
    assert.deepEqual(await reports(), []);
    await say('The unit is missing', 'next');
    await say('The unit and the dose are missing', 'review');
    assert.deepEqual(
      (await reports()).map(({ text }) => text),
      ['The unit and the dose are missing'],
    );
  });

  it('can be told after the exam, by the number of the item', async () => {
    const { id } = await attemptNow();
    await candidate.post(`/attempts/${id}/submit`);
    const { action, fields } = formOn(
      (await candidate.get(`/attempts/${id}/result`)).text,
      '/report',
    );
    fields.set('text', 'I was not asked this in the course');
    const answer = await candidate.post(action, fields);
    assert.match(readable((await candidate.follow(answer)).text), /Takk\. Meldingen er sendt/);
    assert.equal((await reports())[0]?.itemId, 'one');
    fields.set('slot', '7');
    assert.equal((await candidate.post(action, fields)).status, 404);
  });

  it('reaches the owner by mail, once, and on the page, where it is answered', async () => {
    await service.stores.people.put({ ...bank.author, email: 'owner@fjordby.invalid' });
    await say('Two options are right', 'report');
    await service.services.tellItemOwners();
    await service.services.tellItemOwners();
    const mails = (await service.services.outbox?.outbox.list(bank.municipalityId)) ?? [];
    assert.deepEqual(
      mails.map(({ subject }) => subject),
      ['Melding om oppgave one'],
    );

    const author = await service.signedInAs(bank.author);
    assert.match(readable((await author.get('/item-banks')).text), /one: 1 ubesvart melding/);
    const { action, fields } = formOn(
      (await author.get(`/item-banks/${bank.bankId}/items/one`)).text,
      '/reports',
    );
    fields.set('text', 'Mended in version 2');
    const told = readable((await author.follow(await author.post(action, fields))).text);
    assert.match(told, /Two options are right Mended in version 2/);
    assert.doesNotMatch(readable((await author.get('/item-banks')).text), /ubesvart/);
    await say('Still wrong', 'report');
    assert.equal((await reports())[0]?.text, 'Two options are right');
  });
});
