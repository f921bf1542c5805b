import assert from 'node:assert/strict';
import { formOn, hasForm, readable } from '../../support/a-page.js';
import { useService } from '../../support/a-service.js';
import type { Visitor } from '../../support/visitor.js';
import { anItemCalled, aWrittenBank, type WrittenBank } from '../a-written-bank.js';

describe('sources of a bank in the browser', () => {
  const service = useService();
  let bank: WrittenBank;
  let author: Visitor;

  before(async () => {
    bank = await aWrittenBank(service, 1);
    for (const [id, source] of [
      ['old', 'no-old § 4'],
      ['other', 'Another handbook'],
      ['confirmed', 'The old circular, p. 2'],
    ] as const)
      await bank.bring(anItemCalled(id, { sources: [source], reviewBy: '2027-11-01' }), 'live');
  });
  beforeEach(async () => {
    author = await service.signedInAs(bank.author);
  });

  const page = () => `/item-banks/${bank.bankId}/sources`;
  const item = (id: string) => `/item-banks/${bank.bankId}/items/${id}`;
  const add = (fields: Record<string, string>) =>
    author.post(page(), new URLSearchParams({ replaces: '', from: '', to: '', ...fields }));
  const listed = async () => {
    const { text } = await author.get(`/item-banks/${bank.bankId}?alarm=source-superseded`);
    return [...text.matchAll(/\/items\/([a-z]+)">\1</g)].map(([, id]) => id);
  };

  it('refuse what is not filled in, and keep what was typed', async () => {
    const { status, text } = await add({ id: 'Wrong name', title: 'A “new” law' });
    assert.equal(status, 422);
    assert.match(readable(text), /Skriv en tittel/);
    assert.match(text, /value="Wrong name"/);
    assert.equal((await add({ id: 'no-x', title: 'Lov', from: 'in May' })).status, 422);
  });

  it('list every item that cites a source when another takes its place', async () => {
    await add({ id: 'no-old', title: 'The old circular' }).expect(303);
    assert.deepEqual(await listed(), []);
    const added = { id: 'no-new', title: 'The new circular', replaces: 'no-old' };
    await add({ ...added, from: '2026-12-01' }).expect(303);
    assert.deepEqual(await listed(), []);
    // The same id again corrects it.
    await add({ ...added, from: '2026-11-01' }).expect(303);
    assert.deepEqual(await listed(), ['confirmed', 'old']);
    assert.match(readable((await author.get(page())).text), /må ses på igjen .*confirmed .*old/);
    assert.match(readable((await author.get('/item-banks')).text), /Kilden er erstattet: 2/);
    assert.equal((await add({ id: 'no-new', title: 'Ring', replaces: 'no-new' })).status, 422);
  });

  it('are confirmed with a reason, which stays with the item and is in the trail', async () => {
    const { action, fields } = formOn((await author.get(item('confirmed'))).text, '/sources');
    fields.set('reason', 'Both say the same about this.');
    await author.post(action, fields).expect(303);
    assert.deepEqual(await listed(), ['old']);
    const { text } = await author.get(item('confirmed'));
    assert.equal(hasForm(text, '/sources'), false);
    assert.match(readable(text), /Bekreftet .*Both say the same about this\./);
    const action_ = 'item.source-confirmed';
    const found = await service.stores.audit.search(
      { municipalityId: bank.municipalityId, action: action_ },
      5,
    );
    assert.equal(found.length, 1);
  });

  it('call for an item until a version cites the new source', async () => {
    const content = anItemCalled('old', { sources: ['no-new § 1'], reviewBy: '2027-11-01' });
    await bank.bring(content, 'live');
    assert.deepEqual(await listed(), []);
  });

  it('are changed by its authors alone', async () => {
    const reviewer = await service.signedInAs(bank.reviewer);
    assert.equal(hasForm((await reviewer.get(page())).text, '/sources'), false);
    const body = new URLSearchParams({ id: 'no-y', title: 'Another' });
    await reviewer.post(page(), body).expect(403);
    const elsewhere = await service.person({ roles: [{ role: 'examAuthor' }] });
    await (await service.signedInAs(elsewhere)).post(page(), body).expect(404);
  });
});
