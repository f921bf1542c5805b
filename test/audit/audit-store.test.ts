import { deepEqual, equal, rejects } from 'node:assert/strict';
import type { Connection } from 'mongoose';
import { createAuditStore, type AuditStore } from '../../server/audit/audit.store.js';
import { firstBrokenLink } from '../../server/audit/chain.rules.js';
import { connectDatabase } from '../../server/platform/database/connect.js';
import { useDatabase } from '../support/database.js';
import { engineUri } from '../support/engine.js';
import { anEvent, key } from './an-event.js';

describe('Store of the audit trail', () => {
  const database = useDatabase();
  let here: AuditStore;
  let otherInstance: Connection;
  let there: AuditStore;

  before(async () => {
    otherInstance = await connectDatabase(await engineUri(), database.connection().name);
  });
  beforeEach(async () => {
    for (const connection of [database.connection(), otherInstance])
      if (connection.modelNames().length > 0) connection.deleteModel('AuditEvent');
    here = createAuditStore(database.connection(), key);
    await here.ensureIndexes();
    there = createAuditStore(otherInstance, key);
  });
  after(() => otherInstance.close());
  afterEach(async () => {
    await database.connection().collection('auditEvents').deleteMany({});
  });

  const inChain = async (municipalityId = 'fjordby') => {
    const entries = await here.entriesOf(municipalityId);
    return {
      sequence: entries.map((entry) => entry.sequence),
      subjects: entries.map((entry) => entry.subject),
      broken: firstBrokenLink(entries, key),
    };
  };
  const upTo = (last: number) => Array.from({ length: last }, (_none, index) => index + 1);
  const subjects = (count: number) => upTo(count).map((number) => `attempt:${number}`);

  it('is empty and whole to begin with', async () => {
    deepEqual(await inChain(), { sequence: [], subjects: [], broken: undefined });
  });

  it('gives back what happened, and the chain is whole', async () => {
    await here.record(anEvent());
    const [entry] = await here.entriesOf('fjordby');
    const { sequence, previousHash, hash, ...event } = entry ?? {};
    deepEqual(event, anEvent());
    deepEqual([sequence, previousHash?.length, hash?.length], [1, 64, 64]);
    equal((await inChain()).broken, undefined);
  });

  it('keeps an event without details', async () => {
    const { municipalityId, actor, action, subject, at } = anEvent();
    await here.record({ municipalityId, actor, action, subject, at });
    await here.record(anEvent({ details: {} }));
    deepEqual((await inChain()).broken, undefined);
  });

  it('has the entry in the database when record resolves', async () => {
    for (const subject of subjects(3)) {
      await here.record(anEvent({ subject }));
      equal((await inChain()).subjects.at(-1), subject);
    }
  });

  it('keeps the order in which one instance recorded', async () => {
    await Promise.all(subjects(20).map((subject) => here.record(anEvent({ subject }))));
    deepEqual(await inChain(), {
      sequence: upTo(20),
      subjects: subjects(20),
      broken: undefined,
    });
  });

  it('makes one chain without a gap of 20 records at once from each of two instances', async () => {
    const all = subjects(40);
    await Promise.all(
      all.map((subject, index) => (index % 2 === 0 ? here : there).record(anEvent({ subject }))),
    );
    const found = await inChain();
    deepEqual(found.sequence, upTo(40));
    deepEqual(found.subjects.toSorted(), all.toSorted());
    equal(found.broken, undefined);
  });

  it('loses and doubles nothing when two instances race in many small steps', async () => {
    const one = async (store: AuditStore, name: string) => {
      for (const number of upTo(15)) await store.record(anEvent({ subject: `${name}:${number}` }));
    };
    await Promise.all([one(here, 'here'), one(there, 'there'), one(there, 'also')]);
    const found = await inChain();
    deepEqual(found.sequence, upTo(45));
    equal(new Set(found.subjects).size, 45);
    equal(found.broken, undefined);
  });

  it('goes on from the right event when another instance takes a number in the middle of a batch', async () => {
    const entries = database.connection().collection('auditEvents');
    const driver = database.connection().model('AuditEvent').collection;
    const insertMany = driver.insertMany.bind(driver);
    let calls = 0;
    // The first event goes alone and the others wait for it, so the second call writes 2 to 6: just before it, 3 is taken.
    driver.insertMany = async (...given: Parameters<typeof insertMany>) => {
      calls += 1;
      const taken = { ...anEvent({ subject: 'taken' }), sequence: 3, previousHash: '-', hash: '-' };
      if (calls === 2) await entries.insertOne(taken);
      return insertMany(...given);
    };
    await Promise.all(subjects(6).map((subject) => here.record(anEvent({ subject }))));
    driver.insertMany = insertMany;
    const found = await inChain();
    deepEqual(found.sequence, upTo(7));
    deepEqual(found.subjects, [
      ...subjects(2),
      'taken',
      'attempt:3',
      'attempt:4',
      'attempt:5',
      'attempt:6',
    ]);
  });

  it('goes on from the end that another instance has made', async () => {
    for (const store of [here, there, here, here, there]) await store.record(anEvent());
    const found = await inChain();
    deepEqual([found.sequence, found.broken], [upTo(5), undefined]);
  });

  it('does not close a gap that somebody made: the chain tells of it', async () => {
    await Promise.all(subjects(3).map((subject) => here.record(anEvent({ subject }))));
    await database.connection().collection('auditEvents').deleteOne({ sequence: 3 });
    await here.record(anEvent());
    deepEqual((await inChain()).broken, 3);
  });

  it('keeps a chain for each municipality', async () => {
    await Promise.all(
      ['fjordby', 'sundby', 'fjordby'].map((municipalityId) =>
        here.record(anEvent({ municipalityId })),
      ),
    );
    deepEqual((await inChain('fjordby')).sequence, [1, 2]);
    deepEqual((await inChain('sundby')).sequence, [1]);
  });

  it('names the first entry that was changed in the database', async () => {
    await Promise.all(subjects(20).map((subject) => here.record(anEvent({ subject }))));
    const entries = database.connection().collection('auditEvents');
    await entries.updateOne({ sequence: 17 }, { $set: { actor: 'nobody' } });
    equal((await inChain()).broken, 17);
    await entries.deleteOne({ sequence: 5 });
    equal((await inChain()).broken, 5);
  });

  it('tells the one who recorded when it could not be written, and goes on with the next', async () => {
    const driver = database.connection().model('AuditEvent').collection;
    const insertMany = driver.insertMany.bind(driver);
    driver.insertMany = () => Promise.reject(new Error('The database is away'));
    await rejects(here.record(anEvent()), /away/);
    driver.insertMany = insertMany;
    await here.record(anEvent());
    deepEqual((await inChain()).sequence, [1]);
  });
});
