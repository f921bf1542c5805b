import assert from 'node:assert/strict';
import type { Attempt } from '../../server/attempts/attempt.js';
import type { Person } from '../../server/organisation/person.js';
import { useService } from '../support/a-service.js';
import { aProgramme } from '../support/some-staff.js';
import { atOnce, give, handIn, responsesFor, slotsWhere } from '../support/sitting.js';

describe('handing in an attempt', () => {
  const service = useService();
  let person: Person;
  let attempt: Attempt;

  beforeEach(async () => {
    person = await service.candidate();
    attempt = await service.begin(person);
  });

  const submit = (): Promise<boolean> => service.services.attempt.submit(attempt.id, person.id);
  async function certificates(): Promise<number> {
    return (await service.stores.certificates.ofPerson(person.municipalityId, person.id)).length;
  }
  /** What the trail tells of the attempt. */
  async function trail(): Promise<string[]> {
    const entries = await service.stores.audit.entriesOf(person.municipalityId);
    return entries
      .filter(({ subject, details }) =>
        [subject, `attempt:${String(details?.['attemptId'])}`].includes(`attempt:${attempt.id}`),
      )
      .map(({ action }) => action);
  }

  it('passes with every response right, and issues the certificate', async () => {
    const { state, closedAt, result } = await handIn(service, attempt, 'right');
    assert.equal(state, 'submitted');
    assert.deepEqual(closedAt, service.now());
    assert.equal(result?.passed, true);
    assert.equal(result.right, attempt.form.slots.length);
    assert.deepEqual(result.reasons, []);
    const certificate = await service.stores.certificates.findByAttempt(attempt.id);
    assert.equal(certificate?.record.validFrom, '2026-11-02');
    assert.equal(certificate.record.validTo, '2028-11-01');
    assert.deepEqual(await trail(), ['attempt.started', 'certificate.issued', 'attempt.submitted']);
  });

  it('fails with every response wrong, and issues none', async () => {
    const { result } = await handIn(service, attempt, 'wrong');
    assert.equal(result?.passed, false);
    assert.equal(result.right, 0);
    assert.equal(await certificates(), 0);
    assert.deepEqual(await trail(), ['attempt.started', 'attempt.submitted']);
  });

  it('fails with nothing saved', async () => {
    await submit();
    assert.equal((await service.attempt(attempt.id)).result?.passed, false);
  });

  it('twice changes nothing', async () => {
    const first = await handIn(service, attempt, 'right');
    service.pass(5);
    assert.equal(await submit(), true);
    assert.deepEqual(await service.attempt(attempt.id), first);
    assert.equal(await certificates(), 1);
    assert.equal((await trail()).length, 3);
  });

  it('ten times at once gives one result, one certificate and one entry in the trail', async () => {
    await give(service, attempt, await responsesFor(service, attempt, 'right'));
    const outcomes = await atOnce(10, submit);
    assert.deepEqual(new Set(outcomes), new Set([true]));
    assert.equal(await certificates(), 1);
    assert.deepEqual((await trail()).sort(), [
      'attempt.started',
      'attempt.submitted',
      'certificate.issued',
    ]);
    const [settled] = await service.stores.attempts.historyOf(person.municipalityId, [person.id]);
    assert.equal(settled?.result?.passed, true);
  });

  it('is not for somebody else to do', async () => {
    assert.equal(await service.services.attempt.submit(attempt.id, 'somebody-else'), false);
    assert.equal((await service.attempt(attempt.id)).state, 'inProgress');
  });

  it('exactly on the deadline is in time', async () => {
    service.at(attempt.closesAt);
    await submit();
    const { state, closedAt } = await service.attempt(attempt.id);
    assert.deepEqual([state, closedAt], ['submitted', attempt.closesAt]);
  });

  it('after the deadline counts as run out at the deadline, with what was saved', async () => {
    await give(service, attempt, await responsesFor(service, attempt, 'right'));
    service.at(new Date(attempt.closesAt.getTime() + 20_000));
    await submit();
    const { state, closedAt, result } = await service.attempt(attempt.id);
    assert.deepEqual([state, closedAt], ['expired', attempt.closesAt]);
    assert.equal(result?.passed, true);
    assert.deepEqual(await trail(), ['attempt.started', 'certificate.issued', 'attempt.expired']);
  });

  it('decides by the rules in force at the start, even if there are newer ones', async () => {
    const { services, stores } = service;
    const strict = { rules: { cutScorePercent: 50, noCriticalWrong: false } };
    const { municipality } = await service.place({ ...strict, items: { law: 4 } });
    const early = await service.candidate({ municipalityId: municipality.id });
    const begun = await service.begin(early);
    const [template] = services.templates;
    assert.ok(template);
    const newer = { municipalityId: municipality.id, version: 2, items: { law: 4 } };
    await stores.programmes.add(
      aProgramme(template, { ...newer, rules: { cutScorePercent: 100 } }),
    );

    const { result, programmeVersion } = await handIn(service, begun, 'right', [0]);
    assert.deepEqual([result?.passed, result?.needed, programmeVersion], [true, 2, 1]);
    const certificate = await stores.certificates.findByAttempt(begun.id);
    assert.equal(certificate?.record.programmeVersion, 1);

    const late = await service.begin(await service.candidate({ municipalityId: municipality.id }));
    const second = await handIn(service, late, 'right', [0]);
    assert.deepEqual(
      [second.result?.passed, second.result?.needed, second.programmeVersion],
      [false, 4, 2],
    );
  });

  describe('with enough responses right for the cut score', () => {
    let lenient: Attempt;

    beforeEach(async () => {
      const { municipality } = await service.place({ rules: { cutScorePercent: 50 } });
      lenient = await service.begin(await service.candidate({ municipalityId: municipality.id }));
    });

    it('fails by one critical item', async () => {
      const [critical = -1] = slotsWhere(lenient, (slot) => slot.critical);
      const { result } = await handIn(service, lenient, 'right', [critical]);
      assert.equal(result?.passed, false);
      assert.ok(result.reasons.some(({ code }) => code === 'critical-wrong'));
    });

    it('fails by one item of a section that must be all right', async () => {
      const isHarmless = (slot: (typeof lenient.form.slots)[number]) =>
        slot.sectionId === 'calculation' && !slot.critical;
      const [sum = -1] = slotsWhere(lenient, isHarmless);
      const { result } = await handIn(service, lenient, 'right', [sum]);
      assert.equal(result?.passed, false);
      assert.deepEqual(result.reasons, [
        { code: 'section-not-all-right', sectionId: 'calculation' },
      ]);
    });

    it('passes with an item wrong that is neither', async () => {
      const isHarmless = (slot: (typeof lenient.form.slots)[number]) =>
        slot.sectionId === 'law' && !slot.critical;
      const [harmless = -1] = slotsWhere(lenient, isHarmless);
      const { result } = await handIn(service, lenient, 'right', [harmless]);
      assert.equal(result?.passed, true);
      assert.deepEqual(result.topicsToReview, ['law']);
    });
  });
});
