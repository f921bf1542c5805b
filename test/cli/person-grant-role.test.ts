import assert from 'node:assert/strict';
import type { AuditStore } from '../../server/audit/audit.store.js';
import { anAuditStore } from '../support/audit-trail.js';
import { personGrantRoleCommand } from '../../server/cli/person-grant-role.js';
import type { OrganisationService } from '../../server/cli/service.js';
import { changeWork } from '../../server/organisation/change-work.js';
import { createMunicipalityStore } from '../../server/organisation/municipality.store.js';
import { createPersonStore } from '../../server/organisation/person.store.js';
import { useDatabase } from '../support/database.js';
import { runCommand } from './a-print.js';

describe('medsert person grant-role', () => {
  const database = useDatabase();
  let service: OrganisationService;
  let audit: AuditStore;
  let closed = 0;

  before(async () => {
    const connection = database.connection();
    audit = anAuditStore(connection, 'an audit key of a test, long enough');
    const municipalities = createMunicipalityStore(connection);
    const people = createPersonStore(connection);
    // After midnight in Oslo, before midnight in Greenwich.
    const clock = () => new Date('2026-11-21T23:30:00Z');
    service = {
      municipalities,
      people,
      work: changeWork({
        municipalities,
        people,
        audit,
        endSessions: () => Promise.resolve(),
        clock,
      }),
      clock,
      close() {
        closed += 1;
        return Promise.resolve();
      },
    };
    await audit.ensureIndexes();
    for (const id of ['fjordby', 'sjovik'])
      await service.municipalities.put({
        id: `m-${id}`,
        slug: id,
        name: id,
        country: 'NO',
        timeZone: 'Europe/Oslo',
        locale: 'nb',
        colour: '#003366',
        requirements: [],
      });
    await service.municipalities.putUnit({
      id: 'sykehjem',
      municipalityId: 'm-fjordby',
      name: 'Sykehjemmet',
      path: ['sykehjem'],
    });
    await service.people.put({
      id: 'kari',
      municipalityId: 'm-fjordby',
      issuer: 'idp',
      subject: '1',
      givenName: 'Kari',
      familyName: 'Nygård',
      employments: [],
      grants: [],
    });
  });

  const run = (options: Readonly<Record<string, string>>, words: readonly string[] = []) =>
    runCommand(
      personGrantRoleCommand(() => Promise.resolve(service)),
      options,
      words,
    );
  const kari = { municipality: 'fjordby', person: 'kari' };
  const grants = async () => (await service.people.find('m-fjordby', 'kari'))?.grants;

  it('gives a role from today on, in the municipality’s time, and tells the audit trail', async () => {
    const { exitCode, lines } = await run({ ...kari, role: 'hr' });
    assert.equal(exitCode, 0);
    assert.deepEqual(lines, ['Kari Nygård is hr from 2026-11-22.']);
    assert.deepEqual(await grants(), [{ role: 'hr', from: '2026-11-22', source: 'manual' }]);
    const [entry] = await audit.entriesOf('m-fjordby');
    assert.deepEqual(
      [entry?.action, entry?.actor, entry?.subject, entry?.details],
      [
        'role.granted',
        'system',
        'person:kari',
        { role: 'hr', from: '2026-11-22', source: 'manual' },
      ],
    );
  });

  it('gives it once', async () => {
    const { exitCode, lines, documents } = await run({ ...kari, role: 'hr' });
    assert.equal(exitCode, 0);
    assert.match(lines[0] ?? '', /already is hr/);
    assert.deepEqual(documents, [
      { granted: false, personId: 'kari', role: 'hr', from: '2026-11-22', source: 'manual' },
    ]);
    assert.equal((await grants())?.length, 1);
    assert.equal((await audit.entriesOf('m-fjordby')).length, 1);
  });

  it('gives the headship of a unit, for a time', async () => {
    const period = { from: '2027-01-01', to: '2027-06-30' };
    const { exitCode } = await run({ ...kari, role: 'unitHead', unit: 'sykehjem', ...period });
    assert.equal(exitCode, 0);
    assert.deepEqual((await grants())?.[1], {
      role: 'unitHead',
      unitId: 'sykehjem',
      ...period,
      source: 'manual',
    });
  });

  const misuses: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ['no person', { municipality: 'fjordby', role: 'hr' }, /--person is missing/],
    ['no municipality', { person: 'kari', role: 'hr' }, /--municipality is missing/],
    ['no role', kari, /--role is missing/],
    [
      'an unknown role',
      { ...kari, role: 'boss' },
      /The roles are unitHead, practicalAssessor, coordinator, hr/,
    ],
    ['a unit head of nothing', { ...kari, role: 'unitHead' }, /needs the unit/],
    ['an assessor of nothing', { ...kari, role: 'practicalAssessor' }, /needs the unit/],
    [
      'a day that does not exist',
      { ...kari, role: 'hr', from: '2027-02-30' },
      /--from is not a date/,
    ],
    ['an empty day', { ...kari, role: 'hr', to: '' }, /--to is not a date/],
    [
      'an end before the beginning',
      { ...kari, role: 'hr', from: '2027-02-02', to: '2027-02-01' },
      /--to is before --from/,
    ],
    ['an unknown option', { ...kari, role: 'hr', until: '2027-01-01' }, /no option --until/],
  ];
  for (const [what, options, message] of misuses) {
    it(`does nothing for ${what}, and says why`, async () => {
      const before = closed;
      const { exitCode, usage } = await run(options);
      assert.equal(exitCode, 2);
      assert.match(usage[0] ?? '', message);
      assert.equal(closed, before, 'the service was not opened');
    });
  }

  const unknown: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ['municipality', { ...kari, municipality: 'bergen', role: 'hr' }, /no municipality bergen/],
    ['person', { ...kari, person: 'ola', role: 'hr' }, /no person ola in fjordby/],
    ['person there', { municipality: 'sjovik', person: 'kari', role: 'hr' }, /no person kari/],
    ['unit', { ...kari, role: 'unitHead', unit: 'skole' }, /no unit skole in fjordby/],
    ['day left', { ...kari, role: 'hr', to: '2026-11-21' }, /last day is before the first/],
  ];
  for (const [what, options, message] of unknown) {
    it(`cannot be done where there is no such ${what}, and closes`, async () => {
      const before = closed;
      await assert.rejects(run(options), message);
      assert.equal(closed, before + 1);
    });
  }

  it('refuses words that belong to no option', async () => {
    const { exitCode } = await run({ ...kari, role: 'hr' }, ['kari']);
    assert.equal(exitCode, 2);
  });
});
