import assert from 'node:assert/strict';
import { readForeignFile } from '../../../server/item-banks/formats/readers.js';
import { formOn, hasForm, readable } from '../../support/a-page.js';
import { useService } from '../../support/a-service.js';
import { headerOf, type Visitor } from '../../support/visitor.js';
import { anItemCalled, aWrittenBank, type WrittenBank } from '../a-written-bank.js';

describe('items as a file for another system, in the browser', () => {
  const service = useService();
  let bank: WrittenBank;
  let reviewer: Visitor;

  before(async () => {
    bank = await aWrittenBank(service, 1);
    const { texts } = anItemCalled('both');
    const { nb } = texts;
    assert.ok(nb);
    await bank.bring(anItemCalled('both', { texts: { nb, sv: nb } }), 'live');
    await bank.bring(anItemCalled('norwegian', { texts: { nb } }), 'live');
    await bank.bring(anItemCalled('old', { texts: { nb } }), 'retired');
  });
  beforeEach(async () => {
    reviewer = await service.signedInAs(bank.reviewer);
  });

  const page = (query: string) => `/item-banks/${bank.bankId}/export?${query}`;
  const formFor = async (query: string) =>
    formOn((await reviewer.get(page(query))).text, '/export/file');
  const entries = () =>
    service.stores.audit.search(
      { municipalityId: bank.municipalityId, action: 'item.exported' },
      9,
    );

  it('name what the format cannot carry before anything is taken', async () => {
    const { text } = await reviewer.get(page('format=gift&language=sv'));
    assert.match(
      readable(text),
      /fasiten til 2 oppgaver .*1 oppgave blir med 1 oppgave blir ikke med .*norwegian har ingen tekst på svensk/,
    );
    assert.equal((await entries()).length, 0);
    const { text: nothing } = await reviewer.get(page('item=norwegian&format=csv&language=en'));
    assert.match(readable(nothing), /Formatet har ikke plass til noe av dette/);
    assert.equal(hasForm(nothing, '/export/file'), false);
  });

  it('are downloaded as a bank, read back whole, and the trail tells of it', async () => {
    const { action, fields } = await formFor('format=gift&language=sv');
    const answer = await reviewer.post(action, fields).expect(200).buffer(true).parse(asBytes);
    assert.match(headerOf(answer, 'content-disposition') ?? '', /=written-bank-\d+-gift\.gift$/);
    const { questions } = await readForeignFile({
      name: 'bank.txt',
      bytes: answer.body as Buffer,
    });
    assert.equal(questions.length, 1);
    const [entry] = await entries();
    assert.equal(entry?.actor, bank.reviewer.id);
    assert.deepEqual(entry.details, {
      format: 'gift',
      language: 'sv',
      items: 1,
      liveExamItems: 2,
    });
  });

  it('are one XML when it is one item in QTI, and a package when it is a bank', async () => {
    const one = await formFor('item=both&format=qti3');
    const file = await reviewer.post(one.action, one.fields).buffer(true).parse(asBytes);
    assert.match(headerOf(file, 'content-disposition') ?? '', /=both-qti3\.xml$/);
    assert.match((file.body as Buffer).toString(), /^<\?xml[^>]*>\s<qti-assessment-item /);
    const all = await formFor('format=qti3');
    const answer = await reviewer.post(all.action, all.fields).buffer(true).parse(asBytes);
    assert.match(headerOf(answer, 'content-disposition') ?? '', /-qti3\.zip$/);
  });

  it('are not sent when others are left out than was shown', async () => {
    const { action, fields } = await formFor('format=gift&language=sv');
    fields.set('leftOut', '');
    const before = (await entries()).length;
    const { status, text } = await reviewer.post(action, fields);
    assert.equal(status, 409);
    assert.match(readable(text), /endret siden du så på siden/);
    assert.equal((await entries()).length, before);
  });

  it('of another municipality are not there', async () => {
    const stranger = await service.person({ roles: [{ role: 'examAuthor' }] });
    await (await service.signedInAs(stranger)).get(page('format=csv')).expect(404);
    await reviewer.get(page('item=nowhere')).expect(404);
  });
});

type Parser = Parameters<ReturnType<Visitor['get']>['parse']>[0];
const asBytes: Parser = (answer, done) => {
  const chunks: Buffer[] = [];
  answer.on('data', (chunk: Buffer) => chunks.push(chunk));
  answer.on('end', () => {
    done(null, Buffer.concat(chunks));
  });
};
