import { itemAddress, type ItemWords } from '../item-banks/bank-words.view.js';
import type { Item } from '../item-banks/item.js';
import { plainText } from '../item-banks/item.view.js';
import { stemOf } from '../item-banks/item-filters.js';
import { formatDateTime } from '../platform/http/i18n.js';
import { inLocale } from '../platform/locale.js';
import type { OptionRow } from '../scoring/statistics/option-table.rules.js';
import { SHOWN_FROM } from '../scoring/statistics/random-forms.rules.js';
import { itemStatisticsAddress, statisticsAddress } from './bank-statistics.view.js';
import type { GroupDifference, ItemStanding } from './item-standing.js';
import { curvePlot, optionPlot, proportionBar } from './plot.view.js';
import { neutraliseAddress } from './neutralisation.view.js';
import type { ItemStatisticsOfVersion } from './read-statistics.js';
import { OTHER, RIGHT } from './sitting.rules.js';
import { number, percent } from '../item-banks/numbers.view.js';
import { flagTag, flagText, groupName, interval } from './statistics-words.view.js';

/** Exactly what `pages/analysis/item` prints. */
export function itemStatisticsPage(
  found: ItemStatisticsOfVersion,
  mayRegrade: boolean,
  words: ItemWords,
) {
  const { bank, item, version, versions, standing, computedAt } = found;
  const { t, locale, timeZone } = words;
  const stem = stemOf(item, locale);
  return {
    title: t('statistics.ofItem', { item: item.id }),
    bankTitle: inLocale(bank.titles, locale).value,
    bankHref: statisticsAddress(bank.id),
    itemHref: `${itemAddress(bank.id, item.id)}?version=${version}`,
    neutraliseHref: mayRegrade && `${neutraliseAddress(bank.id, item.id)}?version=${version}`,
    lang: stem.lang,
    stem: plainText(stem.text),
    versions: versions.map((one) => ({
      text: t('statistics.version', { version: one }),
      href: itemStatisticsAddress(bank.id, item.id, one),
      current: one === version,
    })),
    computed: computedAt
      ? t('statistics.computedAt', { time: formatDateTime(computedAt, locale, timeZone) })
      : t('statistics.notComputed'),
    nothing: nothingText(standing, words),
    numbers: standing ? numbersOf(item, standing, words) : false,
  };
}

/** What is missing before anything can be shown; false when nothing is. */
function nothingText(standing: ItemStanding | undefined, { t }: ItemWords): string | false {
  if (!standing) return t('statistics.neverMet');
  const { shown, n } = standing.statistics;
  return !shown && t('statistics.tooFewMet', { n, count: SHOWN_FROM - n });
}

function numbersOf(item: Item, standing: ItemStanding, words: ItemWords) {
  const { statistics, options, unanswered, time, differences, flags, exposure, curve } = standing;
  const { t, locale } = words;
  if (!statistics.shown) return false;
  const { facility, discrimination, biserial, n, preliminary } = statistics;
  const day = (instant: Date): string => formatDateTime(instant, locale, words.timeZone);
  return {
    preliminary: preliminary && t('statistics.preliminary', { n }),
    flags: flags.map((flag) => ({ ...flagTag(flag, words), sentence: flagText(flag, words) })),
    facility: {
      value: percent(facility.share, locale),
      text: t('statistics.facilityText', {
        interval: interval(facility, words),
        right: Math.round(facility.share * n),
        n,
      }),
      bar: proportionBar(facility),
    },
    discrimination: {
      value: discrimination === null ? '–' : number(discrimination, 2, locale),
      text: t(`statistics.discriminationText.${gradeOf(discrimination)}`),
    },
    facts: [
      {
        name: t('statistics.biserial'),
        value: biserial === null ? '–' : number(biserial, 2, locale),
      },
      {
        name: t('statistics.exposure'),
        value: t('statistics.exposureText', {
          share: percent(exposure, locale),
          from: day(standing.firstMet),
          to: day(standing.lastMet),
        }),
      },
      {
        name: t('statistics.time'),
        value: time
          ? t('statistics.timeText', {
              median: Math.round(time.median),
              quarter: Math.round(time.quarter),
              threeQuarters: Math.round(time.threeQuarters),
              n: time.n,
            })
          : t('statistics.noTime'),
      },
      { name: t('statistics.unanswered'), value: percent(unanswered, locale) },
    ],
    optionsTitle: t(
      options.some(({ option }) => option === RIGHT) ? 'statistics.outcomes' : 'statistics.options',
    ),
    options: options.map((row) => optionRow(item, row, words)),
    optionPlot: optionPlot(options, words),
    differences: differences.map((one) => differenceRow(one, words)),
    curve: curve && {
      text: t('statistics.curveText', {
        slope: number(curve.slope, 2, locale),
        difficulty: number(curve.difficulty, 2, locale),
      }),
      plot: curvePlot(curve, words),
    },
    noCurve: curve ? false : t('statistics.noCurve'),
  };
}

/** In words of the field: above 0.3 good, below 0.15 weak, below 0 the wrong way round. */
function gradeOf(discrimination: number | null): string {
  if (discrimination === null) return 'none';
  if (discrimination < 0) return 'negative';
  if (discrimination < 0.15) return 'weak';
  return discrimination < 0.3 ? 'fair' : 'good';
}

function optionRow(item: Item, row: OptionRow, words: ItemWords) {
  const { t, locale } = words;
  const { option, isKey, n, share, pointBiserial, shareByGroup } = row;
  const text = inLocale(item.texts, locale);
  const named = text.value.options?.[option];
  return {
    letter: named === undefined ? '' : option,
    lang: named === undefined ? locale : text.locale,
    text:
      named === undefined
        ? [RIGHT, OTHER].includes(option)
          ? t(`statistics.outcome.${option}`)
          : t('statistics.mistake', { name: option })
        : plainText(named),
    isKey,
    n,
    share: percent(share, locale),
    bar: proportionBar({ share, from: share, to: share, n }),
    thirds: shareByGroup.map((one) => (one === null ? '–' : percent(one, locale))),
    r: pointBiserial === null ? '–' : number(pointBiserial, 2, locale),
  };
}

function differenceRow({ kind, reference, focal, functioning }: GroupDifference, words: ItemWords) {
  const { t, locale } = words;
  const group = ({ name, facility }: GroupDifference['focal']) => ({
    name: groupName(kind, name, t),
    facility: percent(facility.share, locale),
    n: facility.n,
  });
  const groups = { reference: group(reference), focal: group(focal) };
  if (!functioning)
    return {
      ...groups,
      oddsRatio: '–',
      p: '–',
      etsClass: '–',
      colour: 'neutral',
      verdict: t('statistics.dif.none'),
    };
  const { oddsRatio, p, etsClass, delta } = functioning;
  return {
    ...groups,
    oddsRatio: number(oddsRatio, 2, locale),
    p: p < 0.001 ? `< ${number(0.001, 3, locale)}` : number(p, 3, locale),
    etsClass,
    colour: etsClass === 'C' ? 'warning' : 'neutral',
    verdict:
      etsClass === 'A'
        ? t('statistics.dif.A')
        : t(`statistics.dif.${etsClass}.${delta < 0 ? 'harder' : 'easier'}`, {
            group: groupName(kind, focal.name, t),
          }),
  };
}
