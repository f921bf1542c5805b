import { bankAddress, itemAddress, type ItemWords } from '../item-banks/bank-words.view.js';
import { stemOf } from '../item-banks/item-filters.js';
import { titleOf } from '../item-banks/item-list.view.js';
import { plainText } from '../item-banks/item.view.js';
import { formatDateTime } from '../platform/http/i18n.js';
import { inLocale } from '../platform/locale.js';
import type { BankStatistics, StandingWithItem } from './read-statistics.js';
import { proportionBar, scatterPlot } from './plot.view.js';
import {
  COLUMNS,
  firstOrder,
  FLAG_CODES,
  inOrder,
  statisticsQueryOf,
  type Column,
  type StatisticsFilters,
} from './statistics-filters.js';
import { number, percent } from '../item-banks/numbers.view.js';
import { flagTag, interval } from './statistics-words.view.js';

const PER_PAGE = 50;

/** By what `aria-sort` says of a column. */
const ARROWS = { ascending: '▲', descending: '▼', none: '↕' } as const;

export function statisticsAddress(bankId: string): string {
  return `${bankAddress(bankId)}/statistics`;
}

export function itemStatisticsAddress(bankId: string, itemId: string, version: number): string {
  return `${itemAddress(bankId, itemId)}/statistics?version=${version}`;
}

/** Exactly what `pages/analysis/bank` prints. */
export function bankStatisticsPage(
  found: BankStatistics,
  filters: StatisticsFilters,
  words: ItemWords,
) {
  const { bank, items, standing, programmes } = found;
  const { t, locale, timeZone } = words;
  const base = statisticsAddress(bank.id);
  const matches = inOrder(
    items.filter(
      ({ flags, item }) =>
        (filters.flag === undefined || flags.some(({ code }) => code === filters.flag)) &&
        (filters.topic === undefined || item.topic === filters.topic),
    ),
    filters,
  );
  const pages = Math.max(1, Math.ceil(matches.length / PER_PAGE));
  const page = Math.min(filters.page, pages);
  const to = (change: Partial<StatisticsFilters>): string =>
    base + statisticsQueryOf({ ...filters, ...change });
  const hidden = items.filter(({ statistics }) => !statistics.shown).length;
  return {
    title: t('statistics.ofBank', { bank: inLocale(bank.titles, locale).value }),
    bankHref: bankAddress(bank.id),
    bankTitle: inLocale(bank.titles, locale).value,
    action: base,
    computed: standing
      ? t('statistics.computed', {
          time: formatDateTime(standing.computedAt, locale, timeZone),
          count: standing.sittings,
        })
      : t('statistics.notComputed'),
    hidden: hidden > 0 && t('statistics.hidden', { count: hidden }),
    programmes: programmes.map((programme) => programmeRow(programme, words)),
    plot: scatterPlot(
      items.flatMap(({ statistics, flags, itemId }) =>
        statistics.shown && statistics.discrimination !== null
          ? [
              {
                x: statistics.facility.share,
                y: statistics.discrimination,
                flagged: flags.length > 0,
                name: itemId,
              },
            ]
          : [],
      ),
      words,
    ),
    filters: filterChoices(found, filters, words),
    narrowed: (filters.flag !== undefined || filters.topic !== undefined) && base,
    matches: t('statistics.matches', { count: matches.length }),
    columns: COLUMNS.map((column) => columnHead(column, filters, to, words)),
    rows: matches
      .slice((page - 1) * PER_PAGE, page * PER_PAGE)
      .map((standing) => rowOf(standing, words)),
    paging: pages > 1 && {
      text: t('items.page', { page, pages }),
      previousHref: page > 1 && to({ page: page - 1 }),
      nextHref: page < pages && to({ page: page + 1 }),
    },
  };
}

function columnHead(
  column: Column,
  { sort, order }: StatisticsFilters,
  to: (change: Partial<StatisticsFilters>) => string,
  { t }: ItemWords,
) {
  const state = sort !== column ? 'none' : order === 'asc' ? 'ascending' : 'descending';
  const turned = order === 'asc' ? ('desc' as const) : ('asc' as const);
  return {
    text: t(`statistics.column.${column}`),
    state,
    arrow: ARROWS[state],
    href: to({ sort: column, order: sort === column ? turned : firstOrder(column), page: 1 }),
  };
}

function rowOf(standing: StandingWithItem, words: ItemWords) {
  const { item, itemId, version, bankId, statistics, flags, exposure } = standing;
  const { t, locale } = words;
  const stem = stemOf(item, locale);
  const codes = new Set(flags.map(({ code }) => code));
  return {
    id: itemId,
    version: t('statistics.version', { version }),
    href: itemStatisticsAddress(bankId, itemId, version),
    lang: stem.lang,
    stem: plainText(stem.text),
    flags: [...codes].map((code) => flagTag({ code }, words)),
    n: statistics.n,
    exposure: percent(exposure, locale),
    numbers: statistics.shown && {
      preliminary: statistics.preliminary,
      facility: percent(statistics.facility.share, locale),
      interval: interval(statistics.facility, words),
      bar: proportionBar(statistics.facility),
      discrimination:
        statistics.discrimination === null ? '–' : number(statistics.discrimination, 2, locale),
    },
  };
}

function programmeRow(programme: BankStatistics['programmes'][number], words: ItemWords) {
  const { t, locale } = words;
  const { titles, version, n, scores, items, needed, hasOtherRules } = programme;
  const base = {
    title: inLocale(titles, locale).value,
    version: t('statistics.programmeVersion', { version, items, needed }),
    n: t('statistics.sittings', { count: n }),
    missing: scores ? false : t('statistics.tooFew', { count: 30 - n }),
  };
  if (!scores) return { ...base, facts: [] };
  const { passed, mean, deviation, reliability, error, errorAtCut, consistency } = scores;
  const fact = (name: string, value: string, hint = true) => ({
    name: t(`statistics.programme.${name}`),
    value,
    hint: hint && t(`statistics.programme.${name}.hint`),
  });
  const orNothing = (value: number | null, decimals: number): string =>
    value === null ? t('statistics.cannotTell') : number(value, decimals, locale);
  return {
    ...base,
    facts: [
      fact('passed', `${percent(passed.share, locale)} (${interval(passed, words)})`, false),
      fact(
        'mean',
        `${number(mean, 1, locale)} ± ${number(deviation, 1, locale)} (${items})`,
        false,
      ),
      fact('reliability', orNothing(reliability, 2)),
      fact('error', orNothing(error, 1)),
      fact('errorAtCut', number(errorAtCut, 1, locale)),
      {
        ...fact(
          'consistency',
          consistency
            ? `${percent(consistency.agreement, locale)} (κ ${number(consistency.kappa, 2, locale)})`
            : t('statistics.cannotTell'),
        ),
        ...(hasOtherRules ? { hint: t('statistics.programme.consistency.cutOnly') } : {}),
      },
    ],
  };
}

function filterChoices(
  { bank, items }: BankStatistics,
  { flag, topic, sort, order }: StatisticsFilters,
  words: ItemWords,
) {
  const { t } = words;
  const used = new Set(items.map(({ item }) => item.topic));
  return {
    sort: sort !== 'flags' && sort,
    order: order !== firstOrder(sort) && order,
    selects: [
      {
        name: 'flag',
        label: t('statistics.filter.flag'),
        options: FLAG_CODES.map((value) => ({
          value,
          text: t(`statistics.flagShort.${value}`),
          chosen: flag === value,
        })),
      },
      {
        name: 'topic',
        label: t('items.filter.topic'),
        options: [...used].sort().map((value) => ({
          value,
          text: titleOf(bank.topics[value], value, words),
          chosen: topic === value,
        })),
      },
    ],
  };
}
