import { fullName, type Person } from '../../organisation/person.js';
import type { AttemptSummary } from '../../attempts/attempt.js';
import { formatDateTime, type Translate } from '../../platform/http/i18n.js';
import type { Locale } from '../../platform/locale.js';

export const recordAddress = (attemptId: string): string => `/records/${attemptId}`;

/** Exactly what `pages/records/list` prints. */
export function recordListPage(
  found: {
    readonly attempts: readonly AttemptSummary[];
    readonly people: readonly Person[];
    readonly q: string;
    /** The one who reads: their own record is for somebody else to open. */
    readonly readerId: string;
    readonly maySeeSimilarity: boolean;
  },
  {
    t,
    locale,
    timeZone,
  }: { readonly t: Translate; readonly locale: Locale; readonly timeZone: string },
) {
  const names = new Map(found.people.map((person) => [person.id, fullName(person)]));
  return {
    q: found.q,
    similarityHref: found.maySeeSimilarity && '/records/similarity',
    none: found.attempts.length === 0,
    rows: found.attempts.map(({ id, personId, programmeId, startedAt, state, result }) => ({
      name: names.get(personId) ?? t('record.erasedPerson'),
      programme: programmeId,
      started: formatDateTime(startedAt, locale, timeZone),
      outcome:
        state === 'inProgress' || !result
          ? t(`record.state.${state}`)
          : t(result.passed ? 'home.outcome.passed' : 'home.outcome.failed'),
      href: state === 'inProgress' || personId === found.readerId ? false : recordAddress(id),
      why:
        state === 'inProgress'
          ? t('record.notYet')
          : personId === found.readerId
            ? t('record.own')
            : '',
    })),
  };
}
