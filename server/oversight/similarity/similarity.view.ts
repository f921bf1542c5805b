import { number } from '../../item-banks/numbers.view.js';
import { fullName } from '../../organisation/person.js';
import { formatDateTime, type Translate } from '../../platform/http/i18n.js';
import type { Locale } from '../../platform/locale.js';
import type { PlainDate } from '../../platform/plain-date.js';
import { recordAddress } from '../records/record-list.view.js';
import { MOST_COMPARED, type ReadSimilarity } from './read-similarity.js';
import type { Paper, SimilarPair } from './similarity.rules.js';

interface Found extends ReadSimilarity {
  readonly from: PlainDate;
  readonly to: PlainDate;
  /** Nobody judges their own case: a pair with the reader in it is for a colleague. */
  readonly readerId: string;
}

interface Words {
  readonly t: Translate;
  readonly locale: Locale;
  readonly timeZone: string;
}

/** Exactly what `pages/records/similarity` prints. */
export function similarityPage(found: Found, { t, locale, timeZone }: Words) {
  const { pairs, compared, tooMany, from, to, readerId } = found;
  const names = new Map(found.people.map((person) => [person.id, fullName(person)]));
  const isOwn = ({ one, other }: SimilarPair): boolean =>
    [one, other].some(({ personId }) => personId === readerId);
  const sitting = ({ personId, attemptId, startedAt }: Paper) => ({
    name: names.get(personId) ?? t('record.erasedPerson'),
    href: recordAddress(attemptId),
    started: formatDateTime(startedAt, locale, timeZone),
  });
  const own = pairs.filter(isOwn).length;
  return {
    title: t('similarity.title'),
    from,
    to,
    tooMany: tooMany && t('similarity.tooMany', { count: MOST_COMPARED }),
    summary: t('similarity.compared', { count: compared }),
    none: !tooMany && pairs.length === 0,
    own: own > 0 && t('similarity.own', { count: own }),
    pairs: pairs
      .filter((pair) => !isOwn(pair))
      .map(({ one, other, common, bothWrong, same, expected, chance }) => ({
        one: sitting(one),
        other: sitting(other),
        common,
        same: t('similarity.sameOf', { same, bothWrong }),
        expected: number(expected, 1, locale),
        chance: t('similarity.oneIn', { n: oneIn(chance, locale) }),
      })),
  };
}

/** Rounded down to two figures that mean something: nobody should read more into it. */
function oneIn(chance: number, locale: Locale): string {
  const times = 1 / chance;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(times)) - 1);
  return number(Math.floor(times / step) * step, 0, locale);
}
