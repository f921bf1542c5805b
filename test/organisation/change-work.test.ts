import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import type { Employment, RoleGrant } from '../../server/organisation/person.js';
import { addDays, plainDate } from '../../server/platform/plain-date.js';
import { useService } from '../support/a-service.js';

const today = plainDate('2026-11-02');
const yesterday = addDays(today, -1);
const whose = (personId: string) => ({ municipalityId: 'fjordby', personId, actor: 'admin' });
const anEmployment = (changes: Partial<Employment> = {}): Employment => ({
  unitId: 'fjordby-havna',
  jobRole: 'nurse',
  from: today,
  percent: 50,
  source: 'manual',
  ...changes,
});
const aGrant = (changes: Partial<RoleGrant> = {}): RoleGrant => ({
  role: 'unitHead',
  unitId: 'fjordby-havna',
  from: today,
  source: 'manual',
  ...changes,
});

describe('Changing work and roles', () => {
  const service = useService();
  const work = () => service.services.work;
  const lastEntry = async () => (await service.stores.audit.entriesOf('fjordby')).at(-1);

  it('begins an employment beside others, and tells the trail', async () => {
    const { id, employments } = await service.person();
    const outcome = await work().startEmployment(whose(id), anEmployment({ tasks: ['inject'] }));
    ok(outcome.changed);
    const stored = await service.stores.people.find('fjordby', id);
    deepEqual(stored?.employments, [...employments, anEmployment({ tasks: ['inject'] })]);
    const entry = await lastEntry();
    deepEqual(
      [entry?.action, entry?.actor, entry?.subject],
      ['employment.started', 'admin', `person:${id}`],
    );
  });

  for (const [why, employment, reason] of [
    ['in an unknown unit', { unitId: 'elsewhere' }, 'unit-unknown'],
    ['that ends before it begins', { to: yesterday }, 'end-before-start'],
  ] as const)
    it(`begins none ${why}`, async () => {
      const { id } = await service.person();
      deepEqual(await work().startEmployment(whose(id), anEmployment(employment)), {
        changed: false,
        reason,
      });
    });

  it('begins none in a unit that is closed by then', async () => {
    const closed = {
      id: 'closed',
      municipalityId: 'fjordby',
      name: 'Nedlagt',
      path: ['closed'],
      to: yesterday,
    };
    await service.stores.municipalities.putUnit(closed);
    const { id } = await service.person();
    const outcome = await work().startEmployment(whose(id), anEmployment({ unitId: 'closed' }));
    deepEqual(outcome, { changed: false, reason: 'unit-closed' });
  });

  it('gives a role once, and a deputy only for a time and for somebody who holds it', async () => {
    const head = await service.person();
    const deputy = await service.person();
    equal((await work().grantRole(whose(head.id), aGrant())).changed, true);
    const give = async (changes: Partial<RoleGrant>, to = deputy.id) => {
      const outcome = await work().grantRole(whose(to), aGrant(changes));
      return outcome.changed ? 'given' : outcome.reason;
    };
    equal(await give({}, head.id), 'already-there');
    equal(await give({ deputyFor: head.id }), 'deputy-needs-end');
    equal(await give({ deputyFor: head.id, to: today }, head.id), 'deputy-of-oneself');
    equal(
      await give({ deputyFor: head.id, to: today, unitId: 'fjordby-solbakken' }),
      'nobody-to-deputise',
    );
    equal(await give({ deputyFor: 'nobody', to: today }), 'nobody-to-deputise');
    equal(await give({ deputyFor: head.id, to: addDays(today, 30) }), 'given');

    const visitor = await service.signedInAs(deputy);
    equal((await visitor.get('/oversight')).status, 200);
    const { unitId, role, from } = aGrant();
    ok(
      (await work().endRole(whose(head.id), { role, from, ...(unitId && { unitId }) }, yesterday))
        .changed,
    );
    equal((await visitor.get('/oversight')).status, 403);
  });

  it('needs the unit for a role of a unit', async () => {
    const { id } = await service.person();
    const grant: RoleGrant = { role: 'unitHead', from: today };
    deepEqual(await work().grantRole(whose(id), grant), { changed: false, reason: 'unit-needed' });
  });

  it('knows nobody of another municipality', async () => {
    const { municipality } = await service.place({});
    const stranger = await service.person({ municipalityId: municipality.id });
    await rejects(work().startEmployment(whose(stranger.id), anEmployment()), /No such person/);
  });

  it('lets two changes at once both happen', async () => {
    const { id } = await service.person();
    const outcomes = await Promise.all([
      work().startEmployment(whose(id), anEmployment()),
      work().grantRole(whose(id), aGrant()),
    ]);
    ok(outcomes.every(({ changed }) => changed));
    const stored = await service.stores.people.find('fjordby', id);
    deepEqual([stored?.employments.length, stored?.grants.length], [2, 1]);
  });

  describe('when somebody leaves', () => {
    it('ends the sessions and roles at once, and keeps the record and the way to one’s own certificates', async () => {
      const person = await service.person({ roles: [{ role: 'hr' }] });
      const before = await service.signedInAs(person);
      equal((await before.get('/oversight')).status, 200);
      const [employment] = person.employments;
      ok(employment);
      ok((await work().endEmployment(whose(person.id), employment, yesterday)).changed);

      equal((await before.get('/oversight')).status, 302);
      const again = await service.signedInAs(person);
      equal((await again.get('/oversight')).status, 403);
      equal((await again.get('/')).status, 200);
      const stored = await service.stores.people.find('fjordby', person.id);
      deepEqual(stored?.employments, [{ ...employment, to: yesterday }]);
      equal((await lastEntry())?.action, 'employment.ended');
    });

    it('shuts nobody out who still works elsewhere, or whose last day has not passed', async () => {
      const person = await service.person();
      const visitor = await service.signedInAs(person);
      const [employment] = person.employments;
      ok(employment);
      await work().startEmployment(whose(person.id), anEmployment());
      ok((await work().endEmployment(whose(person.id), employment, yesterday)).changed);
      ok((await work().endEmployment(whose(person.id), anEmployment(), today)).changed);
      equal((await visitor.get('/courses/legemiddelhandtering')).status, 200);
    });

    it('never moves an end to a later day by ending it again', async () => {
      const person = await service.person();
      const [employment] = person.employments;
      ok(employment);
      await work().endEmployment(whose(person.id), employment, yesterday);
      deepEqual(await work().endEmployment(whose(person.id), employment, today), {
        changed: false,
        reason: 'ended-before',
      });
    });
  });
});
