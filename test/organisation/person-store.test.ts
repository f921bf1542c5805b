import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import type { Employment, Person } from '../../server/organisation/person.js';
import { createPersonStore, type PersonStore } from '../../server/organisation/person.store.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { useDatabase } from '../support/database.js';

const today = plainDate('2026-11-21');
const wholeOf = (municipalityId: string) =>
  ({ allowed: true, municipalityId, units: 'all' }) as const;

const anIdentity = (changes: Partial<Person> = {}) => ({
  municipalityId: 'fjordby',
  issuer: 'https://idp.fjordby.example',
  subject: 'abc-1',
  givenName: 'Ingrid',
  familyName: 'Lie',
  email: 'ingrid.lie@fjordby.example',
  ...changes,
});
const anEmployment = (changes: Partial<Employment> = {}): Employment => ({
  unitId: 'solbakken',
  jobRole: 'nurse',
  from: plainDate('2026-01-01'),
  percent: 100,
  ...changes,
});
const aPerson = (id: string, changes: Partial<Person> = {}): Person => ({
  ...anIdentity(),
  id,
  subject: id,
  employments: [],
  grants: [],
  ...changes,
});

describe('Store of people', () => {
  const database = useDatabase();
  let people: PersonStore;

  before(async () => {
    people = createPersonStore(database.connection());
    await people.ensureIndexes();
  });
  afterEach(async () => {
    await database.connection().collection('people').deleteMany({});
  });

  describe('behind an identity', () => {
    it('makes a person without an employment at the first login', async () => {
      deepEqual(await people.recordIdentity(anIdentity(), 'new-1'), {
        ...anIdentity(),
        id: 'new-1',
        namedBy: 'identity',
        employments: [],
        grants: [],
      });
    });

    it('makes one person of many first logins at once', async () => {
      const logins = Array.from({ length: 12 }, (_none, number) =>
        people.recordIdentity(anIdentity(), `new-${number}`),
      );
      const ids = new Set((await Promise.all(logins)).map(({ id }) => id));
      equal(ids.size, 1);
      equal(await database.connection().collection('people').countDocuments(), 1);
    });

    it('lets name and e-mail follow the identity provider, and keeps work and roles', async () => {
      const employments = [anEmployment()];
      const grants = [{ role: 'hr', from: plainDate('2026-01-01') }] as const;
      await people.put(aPerson('p-1', { subject: 'abc-1', employments, grants }));
      const renamed = anIdentity({ familyName: 'Moe', email: 'ingrid.moe@fjordby.example' });
      deepEqual(await people.recordIdentity(renamed, 'never-used'), {
        ...renamed,
        id: 'p-1',
        namedBy: 'identity',
        employments,
        grants,
      });
    });

    it('keeps the e-mail when the identity provider sends none', async () => {
      await people.recordIdentity(anIdentity(), 'p-1');
      const { municipalityId, issuer, subject, givenName, familyName } = anIdentity();
      const silent = { municipalityId, issuer, subject, givenName, familyName };
      equal((await people.recordIdentity(silent, 'p-2')).email, 'ingrid.lie@fjordby.example');
    });

    it('is another person for another municipality, and for another issuer', async () => {
      const ids = await Promise.all([
        people.recordIdentity(anIdentity(), 'p-1'),
        people.recordIdentity(anIdentity({ municipalityId: 'sundby' }), 'p-2'),
        people.recordIdentity(anIdentity({ issuer: 'https://other.example' }), 'p-3'),
      ]);
      deepEqual(
        ids.map(({ id }) => id),
        ['p-1', 'p-2', 'p-3'],
      );
    });

    it('passes on a fault that is no race', async () => {
      await rejects(people.recordIdentity(anIdentity({ subject: {} as string }), 'p-1'));
    });
  });

  describe('never crosses municipalities', () => {
    beforeEach(async () => {
      await people.put(
        aPerson('p-1', {
          employments: [anEmployment()],
          grants: [{ role: 'hr', from: plainDate('2026-01-01') }],
        }),
      );
    });

    it('when a person is looked up', async () => {
      equal((await people.find('fjordby', 'p-1'))?.id, 'p-1');
      equal(await people.find('sundby', 'p-1'), undefined);
    });

    it('when those of a unit are listed, even by a unit id of the other', async () => {
      equal((await people.employedIn(wholeOf('fjordby'), ['solbakken'], today)).length, 1);
      equal((await people.employedIn(wholeOf('sundby'), ['solbakken'], today)).length, 0);
    });

    it('when those with a role are listed', async () => {
      equal((await people.withRole('fjordby', 'hr')).length, 1);
      equal((await people.withRole('sundby', 'hr')).length, 0);
    });

    it('when work is changed', async () => {
      const person = await people.find('fjordby', 'p-1');
      ok(person);
      const after = { employments: [], grants: [{ role: 'administrator', from: today }] } as const;
      equal(await people.changeWork({ ...person, municipalityId: 'sundby' }, after), false);
      equal((await people.withRole('fjordby', 'administrator')).length, 0);
      equal(await people.changeWork(person, after), true);
      equal((await people.withRole('fjordby', 'administrator')).length, 1);
    });
  });

  describe('who is employed in a unit on a day', () => {
    const ids = async (unitIds: readonly string[] = ['solbakken']) =>
      (await people.employedIn(wholeOf('fjordby'), unitIds, today)).map(({ id }) => id);

    for (const [when, period, counts] of [
      ['begun, without an end', {}, true],
      ['on the first day', { from: today }, true],
      ['on the last day', { to: today }, true],
      ['not before the first day', { from: plainDate('2026-11-22') }, false],
      ['not after the last day', { to: plainDate('2026-11-20') }, false],
    ] as const)
      it(when, async () => {
        await people.put(aPerson('p-1', { employments: [anEmployment(period)] }));
        deepEqual(await ids(), counts ? ['p-1'] : []);
      });

    it('not by the period of one employment in the unit of another', async () => {
      const employments = [
        anEmployment({ to: plainDate('2026-06-30') }),
        anEmployment({ unitId: 'havna' }),
      ];
      await people.put(aPerson('p-1', { employments }));
      deepEqual(await ids(['solbakken']), []);
      deepEqual(await ids(['havna']), ['p-1']);
    });

    it('once, however many employments there are, and by family name', async () => {
      const employments = [anEmployment(), anEmployment({ unitId: 'havna', percent: 20 })];
      await people.put(aPerson('p-1', { familyName: 'Vik', employments }));
      await people.put(aPerson('p-2', { familyName: 'Berg', employments }));
      deepEqual(await ids(['solbakken', 'havna']), ['p-2', 'p-1']);
    });

    it('nobody without a scope, and nobody in no unit', async () => {
      await people.put(aPerson('p-1', { employments: [anEmployment()] }));
      deepEqual(
        await people.employedIn({ allowed: false, reason: 'no-role' }, ['solbakken'], today),
        [],
      );
      deepEqual(await ids([]), []);
    });
  });

  it('changes work only as it was read: of two changes at once one is told to look again', async () => {
    const person = aPerson('p-1', { employments: [anEmployment({ tasks: ['inject'] })] });
    await people.put(person);
    const grants = (role: 'hr' | 'auditor') => ({ ...person, grants: [{ role, from: today }] });
    const outcomes = await Promise.all([
      people.changeWork(person, grants('hr')),
      people.changeWork(person, grants('auditor')),
    ]);
    deepEqual(outcomes.toSorted(), [false, true]);
    equal((await people.find('fjordby', 'p-1'))?.grants.length, 1);
  });

  it('gives back what it was given', async () => {
    const person = aPerson('p-1', {
      employments: [anEmployment({ to: plainDate('2026-12-31') })],
      grants: [{ role: 'unitHead', unitId: 'solbakken', from: today }],
    });
    await people.put(person);
    deepEqual(await people.find('fjordby', 'p-1'), person);
  });
});
