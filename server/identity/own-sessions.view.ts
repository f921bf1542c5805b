import { formatDateTime, type Translate } from '../platform/http/i18n.js';
import type { Locale } from '../platform/locale.js';
import type { SessionRecord } from './session.store.js';

interface Reading {
  readonly t: Translate;
  readonly locale: Locale;
  readonly timeZone: string;
  /** The one that the page is asked for by. */
  readonly currentId: string;
}

/** Where a person is logged in, this place first. */
export function ownSessionsPage(
  sessions: readonly SessionRecord[],
  { t, locale, timeZone, currentId }: Reading,
) {
  const time = (instant: Date): string => formatDateTime(instant, locale, timeZone);
  const isCurrent = ({ id }: SessionRecord): boolean => id === currentId;
  const ordered = [
    ...sessions.filter(isCurrent),
    ...sessions.filter((session) => !isCurrent(session)),
  ];
  return {
    heading: t('sessions.title'),
    sessions: ordered.map((session) => ({
      id: session.id,
      current: isCurrent(session),
      began: t('sessions.began', { time: time(session.signedInAt) }),
      seen: t('sessions.seen', { time: time(session.lastSeenAt) }),
      ends: t('sessions.ends', { time: time(session.endsAt) }),
      label: t('sessions.endOf', { time: time(session.signedInAt) }),
    })),
  };
}
