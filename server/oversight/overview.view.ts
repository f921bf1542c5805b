import { fullName } from '../organisation/person.js';
import { inLocale } from '../platform/locale.js';
import {
  shortDate,
  STATUS_COLOURS,
  statusInWords,
  stepInWords,
  type Words,
} from './certification-words.view.js';
import { STATUSES, type Status } from './certification-status.rules.js';
import { queryOf, type Filters, type Sort } from './filters.js';
import type { Overview, OverviewRow } from './overview.js';

export const ROWS_PER_PAGE = 100;

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly chosen: boolean;
}

interface Column {
  readonly text: string;
  /** Sorts by it, or the other way round if it is sorted by it already. */
  readonly href: string | null;
  readonly ariaSort: 'ascending' | 'descending' | null;
  readonly arrow: string;
}

interface RowModel {
  readonly name: string;
  readonly role: string;
  readonly unit: string;
  readonly programme: string | null;
  readonly colour: string;
  readonly status: string;
  readonly step: string | null;
  readonly validTo: string;
  readonly certificate: { readonly href: string; readonly label: string } | null;
}

/** Exactly what `pages/oversight/overview` prints. */
export interface OverviewModel {
  readonly heading: string;
  readonly summary: string | null;
  readonly csvHref: string;
  readonly filters: {
    readonly open: boolean;
    readonly q: string;
    readonly units: readonly Choice[] | null;
    readonly programmes: readonly Choice[] | null;
    readonly jobRoles: readonly Choice[];
    readonly statuses: readonly Choice[];
    readonly kept: readonly { readonly name: string; readonly value: string }[];
    readonly clearHref: string | null;
  };
  readonly columns: readonly Column[];
  readonly rows: readonly RowModel[];
  readonly empty: { readonly text: string; readonly showAllHref: string | null } | null;
  readonly paging: {
    readonly text: string;
    readonly previousHref: string | null;
    readonly nextHref: string | null;
  } | null;
}

const PAGE = '/oversight';

export function overviewPage(overview: Overview, words: Words): OverviewModel {
  const { t } = words;
  const { filters, rows } = overview;
  const pages = Math.max(1, Math.ceil(rows.length / ROWS_PER_PAGE));
  const page = Math.min(filters.page, pages);
  const first = (page - 1) * ROWS_PER_PAGE;
  const shown = rows.slice(first, first + ROWS_PER_PAGE);
  const clearHref = isNarrowed(filters) ? PAGE : null;
  const at = (change: Partial<Filters>) => PAGE + queryOf({ ...filters, ...change });
  return {
    heading: overviewTitle(overview, words),
    summary: overview.people === 0 ? null : summaryOf(overview, words),
    csvHref: `${PAGE}.csv${queryOf({ ...filters, page: 1 })}`,
    filters: { ...filterChoices(overview, words), clearHref, open: clearHref !== null },
    columns: columnsOf(overview, words),
    rows: shown.map((row) => rowOf(row, overview, words)),
    empty:
      rows.length === 0
        ? {
            text: t(clearHref === null ? 'oversight.emptyScope' : 'oversight.emptyFilters'),
            showAllHref: clearHref,
          }
        : null,
    paging:
      pages === 1
        ? null
        : {
            text: t('oversight.showing', {
              from: first + 1,
              to: first + shown.length,
              total: rows.length,
            }),
            previousHref: page > 1 ? at({ page: page - 1 }) : null,
            nextHref: page < pages ? at({ page: page + 1 }) : null,
          },
  };
}

/** Names the units the reader sees, or the municipality. */
export function overviewTitle({ places, municipality }: Overview, { t, locale }: Words): string {
  const names = places.length === 0 ? [municipality.name] : places;
  return t('oversight.heading', { place: new Intl.ListFormat(locale).format(names) });
}

function isNarrowed({ unit, programme, role, q, status }: Filters): boolean {
  return status.length > 0 || [unit, programme, role, q].some((filter) => filter !== undefined);
}

/** What is well first, then what is not: the order of the sentence, not of the table. */
const IN_SUMMARY: readonly Status[] = [
  'valid',
  'expiringSoon',
  ...STATUSES.filter((status) => status !== 'valid' && status !== 'expiringSoon'),
];

function summaryOf({ people, counts, windowDays }: Overview, { t }: Words): string {
  const total = STATUSES.reduce((sum, status) => sum + counts[status], 0);
  const of = [t('oversight.people', { count: people })];
  if (total !== people) of.push(t('oversight.requirements', { count: total }));
  const parts = IN_SUMMARY.filter((status) => counts[status] > 0).map((status) =>
    status === 'expiringSoon' && windowDays !== undefined
      ? t('oversight.countWithin', { count: counts[status], days: windowDays })
      : t(`oversight.count.${status}`, { count: counts[status] }),
  );
  return `${of.join(', ')}: ${parts.join(', ')}`;
}

function filterChoices(
  { filters, units, programmes, jobRoles, counts }: Overview,
  { t, locale }: Words,
) {
  const several = <T>(all: readonly T[]): readonly T[] | null => (all.length > 1 ? all : null);
  return {
    q: filters.q ?? '',
    units: several(
      units.map(({ id, name, depth }) => ({
        value: id,
        text: '\u00A0'.repeat(depth * 3) + name,
        chosen: id === filters.unit,
      })),
    ),
    programmes: several(
      programmes.map(({ id, titles }) => ({
        value: id,
        text: inLocale(titles, locale).value,
        chosen: id === filters.programme,
      })),
    ),
    jobRoles: jobRoles.map((role) => ({
      value: role,
      text: t(`jobRole.${role}`),
      chosen: role === filters.role,
    })),
    statuses: STATUSES.map((status) => ({
      value: status,
      text: t('oversight.statusCount', { status: t(`status.${status}`), count: counts[status] }),
      chosen: filters.status.includes(status),
    })).filter(({ value, chosen }) => chosen || counts[value] > 0),
    // The order of the table outlives a new search.
    kept: [
      ...(filters.sort === 'status' ? [] : [{ name: 'sort', value: filters.sort }]),
      ...(filters.order === 'asc' ? [] : [{ name: 'order', value: filters.order }]),
    ],
  };
}

function columnsOf({ filters, programmes }: Overview, { t }: Words): readonly Column[] {
  const sortable = (column: string, sort: Sort): Column => {
    const current = filters.sort === sort;
    const up = filters.order === 'asc';
    const order = current && up ? 'desc' : 'asc';
    return {
      text: t(`oversight.column.${column}`),
      href: PAGE + queryOf({ ...filters, sort, order, page: 1 }),
      ariaSort: current ? (up ? 'ascending' : 'descending') : null,
      arrow: current ? (up ? '▲' : '▼') : '',
    };
  };
  const fixed = (column: string): Column => ({
    text: t(`oversight.column.${column}`),
    href: null,
    ariaSort: null,
    arrow: '',
  });
  return [
    sortable('name', 'name'),
    fixed('role'),
    fixed('unit'),
    ...(programmes.length > 1 ? [fixed('programme')] : []),
    sortable('status', 'status'),
    sortable('validTo', 'validTo'),
    fixed('certificate'),
  ];
}

function rowOf(row: OverviewRow, { programmes }: Overview, words: Words): RowModel {
  const { t, locale } = words;
  const name = fullName(row.person);
  return {
    name,
    role: t(`jobRole.${row.jobRole}`),
    unit: row.unitName,
    programme: programmes.length > 1 ? inLocale(row.programme.titles, locale).value : null,
    colour: STATUS_COLOURS[row.status],
    status: statusInWords(row, words),
    step: row.status === 'valid' ? null : stepInWords(row, words),
    validTo: row.validTo === undefined ? '–' : shortDate(row.validTo, locale),
    certificate:
      // The file of a revoked certificate still looks like a valid one.
      row.certificateId === undefined || row.status === 'revoked'
        ? null
        : {
            href: `/certificates/${encodeURIComponent(row.certificateId)}/pdf`,
            label: t('oversight.pdfOf', { name }),
          },
  };
}
