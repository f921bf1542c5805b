import { formatTime, type Translate } from '../platform/http/i18n.js';
import { LOCALES, type Locale } from '../platform/locale.js';
import { dateIn, type PlainDate } from '../platform/plain-date.js';
import type { CertificationStatus, Status } from './certification-status.rules.js';

/** In whose language and time zone. */
export interface Words {
  readonly t: Translate;
  readonly locale: Locale;
  readonly timeZone: string;
}

/** The design system's colours; the words of a tag always say the same as its colour. */
export const STATUS_COLOURS: Readonly<Record<Status, string>> = {
  expired: 'danger',
  revoked: 'danger',
  failed: 'danger',
  notStarted: 'neutral',
  inCourse: 'info',
  readyForExam: 'info',
  inExam: 'info',
  expiringSoon: 'warning',
  valid: 'success',
};

/** "Expired", "Expires in 19 days", "Revoked 1 Oct 2026". */
export function statusInWords(
  { status, reason }: CertificationStatus,
  { t, locale }: Words,
): string {
  if (reason.code === 'revoked')
    return t('oversight.revokedOn', { date: shortDate(reason.on, locale) });
  if (status !== 'expiringSoon' || reason.code !== 'runs') return t(`status.${status}`);
  return reason.daysLeft === 0
    ? t('oversight.expiresToday')
    : t('oversight.expires', { count: reason.daysLeft });
}

/** What has to happen next, for the unit head who looks after it. */
export function nextInWords({ next }: CertificationStatus, { t, locale, timeZone }: Words): string {
  switch (next.code) {
    case 'take-course':
    case 'retake-course':
    case 'finish-exam':
    case 'await-result':
      return t(`oversight.next.${next.code}`);
    case 'finish-course':
      return t('oversight.next.finish-course', { count: next.lessonsLeft, lessons: next.lessons });
    case 'take-exam':
      return t('oversight.next.take-exam', { count: next.attemptsLeft });
    case 'wait':
      return t('oversight.next.wait', {
        date: shortDate(dateIn(timeZone, next.until), locale),
        time: formatTime(next.until, locale, timeZone),
      });
    case 'no-attempts-left':
      return t('oversight.next.no-attempts-left', { count: next.used });
    case 'renew-from':
      return t('oversight.next.renew-from', { date: shortDate(next.opensOn, locale) });
  }
}

// Made once: a file of some thousand rows would spend most of its time on making them.
const SHORT_DATES = new Map(
  LOCALES.map((locale) => [
    locale,
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    }),
  ]),
);

/** "3. nov. 2026", on one line. */
export function shortDate(date: PlainDate, locale: Locale): string {
  const text = SHORT_DATES.get(locale)?.format(new Date(`${date}T12:00:00Z`)) ?? date;
  return text.replaceAll(' ', '\u00A0');
}
