import assert from 'node:assert/strict';
import type { Attempt } from '../../server/attempts/attempt.js';
import { createAttemptStore, type AttemptStore } from '../../server/attempts/attempt.store.js';
import {
  saveResponse,
  type SaveOutcome,
  type SentSave,
} from '../../server/attempts/save-response.js';
import { useDatabase } from '../support/database.js';
import { aSave, atOnce } from '../support/sitting.js';
import { anAttempt, closesAt, savesUntil, startedAt } from './an-attempt.js';

describe('saving responses', () => {
  const database = useDatabase();
  let store: AttemptStore;
  let now: Date;
  let attempt: Attempt;
  let save: ReturnType<typeof saveResponse>;

  before(async () => {
    store = createAttemptStore(database.connection());
    await store.ensureIndexes();
    save = saveResponse({ attempts: store, clock: () => now });
  });
  beforeEach(async () => {
    now = startedAt;
    attempt = anAttempt();
    await store.begin(attempt, savesUntil);
  });

  function send(
    saves: readonly SentSave[],
    flags: Readonly<Record<number, boolean>> = {},
  ): Promise<SaveOutcome> {
    const { id: attemptId, personId } = attempt;
    const entries = Object.entries(flags).map(([slot, on]) => [Number(slot), on] as const);
    return save({ attemptId, personId, saves, flags: new Map(entries) });
  }
  /** What became of each slot. */
  async function slotsOf(sent: Promise<SaveOutcome>) {
    const outcome = await sent;
    assert.ok('slots' in outcome, outcome.kind);
    return outcome.slots;
  }
  async function standing(): Promise<Attempt> {
    const found = await store.find(attempt.id);
    assert.ok(found);
    return found;
  }

  it('tells when it was saved, until when the attempt runs, and the revision of each slot', async () => {
    assert.deepEqual(await send([aSave(0), aSave(1)]), {
      kind: 'saved',
      savedAt: now,
      closesAt,
      slots: [
        { slot: 0, saved: true, revision: 1 },
        { slot: 1, saved: true, revision: 1 },
      ],
    });
  });

  describe('a retry of a save that had arrived', () => {
    it('counts as saved, and is not saved again', async () => {
      const sent = aSave(0);
      const first = await send([sent]);
      now = new Date('2026-11-02T08:20:00.000Z');
      const again = await send([sent]);
      assert.equal(again.kind, 'saved');
      assert.deepEqual('slots' in again && again.slots, 'slots' in first && first.slots);
      assert.deepEqual((await standing()).responses.get(0)?.savedAt, startedAt);
    });

    it('counts as saved ten times at once', async () => {
      const sent = aSave(0);
      const outcomes = await atOnce(10, () => send([sent]));
      assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['saved']));
      assert.equal((await standing()).responses.get(0)?.revision, 1);
    });

    it('is told of newer work when that has come after it', async () => {
      const sent = aSave(0);
      await send([sent]);
      await send([aSave(0, { basedOn: 1, response: { chosen: [2] } })]);
      assert.equal((await send([sent])).kind, 'conflict');
      assert.deepEqual((await standing()).responses.get(0)?.response, { chosen: [2] });
    });
  });

  describe('a stale page', () => {
    it('changes nothing and is shown what stands', async () => {
      const newer = aSave(0, { response: { chosen: [1] } });
      await send([newer]);
      const outcome = await send([aSave(0, { response: { chosen: [] } })]);
      assert.equal(outcome.kind, 'conflict');
      const [slot] = await slotsOf(Promise.resolve(outcome));
      assert.deepEqual(slot, {
        slot: 0,
        saved: false,
        because: 'newer-work',
        revision: 1,
        standing: { chosen: [1] },
        standingSaveId: newer.saveId,
      });
      assert.deepEqual((await standing()).responses.get(0)?.response, { chosen: [1] });
    });

    it('saves the slots where nobody was before it, and is told which', async () => {
      await send([aSave(1)]);
      const slots = await slotsOf(send([aSave(0), aSave(1), aSave(2)]));
      assert.deepEqual(
        slots.map(({ slot, saved }) => [slot, saved]),
        [
          [0, true],
          [1, false],
          [2, true],
        ],
      );
      assert.equal((await standing()).responses.size, 3);
    });

    it('flags what it saves, and leaves the flag where newer work stands', async () => {
      await send([aSave(1)], { 1: true });
      await send([aSave(0), aSave(1)], { 0: true, 1: false, 2: true });
      assert.deepEqual([...(await standing()).flagged].sort(), [0, 1, 2]);
    });
  });

  describe('flags', () => {
    it('are kept without a response', async () => {
      const outcome = await send([], { 2: true });
      assert.equal(outcome.kind, 'saved');
      assert.deepEqual([...(await standing()).flagged], [2]);
    });

    it('are never said to be kept when the time is over', async () => {
      now = new Date(savesUntil.getTime() + 1);
      assert.equal((await send([], { 2: true })).kind, 'closed');
      assert.equal((await standing()).flagged.size, 0);
    });
  });

  describe('in the grace after the deadline', () => {
    const later = (ms: number): Date => new Date(closesAt.getTime() + ms);
    /** The page had heard the server ten seconds before the deadline. */
    const typed = (afterMs: number) => ({ heard: later(-10_000), afterMs });
    const inTime = typed(10_000);
    const tooLate = typed(10_001);

    beforeEach(() => {
      now = later(20_000);
    });

    it('takes what was typed by the deadline, and keeps when it was typed and when it came', async () => {
      const outcome = await send([{ ...aSave(0), typed: inTime }], { 0: true });
      assert.equal(outcome.kind, 'saved');
      const { responses, flagged } = await standing();
      assert.deepEqual(responses.get(0)?.typedAt, closesAt);
      assert.deepEqual(responses.get(0)?.savedAt, later(20_000));
      assert.deepEqual([...flagged], [0]);
    });

    for (const [what, evidence] of [
      ['typed a millisecond after it', tooLate],
      ['typed nobody knows when', undefined],
      [
        'said to be typed after an instant that is still to come',
        { heard: later(20_001), afterMs: 0 },
      ],
    ] as const)
      it(`refuses what was ${what}, and says which slot was not saved`, async () => {
        const closed = { kind: 'closed', unsaved: [0] };
        assert.deepEqual(await send([{ ...aSave(0), typed: evidence }], { 0: true }), closed);
        assert.deepEqual(
          [(await standing()).responses.size, (await standing()).flagged.size],
          [0, 0],
        );
      });

    it('tells each slot of one request apart', async () => {
      const slots = await slotsOf(
        send([
          { ...aSave(0), typed: tooLate },
          { ...aSave(1), typed: inTime },
        ]),
      );
      assert.deepEqual(slots, [
        { slot: 0, saved: false, because: 'typed-too-late', revision: 0 },
        { slot: 1, saved: true, revision: 1 },
      ]);
      assert.deepEqual([...(await standing()).responses.keys()], [1]);
    });

    it('says that nothing is missing when what came too late is what stands', async () => {
      now = startedAt;
      const sent = aSave(0);
      await send([sent]);
      now = later(20_000);
      const again = aSave(0, { basedOn: 1, response: sent.response });
      assert.deepEqual(await send([again]), { kind: 'closed', unsaved: [] });
    });

    it('still takes a retry of what had arrived for what it is', async () => {
      now = startedAt;
      const sent = { ...aSave(0), typed: { heard: startedAt, afterMs: 0 } };
      await send([sent]);
      now = later(20_000);
      assert.equal((await send([sent])).kind, 'saved');
    });
  });

  describe('a number that can mean two things', () => {
    for (const typed of ['1.000', '1,000', '12,500'])
      it(`is saved as typed and asked about: ${typed}`, async () => {
        const [slot] = await slotsOf(send([aSave(0, { response: { typed } })]));
        assert.deepEqual(slot, { slot: 0, saved: true, revision: 1, question: 'ambiguous' });
        assert.deepEqual((await standing()).responses.get(0)?.response, { typed });
      });

    it('is asked about again at a retry', async () => {
      const sent = aSave(0, { response: { typed: '1.000' } });
      await send([sent]);
      const [slot] = await slotsOf(send([sent]));
      assert.ok(slot?.saved && slot.question === 'ambiguous');
    });

    it('is asked about also beside a slot that was not saved', async () => {
      await send([aSave(1)]);
      const slots = await slotsOf(send([aSave(0, { response: { typed: '1.000' } }), aSave(1)]));
      assert.ok(slots[0]?.saved && slots[0].question === 'ambiguous');
    });

    it('is settled by a meaning', async () => {
      const response = { typed: '1.000', meaning: 'thousands' } as const;
      const [slot] = await slotsOf(send([aSave(0, { response })]));
      assert.deepEqual(slot, { slot: 0, saved: true, revision: 1 });
    });

    for (const typed of ['0,125', '1000', '2,5', ''])
      it(`is not one like ${JSON.stringify(typed)}`, async () => {
        const [slot] = await slotsOf(send([aSave(0, { response: { typed } })]));
        assert.deepEqual(slot, { slot: 0, saved: true, revision: 1 });
      });
  });

  describe('nothing is changed, and the reason told', () => {
    afterEach(async () => {
      const { responses, flagged } = await standing();
      assert.deepEqual([responses.size, flagged.size], [0, 0]);
    });

    it('when the attempt was handed in', async () => {
      await store.submit({ attemptId: attempt.id, personId: attempt.personId, now });
      assert.deepEqual(await send([aSave(0)]), { kind: 'closed', unsaved: [0] });
    });

    it('when the time and its grace are over, whether or not a job has closed it', async () => {
      now = new Date(savesUntil.getTime() + 1);
      const closed = { kind: 'closed', unsaved: [0, 1] };
      assert.deepEqual(await send([aSave(0), aSave(1)], { 0: true }), closed);
    });

    it('when the form has no such slot, also beside one that it has', async () => {
      assert.deepEqual(await send([aSave(0), aSave(3)]), { kind: 'no-such-slot' });
      assert.deepEqual(await send([aSave(0)], { 99: true }), { kind: 'no-such-slot' });
    });

    it('when the attempt is somebody else’s, or there is none', async () => {
      const others = { attemptId: attempt.id, personId: 'somebody-else', saves: [aSave(0)] };
      assert.deepEqual(await save(others), { kind: 'not-found' });
      assert.deepEqual(await save({ ...others, attemptId: 'none' }), { kind: 'not-found' });
    });
  });
});
