import { formatDate, type Translate } from '../platform/http/i18n.js';
import type { Locale } from '../platform/locale.js';
import { daysBetween, type PlainDate } from '../platform/plain-date.js';
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

interface Paragraph {
  readonly text: string;
  /** Stands on a line of its own below the text. */
  readonly href?: string;
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
  return { subject, text: asText(paragraphs), html: asHtml(locale, subject, paragraphs) };
}

function greeting(name: string, t: Translate): string {
  return name === '' ? t('reminders.greetingWithoutName') : t('reminders.greeting', { name });
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

function asText(paragraphs: readonly Paragraph[]): string {
  return `${paragraphs.map(({ text, href }) => (href === undefined ? text : `${text}\n${href}`)).join('\n\n')}\n`;
}

function asHtml(locale: Locale, subject: string, paragraphs: readonly Paragraph[]): string {
  const body = paragraphs.map(({ text, href }) => {
    const link = href === undefined ? '' : `<br>\n<a href="${escaped(href)}">${escaped(href)}</a>`;
    return `<p>${escaped(text)}${link}</p>`;
  });
  return [
    '<!doctype html>',
    `<html lang="${locale}">`,
    `<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    '<body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 40rem">',
    ...body,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
