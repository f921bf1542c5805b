import assert from 'node:assert/strict';
import type { GateReason } from '../../server/attempts/gate.rules.js';
import type { Person } from '../../server/organisation/person.js';
import { addMonths, plainDate } from '../../server/platform/plain-date.js';
import { aCertificateUntil } from '../support/a-past-certificate.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';
import { atOnce, handIn } from '../support/sitting.js';

const DAY = 24 * 60;

describe('starting an attempt', () => {
  const service = useService();

  const start = ({ id: personId, municipalityId }: Person) =>
    service.services.examStart.start({
      municipalityId,
      personId,
      programmeId: PROGRAMME,
      locale: 'sv',
    });
  const historyOf = ({ id, municipalityId }: Person) =>
    service.stores.attempts.historyOf(municipalityId, [id]);
  async function reasonsFor(person: Person): Promise<readonly GateReason[]> {
    const before = await historyOf(person);
    const outcome = await start(person);
    assert.ok('reasons' in outcome, 'it was started');
    assert.deepEqual(await historyOf(person), before, 'no attempt may be used up');
    return outcome.reasons;
  }

  it('draws the form, starts the clock, and freezes what it is decided by', async () => {
    const person = await service.candidate();
    const outcome = await start(person);
    assert.ok(outcome.started);
    const attempt = await service.attempt(outcome.attemptId);
    const programme = await service.stores.programmes.latest('fjordby', PROGRAMME);
    assert.deepEqual(attempt.startedAt, service.now());
    assert.deepEqual(attempt.closesAt, new Date('2026-11-02T09:00:00.000Z'));
    assert.deepEqual(outcome.closesAt, attempt.closesAt);
    assert.deepEqual(attempt.frozen.rules, programme?.rules);
    assert.deepEqual(attempt.frozen.specification, programme?.specification);
    assert.equal(attempt.locale, 'sv');
    assert.equal(attempt.cycle, 1);
    assert.deepEqual(
      attempt.form.slots.map(({ sectionId }) => sectionId),
      ['law', 'law', 'checks', 'checks', 'calculation', 'calculation'],
    );
  });

  it('gives two people two forms', async () => {
    const first = await service.begin(await service.candidate());
    const second = await service.begin(await service.candidate());
    assert.notEqual(first.form.seed, second.form.seed);
    assert.notDeepEqual(first.form.slots, second.form.slots);
  });

  it('begins one attempt when ten ask at once, and leads all of them to it', async () => {
    const person = await service.candidate();
    const outcomes = await atOnce(10, () => start(person));
    const [attempt, ...others] = await historyOf(person);
    assert.ok(attempt);
    assert.deepEqual(others, []);
    for (const outcome of outcomes) assert.equal(outcome.started && outcome.attemptId, attempt.id);
    const entries = await service.stores.audit.entriesOf('fjordby');
    const starts = entries.filter(({ subject }) => subject === `attempt:${attempt.id}`);
    assert.deepEqual(
      starts.map(({ action }) => action),
      ['attempt.started'],
    );
  });

  it('continues an attempt that is open, with its form and its deadline', async () => {
    const person = await service.candidate();
    const attempt = await service.begin(person);
    service.pass(20);
    assert.deepEqual(await start(person), {
      started: true,
      attemptId: attempt.id,
      closesAt: attempt.closesAt,
    });
    assert.deepEqual(await service.attempt(attempt.id), attempt);
  });

  describe('is refused, with the reason and without using up an attempt,', () => {
    it('when the job does not require the programme', async () => {
      const office = await service.candidate({ jobRole: 'office' });
      assert.deepEqual(await reasonsFor(office), [{ code: 'not-required' }]);
    });

    it('when somebody is not placed yet', async () => {
      const newcomer = await service.candidate({ unit: 'none' });
      assert.deepEqual(await reasonsFor(newcomer), [{ code: 'not-required' }]);
    });

    it('when the course is not completed', async () => {
      const person = await service.person();
      assert.deepEqual(await reasonsFor(person), [
        { code: 'course-not-completed', lessonsLeft: 11 },
      ]);
    });

    it('when the course was completed elsewhere: evidence does not cross municipalities', async () => {
      const person = await service.person();
      await service.completedCourse({ ...person, municipalityId: 'elsewhere' });
      assert.equal((await reasonsFor(person))[0]?.code, 'course-not-completed');
    });

    it('when the course was completed more than twelve months ago, by the calendar', async () => {
      const person = await service.person();
      await service.completedCourse(person, new Date('2025-11-01T22:59:00Z'));
      assert.deepEqual(await reasonsFor(person), [{ code: 'course-too-old' }]);
      const other = await service.person();
      await service.completedCourse(other, new Date('2025-11-01T23:01:00Z'));
      assert.equal((await start(other)).started, true);
    });

    it('while an attempt that failed cools off', async () => {
      const person = await service.candidate();
      const failed = await handIn(service, await service.begin(person), 'wrong');
      service.pass(DAY - 1);
      assert.deepEqual(await reasonsFor(person), [
        { code: 'cool-off', until: new Date((failed.closedAt?.getTime() ?? 0) + 24 * 3_600_000) },
      ]);
      service.pass(1);
      assert.equal((await start(person)).started, true);
    });

    it('when the attempts of the cycle are used up', async () => {
      const person = await service.candidate();
      for (let number = 0; number < 3; number += 1) {
        await handIn(service, await service.begin(person), 'wrong');
        service.pass(2 * DAY);
      }
      assert.deepEqual(await reasonsFor(person), [{ code: 'no-attempts-left', used: 3 }]);
    });

    it('while a certificate is valid and its window has not come', async () => {
      const person = await service.candidate();
      await handIn(service, await service.begin(person), 'right');
      service.pass(30 * DAY);
      assert.deepEqual(await reasonsFor(person), [
        {
          code: 'valid-until',
          validTo: plainDate('2028-11-01'),
          opensOn: plainDate('2028-08-03'),
        },
      ]);
    });
  });

  it('begins a renewal cycle in the window, where attempts count anew', async () => {
    const person = await service.candidate();
    for (let number = 0; number < 2; number += 1) {
      await handIn(service, await service.begin(person), 'wrong');
      service.pass(2 * DAY);
    }
    await handIn(service, await service.begin(person), 'right');
    const [certificate] = await service.stores.certificates.ofPerson('fjordby', person.id);
    assert.ok(certificate);
    service.at('2028-08-07T08:00:00Z');
    await service.completedCourse(person);
    const renewal = await service.begin(person);
    assert.equal(renewal.cycle, 2);
    const { result } = await handIn(service, renewal, 'right');
    assert.equal(result?.passed, true);
    const all = await service.stores.certificates.ofPerson('fjordby', person.id);
    assert.deepEqual(
      all.map(({ record }) => record.validTo),
      [addMonths(certificate.record.validTo, 24), certificate.record.validTo],
    );
    assert.equal(all[1]?.events[0]?.kind, 'replaced');
  });

  it('is no affair of certificates in another programme', async () => {
    const person = await service.candidate();
    const { record, credential } = aCertificateUntil('2028-11-01', {
      personId: person.id,
      programmeId: 'insulin',
    });
    await service.stores.certificates.issueOnce(record, credential);
    assert.equal((await start(person)).started, true);
  });

  it('fails for a programme that the municipality does not have', async () => {
    const { id: personId, municipalityId } = await service.candidate();
    const unknown = { municipalityId, personId, programmeId: 'insulin', locale: 'nb' } as const;
    await assert.rejects(service.services.examStart.start(unknown), /No such programme/);
  });
});
