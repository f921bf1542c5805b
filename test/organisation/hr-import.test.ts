import { deepEqual, equal, ok } from 'node:assert/strict';
import { applyPeople, countsOf } from '../../server/organisation/hr/import-people.js';
import type { Person } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { useService } from '../support/a-service.js';
import { unitId } from '../support/some-staff.js';

const ISSUER = 'https://idp.hr.example';
const HEADER = 'ansattnummer;fornavn;etternavn;epost;enhetskode;stilling;stillingsprosent;fra;til';

describe('Importing people from HR', () => {
  const service = useService();
  let municipalityId: string;

  beforeEach(async () => {
    ({
      municipality: { id: municipalityId },
    } = await service.place({}));
    await service.stores.identityProviders.put(municipalityId, {
      entityId: ISSUER,
      signInUrl: `${ISSUER}/sso`,
      certificates: [],
      wantResponseSigned: true,
      attributes: { subject: ['uid'], givenName: [], familyName: [], email: [] },
    });
  });

  interface Words {
    readonly nr?: string | number;
    readonly name?: string;
    readonly unit?: 'solbakken' | 'havna';
    readonly job?: string;
    readonly percent?: string;
    readonly from?: string;
    readonly to?: string;
  }
  const line = ({ nr = 1, name = 'Kåre;Ødegård', unit = 'solbakken', ...rest }: Words = {}) => {
    const { job = 'Sykepleier', percent = '100', from = '2020-03-01', to = '' } = rest;
    return [nr, name, '', unitId(municipalityId, unit), job, percent, from, to].join(';');
  };
  const file = (...lines: string[]) => ({
    municipalityId,
    bytes: Buffer.from([HEADER, ...lines].join('\n')),
  });
  async function apply(lines: readonly string[], confirmedEndings?: number) {
    const confirmed = confirmedEndings === undefined ? {} : { confirmedEndings };
    const done = await service.services.hr.apply({
      ...file(...lines),
      actor: 'hr-1',
      ...confirmed,
    });
    ok(done.state !== 'refused');
    return done;
  }
  async function applied(...args: Parameters<typeof apply>) {
    const done = await apply(...args);
    ok(done.state === 'applied');
    return done;
  }
  const people = () => service.stores.people.ofIssuer(municipalityId, ISSUER);
  const person = async (nr: string | number): Promise<Person> => {
    const found = (await people()).find(({ subject }) => subject === String(nr));
    ok(found);
    return found;
  };
  const places = async (nr: string | number) =>
    (await person(nr)).employments.map(({ unitId: id, jobRole, from, to, percent }) =>
      [id.replace(`${municipalityId}-`, ''), jobRole, from, to ?? 'open', percent].join(' '),
    );
  /** Enough others that one leaving is no landslide. */
  const others = () => Array.from({ length: 20 }, (_none, n) => line({ nr: 100 + n }));

  it('makes people who are found when they first log in', async () => {
    await applied([line({ percent: '80,5' })]);
    const identity = {
      municipalityId,
      issuer: ISSUER,
      subject: '1',
      givenName: 'Kåre',
      familyName: 'Ødegård',
    };
    const { id, employments } = await service.stores.people.recordIdentity(identity, 'never-used');
    equal(id, (await person(1)).id);
    deepEqual(employments, [
      {
        unitId: unitId(municipalityId, 'solbakken'),
        jobRole: 'nurse',
        from: '2020-03-01',
        percent: 80.5,
        source: 'hr',
      },
    ]);
  });

  it('places somebody who logged in before HR knew of them', async () => {
    const identity = {
      municipalityId,
      issuer: ISSUER,
      subject: '1',
      givenName: 'Kåre',
      familyName: 'Ødegård',
    };
    await service.stores.people.recordIdentity(identity, `early-${municipalityId}`);
    const { plan } = await applied([line()]);
    equal(countsOf(plan).new, 1);
    deepEqual([(await people()).length, (await person(1)).id], [1, `early-${municipalityId}`]);
  });

  it('has nothing to do with the same file again, the next day too', async () => {
    const lines = [...others(), line({ nr: 1 }), line({ nr: 1, job: 'Leder', from: '2027-01-01' })];
    await applied(lines);
    const before = await people();
    for (const day of ['2026-11-02', '2026-11-03', '2027-02-01']) {
      service.at(`${day}T09:00:00Z`);
      deepEqual((await applied(lines)).plan.changes, [], day);
    }
    deepEqual(await people(), before);
  });

  it('says field by field what changes', async () => {
    await applied([line()]);
    const { plan } = await applied([
      line({ name: 'Kåre;Strand', percent: '50', to: '2026-12-31' }),
    ]);
    deepEqual(
      plan.changes.map(({ kind, fields, line: at }) => [
        kind,
        at,
        fields.map(({ field, before, after }) => [field, before, after]),
      ]),
      [
        [
          'changed',
          2,
          [
            ['name', 'Kåre Ødegård', 'Kåre Strand'],
            ['percent', '100', '50'],
            ['to', '', '2026-12-31'],
          ],
        ],
      ],
    );
    equal((await person(1)).familyName, 'Strand');
  });

  it('leaves the name to the login service once it has told it', async () => {
    const identity = {
      municipalityId,
      issuer: ISSUER,
      subject: '1',
      givenName: 'Kåre',
      familyName: 'Moe',
    };
    await applied([line()]);
    await service.stores.people.recordIdentity(identity, 'never-used');
    deepEqual((await applied([line()])).plan.changes, []);
    equal((await person(1)).familyName, 'Moe');
  });

  it('ends one employment and begins the other when somebody moves', async () => {
    const rest = others();
    await applied([...rest, line(), line({ nr: 2 })]);
    const { plan } = await applied(
      [...rest, line({ unit: 'havna' }), line({ nr: 2, unit: 'havna', from: '2026-10-15' })],
      0,
    );
    equal(countsOf(plan).moved, 2);
    deepEqual(await places(1), [
      'solbakken nurse 2020-03-01 2026-11-01 100',
      'havna nurse 2026-11-02 open 100',
    ]);
    deepEqual(await places(2), [
      'solbakken nurse 2020-03-01 2026-10-14 100',
      'havna nurse 2026-10-15 open 100',
    ]);
  });

  it('plans a move ahead', async () => {
    await applied([line()]);
    await applied([line({ unit: 'havna', from: '2026-12-01' })]);
    deepEqual(await places(1), [
      'solbakken nurse 2020-03-01 2026-11-30 100',
      'havna nurse 2026-12-01 open 100',
    ]);
    deepEqual((await applied([line({ unit: 'havna', from: '2026-12-01' })])).plan.changes, []);
  });

  it('lets go of who is not in the file, signs them out, and keeps what was', async () => {
    const rest = others();
    await applied([...rest, line()]);
    const leaver = await person(1);
    const visitor = await service.signedInAs(leaver);
    const { plan } = await applied(rest);
    deepEqual(
      plan.changes.map(({ kind, employeeId }) => [kind, employeeId]),
      [['left', '1']],
    );
    deepEqual(await places(1), ['solbakken nurse 2020-03-01 2026-11-01 100']);
    equal((await visitor.get('/courses/legemiddelhandtering')).status, 302);
    const scope = { allowed: true, municipalityId, units: 'all' } as const;
    const unit = [unitId(municipalityId, 'solbakken')];
    const on = async (day: string) =>
      (await service.stores.people.employedIn(scope, unit, plainDate(day))).some(
        ({ id }) => id === leaver.id,
      );
    deepEqual([await on('2026-11-01'), await on('2026-11-02')], [true, false]);
  });

  it('touches nobody who was placed by hand, nor another municipality', async () => {
    const byHand = await service.person({ municipalityId });
    await service.stores.people.put({ ...byHand, issuer: ISSUER });
    await applied([line()]);
    deepEqual((await person(byHand.subject)).employments, byHand.employments);
  });

  it('leaves a person with a refused line as they are, and does the rest', async () => {
    const rest = others();
    await applied([...rest, line()]);
    const { plan } = await applied([...rest, line({ percent: 'much' }), line({ nr: 2 })]);
    deepEqual(
      plan.refused.map(({ line: at, problem }) => [at, problem]),
      [[22, 'percent-wrong']],
    );
    deepEqual(countsOf(plan), {
      ...{ new: 1, moved: 0, changed: 0, left: 0, unchanged: 20, refused: 1, ending: 0 },
    });
    deepEqual(await places(1), ['solbakken nurse 2020-03-01 open 100']);
  });

  it('stops and asks before it ends more than one in ten, and takes the number for an answer', async () => {
    await applied([line({ nr: 1 }), ...others()]);
    const before = await people();
    const broken = others().slice(0, 10);
    const stopped = await apply(broken);
    deepEqual([stopped.state, stopped.plan.ending, stopped.plan.running], ['unconfirmed', 11, 21]);
    equal((await apply(broken, 10)).state, 'unconfirmed');
    deepEqual(await people(), before);
    equal((await apply(broken, 11)).state, 'applied');
    equal((await applied(broken)).plan.changes.length, 0);
  });

  it('asks before anybody leaves when a refused line may be theirs', async () => {
    const rest = others();
    await applied([...rest, line()]);
    const stopped = await apply([...rest, line({ nr: '' })]);
    deepEqual([stopped.state, stopped.plan.doubts], ['unconfirmed', ['unattributed-lines']]);
  });

  it('is healed by the same file after a crash half-way', async () => {
    const { stores, clock, ids } = service.services;
    let writes = 0;
    const lines = Array.from({ length: 1_500 }, (_none, n) => line({ nr: n + 1 }));
    const half = applyPeople({
      municipalities: stores.municipalities,
      people: {
        ...stores.people,
        writeImported(imported) {
          writes += 1;
          if (writes > 1) throw new Error('The power is gone');
          return stores.people.writeImported(imported);
        },
      },
      issuerOf: () => Promise.resolve(ISSUER),
      audit: stores.audit,
      endSessions: () => Promise.resolve(),
      clock,
      ids,
    });
    await half({ ...file(...lines), actor: 'hr-1' }).catch(() => undefined);
    equal((await people()).length, 1_000);
    equal((await applied(lines)).overtaken, 0);
    equal((await people()).length, 1_500);
    equal((await applied(lines)).plan.changes.length, 0);
  });

  it('overwrites nobody who was changed meanwhile, and says so', async () => {
    await applied([line()]);
    const before = await person(1);
    const stale = { ...before, employments: [] };
    equal(await service.stores.people.writeImported([{ ...before, before: stale }]), 0);
    deepEqual(await person(1), before);
  });

  it('tells the trail of each person, without their name', async () => {
    await applied([line()]);
    const entries = await service.stores.audit.entriesOf(municipalityId);
    const entry = entries.find(({ action }) => action === 'person.imported');
    deepEqual([entry?.actor, entry?.subject], ['hr-1', `person:${(await person(1)).id}`]);
    ok(!JSON.stringify(entries).includes('Ødegård'));
  });

  it('reads nothing for a municipality without a login service', async () => {
    const { municipality } = await service.place({});
    const planned = await service.services.hr.plan({
      ...file(line()),
      municipalityId: municipality.id,
    });
    deepEqual(planned, { readable: false, refusal: { problem: 'no-login-service' } });
  });
});
