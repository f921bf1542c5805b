import assert from 'node:assert/strict';
import { regionAddMunicipalityCommand, regionCreateCommand } from '../../server/cli/region.js';
import type { Person } from '../../server/organisation/person.js';
import { runCommand } from '../cli/a-print.js';
import { formOn, hasForm, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import type { Visitor } from '../support/visitor.js';
import { aWrittenBank, type WrittenBank } from './a-written-bank.js';

describe('a region that shares banks', () => {
  const service = useService();
  let bank: WrittenBank;
  let host: Visitor;
  let guest: Visitor;
  let guestAdministrator: Person;

  const roleIn = (municipalityId: string, role: 'administrator' | 'examAuthor') =>
    service.person({ municipalityId, jobRole: 'office', roles: [{ role }] });
  const trailOf = async (municipalityId: string): Promise<string[]> => {
    const entries = [];
    for await (const { action } of service.stores.audit.streamOf(municipalityId))
      entries.push(action);
    return entries;
  };
  const region = '/regions/fjords';

  before(async () => {
    bank = await aWrittenBank(service, 1);
    const { municipality } = await service.place({ changes: { name: 'Gjesteby' } });
    guestAdministrator = await roleIn(municipality.id, 'administrator');
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
});
