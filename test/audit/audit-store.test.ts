import { deepEqual, equal, rejects } from 'node:assert/strict';
import type { Connection } from 'mongoose';
import { createAuditStore, type AuditStore } from '../../server/audit/audit.store.js';
import { verifyTrail } from '../../server/audit/verify-trail.js';
import { connectDatabase } from '../../server/platform/database/connect.js';
import { systemSeeds } from '../../server/platform/rng.js';
import { aFreshAuditStore, firstBrokenLink } from '../support/audit-trail.js';
import { useDatabase } from '../support/database.js';
import { engineUri } from '../support/engine.js';
import { anEvent, key } from './an-event.js';

describe('Store of the audit trail', () => {
  const database = useDatabase();
  let here: AuditStore;
  let otherInstance: Connection;
  let there: AuditStore;

  before(async () => {
    otherInstance = await connectDatabase(engineUri(), database.connection().name);
  });
  beforeEach(async () => {
    here = aFreshAuditStore(database.connection(), key);
    await here.ensureIndexes();
    there = aFreshAuditStore(otherInstance, key);
  });
  after(() => otherInstance.close());
  afterEach(async () => {
    for (const name of ['auditEvents', 'auditAsides'])
      await database.connection().collection(name).deleteMany({});
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

  describe('what a crash may make us record again', () => {
    const closed = (changes = {}) => anEvent({ once: 'attempt.closed:1', ...changes });

    it('stands once, as it was the first time', async () => {
      await here.record(closed());
      await here.record(closed({ actor: 'system' }));
      const entries = await here.entriesOf('fjordby');
      deepEqual(
        entries.map(({ actor }) => actor),
        ['person-1'],
      );
    });

    it('stands once when two instances record it at the same moment, among others', async () => {
      await Promise.all(
        [here, there, here, there].flatMap((store, index) => [
          store.record(closed()),
          store.record(anEvent({ subject: `attempt:${index}` })),
        ]),
      );
      const found = await inChain();
      deepEqual(found.sequence, upTo(5));
      equal(found.broken, undefined);
    });

    it('is known by its words in one municipality only', async () => {
      await here.record(closed());
      await here.record(closed({ municipalityId: 'sundby' }));
      deepEqual((await inChain('sundby')).sequence, [1]);
    });
  });

  describe('what stands beside the chain', () => {
    const aside = { personId: 'person-9', content: { reason: 'The ward called' } };
    const asideOf = async (sequence: number) => {
      const entries = await here.entriesOf('fjordby');
      const entry = entries[sequence - 1];
      return (await here.asidesOf('fjordby', entries)).get(entry?.aside?.id ?? '');
    };
    const verify = () => verifyTrail({ audit: here, key })('fjordby', []);

    it('is found with its entry, and is not in the entry', async () => {
      await here.record(anEvent({ aside }));
      const found = await asideOf(1);
      deepEqual([found?.personId, found?.content], [aside.personId, aside.content]);
      equal(JSON.stringify(await here.entriesOf('fjordby')).includes('ward'), false);
      deepEqual(await verify(), { entries: 1 });
    });

    it('is not given to another municipality', async () => {
      await here.record(anEvent({ aside }));
      equal((await here.asidesOf('sundby', await here.entriesOf('fjordby'))).size, 0);
    });

    it('is erased with the person, and the chain stays whole', async () => {
      await here.record(anEvent({ aside }));
      await here.record(anEvent({ aside: { ...aside, personId: 'person-8' } }));
      equal(await here.eraseAsidesAbout('sundby', 'person-9'), 0);
      equal(await here.eraseAsidesAbout('fjordby', 'person-9'), 1);
      equal(await asideOf(1), undefined);
      equal((await asideOf(2))?.personId, 'person-8');
      deepEqual(await verify(), { entries: 2 });
    });

    it('is found out when somebody changed it', async () => {
      await here.record(anEvent());
      await here.record(anEvent({ aside }));
      const asides = database.connection().collection('auditAsides');
      await asides.updateOne({}, { $set: { 'content.reason': 'No reason' } });
      deepEqual(await verify(), {
        entries: 1,
        fault: { code: 'aside-changed', sequence: 2 },
      });
    });
  });

  it('names the request that it happened in', async () => {
    const surroundings = { key, salts: systemSeeds, requestId: () => '0123456789ab' };
    const connection = await connectDatabase(engineUri(), database.connection().name);
    await createAuditStore(connection, surroundings).record(anEvent());
    await connection.close();
    equal((await here.entriesOf('fjordby'))[0]?.requestId, '0123456789ab');
  });

  describe('search', () => {
    const day = (date: string) => new Date(`2026-11-${date}T12:00:00Z`);
    beforeEach(async () => {
      await here.record(anEvent({ action: 'attempt.started', at: day('01') }));
      await here.record(anEvent({ action: 'attempt.submitted', at: day('02') }));
      await here.record(
        anEvent({ action: 'role.granted', actor: 'chief', subject: 'person:1', at: day('03') }),
      );
      await here.record(anEvent({ municipalityId: 'sundby', at: day('03') }));
    });
    const found = async (filter: object, limit = 10, before?: number) =>
      (await here.search({ municipalityId: 'fjordby', ...filter }, limit, before)).map(
        ({ sequence }) => sequence,
      );

    for (const [what, filter, sequences] of [
      ['everything, newest first', {}, [3, 2, 1]],
      ['who did it', { actors: ['chief', 'nobody'] }, [3]],
      ['what was done', { action: 'attempt.submitted' }, [2]],
      ['the kind of what was done', { action: 'attempt.' }, [2, 1]],
      ['what it was done to', { subject: 'person:1' }, [3]],
      ['from when', { from: day('02') }, [3, 2]],
      ['until when', { until: day('02') }, [1]],
      ['nothing that fits', { actors: ['nobody'] }, []],
      ['nobody at all', { actors: [] }, []],
    ] as const)
      it(`by ${what}`, async () => {
        deepEqual(await found(filter), sequences);
      });

    it('goes on where the page before ended', async () => {
      deepEqual(await found({}, 2), [3, 2]);
      deepEqual(await found({}, 2, 2), [1]);
    });
  });
});
