import { formatDate, type Translate } from '../platform/http/i18n.js';
import type { Locale } from '../platform/locale.js';
import { plainDate } from '../platform/plain-date.js';
import { ASSESSED_ON, CRITERIA } from './accessibility-statement.js';

/** What is known to be missing: each with a text of its own, `accessibility.missing.<name>`. */
const MISSING = ['people', 'names', 'ways', 'authors'] as const;

/** Exactly what `pages/home/accessibility` prints. */
export function accessibilityPage({
  t,
  locale,
}: {
  readonly t: Translate;
  readonly locale: Locale;
}) {
  const countOf = (level: 'A' | 'AA'): number =>
    CRITERIA.filter((one) => one.level === level && one.conformance === 'met').length;
  return {
    title: t('accessibility.title'),
    assessed: t('accessibility.assessed', { date: formatDate(plainDate(ASSESSED_ON), locale) }),
    counts: t('accessibility.counts', {
      met: countOf('A') + countOf('AA'),
      partly: CRITERIA.filter(({ conformance }) => conformance === 'partly').length,
      nothing: CRITERIA.filter(({ conformance }) => conformance === 'nothing').length,
      all: CRITERIA.length,
    }),
    missing: MISSING.map((name) => t(`accessibility.missing.${name}`)),
    how: ['axe', 'keyboard', 'tree', 'width', 'languages'].map((name) =>
      t(`accessibility.how.${name}`),
    ),
    rows: CRITERIA.map(({ id, name, level, conformance, shownBy }) => ({
      ...{ id, name, level },
      conformance: t(`accessibility.${conformance}`),
      colour: conformance === 'met' ? 'success' : conformance === 'partly' ? 'warning' : 'neutral',
      shownBy: conformance === 'nothing' ? '' : (shownBy ?? t('accessibility.byPeople')),
      isTest: shownBy !== undefined,
    })),
  };
}
