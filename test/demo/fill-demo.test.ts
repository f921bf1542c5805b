import assert from 'node:assert/strict';
import type { Connection } from 'mongoose';
import { firstBrokenLink } from '../support/audit-trail.js';
import { readCredential, trustedKeyOf } from '../../server/certification/credential.js';
import { statusOn } from '../../server/certification/validity.rules.js';
import type { Certificate } from '../../server/certification/certificate.js';
import type { Standing } from '../../server/attempts/gate.js';
import type { DemoDeps } from '../../server/demo/demo-deps.js';
import { demoMunicipalities } from '../../server/demo/demo-municipalities.js';
import { demoLoginServices, demoPersonId } from '../../server/demo/demo-people.js';
import { fillDemo, isFilled } from '../../server/demo/fill-demo.js';
import { followingBankId } from '../../server/item-banks/sharing/adopt-release.js';
import { signedInPerson } from '../../server/identity/signed-in-person.rules.js';
import { ROLES, type Person } from '../../server/organisation/person.js';
import { loadSeal } from '../../server/platform/keys/seal-key.js';
import { addDays, dateIn, daysBetween, type PlainDate } from '../../server/platform/plain-date.js';
import { useDatabase } from '../support/database.js';
import { AUDIT_KEY, demoDeps, demoKey, ORIGIN, type TestDemo } from './a-demo.js';

const NOW = new Date('2026-11-21T19:35:21Z');
const TODAY = '2026-11-21' as PlainDate;
const PROGRAMME = 'legemiddelhandtering';

/** Everything in the database, as text. */
async function contentOf(connection: Connection): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const collection of (await connection.db?.collections()) ?? []) {
    const documents = await collection.find().sort({ _id: 1 }).toArray();
    content[collection.collectionName] = JSON.stringify(documents);
  }
  return content;
}

const idsOf = (municipalityId: string): string[] =>
  demoMunicipalities
    .filter(({ id }) => id === municipalityId)
    .flatMap(({ id, people }) => people.map(({ username }) => demoPersonId({ id }, username)));

async function peopleOf({ people }: DemoDeps, municipalityId: string): Promise<Person[]> {
  const found = await Promise.all(
    idsOf(municipalityId).map((id) => people.find(municipalityId, id)),
  );
  return found.flatMap((person) => (person ? [person] : []));
}

async function certificatesOf({ certificates }: DemoDeps): Promise<Certificate[]> {
  const found = await Promise.all(
    demoMunicipalities.map(({ id }) => certificates.ofPeople(id, idsOf(id))),
  );
  return found.flat();
}

describe('the demo, filled', () => {
  const database = useDatabase();
  let demo: TestDemo;
  let deps: DemoDeps;

  before(async () => {
    demo = await demoDeps(database.connection(), NOW);
    ({ deps } = demo);
  });

  /** How one person stands in the programme, by their user name. */
  function standing(municipalityId: string, username: string): Promise<Standing> {
    const personId = demoPersonId({ id: municipalityId }, username);
    return demo.standing(municipalityId, personId, PROGRAMME);
  }

  const reasonsOf = ({ decision }: Standing): string[] => decision.reasons.map(({ code }) => code);

  it('takes a moment', async () => {
    assert.equal(await isFilled(deps), false);
    const started = performance.now();
    assert.equal(await fillDemo(deps), true);
    const seconds = (performance.now() - started) / 1000;
    console.log(`      filled in ${seconds.toFixed(2)} s`);
    assert.ok(seconds < 10, `${seconds} s`);
    assert.equal(await isFilled(deps), true);
  });

  it('has two municipalities, one of each country, with rules of their own', async () => {
    const all = await deps.municipalities.all();
    assert.deepEqual(
      all.map(({ slug, name, country, locale }) => [slug, name, country, locale]),
      [
        ['fjordby', 'Fjordby kommune', 'NO', 'nb'],
        ['sjovik', 'Sjövik kommun', 'SE', 'sv'],
      ],
    );
    const rules = await Promise.all(
      all.map(async ({ id }) => (await deps.programmes.latest(id, PROGRAMME))?.rules),
    );
    assert.deepEqual(
      rules.map((one) => [one?.validityMonths, one?.attemptsPerCycle, one?.coolOffHours]),
      [
        [24, 3, 24],
        [12, 2, 48],
      ],
    );
  });

  it('has a tree of units, four levels deep at most, each path from the top down', async () => {
    for (const { id } of demoMunicipalities) {
      const units = await deps.municipalities.unitsOf(id);
      assert.ok(units.length > 10);
      assert.equal(Math.max(...units.map(({ path }) => path.length)), 4);
      for (const unit of units) {
        const parent = units.find((one) => one.id === unit.parentId);
        assert.deepEqual(unit.path, [...(parent?.path ?? []), unit.id]);
      }
      assert.equal(units.filter(({ parentId }) => parentId === undefined).length, 1);
    }
  });

  it('has 48 people, in units that are there, with addresses that reach nobody', async () => {
    let count = 0;
    const names = new Set<string>();
    for (const { id } of demoMunicipalities) {
      const units = new Set((await deps.municipalities.unitsOf(id)).map((unit) => unit.id));
      for (const person of await peopleOf(deps, id)) {
        count += 1;
        names.add(`${person.givenName} ${person.familyName}`);
        for (const { unitId } of [...person.employments, ...person.grants])
          assert.ok(unitId === undefined || units.has(unitId), unitId);
        assert.match(person.email ?? '', /^[a-z.]+@[a-z]+\.invalid$/);
      }
    }
    assert.equal(count, 48);
    assert.equal(names.size, 48);
    for (const letter of 'åäöøčç')
      assert.ok(
        [...names].some((name) => name.toLowerCase().includes(letter)),
        letter,
      );
    assert.ok([...names].some((name) => name.length > 70));
  });

  it('has all roles in both municipalities, and every kind of employment', async () => {
    const people: Person[] = [];
    for (const { id } of demoMunicipalities) {
      const own = await peopleOf(deps, id);
      const roles = new Set(own.flatMap(({ grants }) => grants.map(({ role }) => role)));
      // An operator belongs to the service, and to no municipality's own staff.
      assert.deepEqual([...roles].sort(), [...ROLES].filter((role) => role !== 'operator').sort());
      assert.ok(own.some(({ employments }) => employments.length === 0));
      people.push(...own);
    }
    const employments = people.flatMap((person) => person.employments);
    assert.ok(people.some((person) => person.employments.length === 2));
    assert.ok(employments.some(({ to }) => to !== undefined && to < TODAY));
    assert.ok(
      employments.some(({ from }) => from > TODAY && from <= addDays(TODAY, 31)),
      'somebody begins next month',
    );
  });

  it('knows each demo user when they log in, and makes nobody new', async () => {
    const services = demoLoginServices('http://localhost:3000', demoKey());
    assert.deepEqual(
      services.map(({ slug, users }) => [slug, users.length]),
      [
        ['fjordby', 16],
        ['sjovik', 16],
      ],
    );
    for (const { slug, users } of services) {
      const municipality = await deps.municipalities.findBySlug(slug);
      assert.ok(municipality);
      const settings = await deps.identityProviders.find(municipality.id);
      assert.equal(settings?.entityId, `${ORIGIN}/${slug}/metadata`);
      for (const { username, displayName, description, attributes } of users) {
        const claims = {
          assertionId: '_1',
          issuer: settings.entityId,
          nameId: username,
          attributes: new Map(Object.entries(attributes)),
        };
        const identity = signedInPerson(claims, settings.attributes, municipality.id);
        const { issuer, subject, givenName, familyName, email } = identity;
        const found = await deps.people.recordIdentity(
          {
            municipalityId: municipality.id,
            issuer,
            subject,
            givenName,
            familyName,
            ...(email === undefined ? {} : { email }),
          },
          'a new person',
        );
        assert.equal(found.id, demoPersonId(municipality, username), username);
        assert.equal(displayName, `${givenName} ${familyName}`);
        assert.ok(description.length > 10);
      }
    }
  });

  it('has people at every step of the way to a certificate', async () => {
    const lessons = deps.courses.find(PROGRAMME)?.lessons.length ?? 0;
    for (const [id, notStarted, half, ready, coolingOff, noneLeft] of [
      [
        'fjordby',
        'ingrid.haugland',
        'jonas.odegard',
        'amina.warsame',
        'milena.kovacevic',
        'mohamed.hassan',
      ],
      [
        'sjovik',
        'elin.akerstrom',
        'samir.jaziri',
        'birgitta.ohman',
        'yusuf.celik',
        'tesfaye.gebremedhin',
      ],
    ] as const) {
      const fresh = await standing(id, notStarted);
      assert.deepEqual(fresh.decision.reasons, [
        { code: 'course-not-completed', lessonsLeft: lessons },
      ]);
      const [reason] = (await standing(id, half)).decision.reasons;
      assert.ok(reason?.code === 'course-not-completed');
      assert.ok(reason.lessonsLeft > 3 && reason.lessonsLeft < lessons - 3);
      assert.equal((await standing(id, ready)).decision.allowed, true);
      assert.deepEqual(reasonsOf(await standing(id, coolingOff)), ['cool-off']);
      const spent = await standing(id, noneLeft);
      assert.deepEqual(reasonsOf(spent), ['no-attempts-left']);
      assert.equal(spent.decision.attemptsLeft, 0);
    }
  });

  it('has people whom the gate stops for other reasons, or lets in again', async () => {
    assert.deepEqual(reasonsOf(await standing('fjordby', 'ragnhild.tveit')), ['course-too-old']);
    assert.deepEqual(reasonsOf(await standing('fjordby', 'sigrid.bjornstad')), ['valid-until']);
    assert.equal(reasonsOf(await standing('fjordby', 'kari.nygard'))[0], 'not-required');
    assert.equal(reasonsOf(await standing('fjordby', 'lars.myhre'))[0], 'not-required');
    // Cooled off after a failed exam; the course taken again before the certificate lapses.
    assert.equal((await standing('fjordby', 'zeynep.yildiz')).decision.allowed, true);
    const renewing = await standing('fjordby', 'elzbieta.wojcik');
    assert.equal(renewing.decision.allowed, true);
    assert.equal(renewing.evidence.cycle.kind, 'renewal');
  });

  it('has certificates of every status', async () => {
    const statuses = new Map<string, number>();
    for (const certificate of await certificatesOf(deps)) {
      const status = statusOn(certificate, TODAY);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    assert.deepEqual([...statuses.keys()].sort(), ['expired', 'replaced', 'revoked', 'valid']);
  });

  it('has certificates at every rung of the ladder, to the day', async () => {
    const left = (id: string): Promise<number[]> =>
      deps.certificates.ofPeople(id, idsOf(id)).then((found) =>
        found
          .filter((certificate) => statusOn(certificate, TODAY) === 'valid')
          .map(({ record }) => daysBetween(TODAY, record.validTo))
          .filter((days) => days <= 90),
      );
    assert.deepEqual(
      (await left('fjordby')).sort((a, b) => a - b),
      [0, 1, 7, 14, 30, 90],
    );
    assert.ok((await left('sjovik')).includes(14));
  });

  it('has renewals: in time, which lose nothing, and late, which leave a gap', async () => {
    const inTime = await deps.certificates.ofPerson(
      'fjordby',
      demoPersonId({ id: 'fjordby' }, 'wilhelmina.bjornstjerne'),
    );
    assert.deepEqual(
      inTime.map(({ record }) => [record.cycle, record.validTo]),
      [
        [2, '2028-12-16'],
        [1, '2026-12-16'],
      ],
    );
    const [renewed, replaced] = inTime;
    assert.deepEqual(
      replaced?.events.map((event) => event.kind === 'replaced' && event.byCertificateId),
      [renewed?.record.id],
    );
    const late = await deps.certificates.ofPerson(
      'fjordby',
      demoPersonId({ id: 'fjordby' }, 'marit.eikeland'),
    );
    assert.equal(late[0]?.record.validFrom, addDays(TODAY, -30));
    assert.equal(late[1]?.record.validTo, addDays(TODAY, -200));
    const thrice = await deps.certificates.ofPerson(
      'sjovik',
      demoPersonId({ id: 'sjovik' }, 'pirjo.vaisanen'),
    );
    assert.deepEqual(
      thrice.map(({ record }) => record.cycle),
      [3, 2, 1],
    );
  });

  it('has real attempts, with every way to fail, and a certificate for each that passed', async () => {
    const codes = new Set<string>();
    let passed = 0;
    for (const { id } of demoMunicipalities) {
      const history = await deps.attempts.historyOf(id, idsOf(id));
      for (const { id: attemptId } of history) {
        const attempt = await deps.attempts.find(attemptId);
        assert.ok(attempt?.result && attempt.settledAt && attempt.closedAt);
        assert.equal(attempt.form.slots.length, 40);
        assert.ok(attempt.startedAt < attempt.closedAt && attempt.closedAt <= attempt.closesAt);
        assert.ok(attempt.closedAt < NOW);
        for (const { code } of attempt.result.reasons) codes.add(code);
        codes.add(attempt.state);
        const certificate = await deps.certificates.findByAttempt(attemptId);
        assert.equal(certificate !== undefined, attempt.result.passed);
        if (!certificate) continue;
        passed += 1;
        assert.equal(certificate.record.right, attempt.result.right);
        assert.equal(certificate.record.cycle, attempt.cycle);
        assert.deepEqual(certificate.record.issuedAt, attempt.closedAt);
      }
    }
    assert.equal((await certificatesOf(deps)).length, passed);
    assert.deepEqual([...codes].sort(), [
      'below-cut-score',
      'critical-wrong',
      'expired',
      'section-not-all-right',
      'submitted',
    ]);
  });

  it('has certificates whose seal holds', async () => {
    const { certificate } = loadSeal(demoKey(), NOW);
    for (const { record, credential } of await certificatesOf(deps)) {
      const reading = await readCredential(credential, [trustedKeyOf(certificate)]);
      assert.ok(reading.trusted);
      assert.equal(reading.credential.number, record.code);
      assert.match(record.code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    }
  });

  it('has a whole audit trail that tells the past in its order', async () => {
    for (const { id } of demoMunicipalities) {
      const entries = await demo.audit.entriesOf(id);
      assert.equal(firstBrokenLink(entries, AUDIT_KEY), undefined);
      assert.ok(entries.length > 30);
      const closing = entries.filter(({ action }) => action !== 'attempt.started');
      const times = closing.map(({ at }) => at.getTime());
      assert.deepEqual(
        times,
        [...times].sort((a, b) => a - b),
      );
      assert.ok(entries.every(({ at }) => at <= NOW));
      const text = JSON.stringify(entries);
      for (const { familyName, username } of (
        demoMunicipalities.find((one) => one.id === id) ?? { people: [] }
      ).people)
        assert.ok(!text.includes(familyName) && !text.includes(username));
    }
  });

  it('shares a bank in a region, which the other municipality subscribes to', async () => {
    const bankId = followingBankId('insulin', 'fjordby');
    const bank = await deps.banks.findReadable(bankId, 'fjordby');
    assert.deepEqual([bank?.upstream?.kind, bank?.upstream?.release], ['follow', 0]);
    const [release, ...more] = await deps.releases.ofBank('insulin');
    assert.deepEqual([release?.publisherId, release?.items.length, more], ['sjovik', 4, []]);
    assert.equal((await deps.items.live('insulin')).length, 4);
  });

  it('does not change when it is filled again', async () => {
    const before = await contentOf(database.connection());
    assert.equal(await fillDemo(deps), false);
    assert.deepEqual(await contentOf(database.connection()), before);
    const tomorrow = new Date(NOW.getTime() + 86_400_000);
    assert.equal(await fillDemo({ ...deps, clock: () => tomorrow }), false);
    assert.deepEqual(await contentOf(database.connection()), before);
  });

  it('keeps its people when the login service moves to another port', async () => {
    const moved = {
      ...deps,
      identityProvider: { origin: 'http://localhost:8081', key: demoKey() },
    };
    assert.equal(await fillDemo(moved), false);
    const settings = await deps.identityProviders.find('fjordby');
    assert.equal(settings?.entityId, 'http://localhost:8081/fjordby/metadata');
    for (const { id } of demoMunicipalities)
      for (const { issuer } of await peopleOf(deps, id))
        assert.equal(issuer, `http://localhost:8081/${id}/metadata`);
    assert.equal(await fillDemo(deps), false);
  });
});

describe('the demo, interrupted while it was filled', () => {
  const database = useDatabase();

  it('is completed by filling it again, with nothing there twice', async () => {
    // Half an hour after midnight, on a day that most years do not have.
    const now = new Date('2028-02-28T23:30:00Z');
    const { deps, audit } = await demoDeps(database.connection(), now);
    let issued = 0;
    const broken: DemoDeps = {
      ...deps,
      issueCertificateOn: (day) => async (exam) => {
        issued += 1;
        if (issued > 6) throw new Error('The power is gone');
        return deps.issueCertificateOn(day)(exam);
      },
    };
    await assert.rejects(fillDemo(broken), /The power is gone/);
    assert.equal(await isFilled(deps), false);
    assert.equal(await fillDemo(deps), true);
    assert.equal(await isFilled(deps), true);
    for (const { id } of demoMunicipalities) {
      const entries = await audit.entriesOf(id);
      assert.equal(firstBrokenLink(entries, AUDIT_KEY), undefined);
      const told = entries.map(({ action, subject }) => `${action} ${subject}`);
      assert.equal(new Set(told).size, told.length);
    }
    const today = dateIn('Europe/Oslo', now);
    assert.equal(today, '2028-02-29');
    const left = (await deps.certificates.ofPeople('fjordby', idsOf('fjordby')))
      .filter((certificate) => statusOn(certificate, today) === 'valid')
      .map(({ record }) => daysBetween(today, record.validTo));
    for (const rung of [0, 1, 7, 14, 30, 90]) assert.ok(left.includes(rung), `${rung} days`);
  });
});
