import assert from 'node:assert/strict';
import type { ItemState } from '../../server/item-banks/life-cycle.js';
import { formOn, hasForm, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import type { Visitor } from '../support/visitor.js';
import { anItemCalled, aWrittenBank, type WrittenBank } from './a-written-bank.js';

describe('the pages of an item bank', () => {
  const service = useService();
  let bank: WrittenBank;
  let author: Visitor;
  let reviewer: Visitor;

  before(async () => {
    bank = await aWrittenBank(service, 1);
    for (const state of ['draft', 'inReview', 'live', 'burned'] as const)
      await bank.bring(anItemCalled(`an-${state.toLowerCase()}`), state);
    await bank.bring(anItemCalled('due', { reviewBy: '2026-11-02', critical: true }), 'live');
  });
  beforeEach(async () => {
    author = await service.signedInAs(bank.author);
    reviewer = await service.signedInAs(bank.reviewer);
  });

  const item = (id: string): string => `/item-banks/${bank.bankId}/items/${id}`;
  const idsOn = (html: string): string[] =>
    [...html.matchAll(/tabular" href="[^"]*\/items\/([a-z-]+)">/g)].map(([, id]) => id ?? '');
  const listed = async (query: string): Promise<string[]> =>
    idsOn((await author.get(`/item-banks/${bank.bankId}${query}`)).text);
  /** Presses one of the page's buttons. */
  async function press(visitor: Visitor, id: string, transition: string, comment = '') {
    const { action, fields } = formOn((await visitor.get(item(id))).text, '/state');
    fields.set('transition', transition);
    fields.set('comment', comment);
    return visitor.post(action, fields);
  }
  const stateOfItem = async (id: string): Promise<ItemState | undefined> =>
    (await bank.recordOf(id)).versions.at(-1)?.events.at(-1)?.to;

  it('list the banks that the municipality may read, with what is in them', async () => {
    const { text } = await author.get('/item-banks').expect(200);
    assert.match(readable(text), /Egen 5 oppgaver .*I bruk: 2/);
    assert.match(readable(text), /Legemiddelhåndtering 224 oppgaver/);
    const elsewhere = await service.person({ roles: [{ role: 'examAuthor' }] });
    const other = await service.signedInAs(elsewhere);
    assert.doesNotMatch((await other.get('/item-banks')).text, /Egen/);
    await other.get(`/item-banks/${bank.bankId}`).expect(404);
    await other.get(item('due')).expect(404);
  });

  it('find items by what stands in the address', async () => {
    assert.deepEqual(await listed('?state=live'), ['an-live', 'due']);
    assert.deepEqual(await listed('?pool=practice'), ['an-burned']);
    assert.deepEqual(await listed('?q=DUE'), ['due']);
    assert.deepEqual(await listed('?alarm=review-overdue'), ['due']);
    assert.deepEqual(await listed('?state=nonsense&type=ordering'), []);
    assert.equal((await listed('')).length, 5);
  });

  it('show 224 items fifty at a time', async () => {
    const { text } = await author.get('/item-banks/legemiddelhandtering?page=5').expect(200);
    assert.match(readable(text), /Side 5 av 5/);
    assert.equal((text.match(/scope="row"/g) ?? []).length, 24);
  });

  it('show an item as the candidate meets it, with its key, in each of its languages', async () => {
    const page = '/item-banks/legemiddelhandtering/items/calculation-002';
    const nb = readable((await author.get(page).expect(200)).text);
    assert.match(nb, /Hvor mange tabletter legger du i for morgenen\?.*Fasit/);
    assert.match(nb, /følger med tjenesten/);
    assert.match(nb, /Ingen av kommunens prøver kan trekke den/);
    const own = readable((await author.get(item('an-live'))).text);
    assert.match(own, /Legemiddelhåndtering › Lovverk og ansvar/);
    const sv = readable((await author.get(`${page}?lang=sv`)).text);
    assert.match(sv, /Hur många tabletter lägger du i för morgonen\?/);
  });

  it('offer what the reader may do, and say why the rest is closed', async () => {
    const asAuthor = (await author.get(item('an-inreview'))).text;
    assert.match(asAuthor, /value="withdraw"/);
    assert.doesNotMatch(asAuthor, /value="approve"/);
    assert.match(readable(asAuthor), /Godkjenn Du har ikke rollen som trengs\. Du har skrevet på/);
    const asReviewer = (await reviewer.get(item('an-inreview'))).text;
    assert.match(asReviewer, /value="approve"/);
    assert.equal(hasForm(asReviewer, '/owner'), false);
  });

  it('carry an item from draft to exams by buttons, and tell its story', async () => {
    await bank.write(anItemCalled('story'));
    await press(author, 'story', 'send').then((answer) => {
      assert.equal(answer.status, 303);
    });
    await press(reviewer, 'story', 'approve', 'Well said');
    const answer = await press(author, 'story', 'publish');
    assert.equal(await stateOfItem('story'), 'live');
    const story = readable((await author.follow(answer)).text);
    assert.match(
      story,
      /Utkast · .* Sendt til gjennomgang · .* Godkjent · .*Well said.* Tatt i bruk/,
    );
  });

  it('refuse with the reason, and keep what was written', async () => {
    const answer = await press(author, 'an-live', 'retire', ' ');
    assert.equal(answer.status, 409);
    assert.match(readable(answer.text), /Det ble ikke gjort Skriv hvorfor i kommentaren/);
    const stale = formOn((await author.get(item('due'))).text, '/state');
    stale.fields.set('transition', 'burn');
    stale.fields.set('comment', 'Seen on a forum');
    await press(author, 'due', 'retire', 'Outdated');
    const late = await author.post(stale.action, stale.fields);
    assert.equal(late.status, 409);
    assert.match(readable(late.text), /Noen andre endret oppgaven .*Seen on a forum/);
    assert.equal(await stateOfItem('due'), 'retired');
  });

  it('show what a version changes', async () => {
    await bank.bring(anItemCalled('changed', { key: 'a' }), 'live');
    await bank.write(anItemCalled('changed', { key: 'c' }));
    const { text } = await author.get(item('changed'));
    assert.match(text, /<h3[^>]*>key<\/h3>\s*<p[^>]*><del>a<\/del><\/p>\s*<p[^>]*><ins>c<\/ins>/);
  });

  it('let an author hand an item over to another, and raise the alarm when the owner leaves', async () => {
    const gone = await service.person({
      municipalityId: bank.municipalityId,
      roles: [{ role: 'examAuthor' }],
      changes: { employments: [] },
    });
    const { action, fields } = formOn((await author.get(item('an-draft'))).text, '/owner');
    fields.set('ownerId', gone.id);
    assert.equal((await author.post(action, fields)).status, 303);
    assert.deepEqual(await listed('?alarm=owner-left'), ['an-draft']);
    await reviewer.post(action, fields).expect(403);
  });
});
