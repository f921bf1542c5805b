import assert from 'node:assert/strict';
import type { Attempt } from '../../server/attempts/attempt.js';
import { useService } from '../support/a-service.js';
import { give, handIn, responsesFor } from '../support/sitting.js';

const HOUR = 60;

describe('the jobs that end attempts', () => {
  const service = useService();
  /** How many were closed, and how many were brought to their end. */
  const run = async (): Promise<[number, number]> => [
    await service.services.closeOverdue(),
    await service.services.settleClosed(),
  ];
  const submit = ({ id, personId }: Attempt): Promise<unknown> =>
    service.stores.attempts.submit({ attemptId: id, personId, now: service.now() });

  async function begun(): Promise<Attempt> {
    return service.begin(await service.candidate());
  }
  async function stateOf({ id }: Attempt): Promise<string> {
    return (await service.attempt(id)).state;
  }

  beforeEach(async () => {
    // What earlier tests left behind is brought to its end.
    service.pass(24 * HOUR);
    await run();
    service.pass(-24 * HOUR);
  });

  it('leaves an attempt open until its grace is over', async () => {
    const attempt = await begun();
    service.at(new Date(attempt.closesAt.getTime() + 30_000));
    assert.deepEqual(await run(), [0, 0]);
    assert.equal(await stateOf(attempt), 'inProgress');
    service.at(new Date(attempt.closesAt.getTime() + 30_001));
    assert.deepEqual(await run(), [1, 1]);
    assert.equal(await stateOf(attempt), 'expired');
  });

  it('hands in what was saved, and passes whoever had everything right', async () => {
    const attempt = await begun();
    await give(service, attempt, await responsesFor(service, attempt, 'right'));
    service.pass(HOUR + 1);
    await run();
    const { result, settledAt } = await service.attempt(attempt.id);
    assert.equal(result?.passed, true);
    assert.deepEqual(settledAt, service.now());
    const certificate = await service.stores.certificates.findByAttempt(attempt.id);
    assert.equal(certificate?.record.examDate, '2026-11-02');
  });

  it('records the deadline even when it comes two hours late, and lets the cool-off run from there', async () => {
    const person = await service.candidate();
    const attempt = await service.begin(person);
    service.at(new Date(attempt.closesAt.getTime() + 120 * 60_000));
    await run();
    assert.deepEqual((await service.attempt(attempt.id)).closedAt, attempt.closesAt);
    const decision = await service.services.attempt.decide(attempt);
    const until = new Date(attempt.closesAt.getTime() + 24 * 3_600_000);
    assert.deepEqual(decision.reasons, [{ code: 'cool-off', until }]);
  });

  it('closes at once all that ran out, before any is scored, each at its own deadline', async () => {
    const first = await begun();
    service.pass(1);
    const second = await begun();
    service.pass(2 * HOUR);
    assert.equal(await service.services.closeOverdue(), 2);
    for (const { id, closesAt } of [first, second]) {
      const { state, closedAt, settledAt } = await service.attempt(id);
      assert.deepEqual([state, closedAt, settledAt], ['expired', closesAt, undefined]);
    }
    assert.equal(await service.services.settleClosed(), 2);
  });

  it('names the system, at the deadline, in the trail', async () => {
    const attempt = await begun();
    service.pass(3 * HOUR);
    await run();
    const entries = await service.stores.audit.entriesOf(attempt.municipalityId);
    const ends = entries.filter(
      ({ subject, action }) => subject === `attempt:${attempt.id}` && action === 'attempt.expired',
    );
    assert.deepEqual(
      ends.map(({ actor, at }) => [actor, at]),
      [['system', attempt.closesAt]],
    );
  });

  it('finishes what a crash left between closing and the result', async () => {
    const attempt = await begun();
    await give(service, attempt, await responsesFor(service, attempt, 'right'));
    await submit(attempt);
    service.pass(1);
    assert.deepEqual(await run(), [0, 1]);
    const { state, result } = await service.attempt(attempt.id);
    assert.deepEqual([state, result?.passed], ['submitted', true]);
    assert.ok(await service.stores.certificates.findByAttempt(attempt.id));
    assert.deepEqual(await run(), [0, 0]);
  });

  it('finishes what a crash left between the certificate and the result, with the same certificate', async () => {
    const attempt = await begun();
    const { result } = await handIn(service, attempt, 'right');
    const issued = await service.stores.certificates.findByAttempt(attempt.id);
    assert.ok(result && issued);
    await service.services.database.connection
      .collection('attempts')
      .updateOne({ _id: attempt.id as never }, { $unset: { result: '', settledAt: '' } });
    service.pass(1);
    await run();
    assert.deepEqual((await service.attempt(attempt.id)).result, result);
    assert.deepEqual(await service.stores.certificates.findByAttempt(attempt.id), issued);
  });

  it('leaves an attempt that was just closed to whoever is at it', async () => {
    const attempt = await begun();
    await submit(attempt);
    assert.deepEqual(await run(), [0, 0]);
    assert.equal((await service.attempt(attempt.id)).settledAt, undefined);
  });

  it('brings the others to their end when one cannot be', async () => {
    const [poisoned, waiting, overdue] = [await begun(), await begun(), await begun()];
    const { connection } = service.services.database;
    await connection
      .collection('attempts')
      .updateOne(
        { _id: poisoned.id as never },
        { $set: { 'form.slots.0.itemId': 'an-item-that-never-was' } },
      );
    for (const one of [poisoned, waiting]) await submit(one);
    service.pass(2 * HOUR);
    await assert.rejects(run());
    assert.ok((await service.attempt(waiting.id)).settledAt);
    assert.ok((await service.attempt(overdue.id)).settledAt);
    await connection.collection('attempts').deleteOne({ _id: poisoned.id as never });
  });
});
