import assert from 'node:assert/strict';
import { addDays, plainDate } from '../../server/platform/plain-date.js';
import { noticeId, type NewNotice } from '../../server/reminders/notice.js';
import { createNoticeStore, type NoticeStore } from '../../server/reminders/notice.store.js';
import { useDatabase } from '../support/database.js';

const now = new Date('2026-11-01T08:00:00Z');
const minutesOn = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);

function aNotice(changes: Partial<NewNotice> = {}): NewNotice {
  return {
    certificateId: 'c1',
    rung: 30,
    recipientId: 'ingrid',
    municipalityId: 'fjordby',
    recipientKind: 'holder',
    validTo: addDays(plainDate('2026-11-01'), 30),
    messageId: 'notice-1@medsert.test',
    ...changes,
  };
}

describe('the ledger of notices', () => {
  const database = useDatabase();
  let notices: NoticeStore;
  let certificates = 0;

  /** A notice of a certificate that no other test knows. */
  function another(changes: Partial<NewNotice> = {}): { notice: NewNotice; id: string } {
    certificates += 1;
    const notice = aNotice({ certificateId: `c${certificates}`, ...changes });
    return { notice, id: noticeId(notice) };
  }
  async function standing({ certificateId }: NewNotice) {
    const [found] = await notices.ofCertificates([certificateId]);
    return found;
  }

  before(async () => {
    notices = createNoticeStore(database.connection());
    await notices.ensureIndexes();
  });

  it('has one entry for a certificate, a rung and a recipient, however many plan it at once', async () => {
    const { notice } = another();
    const planned = await Promise.all(Array.from({ length: 8 }, () => notices.plan(notice, now)));
    assert.equal(planned.filter(Boolean).length, 1);
    assert.equal((await notices.ofCertificates([notice.certificateId])).length, 1);
  });

  it('has entries of their own for another rung and another recipient', async () => {
    const { notice } = another();
    await notices.plan(notice, now);
    assert.equal(await notices.plan({ ...notice, rung: 14 }, now), true);
    assert.equal(await notices.plan({ ...notice, recipientId: 'kari' }, now), true);
  });

  it('gives a notice to one of many who claim it at once', async () => {
    const { notice, id } = another();
    await notices.plan(notice, now);
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => notices.claim(id, now, minutesOn(10))),
    );
    assert.equal(claims.filter((claim) => claim !== undefined).length, 1);
  });

  it('gives a notice again when the lease of who claimed it has ended, with the same message id', async () => {
    const { notice, id } = another();
    await notices.plan(notice, now);
    const first = await notices.claim(id, now, minutesOn(10));
    assert.equal(await notices.claim(id, minutesOn(9), minutesOn(19)), undefined);
    const second = await notices.claim(id, minutesOn(10), minutesOn(20));
    assert.equal(second?.messageId, first?.messageId);
    assert.equal(second?.tries, 2);
  });

  it('lets who lost the lease change nothing', async () => {
    const { notice, id } = another();
    await notices.plan(notice, now);
    const first = await notices.claim(id, now, minutesOn(10));
    const second = await notices.claim(id, minutesOn(10), minutesOn(20));
    assert.ok(first && second);
    assert.equal(await notices.markFailedTry(first, 'ETIMEDOUT', undefined), false);
    assert.equal(await notices.markSent(first, minutesOn(11)), false);
    assert.equal(await notices.markSent(second, minutesOn(12)), true);
    assert.deepEqual((await standing(notice))?.sentAt, minutesOn(12));
  });

  it('holds a failed try back until its pause is over', async () => {
    const { notice, id } = another();
    await notices.plan(notice, now);
    const claimed = await notices.claim(id, now, minutesOn(10));
    assert.ok(claimed);
    await notices.markFailedTry(claimed, 'EENVELOPE 450', minutesOn(5));
    assert.equal((await standing(notice))?.failure, 'EENVELOPE 450');
    assert.equal(await notices.claim(id, minutesOn(4), minutesOn(14)), undefined);
    assert.ok(await notices.claim(id, minutesOn(5), minutesOn(15)));
  });

  it('never gives out a notice that was sent, given up or skipped', async () => {
    const sent = another();
    const failed = another();
    const skipped = another();
    for (const { notice, id } of [sent, failed]) {
      await notices.plan(notice, now);
      const claimed = await notices.claim(id, now, minutesOn(10));
      assert.ok(claimed);
      if (id === sent.id) await notices.markSent(claimed, now);
      else await notices.markFailedTry(claimed, 'EENVELOPE 550', undefined);
    }
    await notices.skip(skipped.notice, 'overtaken', now);
    for (const { notice, id } of [sent, failed, skipped]) {
      const before = await standing(notice);
      assert.equal(await notices.claim(id, minutesOn(99_999), minutesOn(100_000)), undefined);
      assert.equal(await notices.plan(notice, now), false);
      assert.equal(await notices.recordUndeliverable(notice, now), false);
      assert.deepEqual(await standing(notice), before);
    }
  });

  it('does not skip a notice while it is being sent, and does when its sender has died', async () => {
    const { notice, id } = another();
    await notices.plan(notice, now);
    await notices.claim(id, now, minutesOn(10));
    assert.equal(await notices.skip(notice, 'revoked', minutesOn(9)), false);
    assert.equal((await standing(notice))?.state, 'sending');
    assert.equal(await notices.skip(notice, 'revoked', minutesOn(10)), true);
    assert.equal((await standing(notice))?.skippedFor, 'revoked');
  });

  it('plans again what was undeliverable, or skipped for a reason that has gone', async () => {
    const undeliverable = another().notice;
    const notEmployed = another().notice;
    await notices.recordUndeliverable(undeliverable, now);
    await notices.skip(notEmployed, 'notEmployed', now);
    for (const notice of [undeliverable, notEmployed]) {
      assert.equal(await notices.plan(notice, minutesOn(1)), true);
      const entry = await standing(notice);
      assert.equal(entry?.state, 'planned');
      assert.equal(entry.skippedFor, undefined);
      assert.deepEqual(entry.recordedAt, now);
    }
  });

  it('shows what reached nobody, of the municipality that is asked about', async () => {
    const own = another({ municipalityId: 'sjovik' }).notice;
    const others = another({ municipalityId: 'fjordby' }).notice;
    await notices.recordUndeliverable(own, now);
    await notices.recordUndeliverable(others, now);
    const found = await notices.undeliveredOf('sjovik');
    assert.deepEqual(
      found.map(({ certificateId, state }) => [certificateId, state]),
      [[own.certificateId, 'undeliverable']],
    );
  });
});
