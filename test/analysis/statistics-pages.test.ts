import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Person } from '../../server/organisation/person.js';
import { headingOf, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { locationOf, type Visitor } from '../support/visitor.js';
import { useExamRoom } from './an-exam-room.js';

describe('Pages of statistics', () => {
  const service = useService();
  const room = useExamRoom(service);
  let author: Person;
  let items: readonly string[];
  const bank = (): string => `/item-banks/${room.bankId()}/statistics`;
  const ofItem = (id = items[0] ?? ''): string =>
    `/item-banks/${room.bankId()}/items/${id}/statistics`;
  const asAuthor = (): Promise<Visitor> => service.signedInAs(author);
  const page = async (path: string): Promise<string> => (await (await asAuthor()).get(path)).text;

  before(async () => {
    author = await service.person({ jobRole: 'office', roles: [{ role: 'examAuthor' }] });
    ({ items } = room.onlyTwoItems());
  });

  it('say what is missing before anybody has sat', async () => {
    match(readable(await page(bank())), /Ingen prøver er ferdige ennå/);
    match(readable(await page(ofItem())), /Ingen har møtt denne versjonen/);
  });

  it('say how many more it takes below thirty, and show no number', async () => {
    await room.sit(29, { seed: 'few' });
    service.pass(60);
    const visitor = await asAuthor();
    equal(locationOf(await visitor.post(bank())), bank());
    const text = readable((await visitor.get(ofItem())).text);
    match(text, /29 har møtt denne versjonen\. Tallene vises når 1 til har møtt den/);
    ok(!text.includes('Andel riktig'));
  });

  describe('after sixty attempts', () => {
    before(async () => {
      service.at('2026-11-03T08:00:00Z');
      const [first] = items;
      await room.sit(
        60,
        {
          seed: 'sixty',
          // The first item is keyed wrong: who knows the subject has it wrong.
          isRight: ({ ability, index }, { itemId }) =>
            itemId === first ? ability < 0.4 : ability > 0.2 && index % 7 !== 0,
        },
        service.now(),
      );
      service.pass(70);
      await service.services.analysis.refresh('fjordby');
    });

    it('show an item with its flags, numbers, options and a plot that says what it is', async () => {
      const html = await page(ofItem());
      const text = readable(html);
      equal(headingOf(html), `Statistikk for ${items[0] ?? ''}`);
      match(text, /Nøkkelen er tvilsom/);
      match(text, /av 89 riktige\. Med 95 % sikkerhet/);
      match(text, /Svakt bevis: målt mellom lagringer/);
      match(html, /<svg[^>]* role="img" aria-label="Linjediagram/);
      ok(!html.includes(' style='));
    });

    it('show a bank: what to look at first, and sorted and filtered as the address says', async () => {
      const rows = (html: string): string[] =>
        [...html.matchAll(/<th scope="row"[^>]*><a[^>]*>([^<]*)</g)].map(([, id]) => id ?? '');
      equal(rows(await page(bank()))[0], items[0]);
      deepEqual(rows(await page(`${bank()}?sort=facility&order=desc`)).at(-1), items[0]);
      // With two items each is the rest of the other.
      deepEqual(rows(await page(`${bank()}?flag=key-in-doubt&sort=item`)), items);
      deepEqual(rows(await page(`${bank()}?flag=too-hard`)), []);
      deepEqual(rows(await page(`${bank()}?topic=calculation`)), []);
      deepEqual(rows(await page(`${bank()}?flag=nonsense&sort=&page=zero`)).length, 2);
    });

    it('can be read in every language', async () => {
      const visitor = await asAuthor();
      for (const [locale, words] of Object.entries({
        nn: 'Del rette',
        sv: 'Andel rätt',
        en: 'Share right',
      })) {
        await visitor.get(`/statistics?lng=${locale}`);
        for (const path of [bank(), ofItem()])
          match(readable((await visitor.get(path)).text), new RegExp(words));
      }
    });

    it('tell another municipality nothing of it', async () => {
      const { municipality } = await service.place({});
      const stranger = await service.person({
        municipalityId: municipality.id,
        roles: [{ role: 'examAuthor' }],
      });
      const visitor = await service.signedInAs(stranger);
      match(readable((await visitor.get(ofItem())).text), /Ingen har møtt denne versjonen/);
    });

    it('do not know what is not there', async () => {
      const visitor = await asAuthor();
      for (const path of [
        '/item-banks/no-such-bank/statistics',
        ofItem('no-such-item'),
        `${ofItem()}?version=9`,
        '/item-banks/NO!/statistics',
      ])
        equal((await visitor.get(path)).status, 404, path);
    });
  });
});
