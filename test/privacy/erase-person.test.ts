import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import type { Person } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { readable } from '../support/a-page.js';
import { MORNING, useService } from '../support/a-service.js';
import { handIn } from '../support/sitting.js';
import { locationOf } from '../support/visitor.js';

const NAME = 'Slettnes';

describe('Erasing a person', () => {
  const service = useService();
  let admin: Person;

  before(async () => {
    admin = await service.person({ jobRole: 'office', roles: [{ role: 'administrator' }] });
  });

  /** Certified this morning, and gone since yesterday. */
  async function someoneWhoLeft(municipalityId = 'fjordby') {
    const nurse = await service.candidate({ municipalityId, changes: { familyName: NAME } });
    const attempt = await handIn(service, await service.begin(nurse), 'right');
    const certificate = await service.stores.certificates.findByAttempt(attempt.id);
    if (!certificate) throw new Error('Not certified');
    const file = await service.services.certificate.certificateFile(certificate);
    const employments = nurse.employments.map((one) => ({ ...one, to: plainDate('2026-11-01') }));
    await service.stores.people.put({ ...nurse, employments });
    return { nurse, attempt, code: certificate.record.code, file };
  }
  const erase = ({ id: personId, municipalityId }: Person) =>
    service.services.erasure.erase({
      ...{ municipalityId, personId, actor: admin.id, reason: 'asked' },
      today: plainDate('2026-11-02'),
    });
  const stored = async () => {
    const { connection } = service.services.database;
    const collections = await connection.listCollections();
    const documents = await Promise.all(
      collections.map(({ name }) => connection.collection(name).find().toArray()),
    );
    return JSON.stringify(documents.flat());
  };

  it('leaves no name anywhere, and an entry in the trail', async () => {
    const { nurse, attempt } = await someoneWhoLeft();
    await service.stores.audit.record({
      ...{ municipalityId: 'fjordby', actor: admin.id, action: 'role.granted' },
      ...{ subject: `person:${nurse.id}`, at: service.now() },
      aside: { personId: nurse.id, content: { reason: `${NAME} er vikar` } },
    });
    ok((await stored()).includes(NAME));
    const visitor = await service.signedInAs(admin);
    const path = `/administration/people/${nurse.id}/erase`;
    equal((await visitor.get(path)).status, 200);
    const answer = await visitor.post(path, { reason: 'asked' });
    equal(locationOf(answer), '/administration/people');

    ok(!(await stored()).includes(NAME));
    equal((await service.attempt(attempt.id)).responses.size, 0);
    equal((await service.attempt(attempt.id)).result?.passed, true);
    const [entry] = await service.stores.audit.search({ municipalityId: 'fjordby' }, 1);
    deepEqual(
      [entry?.action, entry?.actor, entry?.details],
      ['person.erased', admin.id, { reason: 'asked' }],
    );
  });

  it('keeps the certificate verifiable: by its code without a name, and as the file that the holder has', async () => {
    const { nurse, code, file } = await someoneWhoLeft();
    await erase(nurse);
    const page = await service.anyone().get(`/v/${code}`);
    match(readable(page.text), /Innehaveren er slettet fra tjenesten/);
    ok(!page.text.includes('familyName'));
    equal((await service.services.certificate.checkFile(file.bytes)).kind, 'in-force');
    const certificate = await service.stores.certificates.findByCode(code);
    ok(certificate);
    equal(certificate.credential, '');
    await rejects(service.services.certificate.certificateFile(certificate), /No such certificate/);
  });

  it('is refused while the person works here, is in an exam, or is oneself', async () => {
    const works = await service.candidate();
    deepEqual(await erase(works), { erased: false, reason: 'still-employed' });
    await service.begin(works);
    const employments = works.employments.map((one) => ({ ...one, to: plainDate('2026-11-01') }));
    await service.stores.people.put({ ...works, employments });
    deepEqual(await erase(works), { erased: false, reason: 'exam-under-way' });
    deepEqual(await erase(admin), { erased: false, reason: 'own-case' });
    deepEqual(await erase({ ...works, municipalityId: 'elsewhere' }), {
      ...{ erased: false, reason: 'not-found' },
    });
  });

  it('needs a reason', async () => {
    const { nurse } = await someoneWhoLeft();
    const visitor = await service.signedInAs(admin);
    const answer = await visitor.post(`/administration/people/${nurse.id}/erase`, {});
    equal(answer.status, 422);
    match(readable(answer.text), /Velg hvorfor personen skal slettes/);
    ok(await service.stores.people.find('fjordby', nurse.id));
  });

  it('is brought to its end by doing it again, and recorded once', async () => {
    const { nurse } = await someoneWhoLeft();
    await erase(nurse);
    // As if a crash had come before the last step.
    await service.stores.people.put({ ...nurse, employments: [] });
    deepEqual(await erase(nurse), { erased: true });
    const subject = `person:${nurse.id}`;
    const entries = await service.stores.audit.search({ municipalityId: 'fjordby', subject }, 9);
    equal(entries.filter(({ action }) => action === 'person.erased').length, 1);
  });

  describe('by the job of retention', () => {
    const run = () => service.services.scheduler.runNow('apply-retention');

    it('takes responses a year and three weeks after the exam, and the person three years after all has ended', async () => {
      const { municipality } = await service.place({});
      const { nurse, attempt } = await someoneWhoLeft(municipality.id);
      const found = () => service.stores.people.find(municipality.id, nurse.id);
      const responses = async () => (await service.attempt(attempt.id)).responses.size;
      const certificates = await service.stores.certificates.ofPerson(municipality.id, nurse.id);
      const validTo = certificates[0]?.record.validTo ?? '';

      service.at('2027-11-23T08:00:00Z');
      equal(await run(), 'done');
      equal(await responses(), 6);
      service.at('2027-11-24T08:00:00Z');
      await run();
      equal(await responses(), 0);

      const end = new Date(`${validTo}T08:00:00Z`);
      end.setUTCFullYear(end.getUTCFullYear() + 3);
      service.at(end);
      await run();
      ok(await found());
      service.at(new Date(end.getTime() + 24 * 3_600_000));
      await run();
      equal(await found(), undefined);
      service.at(MORNING);
    });
  });
});
