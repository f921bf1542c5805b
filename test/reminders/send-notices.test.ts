import assert from 'node:assert/strict';
import { MailFailed } from '../../server/platform/mail/mailer.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { aMunicipality, aPerson } from './a-municipality.js';
import { aMailServer, useFjordby } from './use-fjordby.js';

describe('sending notices', () => {
  const { sources, setNow, at, sender, certify, ledger } = useFjordby();

  it('sends each rung of the ladder once, to the holder and from 30 days to the unit head', async () => {
    await certify();
    const { mailer, delivered } = aMailServer();
    const send = sender(mailer);
    // Each day from 92 days before to five days after, twice a day.
    for (let day = -92; day <= 5; day += 1)
      for (const hour of [6, 18]) {
        setNow(new Date(Date.UTC(2026, 10, 30 + day, hour)));
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
    await sources().people.put(aPerson({ id: 'amir' }));
    const { mailer, delivered } = aMailServer();
    at('2026-11-30');
    await sender(mailer)();
    const subjectTo = (id: string) => delivered.find(({ to }) => to.startsWith(id))?.subject;
    assert.match(subjectTo('ingrid') ?? '', /^I dag er siste dag/);
    assert.match(subjectTo('amir') ?? '', /har gått ut/);
  });

  it('sends each mail once when two instances run at once', async () => {
    for (let n = 1; n <= 5; n += 1) await certify({ id: `c${n}`, personId: `p${n}` });
    for (let n = 1; n <= 5; n += 1) await sources().people.put(aPerson({ id: `p${n}` }));
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

  it('says nothing to who has renewed, even before the old certificate is marked as replaced', async () => {
    await certify();
    await certify({ id: 'c2', cycle: 2, validTo: plainDate('2028-11-30') });
    const { mailer, delivered } = aMailServer();
    at('2026-11-30');
    await sender(mailer)();
    assert.equal(delivered.length, 0);
  });

  it('records what cannot be delivered, tells the unit head, and sends once there is an address', async () => {
    await sources().people.put(aPerson({ id: 'ingrid', email: '' }));
    await certify();
    const { mailer, delivered } = aMailServer();
    at('2026-10-31');
    assert.equal((await sender(mailer)()).undeliverable, 1);
    assert.deepEqual(
      delivered.map(({ to }) => to),
      ['kari@fjordby.example'],
    );
    assert.ok((await ledger()).includes('30 ingrid undeliverable'));
    await sources().people.put(aPerson({ id: 'ingrid' }));
    at('2026-11-02');
    await sender(mailer)();
    assert.deepEqual(delivered.at(-1)?.to, 'ingrid@fjordby.example');
    assert.ok((await ledger()).includes('30 ingrid sent'));
  });

  it("keeps municipalities apart: another one's unit head is told nothing", async () => {
    await sources().municipalities.put(
      aMunicipality({ id: 'sjovik', slug: 'sjovik', locale: 'sv' }),
    );
    await sources().people.put(
      aPerson({
        id: 'lars',
        municipalityId: 'sjovik',
        grants: [{ role: 'unitHead', unitId: 'solbakken', from: plainDate('2020-01-01') }],
      }),
    );
    await certify();
    const { mailer, delivered } = aMailServer(new MailFailed('server', 'ECONNECTION'));
    at('2026-10-31');
    await sender(mailer)();
    at('2026-10-31', '12:00');
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
