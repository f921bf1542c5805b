import { inLocale } from '../platform/locale.js';
import { LAPSING_DAYS, LEAST_SHOWN, type ShownCount } from './coverage.rules.js';
import type { RegionCoverage } from './coverage.js';
import type { Words } from './certification-words.view.js';

/** Who is covered, in numbers, a row a programme of each municipality. */
export function coveragePage(found: RegionCoverage, { t, locale }: Omit<Words, 'timeZone'>) {
  const { region, isHost, municipalities } = found;
  const few = t('coverage.few', { least: LEAST_SHOWN });
  const textOf = (shown: ShownCount): string => {
    if (shown.kind === 'exact') return String(shown.count);
    return shown.kind === 'few' ? few : t('coverage.nearlyAll', { least: LEAST_SHOWN });
  };
  return {
    regionName: region.name,
    regionHref: `/regions/${encodeURIComponent(region.id)}`,
    title: t('coverage.title', { name: region.name }),
    what: t(isHost ? 'coverage.what' : 'coverage.whatOwn'),
    why: t('coverage.why', { least: LEAST_SHOWN }),
    lapsingHeading: t('coverage.lapsing', { days: LAPSING_DAYS }),
    rows: municipalities.flatMap(({ name, programmes }) =>
      programmes.length === 0
        ? [
            {
              name,
              programme: t('coverage.noProgramme'),
              required: few,
              certified: '–',
              lapsing: '–',
            },
          ]
        : programmes.map(({ titles, required, certified, lapsing }) => ({
            name,
            programme: inLocale(titles, locale).value,
            required: textOf(required),
            certified: textOf(certified),
            lapsing: textOf(lapsing),
          })),
    ),
  };
}
