import assert from 'node:assert/strict';
import { regionAddMunicipalityCommand, regionCreateCommand } from '../../../server/cli/region.js';
import { followingBankId } from '../../../server/item-banks/sharing/adopt-release.js';
import type { Person } from '../../../server/organisation/person.js';
import { runCommand } from '../../cli/a-print.js';
import { formOn, hasForm, readable } from '../../support/a-page.js';
import { useService } from '../../support/a-service.js';
import type { Visitor } from '../../support/visitor.js';
import { anItemCalled, aWrittenBank, type WrittenBank } from '../a-written-bank.js';

describe('a region that shares banks', () => {
  const service = useService();
  let bank: WrittenBank;
  let host: Visitor;
  let guest: Visitor;
  let guestAdministrator: Person;
  let guestAuthor: Person;

  const roleIn = (municipalityId: string, role: 'administrator' | 'examAuthor') =>
    service.person({ municipalityId, jobRole: 'office', roles: [{ role }] });
  const trailOf = async (municipalityId: string): Promise<string[]> => {
    const entries = [];
    for await (const { action } of service.stores.audit.streamOf(municipalityId))
      entries.push(action);
    return entries;
  };
  const region = '/regions/fjords';
  const WORDS = { licence: 'CC-BY-4.0', rightsHolder: 'Vertsby', notes: 'First' };
  async function adopt(visitor: Visitor, bankId: string) {
    const { text } = await visitor.get(`/sharing/banks/${bankId}/changes`);
    const { action, fields } = formOn(text, '/adopt');
    return visitor.post(action, fields);
  }

  before(async () => {
    bank = await aWrittenBank(service, 1);
    const { municipality } = await service.place({ changes: { name: 'Gjesteby' } });
    guestAdministrator = await roleIn(municipality.id, 'administrator');
    guestAuthor = await roleIn(municipality.id, 'examAuthor');
    const hostAdministrator = await roleIn(bank.municipalityId, 'administrator');
    host = await service.signedInAs(hostAdministrator);
    guest = await service.signedInAs(guestAdministrator);
  });

  describe('has members', () => {
    const openService = () => {
      const { stores, foundRegion, region: routes, clock } = service.services;
      const close = () => Promise.resolve();
      return Promise.resolve({ ...stores, foundRegion, ...routes, clock, close });
    };

    it('and is founded by a command, once', async () => {
      const create = regionCreateCommand(openService);
      const options = { id: 'fjords', name: 'Fjordregionen', host: bank.municipalityId };
      assert.equal((await runCommand(create, options)).exitCode, 0);
      await assert.rejects(runCommand(create, options), /a region fjords already/);
      assert.equal((await runCommand(create, { id: 'fjords' })).exitCode, 2);
      await assert.rejects(runCommand(create, { ...options, id: 'F 1' }), /lower-case letters/);
      assert.match(readable((await host.get('/regions')).text), /Fjordregionen Medlem/);
      assert.doesNotMatch((await guest.get('/regions')).text, /Fjordregionen/);
      await guest.get(region).expect(404);
    });

    it('whom the host invites, and who are in it when they have said yes', async () => {
      const { municipalityId } = guestAdministrator;
      const { action, fields } = formOn((await host.get(region)).text, '/invitations');
      fields.set('municipalityId', municipalityId);
      await host.post(action, fields).expect(303);
      const again = await host.post(action, fields).expect(422);
      assert.match(readable(again.text), /allerede invitert/);
      // The command finds the same.
      const add = regionAddMunicipalityCommand(openService);
      const options = { region: 'fjords', municipality: municipalityId };
      await assert.rejects(runCommand(add, options), /invited or a member already/);

      const invited = (await guest.get('/regions')).text;
      assert.match(
        readable(invited),
        /Invitasjon: Fjordregionen .* bare antall, og ingen antall under 10/,
      );
      const answer = formOn(invited, '/answer');
      await host.post(answer.action, { answer: 'accept' }).expect(422);
      await guest.post(answer.action, { answer: 'accept' }).expect(303);
      assert.match(readable((await guest.get(region)).text), /Gjesteby Medlem fra 2\. november/);
      assert.equal(hasForm((await guest.get(region)).text, '/invitations'), false);
      assert.deepEqual(await trailOf(municipalityId), ['region.invited', 'region.joined']);
      assert.ok((await trailOf(bank.municipalityId)).includes('region.joined'));
    });

    it('who stay through a stale click, and need a reason to leave', async () => {
      const { municipalityId } = guestAdministrator;
      const { action, fields } = formOn((await guest.get(region)).text, '/end');
      const refused = await guest.post(action, { ...Object.fromEntries(fields), reason: ' ' });
      assert.equal(refused.status, 422);
      assert.match(readable(refused.text), /Skriv hvorfor/);
      const other = await guest.post(action, { municipalityId: 'fjordby', reason: 'Why' });
      assert.equal(other.status, 422);
      assert.match(readable((await guest.get(region)).text), /Gjesteby Medlem/);
      assert.equal((await trailOf(municipalityId)).includes('region.left'), false);
    });
  });

  describe('counts', () => {
    it('for its host, and shows nobody', async () => {
      const { municipalityId } = guestAdministrator;
      for (let nurses = 0; nurses < 12; nurses += 1)
        await service.person({ municipalityId, changes: { familyName: 'Gjestesen' } });
      const shown = await host.get(`${region}/coverage`).expect(200);
      assert.match(readable(shown.text), /Gjesteby .* 12 færre enn 10 færre enn 10/);
      assert.match(readable(shown.text), /færre enn 10 færre enn 10 færre enn 10 Gjesteby/);
      assert.doesNotMatch(shown.text, /Gjestesen/);
      assert.ok((await trailOf(municipalityId)).includes('region.coverage-read'));
      // The member sees what is seen of it, and of nobody else.
      const own = readable((await guest.get(`${region}/coverage`)).text);
      assert.match(own, /Gjesteby .* 12 færre enn 10/);
      assert.doesNotMatch(own, /Fjordby kommune Legemiddel/);
      const stranger = await service.signedInAs(await roleIn('fjordby', 'administrator'));
      await stranger.get(`${region}/coverage`).expect(404);
      // What is of people stays closed to the host.
      await host.get(`/administration/people/${guestAdministrator.id}`).expect(404);
    });
  });

  describe('publishes', () => {
    const page = () => `/sharing/regions/fjords/banks/${bank.bankId}`;
    const publish = async (fields: Readonly<Record<string, string>>) =>
      host.post(formOn((await host.get(page())).text, '/releases').action, fields);
    const clearAll = async (): Promise<void> => {
      const { action, fields } = formOn((await host.get(page())).text, '/rights');
      fields.set('basis', 'own');
      fields.set('which', 'all');
      await host.post(action, fields).expect(303);
    };

    it('nothing without licence, rights and words of what is new: all that is missing is said', async () => {
      for (const id of ['core-1', 'core-2', 'core-3']) await bank.bring(anItemCalled(id), 'live');
      const refused = await publish({ licence: '', rightsHolder: '', notes: '' });
      assert.equal(refused.status, 422);
      assert.match(
        readable(refused.text),
        /Velg en lisens\. Skriv hvem som har rettighetene\. Skriv hva som er nytt\. Det finnes oppgaver uten kilde/,
      );
      assert.deepEqual(await service.stores.releases.ofBank(bank.bankId), []);
      assert.doesNotMatch((await guest.get('/sharing')).text, /Egen/);
    });

    it('and refuses to clear what is not the items that were shown', async () => {
      const { action, fields } = formOn((await host.get(page())).text, '/rights');
      fields.set('which', 'all');
      fields.set('basis', 'permission');
      const bare = await host.post(action, fields);
      assert.match(readable(bare.text), /Skriv hvor tillatelsen eller lisensen finnes/);
      fields.set('digest', 'of something else');
      assert.equal((await host.post(action, fields)).status, 422);
      assert.equal((await service.stores.clearances.of(bank.bankId)).size, 0);
    });

    it('a release of what is live, for its members and nobody else', async () => {
      await clearAll();
      await publish(WORDS).then(({ status }) => {
        assert.equal(status, 303);
      });
      const again = await publish({ ...WORDS, notes: 'The same' });
      assert.match(readable(again.text), /Ingenting er endret siden forrige utgave/);
      assert.match(readable((await guest.get('/sharing')).text), /Egen Ikke abonnert .*Utgave 1/);
      const stranger = await service.signedInAs(await roleIn('fjordby', 'administrator'));
      assert.doesNotMatch((await stranger.get('/sharing')).text, /Utgave 1/);
      await guest.get(page()).expect(404);
      const subscription = { bankId: bank.bankId, number: '1' };
      await stranger.post('/sharing/subscriptions', subscription).expect(404);
    });

    it('what members see before anything changes for them, and adopt', async () => {
      const { action, fields } = formOn((await guest.get('/sharing')).text, '/subscriptions');
      const subscribed = await guest.post(action, fields).expect(303);
      const copy = followingBankId(bank.bankId, guestAdministrator.municipalityId);
      const liveIds = async () =>
        (await service.services.items.live(copy)).map(({ item }) => item.id);
      const forAdministrator = readable((await guest.follow(subscribed)).text);
      assert.match(forAdministrator, /Nye: 3 .* vises bare for dem .* core-1/);
      assert.deepEqual(await liveIds(), []);
      assert.deepEqual((await adopt(guest, copy)).status, 303);
      assert.deepEqual(await liveIds(), ['core-1', 'core-2', 'core-3']);
      assert.match(readable((await guest.get('/sharing')).text), /Utgave 1 er i bruk/);

      // The author may stop an item at once, and write none.
      const author = await service.signedInAs(guestAuthor);
      const item = `/item-banks/${copy}/items/core-3`;
      const state = formOn((await author.get(item)).text, '/state');
      state.fields.set('transition', 'retire');
      state.fields.set('comment', 'Does not fit our routine');
      await author.post(state.action, state.fields).expect(303);
      await author.get(`${item}/edit`).expect(404);
      assert.deepEqual(await liveIds(), ['core-1', 'core-2']);
    });

    it('a new release, whose changes are shown field by field; what is under way keeps its text', async () => {
      const copy = followingBankId(bank.bankId, guestAdministrator.municipalityId);
      await bank.bring(anItemCalled('core-1', { difficulty: 'hard' }), 'live');
      await bank.bring(anItemCalled('core-4'), 'live');
      await bank.change('core-2', 'retire', bank.author);
      await clearAll();
      await publish({ ...WORDS, notes: 'core-1 is harder' });
      const { programmes } = service.stores;
      const [before] = await programmes.allOf(guestAdministrator.municipalityId);
      assert.ok(before);
      const sections = before.specification.sections.map((one) => ({ ...one, quota: 3 }));
      const specification = { ...before.specification, sections };
      await programmes.add({ ...before, version: 2, bankId: copy, specification });
      const author = await service.signedInAs(guestAuthor);
      const changes = readable((await author.get(`/sharing/banks/${copy}/changes`)).text);
      assert.match(changes, /kan disse prøvene ikke settes sammen .*: 2 av 3 oppgaver/);
      assert.match(changes, /core-1 is harder .*Endret: 1 Nye: 1 Tatt ut: 1 Deres egne: 1/);
      assert.match(changes, /difficulty easy hard/);

      const drawn = await service.services.items.version(copy, 'core-1', 1);
      const held = await author.post(`/sharing/banks/${copy}/hold`, { number: '2', reason: '' });
      assert.match(readable(held.text), /Skriv en begrunnelse/);
      await author
        .post(`/sharing/banks/${copy}/hold`, { number: '2', reason: 'Not before the summer' })
        .expect(303);
      assert.match(readable((await guest.get('/sharing')).text), /Utgave 2 venter; dere har 1/);
      assert.equal((await adopt(author, copy)).status, 303);
      assert.deepEqual(
        (await service.services.items.live(copy)).map(({ item }) => [item.id, item.difficulty]),
        [
          ['core-1', 'hard'],
          ['core-4', 'easy'],
        ],
      );
      assert.equal(drawn.difficulty, 'easy');
      assert.deepEqual(await service.services.items.version(copy, 'core-1', 1), drawn);
      const stale = await author.post(`/sharing/banks/${copy}/adopt`, { number: '2' });
      assert.match(readable(stale.text), /allerede tatt i bruk/);
      const trail = await trailOf(guestAdministrator.municipalityId);
      for (const action of ['bank.subscribed', 'bank.held', 'bank.adopted'])
        assert.ok(trail.includes(action), action);
    });

    it('to copies that go their own way: the difference is shown, and a conflict is nobody’s guess', async () => {
      const author = await service.signedInAs(guestAuthor);
      const fork = { bankId: bank.bankId, number: '1', newId: 'our-copy', 'title.nb': 'Vår' };
      await author.post('/sharing/forks', fork).expect(303);
      const taken = await author.post('/sharing/forks', fork).expect(422);
      assert.match(readable(taken.text), /finnes allerede en bank/);
      const ours = anItemCalled('core-1', { critical: true });
      await service.services.itemBanks.saveDraft({
        ...bank.asActor(guestAuthor),
        ...{ bankId: 'our-copy', content: ours, revision: 1 },
      });
      const address = '/sharing/banks/our-copy/changes';
      const page = (await author.get(address)).text;
      assert.match(readable(page), /Begge har endret: 1 Nye: 1 Tatt ut: 1/);
      assert.match(readable(page), /difficulty easy easy hard/);

      const { action, fields } = formOn(page, '/items/core-1');
      fields.set('decision', 'keep');
      assert.equal((await author.post(action, fields)).status, 422);
      fields.set('reason', 'Critical here');
      await author.post(action, fields).expect(303);
      const retire = formOn(page, '/items/core-2');
      retire.fields.set('decision', 'take');
      await author.post(retire.action, retire.fields).expect(303);
      assert.equal((await author.post(retire.action, retire.fields)).status, 422);
      const after = readable((await author.get(address)).text);
      assert.match(after, /Nye: 1 Deres egne: 1 .*1 oppgave er uendret|Nye: 1 Deres egne: 1/);
      assert.doesNotMatch(after, /Begge har endret: |Tatt ut: /);
      assert.deepEqual(
        (await service.services.items.live('our-copy')).map(({ item }) => item.id),
        ['core-1', 'core-3'],
      );
    });

    it('beside banks of their own, which are drawn from in the same way', async () => {
      const author = await service.signedInAs(guestAuthor);
      const local = {
        newId: 'local-routines',
        'title.nb': 'Rutiner',
        'title.sv': 'Rutiner här',
        topicsOf: 'our-copy',
      };
      const untitled = { ...local, 'title.nb': ' ', 'title.sv': '' };
      const refused = await author.post('/sharing/local-banks', untitled).expect(422);
      assert.match(readable(refused.text), /tittel/i);
      await author.post('/sharing/local-banks', local).expect(303);
      await author.post('/sharing/local-banks', local).expect(422);
      await guest.post('/sharing/local-banks', { ...local, newId: 'not-a-writer' }).expect(404);
      assert.match(readable((await author.get('/item-banks/local-routines')).text), /Rutiner/);
      assert.deepEqual(await service.services.items.live('local-routines'), []);
      const found = await service.stores.banks.find('local-routines');
      assert.deepEqual(found?.topics, { law: { nb: 'Lov' } });
      assert.deepEqual(found.titles, { nb: 'Rutiner', sv: 'Rutiner här' });
    });

    it('until they unsubscribe: what they have stays', async () => {
      const copy = followingBankId(bank.bankId, guestAdministrator.municipalityId);
      const { action } = formOn((await guest.get('/sharing')).text, `${copy}/end`);
      assert.equal((await guest.post(action, { reason: ' ' })).status, 422);
      await guest.post(action, { reason: 'We write our own' }).expect(303);
      assert.match(readable((await guest.get('/sharing')).text), /Avsluttet; utgave 2 er i bruk/);
      await guest.post(`/sharing/banks/${copy}/adopt`, { number: '2' }).expect(404);
      assert.equal((await service.services.items.live(copy)).length, 2);
    });
  });
});
