import assert from 'node:assert/strict';
import { silentLogger } from '../../server/platform/logger.js';
import { MailFailed } from '../../server/platform/mail/mailer.js';
import { aPerson } from './a-municipality.js';
import { aMailServer, useFjordby } from './use-fjordby.js';

const serverDown = (): Error => new MailFailed('server', 'ECONNECTION');
const turnedDown = (): Error => new MailFailed('mail', 'EENVELOPE 550');

describe('sending notices when something goes wrong', () => {
  const { sources, setNow, at, sender, certify, ledger } = useFjordby();

  it('sends again, with the same message id, when it died between sending and marking', async () => {
    await certify();
    const { mailer, delivered } = aMailServer();
    const notices = {
      ...sources().notices,
      markSent: () => Promise.reject(new Error('killed')),
    };
    at('2026-09-01');
    await assert.rejects(sender(mailer, { notices })(), /killed/);
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
    const send = sender(mailer, { log });
    for (let hour = 0; hour < 24 * 20; hour += 6) {
      setNow(new Date(Date.UTC(2026, 8, 1, 11 + hour)));
      await send();
    }
    assert.equal(tried.length, 9);
    assert.deepEqual(await ledger(), ['90 ingrid failed']);
    assert.equal(events.length, 1);
    assert.doesNotMatch(JSON.stringify(events), /ingrid|lie/i);
    assert.equal((await sources().notices.undeliveredOf('fjordby')).length, 1);
    at('2026-10-01');
    await send();
    assert.equal(delivered.length, 1);
  });

  it('keeps the places of all others while the server is down, and passes by a mail it turns down', async () => {
    for (const id of ['amir', 'berit']) {
      await sources().people.put(aPerson({ id }));
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
    await sources().people.put(aPerson({ id: 'amir' }));
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
    const revoked = {
      kind: 'revoked',
      at: new Date('2026-09-01T11:30:00Z'),
      by: 'hr',
      reason: 'error',
    } as const;
    await sources().certificates.addEvent('fjordby', 'c1', revoked);
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
    assert.deepEqual(await sources().notices.openOf('fjordby'), []);
  });
});
