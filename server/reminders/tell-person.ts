import type { Municipality } from '../organisation/municipality.js';
import type { Person } from '../organisation/person.js';
import type { Clock } from '../platform/clock.js';
import type { Texts } from '../platform/http/i18n.js';
import type { Logger } from '../platform/logger.js';
import { greeting, mailBody } from '../platform/mail/mail-body.view.js';
import { MailFailed, type Mailer } from '../platform/mail/mailer.js';

export interface TellPersonDeps {
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** What one person is told, in the language of their municipality. */
export interface News {
  /** Of the news; with the person it makes the mail's own id, so that mail programs show it once. */
  readonly id: string;
  /** Of the texts: `subject`, `lead` and `next` below it. */
  readonly textKey: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** Where one sees to it, in the service. */
  readonly path: string;
}

/** Sends the news by mail to whoever has an address. What a mail server turns down is in the log, and stands in the service anyway. */
export async function tellPerson(
  { mailer, texts, publicUrl, clock, log }: TellPersonDeps,
  { id: municipalityId, locale }: Pick<Municipality, 'id' | 'locale'>,
  { id, givenName, email }: Pick<Person, 'id' | 'givenName' | 'email'>,
  { id: newsId, textKey, values, path }: News,
): Promise<void> {
  if (email === undefined) return;
  const t = texts(locale);
  const subject = t(`${textKey}.subject`, values);
  try {
    await mailer.send({
      messageId: `${newsId}-${id}@${new URL(publicUrl).hostname}`,
      ...{ to: email, municipalityId, locale, date: clock() },
      ...mailBody(locale, subject, [
        { text: greeting(givenName, t) },
        { text: t(`${textKey}.lead`, values) },
        { text: t(`${textKey}.next`, values), href: publicUrl + path },
        { text: t('reminders.noReply') },
      ]),
    });
  } catch (error) {
    if (!(error instanceof MailFailed)) throw error;
    log.warn({ news: newsId, code: error.code }, 'news was not sent');
  }
}
