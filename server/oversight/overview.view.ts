import { fullName } from '../organisation/person.js';
import { inLocale } from '../platform/locale.js';
import {
  nextInWords,
  shortDate,
  STATUS_COLOURS,
  statusInWords,
  type Words,
} from './certification-words.view.js';
import { STATUSES, type Status } from './certification-status.rules.js';
import { queryOf, type Filters, type Sort } from './filters.js';
import type { Overview, OverviewRow } from './overview.js';

const ROWS_PER_PAGE = 100;

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly chosen: boolean;
}

interface Column {
  readonly text: string;
  /** The link sorts by the column, or the other way round if the table is sorted by it already. */
  readonly sort: {
    readonly href: string;
    readonly state: keyof typeof ARROWS;
    readonly arrow: string;
  } | null;
}

/** By what `aria-sort` says of a column. */
const ARROWS = { ascending: '▲', descending: '▼', none: '↕' } as const;

interface RowModel {
  readonly name: string;
  readonly role: string;
  readonly unit: string;
  readonly programme: string | null;
  readonly colour: string;
  readonly status: string;
  readonly next: string | null;
  readonly validTo: string;
  readonly certificate: { readonly href: string; readonly label: string } | null;
}

/** Exactly what `pages/oversight/overview` prints. */
interface OverviewModel {
  readonly heading: string;
  readonly summary: string | null;
  readonly csvHref: string;
  readonly filters: {
    /** Closed over the table, which is what a phone has room for; open when there is no table. */
    readonly open: boolean;
    readonly title: string;
    readonly q: string;
    readonly units: readonly Choice[] | null;
    readonly programmes: readonly Choice[] | null;
    readonly jobRoles: readonly Choice[];
    readonly statuses: readonly Choice[];
    readonly kept: readonly { readonly name: string; readonly value: string }[];
  };
  /** How much the filters leave, and the way back; null when there are none. */
  readonly narrowed: { readonly matches: string; readonly showAllHref: string } | null;
  readonly columns: readonly Column[];
  readonly rows: readonly RowModel[];
  readonly empty: string | null;
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
  const inUse = inUseOf(filters);
  const at = (change: Partial<Filters>) => PAGE + queryOf({ ...filters, ...change });
  return {
    heading: headingOf(overview, words),
    summary: overview.people === 0 ? null : summaryOf(overview, words),
    csvHref: `${PAGE}.csv${queryOf({ ...filters, page: 1 })}`,
    filters: {
      ...filterChoices(overview, words),
      open: rows.length === 0 && inUse > 0,
      title: inUse === 0 ? t('oversight.filter') : t('oversight.filterOn', { count: inUse }),
    },
    narrowed:
      inUse === 0
        ? null
        : { matches: t('oversight.matches', { count: rows.length }), showAllHref: PAGE },
    columns: columnsOf(overview, words),
    rows: shown.map((row) => rowOf(row, overview, words)),
    empty:
      rows.length > 0 ? null : t(inUse === 0 ? 'oversight.emptyScope' : 'oversight.emptyFilters'),
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

/** In the browser's tab, where the name of the municipality follows anyway. */
export function overviewTitle(overview: Overview, words: Words): string {
  return overview.places.length === 0 ? words.t('oversight.title') : headingOf(overview, words);
}

function headingOf({ places, municipality }: Overview, { t, locale }: Words): string {
  const names = places.length === 0 ? [municipality.name] : places;
  return t('oversight.heading', { place: new Intl.ListFormat(locale).format(names) });
}

/** How many choices narrow the table. */
function inUseOf({ unit, programme, role, q, status }: Filters): number {
  return status.length + [unit, programme, role, q].filter((one) => one !== undefined).length;
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

/** On a phone the first columns are what one sees before scrolling: who, and whether there is something to do. */
function columnsOf({ filters, programmes }: Overview, { t }: Words): readonly Column[] {
  const fixed = (column: string): Column => ({ text: t(`oversight.column.${column}`), sort: null });
  const sortable = (column: Sort): Column => {
    const current = filters.sort === column;
    const order = current && filters.order === 'asc' ? 'desc' : 'asc';
    const state = !current ? 'none' : order === 'desc' ? 'ascending' : 'descending';
    const href = PAGE + queryOf({ ...filters, sort: column, order, page: 1 });
    return { ...fixed(column), sort: { href, state, arrow: ARROWS[state] } };
  };
  return [
    sortable('name'),
    sortable('status'),
    sortable('validTo'),
    fixed('role'),
    fixed('unit'),
    ...(programmes.length > 1 ? [fixed('programme')] : []),
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
    next: row.status === 'valid' ? null : nextInWords(row, words),
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
