import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { systemIds } from '../rng.js';
import type { Locale } from '../locale.js';

export interface Mail {
  /** Without angle brackets. The same mail sent twice has the same one. */
  readonly messageId: string;
  /** One address. */
  readonly to: string;
  readonly municipalityId: string;
  readonly locale: Locale;
  readonly date: Date;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mailer {
  /** Resolves once the mail is handed over. Throws `MailFailed`. */
  send(mail: Mail): Promise<void>;
}

/** The mail was not handed over. Says so by a code only: what a mail server writes holds addresses. */
export class MailFailed extends Error {
  /** `mail`: this one was turned down. `server`: none can be sent at the moment. */
  readonly concerns: 'mail' | 'server';
  readonly code: string;

  constructor(concerns: MailFailed['concerns'], code: string) {
    super(`Mail was not sent: ${code}`);
    this.name = 'MailFailed';
    this.concerns = concerns;
    this.code = code;
  }
}

export const MUNICIPALITY_HEADER = 'X-Medsert-Municipality';

/** The end of a mail's file name in the demo's folder. */
export const MAIL_FILE = /^[A-Za-z0-9][A-Za-z0-9._-]*@[A-Za-z0-9.-]+\.eml$/;

function messageOf(mail: Mail, from: string) {
  return {
    from,
    // As an object it is one address, whatever it contains.
    to: { name: '', address: mail.to },
    messageId: `<${mail.messageId}>`,
    date: mail.date,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    textEncoding: 'quoted-printable',
    headers: {
      [MUNICIPALITY_HEADER]: mail.municipalityId,
      'Content-Language': mail.locale,
      // No out-of-office replies to a machine.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  } as const;
}

/** Sends by SMTP. The server's certificate is always checked, and a password goes over an encrypted line only. */
export function createSmtpMailer(smtpUrl: string, from: string): Mailer {
  const { username } = new URL(smtpUrl);
  const transport = createTransport({
    url: smtpUrl,
    requireTLS: username !== '',
    // Together far below the lease of a notice.
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
    logger: false,
  });
  return {
    async send(mail) {
      try {
        await transport.sendMail(messageOf(mail, from));
      } catch (error) {
        throw mailFailed(error);
      }
    },
  };
}

function mailFailed(error: unknown): MailFailed {
  const { code, responseCode } = error as {
    readonly code?: unknown;
    readonly responseCode?: unknown;
  };
  const name = typeof code === 'string' ? code : 'EUNKNOWN';
  const concerns = name === 'EENVELOPE' || name === 'EMESSAGE' ? 'mail' : 'server';
  return new MailFailed(
    concerns,
    typeof responseCode === 'number' ? `${name} ${responseCode}` : name,
  );
}

/** For the demo: writes `<messageId>.eml` into a folder that only its owner can read. The same mail sent twice is one file. */
export function createFileMailer(folder: string, from: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(mail) {
      const name = `${mail.messageId}.eml`;
      if (!MAIL_FILE.test(name)) throw new MailFailed('mail', 'EMESSAGEID');
      const { message } = await transport.sendMail(messageOf(mail, from));
      await mkdir(folder, { recursive: true });
      await chmod(folder, 0o700);
      // Whoever lists the folder sees the whole mail or none.
      const draft = join(folder, `.${systemIds()}.tmp`);
      await writeFile(draft, message as Buffer, { mode: 0o600, flush: true });
      await rename(draft, join(folder, name));
    },
  };
}
