import { formatDate, formatTime, type Translate } from '../../platform/http/i18n.js';
import type { Locale } from '../../platform/locale.js';
import { dateIn } from '../../platform/plain-date.js';
import { seatsLeft, type ExamWindow } from './exam-window.js';
import type { WindowStanding } from './exam-window.rules.js';

export interface WindowWords {
  readonly t: Translate;
  readonly locale: Locale;
  readonly timeZone: string;
}

type When = Pick<ExamWindow, 'opensAt' | 'closesAt' | 'room'>;

/** "12. november 2026 kl. 09.00–11.00, møterom 2"; with both dates where it runs over midnight. */
export function whenText({ opensAt, closesAt, room }: When, words: WindowWords): string {
  const { t, locale, timeZone } = words;
  const [firstDay, lastDay] = [dateIn(timeZone, opensAt), dateIn(timeZone, closesAt)];
  const when = t(firstDay === lastDay ? 'windows.when' : 'windows.whenDays', {
    date: formatDate(firstDay, locale),
    from: formatTime(opensAt, locale, timeZone),
    lastDate: formatDate(lastDay, locale),
    to: formatTime(closesAt, locale, timeZone),
  });
  return room === undefined ? when : t('windows.whenWhere', { when, room });
}

export function seatsText(window: ExamWindow, t: Translate): string {
  const left = seatsLeft(window);
  return left === undefined ? t('windows.seatsAny') : t('windows.seatsLeft', { count: left });
}

/** When a candidate can start, on the page before the exam: which windows there are, and a place in one of them. */
export function ownWindowsView(
  { windows, open }: WindowStanding,
  mayBook: boolean,
  words: WindowWords & { readonly now: Date },
) {
  const hasPlace = windows.some(({ place }) => place !== undefined);
  return {
    none: windows.length === 0,
    rows: windows.map(({ window, place }) => ({
      id: window.id,
      when: whenText(window, words),
      seats: seatsText(window, words.t),
      isOpen: window.opensAt <= words.now,
      isNow: window.id === open[0]?.window.id,
      isMine: place !== undefined,
      mayBook: mayBook && !hasPlace && seatsLeft(window) !== 0,
      mayLeave: place !== undefined && place.startedAt === undefined,
    })),
  };
}
