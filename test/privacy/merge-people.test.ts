import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Person } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { idsOf } from '../../server/privacy/records-of-person.js';
import { readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { handIn } from '../support/sitting.js';
import { PROGRAMME, unitId } from '../support/some-staff.js';
import { locationOf } from '../support/visitor.js';

const municipalityId = 'fjordby';
const today = plainDate('2026-11-02');
const REASON = 'Samme ansattnummer hos HR';
const BANK = 'medication';

async function allOf(records: AsyncIterable<object>): Promise<object[]> {
  const all: object[] = [];
  for await (const record of records) all.push(record);
  return all;
}

describe('Merging two people who are one', () => {
  const service = useService();
  let admin: Person;

  before(async () => {
    admin = await service.person({ jobRole: 'office', roles: [{ role: 'administrator' }] });
  });

  const merge = (kept: Person, gone: Person) =>
    service.services.merge.merging.merge({
      ...{ keptId: kept.id, goneId: gone.id, actor: admin, reason: REASON, today },
    });

  /** Certified this morning, with something in every collection. */
  async function someone(changes: Partial<Person> = {}) {
    const person = await service.candidate({ changes });
    const attempt = await handIn(service, await service.begin(person), 'right');
    const certificate = await service.stores.certificates.findByAttempt(attempt.id);
    if (!certificate) throw new Error('Not certified');
    const { practice, accommodations, notices } = service.stores;
    const key = { municipalityId, personId: person.id, bankId: BANK };
    await practice.begin(key, { id: 'set', slots: [] }, undefined);
    const progress = { box: 1, dueOn: today, lastRight: true, lastSure: true };
    const response = { response: { chosen: [0] }, sure: true, right: true, points: 3 };
    const place = { setId: 'set', slot: 0, item: `item-of-${person.id}` };
    await practice.respond(key, place, response, progress, { days: 1, lastOn: today });
    const whose = { municipalityId, personId: person.id };
    const granted = { id: `grant-of-${person.id}`, grantedBy: admin.id, category: 'other' };
    await accommodations.grant({ ...whose, grants: [] }, granted as never);
    await notices.plan(
      {
        ...{ certificateId: certificate.record.id, rung: 60, recipientId: person.id },
        ...{ municipalityId, recipientKind: 'holder', messageId: '<one@test>' },
        validTo: certificate.record.validTo,
      },
      service.now(),
    );
    return { person, attempt, certificate };
  }

  async function everythingOf({ id }: Person) {
    const { attempts, certificates, courseSessions, accommodations, practice, notices } =
      service.stores;
    return {
      attempts: (await attempts.historyOf(municipalityId, [id])).length,
      certificates: (await certificates.ofPerson(municipalityId, id)).length,
      courseSessions: (await courseSessions.ofPeople(municipalityId, [id])).length,
      accommodations: (await accommodations.of(municipalityId, id)).grants.length,
      practice: (await practice.ofPerson(municipalityId, id)).map(({ points, items }) => [
        points,
        Object.keys(items).length,
      ]),
      notices: (await notices.ofRecipient(municipalityId, id)).length,
    };
  }

  const TWICE = {
    ...{ attempts: 2, certificates: 2, courseSessions: 2, accommodations: 2 },
    ...{ practice: [[6, 2]], notices: 2 },
  };
  const NOTHING = {
    ...{ attempts: 0, certificates: 0, courseSessions: 0, accommodations: 0 },
    ...{ practice: [], notices: 0 },
  };

  it('is previewed, needs a reason, and makes both logins lead to one person with all that either had', async () => {
    const kept = await someone();
    const gone = await someone({
      issuer: 'https://other.example',
      grants: [{ role: 'coordinator', from: plainDate('2024-01-01') }],
    });
    const session = await service.signedInAs(gone.person);
    const visitor = await service.signedInAs(admin);
    const path = `/administration/people/${kept.person.id}/merge`;
    match((await visitor.get(path)).text, new RegExp(`${gone.person.id} · https://other`));
    const preview = await visitor.get(`${path}?with=${gone.person.id}`);
    match(readable(preview.text), /https:\/\/other\.example/);
    match(readable(preview.text), /Sertifikater 1 1/);
    equal((await visitor.post(path, { with: gone.person.id, reason: ' ' })).status, 422);
    const answer = await visitor.post(path, { with: gone.person.id, reason: REASON });
    equal(locationOf(answer), `/administration/people/${kept.person.id}`);

    deepEqual(await everythingOf(kept.person), TWICE);
    deepEqual(await everythingOf(gone.person), NOTHING);
    for (const { person } of [kept, gone]) {
      const { issuer, subject } = person;
      const names = { givenName: 'Inger', familyName: 'Lie' };
      const found = await service.stores.people.recordIdentity(
        { municipalityId, issuer, subject, ...names },
        'new-id',
      );
      equal(found.id, kept.person.id);
      equal(found.givenName, 'Inger');
      deepEqual(
        found.grants.map(({ role }) => role),
        ['coordinator'],
      );
      equal(found.employments.length, 1);
    }
    match(locationOf(await session.get('/me')), /returnTo/);
    const page = await visitor.get(`/administration/people/${gone.person.id}`);
    equal(locationOf(page), `/administration/people/${kept.person.id}`);
    match(readable((await visitor.follow(page)).text), /Også kjent som .*https:\/\/other\.example/);
    const holder = await service.signedInAs(kept.person);
    for (const { certificate } of [kept, gone]) {
      const { id, code } = certificate.record;
      equal((await holder.get(`/certificates/${id}/pdf`)).status, 200);
      match(readable((await service.anyone().get(`/v/${code}`)).text), /Sertifikatet er gyldig/);
    }
  });

  it('stands in the trail with its reason, and the person is given what was kept under either id', async () => {
    const [kept, gone] = [await service.person(), await service.person()];
    await service.stores.audit.record({
      ...{ municipalityId, actor: gone.id, action: 'session.loggedIn' },
      ...{ subject: `person:${gone.id}`, at: service.now() },
    });
    deepEqual(await merge(kept, gone), { merged: true });
    const entries = await service.stores.audit.search(
      { municipalityId, subject: `person:${kept.id}` },
      5,
    );
    const entry = entries.find(({ action }) => action === 'person.merged');
    deepEqual([entry?.actor, entry?.details], [admin.id, { merged: gone.id }]);
    const asides = await service.stores.audit.asidesAbout(municipalityId, kept.id);
    equal(asides[0]?.['reason'], REASON);
    const person = await service.stores.people.find(municipalityId, kept.id);
    ok(person);
    deepEqual(idsOf(person), [kept.id, gone.id]);
    const parts = service.services.me.data(person);
    const given = await allOf(parts.person());
    deepEqual(given[1], { id: gone.id, issuer: gone.issuer, subject: gone.subject });
    equal((await allOf(parts.trail())).length > 1, true);
  });

  it('is refused while one of them is in an exam, for oneself, for nobody, and for somebody elsewhere', async () => {
    const [kept, gone] = [await service.candidate(), await service.person()];
    await service.begin(kept);
    for (const [one, other] of [
      [kept, gone],
      [gone, kept],
    ] as const)
      deepEqual(await merge(one, other), { merged: false, reason: 'exam-under-way' });
    deepEqual(await merge(gone, gone), { merged: false, reason: 'same' });
    for (const [one, other] of [
      [admin, gone],
      [gone, admin],
    ] as const)
      deepEqual(await merge(one, other), { merged: false, reason: 'own-case' });
    const { municipality } = await service.place({});
    const foreign = await service.person({ municipalityId: municipality.id });
    deepEqual(await merge(gone, foreign), { merged: false, reason: 'not-found' });
    ok(await service.stores.people.find(municipalityId, gone.id));
    const page = await (
      await service.signedInAs(admin)
    ).get(`/administration/people/${kept.id}/merge?with=${gone.id}`);
    match(readable(page.text), /En av dem har en prøve som ikke er ferdig/);
  });

  it('is brought to its end by the job after a crash, and moves nothing twice', async () => {
    const kept = await someone();
    const gone = await someone();
    const act = { by: admin.id, at: service.now(), reason: REASON };
    // As far as a crash let it come.
    ok(await service.stores.people.beginMerge(gone.person, kept.person.id, act));
    await service.stores.practice.moveTo(municipalityId, gone.person.id, kept.person.id);
    await service.services.scheduler.runNow('finish-merges');
    deepEqual(await everythingOf(kept.person), TWICE);
    // And once more, as if the last step had been lost.
    await service.stores.people.cancelMerge(municipalityId, gone.person.id);
    ok(
      await service.stores.people.beginMerge(
        { ...gone.person, employments: [], grants: [] },
        kept.person.id,
        act,
      ),
    );
    await service.services.scheduler.runNow('finish-merges');
    deepEqual(await everythingOf(kept.person), TWICE);
    deepEqual(await service.stores.people.mergesUnderWay(), []);
    const person = await service.stores.people.find(municipalityId, kept.person.id);
    equal(person?.employments.length, 1);
  });

  it('unites two courses under way, lets deputies follow, and goes on to the next person', async () => {
    const { courseSessions, people } = service.stores;
    const [kept, gone, last] = [
      await service.person(),
      await service.person({ roles: [{ role: 'unitHead', unit: 'solbakken' }] }),
      await service.person(),
    ];
    for (const [n, { id: personId }] of [kept, gone].entries()) {
      const session = await courseSessions.openOrBegin({
        ...{ id: `open-${n}-${personId}`, municipalityId, personId, courseId: PROGRAMME },
        ...{ courseVersion: 1, startedAt: service.now(), lessons: {} },
      });
      await courseSessions.recordCheck(session.id, `lesson-${n}`, true, service.now());
    }
    const deputy = await service.person({
      changes: {
        grants: [
          {
            ...{ role: 'unitHead', unitId: unitId(municipalityId, 'solbakken') },
            ...{ from: today, to: plainDate('2026-12-01'), deputyFor: gone.id },
          },
        ],
      },
    });
    deepEqual(await merge(kept, gone), { merged: true });
    deepEqual(await merge(last, kept), { merged: true });
    const [session, ...more] = await courseSessions.ofPeople(municipalityId, [last.id]);
    deepEqual(more, []);
    deepEqual(Object.keys(session?.lessons ?? {}).toSorted(), ['lesson-0', 'lesson-1']);
    const found = await people.find(municipalityId, deputy.id);
    deepEqual(
      found?.grants.map(({ deputyFor }) => deputyFor),
      [last.id],
    );
    for (const { id } of [kept, gone])
      equal((await people.findBehind(municipalityId, id))?.id, last.id);
    // Erased for good, nothing leads anywhere.
    const { employments } = (await people.find(municipalityId, last.id)) ?? last;
    const before = await people.find(municipalityId, last.id);
    ok(before);
    const ended = employments.map((one) => ({ ...one, to: plainDate('2026-11-01') }));
    await people.put({ ...before, employments: ended });
    const erasure = { municipalityId, personId: last.id, actor: admin.id, today } as const;
    deepEqual(await service.services.erasure.erase({ ...erasure, reason: 'mistake' }), {
      erased: true,
    });
    for (const { id } of [kept, gone])
      equal(await people.findBehind(municipalityId, id), undefined);
  });
});
