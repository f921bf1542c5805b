import type { CertificateRecord } from '../../server/certification/certificate.js';
import { readTexts } from '../../server/platform/http/i18n.js';
import { silentLogger } from '../../server/platform/logger.js';
import type { Mail, Mailer } from '../../server/platform/mail/mailer.js';
import {
  sendNotices,
  type SendNotices,
  type SendNoticesDeps,
} from '../../server/reminders/send-notices.js';
import { useDatabase } from '../support/database.js';
import { aRecord, fillFjordby, type Sources } from './a-municipality.js';

const texts = readTexts();

/** A mail server of which the test says how each try ends; after that, well. */
export function aMailServer(...ends: readonly (Error | 'ok')[]) {
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

/** Call inside a `describe`: a database with Fjordby, new for each test, and a clock that the test sets. */
export function useFjordby() {
  const database = useDatabase();
  let filled: Sources | undefined;
  let now = new Date('2026-09-01T11:00:00Z');

  beforeEach(async () => {
    const connection = database.connection();
    await connection.dropDatabase();
    for (const name of connection.modelNames()) connection.deleteModel(name);
    filled = await fillFjordby(connection);
  });

  const sources = (): Sources => {
    if (!filled) throw new Error('Fjordby is there inside tests only');
    return filled;
  };
  return {
    sources,
    setNow: (instant: Date): void => {
      now = instant;
    },
    /** At that time in UTC; noon in Oslo when it is not said. */
    at: (date: string, time = '11:00'): void => {
      now = new Date(`${date}T${time}:00Z`);
    },
    sender: (mailer: Mailer, changes: Partial<SendNoticesDeps> = {}): SendNotices =>
      sendNotices({
        ...sources(),
        mailer,
        texts,
        publicUrl: 'https://medsert.fjordby.example',
        clock: () => now,
        log: silentLogger,
        ...changes,
      }),
    certify: (changes: Partial<CertificateRecord> = {}) =>
      sources().certificates.issueOnce(aRecord(changes), 'signed'),
    /** The entries of certificate `c1` as `90 ingrid sent`, from the first rung to the last. */
    ledger: async (): Promise<string[]> =>
      (await sources().notices.ofCertificates(['c1']))
        .sort((a, b) => b.rung - a.rung || (a.recipientId < b.recipientId ? -1 : 1))
        .map(({ rung, recipientId, state }) => `${rung} ${recipientId} ${state}`),
  };
}
