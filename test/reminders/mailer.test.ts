import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEml } from '../../server/platform/mail/eml.js';
import {
  createFileMailer,
  createSmtpMailer,
  MailFailed,
  type Mail,
} from '../../server/platform/mail/mailer.js';
import { startSmtpServer } from './an-smtp-server.js';

const from = 'Medsert <no-reply@medsert.test>';

function aMail(changes: Partial<Mail> = {}): Mail {
  return {
    messageId: 'notice-1@medsert.test',
    to: 'ingrid@fjordby.example',
    municipalityId: 'fjordby',
    locale: 'nb',
    date: new Date('2026-11-01T08:00:00Z'),
    subject:
      'Påminnelse om legemiddelhåndtering – sertifikatet ditt går ut 30. november 2026 = snart',
    text: 'Hei, Ingrid Bjørnæs.\n\nSertifikatet går ut. = Æ Ø Å ”x” 🙂\nhttps://medsert.test/\n',
    html: '<p>Hei</p>',
    ...changes,
  };
}

async function failureOf(sending: Promise<void>): Promise<MailFailed> {
  try {
    await sending;
  } catch (error) {
    assert.ok(error instanceof MailFailed);
    return error;
  }
  return assert.fail('The mail was sent');
}

describe('mail to files', () => {
  let folder: string;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'medsert-mail-')), 'outbox');
  });
  afterEach(async () => {
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  it('reads back as it was written', async () => {
    const mail = aMail();
    await createFileMailer(folder, from).send(mail);
    const { headers, text } = readEml(
      await readFile(join(folder, 'notice-1@medsert.test.eml'), 'utf8'),
    );
    assert.equal(text, mail.text.trim());
    assert.equal(headers.get('subject'), mail.subject);
    assert.equal(headers.get('to'), mail.to);
    assert.equal(headers.get('message-id'), '<notice-1@medsert.test>');
    assert.equal(headers.get('x-medsert-municipality'), 'fjordby');
    assert.deepEqual(new Date(headers.get('date') ?? ''), mail.date);
  });

  it('makes one file of a notice that is sent twice, even at once', async () => {
    const mailer = createFileMailer(folder, from);
    await Promise.all([mailer.send(aMail()), mailer.send(aMail()), mailer.send(aMail())]);
    assert.deepEqual(await readdir(folder), ['notice-1@medsert.test.eml']);
  });

  it('is for the owner of the folder only', async () => {
    await createFileMailer(folder, from).send(aMail());
    const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
    assert.equal(await modeOf(folder), 0o700);
    assert.equal(await modeOf(join(folder, 'notice-1@medsert.test.eml')), 0o600);
  });

  for (const messageId of ['../../escape@x', '.hidden@x', 'a/b@x', 'no-host'])
    it(`makes no file name of ${messageId}`, async () => {
      const failed = await failureOf(createFileMailer(folder, from).send(aMail({ messageId })));
      assert.equal(failed.code, 'EMESSAGEID');
    });

  it('puts no line of its own into the head of a mail', async () => {
    const subject = 'Ola\r\nBcc: all@fjordby.example\r\n\r\nbody';
    await createFileMailer(folder, from).send(aMail({ subject }));
    const source = await readFile(join(folder, 'notice-1@medsert.test.eml'), 'utf8');
    assert.doesNotMatch(source, /^Bcc:/im);
  });

  it('addresses one person, whatever the address says', async () => {
    await createFileMailer(folder, from).send(aMail({ to: 'a@x.test, b@y.test' }));
    const source = await readFile(join(folder, 'notice-1@medsert.test.eml'), 'utf8');
    assert.doesNotMatch(source, /^To: a@x\.test, b@y\.test/m);
  });
});

describe('mail by SMTP', () => {
  it('hands the mail to the server', async () => {
    const server = await startSmtpServer();
    try {
      await createSmtpMailer(server.url, from).send(aMail());
      const [source] = server.received;
      const { headers, text } = readEml(source ?? '');
      assert.equal(text, aMail().text.trim());
      assert.equal(headers.get('message-id'), '<notice-1@medsert.test>');
      assert.equal(headers.get('auto-submitted'), 'auto-generated');
    } finally {
      await server.stop();
    }
  });

  it('tells a mail that is turned down from a server that is away, and names nobody', async () => {
    const server = await startSmtpServer((address) => address.startsWith('ingrid'));
    const mailer = createSmtpMailer(server.url, from);
    const turnedDown = await failureOf(mailer.send(aMail()));
    await server.stop();
    const away = await failureOf(mailer.send(aMail()));
    assert.deepEqual([turnedDown.concerns, turnedDown.code], ['mail', 'EENVELOPE 550']);
    assert.equal(away.concerns, 'server');
    for (const failed of [turnedDown, away])
      assert.doesNotMatch(
        `${failed.message} ${String(failed.cause)} ${JSON.stringify(failed)}`,
        /ingrid/,
      );
  });

  it('sends no password over an open line', async () => {
    const server = await startSmtpServer();
    try {
      const url = server.url.replace('smtp://', 'smtp://medsert:hemmelig@');
      const failed = await failureOf(createSmtpMailer(url, from).send(aMail()));
      assert.equal(failed.concerns, 'server');
      assert.equal(server.received.length, 0);
      assert.doesNotMatch(server.commands.join(' '), /AUTH/);
    } finally {
      await server.stop();
    }
  });
});
