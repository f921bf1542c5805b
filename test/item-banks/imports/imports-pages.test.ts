import assert from 'node:assert/strict';
import type { Person } from '../../../server/organisation/person.js';
import { stateOf } from '../../../server/item-banks/life-cycle.rules.js';
import { formOn, hasForm, readable } from '../../support/a-page.js';
import { useService } from '../../support/a-service.js';
import { locationOf } from '../../support/visitor.js';
import { anItemCalled, aWrittenBank, type WrittenBank } from '../a-written-bank.js';

const GIFT = `::safe-1::Hva sjekker du først? {=Navn og fødselsdato ~Romnummer ~Klokken}

::taken::Hva sjekker du så? {=Legemiddellisten ~Været ~Avisen}

::essay::Skriv om avvik. {}
`;

describe('items from a file in the browser', () => {
  const service = useService();
  let bank: WrittenBank;

  before(async () => {
    bank = await aWrittenBank(service, 1);
    await bank.write(anItemCalled('taken'));
  });

  const page = (query = '') => `/item-banks/${bank.bankId}/import${query}`;

  async function upload(person: Person, text: string, name = 'bank.txt') {
    const visitor = await service.signedInAs(person);
    return { visitor, answer: await visitor.upload(page('?topic=law'), name, Buffer.from(text)) };
  }
  const stored = async (id: string) => service.stores.items.find(bank.bankId, id);

  it('shows what each question becomes, with its key, or why it is refused, and keeps nothing', async () => {
    const { visitor, answer } = await upload(bank.author, GIFT);
    assert.equal(answer.status, 303);
    const { text } = await visitor.follow(answer);
    const said = readable(text);
    assert.match(said, /Kan hentes inn: 1 .*Navnet er i bruk: 1 .*Avvist: 1/);
    assert.match(
      said,
      /oppgave 1, linje 1 .*Hva sjekker du først\? .*Ett riktig svar safe-1 Fasit Navn og fødselsdato/,
    );
    assert.match(said, /Banken har en annen oppgave med id taken/);
    assert.equal(await stored('safe-1'), undefined);
  });

  it('keeps exactly what was reported as drafts once it is confirmed, and only once', async () => {
    const { visitor, answer } = await upload(bank.author, GIFT);
    const report = await visitor.follow(answer);
    const { action, fields } = formOn(report.text, locationOf(answer));
    await visitor.post(action, fields).expect(303);
    const { versions } = await bank.recordOf('safe-1');
    assert.deepEqual(versions.map(stateOf), ['draft']);
    const [first] = versions;
    assert.deepEqual(first?.authors, [bank.author.id]);
    assert.equal(first.content.provenance?.file, 'bank.txt');
    assert.equal((await stored('taken'))?.versions.length, 1);
    await visitor.post(action, fields).expect(404);
  });

  it('leaves alone what got the same name meanwhile, and says so', async () => {
    const { visitor, answer } = await upload(bank.author, GIFT.replace('safe-1', 'late'));
    await bank.write(anItemCalled('late'));
    const refused = await visitor.post(locationOf(answer)).expect(409);
    assert.match(readable(refused.text), /late: En annen oppgave har fått dette navnet/);
    assert.equal((await stored('late'))?.versions.length, 1);
  });

  it('shows a report to nobody else, and not when its day is over', async () => {
    const { visitor, answer } = await upload(bank.author, GIFT);
    const { municipalityId } = bank;
    const other = await service.person({ municipalityId, roles: [{ role: 'examAuthor' }] });
    await (await service.signedInAs(other)).get(locationOf(answer)).expect(404);
    await visitor.get(locationOf(answer)).expect(200);
    service.pass(24 * 60);
    await (await service.signedInAs(bank.author)).get(locationOf(answer)).expect(404);
  });

  it('refuses a file that cannot be read with its reason, and an empty one', async () => {
    const { visitor, answer } = await upload(bank.author, '<quiz><question>', 'bank.xml');
    const { text } = await visitor.follow(answer);
    assert.match(readable(text), /Avvist: 1/);
    assert.match(readable(text), /Er ikke velformet XML/);
    assert.equal(hasForm(text, locationOf(answer)), false);
    const empty = await upload(bank.author, '');
    assert.equal(empty.answer.status, 422);
    assert.match(readable(empty.answer.text), /Velg en fil/);
  });

  it('is for those who write the bank', async () => {
    assert.equal((await upload(bank.reviewer, GIFT)).answer.status, 403);
    const elsewhere = await service.person({ roles: [{ role: 'examAuthor' }] });
    assert.equal((await upload(elsewhere, GIFT)).answer.status, 404);
  });
});
