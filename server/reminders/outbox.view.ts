import { formatDateTime } from '../platform/http/i18n.js';
import type { Locale } from '../platform/locale.js';
import type { OutboxMail } from '../platform/mail/outbox.js';

interface MailHead {
  readonly to: string;
  readonly subject: string;
  /** The language of the mail, which need not be the reader's. */
  readonly lang: string;
  readonly when: string;
}

export interface OutboxModel {
  readonly mails: readonly (MailHead & { readonly href: string })[];
}

export interface OutboxMailModel extends MailHead {
  readonly backHref: string;
  readonly paragraphs: readonly { readonly lines: readonly MailLine[] }[];
}

interface MailLine {
  readonly text: string;
  /** When the whole line is an address of a page. */
  readonly isLink: boolean;
}

export function outboxModel(
  mails: readonly OutboxMail[],
  locale: Locale,
  timeZone: string,
): OutboxModel {
  return {
    mails: mails.map((mail) => ({
      ...headOf(mail, locale, timeZone),
      href: `/outbox/${encodeURIComponent(mail.name)}`,
    })),
  };
}

export function outboxMailModel(
  mail: OutboxMail,
  locale: Locale,
  timeZone: string,
): OutboxMailModel {
  return {
    ...headOf(mail, locale, timeZone),
    backHref: '/outbox',
    paragraphs: mail.text.split(/\n{2,}/).map((paragraph) => ({
      lines: paragraph
        .split('\n')
        .map((text) => ({ text, isLink: /^https?:\/\/[^\s<>"]+$/.test(text) })),
    })),
  };
}

function headOf(mail: OutboxMail, locale: Locale, timeZone: string): MailHead {
  const { to, subject, locale: lang, date } = mail;
  return { to, subject, lang, when: formatDateTime(date, locale, timeZone) };
}
