import { deepEqual, equal } from 'node:assert/strict';
import { readHead, signHead, type AuditHead } from '../../server/audit/audit-head.js';
import type { AuditStore } from '../../server/audit/audit.store.js';
import { createAuditHeadStore, type AuditHeadStore } from '../../server/audit/audit-head.store.js';
import { signHeads } from '../../server/audit/sign-heads.job.js';
import { verifyTrail } from '../../server/audit/verify-trail.js';
import { aFreshAuditStore } from '../support/audit-trail.js';
import { useDatabase } from '../support/database.js';
import { porsgrunnSeal, skienSeal } from '../certification/a-seal.js';
import { anEvent, key } from './an-event.js';

const now = new Date('2026-11-21T14:00:00Z');

describe('A trail and its signed heads', () => {
  const database = useDatabase();
  const seal = skienSeal();
  const publicKeys = [seal.publicJwk];
  const logged: unknown[] = [];

  let audit: AuditStore;
  let heads: AuditHeadStore;

  const entries = () => database.connection().collection('auditEvents');
  const record = async (count: number) => {
    for (let index = 0; index < count; index += 1) await audit.record(anEvent());
  };
  const signNow = () =>
    signHeads({
      audit,
      heads,
      municipalityIds: () => Promise.resolve(['fjordby', 'sundby']),
      seal,
      clock: () => now,
      log: { info: (...words: unknown[]) => void logged.push(words) },
    })();
  const headsOf = async (): Promise<AuditHead[]> => {
    const read = await Promise.all(
      (await heads.of('fjordby')).map((jws) => readHead(jws, publicKeys)),
    );
    return read.flatMap((head) => head ?? []);
  };
  const verify = async () => verifyTrail({ audit, key })('fjordby', await headsOf());

  before(async () => {
    heads = createAuditHeadStore(database.connection());
    await heads.ensureIndexes();
  });
  beforeEach(async () => {
    audit = aFreshAuditStore(database.connection(), key);
    await audit.ensureIndexes();
  });
  afterEach(async () => {
    logged.length = 0;
    for (const name of ['auditEvents', 'auditHeads'])
      await database.connection().collection(name).deleteMany({});
  });

  it('is whole when nothing has happened', async () => {
    deepEqual(await verify(), { entries: 0 });
  });

  it('has its end signed once, and again only when it has grown', async () => {
    await record(2);
    await signNow();
    await signNow();
    deepEqual(
      (await headsOf()).map(({ sequence, at }) => [sequence, at]),
      [[2, now]],
    );
    await record(1);
    await signNow();
    deepEqual(
      (await headsOf()).map(({ sequence }) => sequence),
      [3, 2],
    );
    equal(logged.length, 2);
    deepEqual(await verify(), { entries: 3 });
  });

  it('shows that its end was cut off', async () => {
    await record(3);
    await signNow();
    await entries().deleteMany({ sequence: { $gt: 1 } });
    deepEqual(await verify(), { entries: 1, fault: { code: 'cut-off', sequence: 2 } });
  });

  it('shows that it is another one than was signed, though somebody with the key wrote it', async () => {
    await record(3);
    await signNow();
    await entries().deleteMany({ sequence: { $gt: 2 } });
    await aFreshAuditStore(database.connection(), key).record(anEvent({ actor: 'nobody' }));
    deepEqual(await verify(), { entries: 2, fault: { code: 'head-differs', sequence: 3 } });
  });

  for (const [what, change] of [
    ['changed', (sequence: number) => entries().updateOne({ sequence }, { $set: { actor: 'x' } })],
    ['taken out', (sequence: number) => entries().deleteOne({ sequence })],
  ] as const)
    it(`names the first entry that was ${what}`, async () => {
      await record(4);
      await change(3);
      deepEqual(await verify(), { entries: 2, fault: { code: 'broken-link', sequence: 3 } });
    });

  describe('A head', () => {
    const head = { municipalityId: 'fjordby', sequence: 7, hash: 'a'.repeat(64), at: now };

    it('is read back when a key of ours has signed it', async () => {
      deepEqual(await readHead(await signHead(head, seal), publicKeys), head);
    });

    it('is nothing when it was changed, when another key signed it, or when it is something else', async () => {
      const jws = await signHead(head, seal);
      const [first = '', , last = ''] = jws.split('.');
      const forged = Buffer.from(JSON.stringify({ ...head, sequence: 6 })).toString('base64url');
      equal(await readHead(`${first}.${forged}.${last}`, publicKeys), undefined);
      equal(await readHead(jws, [porsgrunnSeal().publicJwk]), undefined);
      equal(await readHead('not a head', publicKeys), undefined);
      equal(await readHead('x'.repeat(10_000), publicKeys), undefined);
    });
  });
});
