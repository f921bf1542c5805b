import type { Translate } from '../http/i18n.js';
import type { Locale } from '../locale.js';

export interface Paragraph {
  readonly text: string;
  /** Stands on a line of its own below the text. */
  readonly href?: string;
}

/** The same paragraphs as plain text and as HTML. */
export function mailBody(locale: Locale, subject: string, paragraphs: readonly Paragraph[]) {
  return { subject, text: asText(paragraphs), html: asHtml(locale, subject, paragraphs) };
}

export function greeting(name: string, t: Translate): string {
  return name === '' ? t('reminders.greetingWithoutName') : t('reminders.greeting', { name });
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
