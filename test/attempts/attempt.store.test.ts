import assert from 'node:assert/strict';
import type { Attempt } from '../../server/attempts/attempt.js';
import { createAttemptStore, type AttemptStore } from '../../server/attempts/attempt.store.js';
import { useDatabase } from '../support/database.js';
import { aSave, atOnce } from '../support/sitting.js';
import { anAttempt, aResult, closesAt, savesUntil, startedAt } from './an-attempt.js';

const after = (instant: Date, milliseconds: number): Date =>
  new Date(instant.getTime() + milliseconds);

describe('the store of attempts', () => {
  const database = useDatabase();
  let store: AttemptStore;

  before(async () => {
    store = createAttemptStore(database.connection());
    await store.ensureIndexes();
  });

  async function begun(changes: Partial<Attempt> = {}): Promise<Attempt> {
    const attempt = anAttempt(changes);
    assert.equal(await store.begin(attempt, savesUntil), true);
    return attempt;
  }
  async function stored({ id }: Attempt): Promise<Attempt> {
    const found = await store.find(id);
    assert.ok(found);
    return found;
  }
  const saving = ({ id, personId }: Attempt, now = startedAt) => ({
    attemptId: id,
    personId,
    now,
  });

  describe('begin', () => {
    it('keeps the attempt as it was drawn', async () => {
      const attempt = await begun();
      assert.deepEqual(await stored(attempt), attempt);
    });

    it('makes one of ten that begin at once', async () => {
      const { personId } = anAttempt();
      const outcomes = await atOnce(10, () => store.begin(anAttempt({ personId }), savesUntil));
      assert.deepEqual(outcomes.filter(Boolean), [true]);
      assert.equal((await store.historyOf('fjordby', [personId])).length, 1);
    });

    it('lets others, and the same person in another programme, have theirs', async () => {
      const { personId } = await begun();
      await begun();
      await begun({ personId, programmeId: 'insulin' });
    });

    it('makes another one when the last is closed', async () => {
      const { id, personId } = await begun();
      await store.submit({ attemptId: id, personId, now: startedAt });
      await begun({ personId });
    });
  });

  describe('save', () => {
    it('stores the response with its revision, and tells the deadline', async () => {
      const attempt = await begun();
      const save = aSave(2, { response: { typed: '2,5', unit: 'ml' } });
      assert.deepEqual(await store.save(saving(attempt), [save]), closesAt);
      assert.deepEqual((await stored(attempt)).responses.get(2), {
        response: { typed: '2,5', unit: 'ml' },
        revision: 1,
        saveId: save.saveId,
        savedAt: startedAt,
      });
    });

    it('takes a save that is based on what stands', async () => {
      const attempt = await begun();
      await store.save(saving(attempt), [aSave(0)]);
      const next = aSave(0, { basedOn: 1, response: { chosen: [2] } });
      assert.ok(await store.save(saving(attempt), [next]));
      const standing = (await stored(attempt)).responses.get(0);
      assert.equal(standing?.revision, 2);
      assert.deepEqual(standing.response, { chosen: [2] });
    });

    for (const basedOn of [0, 2, 7])
      it(`refuses one based on revision ${basedOn} when the first stands`, async () => {
        const attempt = await begun();
        await store.save(saving(attempt), [aSave(0)]);
        const stale = aSave(0, { basedOn, response: { chosen: [2] } });
        assert.equal(await store.save(saving(attempt), [stale]), undefined);
        assert.deepEqual((await stored(attempt)).responses.get(0)?.response, { chosen: [0] });
      });

    it('lets one through of ten of the same revision at once', async () => {
      const attempt = await begun();
      const outcomes = await atOnce(10, (index) =>
        store.save(saving(attempt), [aSave(1, { response: { chosen: [index] } })]),
      );
      assert.equal(outcomes.filter((outcome) => outcome !== undefined).length, 1);
      const winner = outcomes.findIndex((outcome) => outcome !== undefined);
      const standing = (await stored(attempt)).responses.get(1);
      assert.equal(standing?.revision, 1);
      assert.deepEqual(standing.response, { chosen: [winner] });
    });

    it('saves all of several slots or none', async () => {
      const attempt = await begun();
      await store.save(saving(attempt), [aSave(1)]);
      assert.equal(await store.save(saving(attempt), [aSave(0), aSave(1), aSave(2)]), undefined);
      assert.deepEqual([...(await stored(attempt)).responses.keys()], [1]);
      assert.ok(await store.save(saving(attempt), [aSave(0), aSave(2)]));
      assert.equal((await stored(attempt)).responses.size, 3);
    });

    it('sets and clears flags', async () => {
      const attempt = await begun();
      const flags = (on: boolean) => new Map([[1, on]]);
      await store.save(saving(attempt), [], flags(true));
      assert.deepEqual([...(await stored(attempt)).flagged], [1]);
      await store.save(saving(attempt), [], flags(false));
      assert.deepEqual([...(await stored(attempt)).flagged], []);
    });

    it('has nowhere to put a response or a flag to an item that is not in the form', async () => {
      const attempt = await begun();
      assert.equal(await store.save(saving(attempt), [aSave(0), aSave(3)]), undefined);
      assert.equal(await store.save(saving(attempt), [], new Map([[3, true]])), undefined);
      assert.deepEqual(await stored(attempt), attempt);
    });

    it('is taken up to the end of the grace if it was typed by the deadline, and not after it', async () => {
      const attempt = await begun();
      const inTime = { typedAt: closesAt };
      assert.ok(await store.save(saving(attempt, savesUntil), [aSave(0, inTime)]));
      const late = saving(attempt, after(savesUntil, 1));
      assert.equal(await store.save(late, [aSave(1, inTime)], new Map([[1, true]])), undefined);
      assert.equal((await stored(attempt)).responses.has(1), false);
      assert.equal((await stored(attempt)).flagged.size, 0);
    });

    it('takes nothing in the grace that was typed after the deadline, or that may have been', async () => {
      const attempt = await begun();
      const inGrace = saving(attempt, after(closesAt, 5_000));
      const typedLate = aSave(0, { typedAt: after(closesAt, 1) });
      const inTime = aSave(1, { typedAt: closesAt });
      for (const saves of [[typedLate], [aSave(0)], [inTime, typedLate], [inTime, aSave(0)]])
        assert.equal(await store.save(inGrace, saves), undefined);
      assert.equal(await store.save(inGrace, [], new Map([[1, true]])), undefined);
      assert.deepEqual(await stored(attempt), attempt);
    });

    it('changes nothing after the attempt was handed in', async () => {
      const attempt = await begun();
      await store.save(saving(attempt), [aSave(0)]);
      await store.submit(saving(attempt));
      const before = await stored(attempt);
      assert.equal(await store.save(saving(attempt), [aSave(1)]), undefined);
      assert.equal(await store.save(saving(attempt), [aSave(0, { basedOn: 1 })]), undefined);
      assert.deepEqual(await stored(attempt), before);
    });

    it('changes nothing in the attempt of somebody else', async () => {
      const attempt = await begun();
      const other = { ...saving(attempt), personId: 'somebody-else' };
      assert.equal(await store.save(other, [aSave(0)]), undefined);
      assert.equal((await stored(attempt)).responses.size, 0);
      assert.equal(await store.findOwn(attempt.id, 'somebody-else'), undefined);
    });
  });

  describe('end', () => {
    it('tells one of ten that it was the one', async () => {
      const attempt = await begun();
      const now = after(closesAt, 1);
      const outcomes = await atOnce(10, (index) =>
        index % 2
          ? store.submit(saving(attempt, after(startedAt, index)))
          : store.expire(attempt.id, now),
      );
      const [winner, ...others] = outcomes.filter((outcome) => outcome !== undefined);
      assert.deepEqual(others, []);
      assert.deepEqual(await stored(attempt), winner);
    });

    it('is by hand until the deadline, and by the clock from then on, at the deadline', async () => {
      const attempt = await begun();
      assert.equal(await store.expire(attempt.id, closesAt), undefined);
      assert.equal(await store.submit(saving(attempt, after(closesAt, 1))), undefined);
      const expired = await store.expire(attempt.id, after(closesAt, 60_000));
      assert.deepEqual([expired?.state, expired?.closedAt], ['expired', closesAt]);
      const inTime = await store.submit(saving(await begun(), closesAt));
      assert.deepEqual([inTime?.state, inTime?.closedAt], ['submitted', closesAt]);
    });

    it('is not for somebody else to bring about', async () => {
      const attempt = await begun();
      const other = { ...saving(attempt), personId: 'somebody-else' };
      assert.equal(await store.submit(other), undefined);
      assert.equal((await stored(attempt)).state, 'inProgress');
    });

    it('is never followed by a save: what was told saved is there, and nothing else', async () => {
      for (let round = 0; round < 10; round += 1) {
        const attempt = await begun();
        const [saves, closed] = await Promise.all([
          atOnce(9, (index) =>
            store.save(saving(attempt), [aSave(index % 3, { response: { chosen: [index] } })]),
          ),
          store.submit(saving(attempt)).then(() => stored(attempt)),
        ]);
        assert.deepEqual((await stored(attempt)).responses, closed.responses);
        const acknowledged = saves.filter((outcome) => outcome !== undefined).length;
        assert.equal((await stored(attempt)).responses.size, acknowledged);
      }
    });
  });

  describe('settle', () => {
    it('writes the first result and no other', async () => {
      const attempt = await begun();
      await store.submit(saving(attempt));
      const outcomes = await atOnce(10, (right) =>
        store.settle(attempt.id, aResult({ right }), startedAt),
      );
      assert.deepEqual(outcomes.filter(Boolean), [true]);
      assert.equal((await stored(attempt)).result?.right, outcomes.indexOf(true));
    });

    it('waits for the end of the attempt', async () => {
      const attempt = await begun();
      assert.equal(await store.settle(attempt.id, aResult(), startedAt), false);
      assert.equal((await stored(attempt)).result, undefined);
    });
  });

  describe('what is left to do', () => {
    it('ends every attempt whose grace is over, each once and at its own deadline', async () => {
      const first = await begun();
      const second = anAttempt({ closesAt: after(closesAt, 1_000) });
      await store.begin(second, after(savesUntil, 1_000));
      const states = async () => [(await stored(first)).state, (await stored(second)).state];
      await store.expireOverdue(savesUntil);
      assert.deepEqual(await states(), ['inProgress', 'inProgress']);
      await store.expireOverdue(after(savesUntil, 1));
      assert.deepEqual(await states(), ['expired', 'inProgress']);
      assert.equal(await store.expireOverdue(after(savesUntil, 5_000)), 1);
      assert.equal(await store.expireOverdue(after(savesUntil, 5_000)), 0);
      assert.deepEqual((await stored(first)).closedAt, closesAt);
      assert.deepEqual((await stored(second)).closedAt, after(closesAt, 1_000));
    });

    it('finds a closed attempt without a result once it is some time ago', async () => {
      const attempt = await begun();
      await store.submit(saving(attempt));
      const isFound = async (closedBefore: Date) =>
        (await store.unsettled(closedBefore, 1000)).includes(attempt.id);
      assert.equal(await isFound(startedAt), false);
      assert.equal(await isFound(after(startedAt, 1)), true);
      await store.settle(attempt.id, aResult(), startedAt);
      assert.equal(await isFound(after(startedAt, 1)), false);
    });
  });

  describe('history', () => {
    it('tells somebody’s attempts, the newest first, without what was asked and responded', async () => {
      const first = await begun();
      await store.submit(saving(first));
      const second = await begun({ personId: first.personId, startedAt: after(startedAt, 1) });
      const found = await store.historyOf('fjordby', [first.personId], 'medicines');
      assert.deepEqual(
        found.map(({ id }) => id),
        [second.id, first.id],
      );
      assert.equal('form' in (found[0] ?? {}), false);
      assert.equal('responses' in (found[0] ?? {}), false);
    });

    it('is that of one municipality', async () => {
      const { personId } = await begun();
      assert.deepEqual(await store.historyOf('sundby', [personId]), []);
    });

    it('knows the items that somebody has met in any attempt', async () => {
      const { id, personId } = await begun();
      await store.expire(id, after(closesAt, 1));
      const of = { programmeId: 'medicines', bankId: 'medicines' };
      const seen = await store.itemsSeenBy(personId, of);
      assert.deepEqual([...seen.keys()].sort(), ['law-001', 'law-002', 'law-003']);
      assert.equal(seen.get('law-001'), startedAt.getTime());
      const before = await store.itemsSeenBy(personId, of, startedAt);
      assert.equal(before.size, 0, 'nothing was met before it began');
      assert.equal((await store.itemsSeenBy('somebody-else', of)).size, 0);
    });
  });
});
