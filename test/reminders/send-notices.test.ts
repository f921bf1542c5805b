import assert from 'node:assert/strict';
import type { Connection } from 'mongoose';
import { readTexts } from '../../server/platform/http/i18n.js';
import { silentLogger, type Logger } from '../../server/platform/logger.js';
import { MailFailed, type Mail, type Mailer } from '../../server/platform/mail/mailer.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { sendNotices, type SendNotices } from '../../server/reminders/send-notices.js';
import { useDatabase } from '../support/database.js';
import { aMunicipality, aPerson, aRecord, fillFjordby, type Sources } from './a-municipality.js';

const texts = readTexts();

/** A mail server of which the test says how each try ends. */
function aMailServer(...ends: readonly (Error | 'ok')[]) {
  const tried: Mail[] = [];
  const delivered: Mail[] = [];
  const left = [...ends];
  const mailer: Mailer = {
    async send(mail) {
      tried.push(mail);
      await Promise.resolve();
      const end = left.shift() ?? 'ok';
      if (end !== 'ok') throw end;
      delivered.push(mail);
    },
  };
  return { mailer, tried, delivered };
}

const serverDown = (): Error => new MailFailed('server', 'ECONNECTION');
const turnedDown = (): Error => new MailFailed('mail', 'EENVELOPE 550');

describe('sending notices', () => {
  const database = useDatabase();
  let sources: Sources;
  let now: Date;

  beforeEach(async () => {
    await emptied(database.connection());
    sources = await fillFjordby(database.connection());
  });

  /** Noon in Oslo. */
  const at = (date: string, time = '11:00'): void => {
    now = new Date(`${date}T${time}:00Z`);
  };
  function sender(mailer: Mailer, log: Logger = silentLogger): SendNotices {
    const publicUrl = 'https://medsert.fjordby.example';
    return sendNotices({ ...sources, mailer, texts, publicUrl, clock: () => now, log });
  }
  const ledger = async (certificateId = 'c1'): Promise<string[]> =>
    (await sources.notices.ofCertificates([certificateId]))
      .map(({ rung, recipientId, state }) => `${rung} ${recipientId} ${state}`)
      .sort((a, b) => Number.parseInt(b) - Number.parseInt(a) || (a < b ? -1 : 1));
  const certify = (changes: Parameters<typeof aRecord>[0] = {}) =>
    sources.certificates.issueOnce(aRecord(changes), 'signed');

  it('sends each rung of the ladder once, to the holder and from 30 days to the unit head', async () => {
    await certify();
    const { mailer, delivered } = aMailServer();
    const send = sender(mailer);
    // Each day from 92 days before to five days after, twice a day.
    for (let day = -92; day <= 5; day += 1)
      for (const hour of [6, 18]) {
        now = new Date(Date.UTC(2026, 10, 30 + day, hour));
        await send();
      }
    const days = (address: string): string[] =>
      delivered
        .filter(({ to }) => to.startsWith(address))
        .map(({ date }) => date.toISOString().slice(0, 10));
    const fromThirty = ['2026-10-31', '2026-11-16', '2026-11-23', '2026-11-29', '2026-11-30'];
    assert.deepEqual(days('ingrid'), ['2026-09-01', '2026-10-01', ...fromThirty]);
    assert.deepEqual(days('kari'), fromThirty);
  });

  it('reminds by the date of the municipality', async () => {
    await certify();
    const { mailer, delivered } = aMailServer();
    // One minute before midnight in Oslo, the day before the 90th.
    at('2026-08-31', '21:59');
    await sender(mailer)();
    assert.equal(delivered.length, 0);
    at('2026-08-31', '22:00');
    await sender(mailer)();
    assert.equal(delivered.length, 1);
  });

  it('sends one mail to each after a week of sleep and records what was missed', async () => {
    await certify();
    const { mailer, delivered } = aMailServer();
    at('2026-11-23');
    await sender(mailer)();
    delivered.length = 0;
    at('2026-11-30');
    const counts = await sender(mailer)();
    assert.deepEqual(
      delivered.map(({ to }) => to),
      ['ingrid@fjordby.example', 'kari@fjordby.example'],
    );
    assert.equal(counts.skipped, 2);
    assert.deepEqual(
      (await ledger()).filter((entry) => Number.parseInt(entry) < 14),
      [
        '7 ingrid sent',
        '7 kari sent',
        '1 ingrid skipped',
        '1 kari skipped',
        '0 ingrid sent',
        '0 kari sent',
      ],
    );
  });

  it('says on day 0 that it is the last day, and after a sleep over it that the certificate has lapsed', async () => {
    await certify();
    await certify({ id: 'c2', personId: 'amir', validTo: plainDate('2026-11-28') });
    await sources.people.put(aPerson({ id: 'amir' }));
    const { mailer, delivered } = aMailServer();
    at('2026-11-30');
    await sender(mailer)();
    const subjectTo = (id: string) => delivered.find(({ to }) => to.startsWith(id))?.subject;
    assert.match(subjectTo('ingrid') ?? '', /^I dag er siste dag/);
    assert.match(subjectTo('amir') ?? '', /har gått ut/);
  });

  it('sends each mail once when two instances run at once', async () => {
    for (let n = 1; n <= 5; n += 1) await certify({ id: `c${n}`, personId: `p${n}` });
    for (let n = 1; n <= 5; n += 1) await sources.people.put(aPerson({ id: `p${n}` }));
    const { mailer, delivered } = aMailServer();
    at('2026-10-31');
    const counts = await Promise.all([sender(mailer)(), sender(mailer)(), sender(mailer)()]);
    assert.equal(delivered.length, 10);
    assert.equal(new Set(delivered.map(({ messageId }) => messageId)).size, 10);
    assert.equal(
      counts.reduce((sum, { sent }) => sum + sent, 0),
      10,
    );
  });

  it('sends again, with the same message id, when it died between sending and marking', async () => {
    await certify();
    const { mailer, delivered } = aMailServer();
    const dies: Sources['notices'] = {
      ...sources.notices,
      markSent: () => Promise.reject(new Error('killed')),
    };
    at('2026-09-01');
    const clock = () => now;
    const publicUrl = 'https://medsert.fjordby.example';
    const dying = { ...sources, notices: dies, mailer, texts, publicUrl, clock, log: silentLogger };
    await assert.rejects(sendNotices(dying)(), /killed/);
    at('2026-09-01', '11:05');
    await sender(mailer)();
    assert.equal(delivered.length, 1, 'while the lease lasts nobody else sends it');
    at('2026-09-01', '11:10');
    await sender(mailer)();
    at('2026-09-01', '12:00');
    await sender(mailer)();
    assert.equal(delivered.length, 2);
    assert.equal(delivered[0]?.messageId, delivered[1]?.messageId);
    assert.deepEqual(await ledger(), ['90 ingrid sent']);
  });

  it('tries again after growing pauses until the server is back', async () => {
    await certify();
    const { mailer, tried, delivered } = aMailServer(serverDown(), serverDown());
    const send = sender(mailer);
    const triedAt: string[] = [];
    for (let minute = 0; minute <= 40; minute += 1) {
      const before = tried.length;
      at('2026-09-01', `11:${String(minute).padStart(2, '0')}`);
      await send();
      if (tried.length > before) triedAt.push(String(minute));
    }
    assert.deepEqual(triedAt, ['0', '5', '20']);
    assert.equal(delivered.length, 1);
    assert.deepEqual(await ledger(), ['90 ingrid sent']);
  });

  it('gives up after some days, tells the log by a code, and does not give up the next rung', async () => {
    await certify();
    const { mailer, tried, delivered } = aMailServer(...Array.from({ length: 9 }, turnedDown));
    const events: unknown[] = [];
    const log = { ...silentLogger, error: (event: unknown) => events.push(event) };
    const send = sender(mailer, log);
    for (let hour = 0; hour < 24 * 20; hour += 6) {
      now = new Date(Date.UTC(2026, 8, 1, 11 + hour));
      await send();
    }
    assert.equal(tried.length, 9);
    assert.deepEqual(await ledger(), ['90 ingrid failed']);
    assert.equal(events.length, 1);
    assert.doesNotMatch(JSON.stringify(events), /ingrid|lie/i);
    assert.equal((await sources.notices.undeliveredOf('fjordby')).length, 1);
    at('2026-10-01');
    await send();
    assert.equal(delivered.length, 1);
  });

  it('keeps the places of all others while the server is down, and passes by a mail it turns down', async () => {
    for (const id of ['amir', 'berit']) {
      await sources.people.put(aPerson({ id }));
      await certify({ id: `c-${id}`, personId: id });
    }
    at('2026-09-01');
    const down = aMailServer(serverDown());
    assert.equal((await sender(down.mailer)()).postponed, 1);
    assert.equal(down.tried.length, 1);
    at('2026-09-01', '12:00');
    const picky = aMailServer(turnedDown());
    const counts = await sender(picky.mailer)();
    assert.deepEqual([counts.postponed, counts.sent], [1, 1]);
  });

  it('sends the others when one notice cannot be written', async () => {
    await certify({ programmeTitles: {} });
    await sources.people.put(aPerson({ id: 'amir' }));
    await certify({ id: 'c2', personId: 'amir' });
    const { mailer, delivered } = aMailServer();
    at('2026-09-01');
    await sender(mailer)();
    assert.deepEqual(
      delivered.map(({ to }) => to),
      ['amir@fjordby.example'],
    );
  });

  it('does not send what was planned and has become needless before the next try', async () => {
    await certify();
    const { mailer, delivered } = aMailServer(serverDown());
    at('2026-09-01');
    await sender(mailer)();
    const revoked = { kind: 'revoked', at: now, by: 'hr', reason: 'error' } as const;
    await sources.certificates.addEvent('fjordby', 'c1', revoked);
    at('2026-09-01', '12:00');
    await sender(mailer)();
    assert.equal(delivered.length, 0);
    assert.deepEqual(await ledger(), ['90 ingrid skipped']);
  });

  it('does not send a notice that was planned months ago, nor leaves it open', async () => {
    await certify();
    const { mailer, delivered } = aMailServer(serverDown());
    at('2026-11-30');
    await sender(mailer)();
    at('2027-03-01');
    await sender(mailer)();
    assert.equal(delivered.length, 0);
    assert.deepEqual(await sources.notices.openOf('fjordby'), []);
  });

  it('says nothing to who has renewed, even before the old certificate is marked as replaced', async () => {
    await certify();
    await certify({ id: 'c2', cycle: 2, validTo: plainDate('2028-11-30') });
    const { mailer, delivered } = aMailServer();
    at('2026-11-30');
    await sender(mailer)();
    assert.equal(delivered.length, 0);
  });

  it('records what cannot be delivered, tells the unit head, and sends once there is an address', async () => {
    const { email: _email, ...withoutAddress } = aPerson({ id: 'ingrid' });
    await sources.people.put(withoutAddress);
    await certify();
    const { mailer, delivered } = aMailServer();
    at('2026-10-31');
    assert.equal((await sender(mailer)()).undeliverable, 1);
    assert.deepEqual(
      delivered.map(({ to }) => to),
      ['kari@fjordby.example'],
    );
    assert.ok((await ledger()).includes('30 ingrid undeliverable'));
    await sources.people.put(aPerson({ id: 'ingrid' }));
    at('2026-11-02');
    await sender(mailer)();
    assert.deepEqual(delivered.at(-1)?.to, 'ingrid@fjordby.example');
    assert.ok((await ledger()).includes('30 ingrid sent'));
  });

  it("keeps municipalities apart: another one's unit head is told nothing", async () => {
    await sources.municipalities.put(aMunicipality({ id: 'sjovik', slug: 'sjovik', locale: 'sv' }));
    await sources.people.put(
      aPerson({
        id: 'lars',
        municipalityId: 'sjovik',
        grants: [{ role: 'unitHead', unitId: 'solbakken', from: plainDate('2020-01-01') }],
      }),
    );
    await certify();
    const { mailer, delivered } = aMailServer();
    at('2026-10-31');
    await sender(mailer)();
    assert.deepEqual(
      delivered.map(({ to, municipalityId }) => `${to} ${municipalityId}`),
      ['ingrid@fjordby.example fjordby', 'kari@fjordby.example fjordby'],
    );
  });

  it('leaves the rest to the next run when the service stops', async () => {
    await certify();
    const { mailer, delivered } = aMailServer();
    at('2026-10-31');
    await sender(mailer)(AbortSignal.abort());
    assert.equal(delivered.length, 0);
    await sender(mailer)();
    assert.equal(delivered.length, 2);
  });
});

async function emptied(connection: Connection): Promise<void> {
  await connection.dropDatabase();
  for (const name of connection.modelNames()) connection.deleteModel(name);
}
