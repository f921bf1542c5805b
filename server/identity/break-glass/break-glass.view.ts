import type { Municipality } from '../../organisation/municipality.js';
import { formatDateTime, type Translate } from '../../platform/http/i18n.js';
import { mailBody } from '../../platform/mail/mail-body.view.js';
import type { BreakGlassAccount } from './break-glass.store.js';

/** The page says the same whatever was wrong, and gives back nothing that was typed. */
export function breakGlassPage(municipality: Municipality, isWrong: boolean, t: Translate) {
  return {
    heading: t('breakGlass.title'),
    about: t('breakGlass.about', { municipality: municipality.name }),
    action: `/m/${municipality.slug}/break-glass`,
    isWrong,
    fields: [
      { name: 'userName', type: 'text', autocomplete: 'username', inputmode: 'text' },
      { name: 'passphrase', type: 'password', autocomplete: 'current-password', inputmode: 'text' },
      { name: 'code', type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric' },
    ].map((field) => ({ ...field, label: t(`breakGlass.${field.name}`) })),
  };
}

interface MailWords {
  readonly t: Translate;
  readonly publicUrl: string;
  readonly municipality: Pick<Municipality, 'name' | 'locale' | 'timeZone'>;
  readonly at: Date;
}

/** What administrators get at every use. */
export function usedMail(
  { id, name }: Pick<BreakGlassAccount, 'id' | 'name'>,
  { t, publicUrl, municipality, at }: MailWords,
) {
  const { locale } = municipality;
  const time = formatDateTime(at, locale, municipality.timeZone);
  const subject = t('breakGlass.mail.subject', { municipality: municipality.name });
  return mailBody(locale, subject, [
    { text: t('breakGlass.mail.used', { name, time, municipality: municipality.name }) },
    { text: t('breakGlass.mail.may') },
    { text: t('breakGlass.mail.trail'), href: `${publicUrl}/audit` },
    { text: t('breakGlass.mail.end', { id }) },
    { text: t('reminders.noReply') },
  ]);
}
