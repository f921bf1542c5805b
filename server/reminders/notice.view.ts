import { formatDate, type Translate } from '../platform/http/i18n.js';
import type { Locale } from '../platform/locale.js';
import { daysBetween, type PlainDate } from '../platform/plain-date.js';
import { greeting, mailBody, type Paragraph } from '../platform/mail/mail-body.view.js';
import type { RecipientKind } from './notice.js';

/** All that a notice says; nothing else about a person leaves the service by mail. */
export interface NoticeFacts {
  readonly kind: RecipientKind;
  readonly locale: Locale;
  readonly recipientName: string;
  readonly holderName: string;
  /** The holder's unit; for unit heads. */
  readonly unitName: string;
  readonly municipalityName: string;
  readonly programmeTitle: string;
  readonly validTo: PlainDate;
  /** The first day on which the certificate can be renewed. */
  readonly renewableFrom: PlainDate;
  readonly today: PlainDate;
  readonly publicUrl: string;
}

export interface NoticeMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What lapses when, what to do next, and why this is sent. */
export function noticeMail(facts: NoticeFacts, t: Translate): NoticeMail {
  const { kind, locale } = facts;
  const daysLeft = daysBetween(facts.today, facts.validTo);
  const phase = daysLeft > 0 ? 'before' : daysLeft === 0 ? 'today' : 'lapsed';
  const values = {
    programme: facts.programmeTitle,
    municipality: facts.municipalityName,
    holder: facts.holderName,
    unit: facts.unitName,
    date: formatDate(facts.validTo, locale),
    count: daysLeft,
  };
  const say = (key: string): string => t(`reminders.${kind}.${key}`, values);
  const subject = say(`subject.${phase}`);
  const paragraphs: readonly Paragraph[] = [
    { text: greeting(facts.recipientName, t) },
    { text: say(`lead.${phase}`) },
    kind === 'holder'
      ? holdersNextStep(facts, phase, t)
      : headsNextStep(facts, say(`next.${phase}`)),
    { text: say('why') },
    { text: t('reminders.noReply') },
  ];
  return mailBody(locale, subject, paragraphs);
}

function holdersNextStep(facts: NoticeFacts, phase: string, t: Translate): Paragraph {
  const { today, renewableFrom, locale, publicUrl } = facts;
  const text =
    today < renewableFrom
      ? t('reminders.holder.next.later', { date: formatDate(renewableFrom, locale) })
      : t(`reminders.holder.next.${phase}`);
  return { text, href: `${publicUrl}/` };
}

function headsNextStep({ publicUrl }: NoticeFacts, text: string): Paragraph {
  return { text, href: `${publicUrl}/oversight` };
}
